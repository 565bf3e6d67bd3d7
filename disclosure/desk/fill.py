"""填写 — what is missing and what is wrong as one list, by who fills it, typed right there into 补填.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from starlette.responses import Response

from disclosure.desk import opening, to_fill
from disclosure.desk.asked import Area, Asked
from disclosure.desk.to_fill import Item, ToFill
from disclosure.desk.where_found import unprinted_said
from disclosure.desk.workplace import Seen
from disclosure.errors import InputError, Problem
from disclosure.loading import asked_fields, data_files
from disclosure.loading.place_names import called
from disclosure.model.typed_words import NONE
from disclosure.saving import added_entries

_FIELD, _CODE, _WHOLE = "填 ", "编码 ", "无 "  # before the key path, in names of the form


def _to_fill(asked: Asked) -> Response:
    return _list_page(asked, asked.place.seen())


def _list_page(
    asked: Asked, seen: Seen, typed: Mapping[str, str] | None = None, faults: Mapping[str, str] | None = None
) -> Response:
    """`typed` is what was sent and not kept, `faults` say why, by the names of the form."""
    with_findings = "findings" in asked.query or seen.is_made("report")
    list_of_all = ToFill(seen, with_findings, to_fill.added_to(seen))
    everybody = to_fill.by_who(list_of_all.items())
    who = asked.query.get("who") or asked.form.get("who", "")
    typed, faults = typed or {}, faults or {}
    return asked.page(
        "fill",
        422 if faults else 200,
        seen=seen,
        fill=list_of_all,
        files=to_fill.files_of(seen),
        added_file=data_files.ADDED,
        unprinted=unprinted_said(seen),
        everybody=everybody,
        who=who,
        shown=_of(who, everybody),
        typed=typed,
        kept=[name.removeprefix(_FIELD) for name, text in typed.items() if text],
        faults=faults,
    )


def _of(who: str, everybody: Mapping[str, list[Item]]) -> dict[str, list[Item]]:
    return {one: items for one, items in everybody.items() if who in ("", one)}


def _save(asked: Asked) -> Response:
    """All that was typed, or nothing where one of them would not be read."""
    seen, sent = asked.place.seen(), _sent(asked)
    values = list(_values_sent(sent))
    unit = seen.submission.unit if seen.submission else "元"
    told = {name: asked_fields.fault(path, text, unit) if path else _NO_CODE for name, path, text in values}
    faults = {name: fault for name, fault in told.items() if fault}
    if faults:
        return _list_page(asked, seen, sent, faults)
    names = seen.filled.facts.names.name if seen.filled else called
    added_entries.keep_values(seen.folder, [(path, names(path), text) for _, path, text in values])
    return asked.go("/fill", who=asked.form.get("who", ""), said=_said_of_kept(len(values)))


def _sent(asked: Asked) -> dict[str, str]:
    fields = (_FIELD, _CODE, _WHOLE)
    return {name: text.strip() for name, text in asked.form.items() if name.startswith(fields)}


def _said_of_kept(count: int) -> str:
    return f"已补填{count}处，存在“{data_files.ADDED}”里" if count else "没有要存的：各格都空着"


_NO_CODE = "金额前面要填编码"


def _values_sent(sent: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """The field, its key path and the text of everything that was filled in; no path where a code lacks."""
    for name, text in sent.items():
        path = name.removeprefix(_FIELD)
        code = sent.get(f"{_CODE}{path}")
        if name.startswith(_WHOLE) and text:
            yield name, name.removeprefix(_WHOLE), NONE
        elif name.startswith(_FIELD) and text:
            yield name, path if code is None else f"{path}.{code}" if code else "", text


def _drop(asked: Asked) -> Response:
    """One entry of 补填, if it still stands at its number."""
    folder, number = asked.place.folder, asked.form.get("number", "")
    values = added_entries.entries(folder).values
    at = int(number) if number.isdecimal() else 0
    if not (0 < at <= len(values) and values[at - 1].path == asked.form.get("path")):
        raise InputError([Problem("这一条补填已经不在原处了，请刷新后再删")])
    added_entries.dropped(folder, "补填", at)
    return asked.go("/fill", who=asked.form.get("who", ""), said=f"已删去补填的“{values[at - 1].name}”")


def _open_file(asked: Asked) -> Response:
    """In the program that the system has for it; only a data file of this folder."""
    name, folder = asked.form.get("file", ""), asked.place.folder
    if name not in [file.name for file in to_fill.data_files_of(folder)]:
        raise InputError([Problem("这个文件夹里没有这个数据文件，请刷新后再打开", name=name)])
    return asked.go("/fill", said=opening.told(folder / name))


AREA = Area({"/fill": _to_fill}, {"/fill": _save, "/fill/drop": _drop, "/fill/open": _open_file})
