"""文字 — the long texts of a folder, written on the page; figures in them are named, never typed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from starlette.responses import Response

from disclosure import files, packs
from disclosure.checks import Book
from disclosure.desk import opening, texts_listed, to_fill
from disclosure.desk.asked import Area, Asked
from disclosure.desk.texts_listed import TextFile
from disclosure.desk.workplace import Seen
from disclosure.errors import InputError, PackError, Problem
from disclosure.loading import data_files, text_files

_MOST_OFFERED = 20
_LARGEST = 1_000_000  # letters of a text: a book
_CODE = re.compile(r"\.(\d+)(?=\.|$)")  # in the name of a figure; as a name it must stand in brackets
_AMOUNT = "元"


@dataclass(frozen=True, slots=True)
class Named:
    """一个可用的数 — what is written into the text, how it is called, how it prints now."""

    written: str
    called: str
    printed: str


def _texts_page(asked: Asked) -> Response:
    seen = asked.place.seen()
    added = enumerate(to_fill.added_to(seen).values, 1)
    return asked.page(
        "texts",
        seen=seen,
        texts=texts_listed.of(seen),
        anchor=to_fill.anchor,
        data_files=to_fill.files_of(seen),
        added={str(one.source): number for number, one in added},
    )


def _text_page(asked: Asked) -> Response:
    seen = asked.place.seen()
    known = texts_listed.of(seen).file(asked.query.get("name", ""))
    text = "" if known.is_word else _text_in_file(seen.folder, known.name)
    return _editor(asked, seen, known, text)


def _editor(asked: Asked, seen: Seen, known: TextFile, text: str, theirs: str | None = None) -> Response:
    """With `theirs` somebody else saved the file meanwhile: both are shown, nothing is lost."""
    stands = text if theirs is None else theirs
    sought = asked.query.get("q", "").strip()
    return asked.page(
        "text",
        200 if theirs is None else 409,
        seen=seen,
        file=known,
        text=text,
        notes=texts_listed.of(seen).notes(known.name),
        theirs=theirs,
        digest=_digest_of_text(stands),
        marks=texts_listed.marks(text),
        sought=sought,
        offered=list(offered(seen, sought)),
        faults=[(said, _line_of_fault(text, known, said)) for said in known.faults],
        remarks=_left_out_of(seen, known.name),
    )


def _left_out_of(seen: Seen, name: str) -> list[str]:
    remarks = seen.submission.remarks if seen.submission else ()
    return [one for one in remarks if one.startswith(f"“{name}”")]


def _line_of_fault(text: str, known: TextFile, fault: str) -> str:
    """What stands there; empty where no line is known."""
    line = next((one.read.line for one in known.texts if one.read.fault == fault), None)
    return "".join(text.split("\n")[line - 1 : line]).strip() if line else ""


def _save(asked: Asked) -> Response:
    """保存 — whole, and only over what was opened."""
    seen, name = asked.place.seen(), asked.form.get("name", "")
    known, folder = texts_listed.of(seen).file(name), asked.place.folder
    text, theirs = asked.form.get("text", ""), _text_in_file(folder, name)
    if len(text) > _LARGEST:
        raise InputError([Problem(f"文字太长，最多 {_LARGEST} 字，请分成几个附件", name=name)])
    if asked.form.get("opened") != _digest_of_text(theirs):
        return _editor(asked, seen, known, text, theirs)
    if "confirm" in asked.form:
        text = _without_marks(text)
    ends = _line_ends(folder, name)
    files.write_all([(data_files.slashes(name), text.replace("\n", ends).encode())], folder)
    return asked.go("/text", name=name, said=f"已保存 {name}")


def _open_file(asked: Asked) -> Response:
    """In the program that the system has for it: a Word text that the data name, or a data file."""
    name, seen = asked.form.get("file", ""), asked.place.seen()
    data = [one.name for one in to_fill.files_of(seen)]
    if name not in data and not texts_listed.of(seen).file(name).is_word:
        raise InputError([Problem("这个文件夹里没有这个文件，请刷新后再打开", name=name)])
    path = data_files.inside(data_files.find(seen.folder, seen.folder.name), name)
    return asked.go("/texts", said=opening.told(path))


def _names_offered(asked: Asked) -> Response:
    """可用的数 — those whose names hold what was typed, for the list below the text."""
    found = offered(asked.place.seen(), asked.query.get("q", "").strip())
    data = [{"written": one.written, "called": one.called, "printed": one.printed} for one in found]
    return Response(json.dumps(data, ensure_ascii=False), media_type="application/json")


def offered(seen: Seen, sought: str) -> Iterator[Named]:
    """可用的数 — that a text may name, the first of those that are called so, with what they print now."""
    if seen.filled is None or not sought:
        return
    filled = seen.filled
    book = seen.once("names", lambda: Book(filled.facts.as_printed()))
    called = seen.once("called", lambda: _figures_of(book))
    fitting = [one for one in called if sought in one[0] or sought in one[1]]
    chosen = sorted(fitting, key=lambda one: _distance(one[0], sought))[:_MOST_OFFERED]
    written = [_as_named(name, unit) for name, _, unit in chosen]
    for (_, label, _), text, printed in zip(chosen, written, _as_printed(seen, written), strict=True):
        if printed:
            yield Named(text, label, printed)


def _figures_of(book: Book) -> list[tuple[str, str, str]]:
    """Name, what it is called, unit; cells of tables are no names of texts."""
    return [(name, one.label, one.unit) for name, one in book.items() if not name[:1].isascii()]


def _distance(name: str, sought: str) -> tuple[bool, int]:
    """Those that begin so come first, the shorter before the longer."""
    return not name.startswith(sought), len(name)


def _as_named(name: str, unit: str) -> str:
    """As a text names it: codes in brackets, amounts with the unit of the document."""
    path = _CODE.sub(lambda code: f'["{code[1]}"]', name)
    return f"{{{{ {path}|金额 }}}}" if unit == _AMOUNT else f"{{{{ {path} }}}}"


def _as_printed(seen: Seen, templates: Sequence[str]) -> list[str]:
    """What each prints; empty where a text cannot name it."""
    if seen.filled is None:
        return []
    try:
        return [*packs.printed(seen.filled.chain, seen.filled.facts, templates)]
    except PackError:
        few = len(templates) == 1
        return [""] if few else [said for one in templates for said in _as_printed(seen, [one])]


def _text_in_file(folder: Path, name: str) -> str:
    return text_files.read(name, data_files.find(folder, folder.name))


def _line_ends(folder: Path, name: str) -> str:
    """As the file has them: Notepad's stay Notepad's."""
    raw = text_files.content_in(data_files.find(folder, folder.name), name)
    return "\r\n" if b"\r\n" in raw else "\n"


def _without_marks(text: str) -> str:
    """Confirmed: every mark goes."""
    while marks := texts_listed.marks(text):
        for mark in marks:
            text = text.replace(mark, "")
    return text


def _digest_of_text(text: str) -> str:
    return sha256(text.encode()).hexdigest()


AREA = Area(
    {"/texts": _texts_page, "/text": _text_page, "/texts/names": _names_offered},
    {"/text": _save, "/texts/open": _open_file},
)
