"""读名单 — 名单.xlsx as bureaus keep it, or where there is none the folders that hold data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import starmap
from operator import attrgetter
from pathlib import Path
from typing import Any

from disclosure import extensions, files, packs
from disclosure.city import list_rows
from disclosure.city.bodies import Bodies, Body
from disclosure.city.city_folder import LIST, NOT_BODIES, CityFolder
from disclosure.city.list_faults import Checked
from disclosure.city.list_rows import ListSheet, Row, first_of, is_said, words
from disclosure.errors import InputError, Problem
from disclosure.loading import data_files
from disclosure.loading.listing_sheets import matrices
from disclosure.loading.published import Cell
from disclosure.loading.ratified_listing import bare
from disclosure.model.department import Kind
from disclosure.sources import PACKS_FOLDER

_NOT_FOUND = "没有找到名单：表头要有“名称”一栏，一行一个部门或单位"


def read(folder: CityFolder) -> Bodies:
    """读名单 — in its order; without one each folder with data is a body. Raises InputError, all problems."""
    there = found(folder)
    if there is None:
        names = _folders_with_data(folder)
        return Bodies(_with_numbers(map(Body, names, names)))
    return read_list(there, folder)


def found(folder: CityFolder) -> Path | None:
    """名单的文件 — a workbook or CSV; None where there is none. Raises InputError where there are several."""
    there = list(filter(Path.is_file, folder.kept_as(LIST)))
    if len(there) > 1:
        names = "、".join(path.name for path in there)
        raise data_files.fault(f"同时有 {names}，请只留一个", str(folder.home))
    return next(iter(there), None)


def _folders_with_data(folder: CityFolder) -> list[str]:
    return sorted(path.name for path in filter(_has_data, folder.home.iterdir()))


def _has_data(path: Path) -> bool:
    is_of_body = path.is_dir() and path.name not in NOT_BODIES
    return is_of_body and any(map(data_files.is_data, path.iterdir()))


def read_list(path: Path, folder: CityFolder) -> Bodies:
    """读一份名单 — that stands anywhere, for a city's folder. Raises InputError, all problems."""
    sheets = list(filter(None, map(list_rows.listed, matrices(path, path.name))))
    if len(sheets) != 1:
        raise data_files.fault("有几张表都像名单，请只留一张" if sheets else _NOT_FOUND, path.name)
    entries = list(sheets[0].entries())
    said = list(starmap(_body, entries))
    roots = [folder.home / PACKS_FOLDER, packs.built_in()]
    known = [*packs.available(roots), *extensions.names("packs")]
    _refuse_list(Checked(entries, said, known).faults())
    bodies = _with_folders(said)
    _refuse_list(filter(None, starmap(_same_folder, _by_folder(bodies))))
    return Bodies(_with_numbers(bodies), tuple(_remarks(path.name, sheets[0], bodies, folder)))


def _with_numbers(bodies: Iterable[Body]) -> tuple[Body, ...]:
    return tuple(replace(body, number=number) for number, body in enumerate(bodies, 1))


def _refuse_list(problems: Iterable[Problem]) -> None:
    if found := list(problems):
        raise InputError(found)


def _body(name: Cell, row: Row) -> Body:
    """What a row says; its folder only where a column of its own does."""
    called = "".join(name.text.split())  # 某 市 档 案 馆
    said: dict[str, Any] = {what: _said_in_list(what, cell) for what, cell in row.items()}
    folder, parent = data_files.slashes(said.pop("folder", "")), said.pop("parent", "")
    above = "" if bare(parent) == bare(called) else parent  # some lists say that a department is its own
    kind: Kind = "单位" if _is_unit(said.pop("kind", ""), above) else "部门"
    return Body(called, folder, kind, parent=above, source=name.source, **said)


def _said_in_list(what: str, cell: Cell) -> str:
    """In the words of the list; a bare yes to why a body is not published says what it lacks."""
    text, alone = cell.day or cell.text.strip(), words()["alone"]
    forms = {"no": "", "yes": alone[what]} if what in alone else {}
    return str(next((said for form, said in forms.items() if is_said(form, text)), text))


def _is_unit(kind: str, parent: str) -> bool:
    """What is listed below another is one, where the list does not say so itself."""
    return first_of(words()["kinds"], kind) == "单位" if kind else bool(parent)


def _with_folders(bodies: Sequence[Body]) -> list[Body]:
    """Each with its folder, a unit's within that of its department, whose pack it is made with, too."""
    named = list(map(_with_own_folder, bodies))
    by_name = dict(zip(map(_plain_name, named), named, strict=True))
    parents = map(by_name.get, map(bare, map(attrgetter("parent"), bodies)))
    return list(map(_below_department, parents, bodies))


def _plain_name(body: Body) -> str:
    return bare(body.name)


def _with_own_folder(body: Body) -> Body:
    return replace(body, folder=body.folder or files.safe_name(body.name))


def _below_department(parent: Body | None, body: Body) -> Body:
    if parent is None:
        return _with_own_folder(body)
    own, above = _with_own_folder(body).folder, f"{parent.folder}/"
    folder = own if own.startswith(above) else f"{above}{own}"
    return replace(body, parent=parent.name, folder=folder, pack=body.pack or parent.pack)


def _by_folder(bodies: Iterable[Body]) -> Iterator[tuple[Body, Body]]:
    """Each with the first of its folder; some systems do not tell capitals from small letters."""
    first: dict[str, Body] = {}
    return ((first.setdefault(body.folder.casefold(), body), body) for body in bodies)


def _same_folder(first: Body, body: Body) -> Problem | None:
    message = f"和“{first.name}”的文件夹都是“{body.folder}”，请在“文件夹”一栏写成不同的"
    return None if first is body else Problem(message, body.source)


def _remarks(file: str, sheet: ListSheet, bodies: Sequence[Body], folder: CityFolder) -> Iterator[str]:
    yield from (f"{file}的“{head}”不是名单的栏，没有用上" for head in sheet.unused)
    yield from (f"{cell.source}：这一行没有名称，没有读" for cell in sheet.nameless())
    listed = {body.folder.partition("/")[0] for body in bodies}
    others = filter(lambda name: name not in listed, _folders_with_data(folder))
    yield from (f"文件夹“{name}”里有数据，名单里没有，没有生成；要生成的请加进名单" for name in others)
