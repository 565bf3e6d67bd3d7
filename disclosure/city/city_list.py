"""读名单 — 名单.xlsx as bureaus keep it, or where there is none the folders that hold data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from disclosure import extensions, files, packs, terms
from disclosure.city import list_rows
from disclosure.city.bodies import Bodies, Body
from disclosure.city.city_folder import OUTPUTS, CityFolder
from disclosure.city.list_rows import ListSheet, Row
from disclosure.errors import InputError, Problem
from disclosure.loading import data_files
from disclosure.loading.listing_sheets import matrices
from disclosure.loading.published import Cell
from disclosure.loading.ratified_listing import bare
from disclosure.model.department import Kind
from disclosure.sources import PACKS_FOLDER

_ENDINGS = (".xlsx", ".xls", ".ods", ".csv")
_NOT_BODIES = (*OUTPUTS, PACKS_FOLDER)
_NOT_FOUND = "没有找到名单：表头要有“名称”一栏，一行一个部门或单位"
Entries = Sequence[tuple[Cell, Row]]  # the name of a body, and what its row says


def read(folder: CityFolder) -> Bodies:
    """读名单 — in its order; without one each folder with data is a body. Raises InputError, all problems."""
    files_there = [path for path in map(folder.list_file.with_suffix, _ENDINGS) if path.is_file()]
    if not files_there:
        return Bodies(tuple(Body(path.name, path.name) for path in _folders_with_data(folder.home)))
    if len(files_there) > 1:
        there = "、".join(path.name for path in files_there)
        raise data_files.fault(f"同时有 {there}，请只留一个", str(folder.home))
    return _read_list(files_there[0], folder)


def _folders_with_data(home: Path) -> list[Path]:
    folders = (path for path in home.iterdir() if path.is_dir() and path.name not in _NOT_BODIES)
    return sorted(path for path in folders if _has_data(path))


def _has_data(folder: Path) -> bool:
    return any(map(data_files.is_data, folder.iterdir()))


def _read_list(path: Path, folder: CityFolder) -> Bodies:
    sheets = list(filter(None, map(list_rows.listed, matrices(path, path.name))))
    if len(sheets) != 1:
        raise data_files.fault("有几张表都像名单，请只留一张" if sheets else _NOT_FOUND, path.name)
    entries = list(sheets[0].rows())
    _refuse(chain.from_iterable(check(entries) for check in _CHECKS), _unknown_packs(entries, folder))
    bodies = _placed([_body(name, row) for name, row in entries])
    _refuse(_same_folders(bodies))
    return Bodies(tuple(bodies), tuple(_remarks(path.name, sheets[0], bodies, folder)))


def _refuse(*problems: Iterable[Problem]) -> None:
    if found := list(chain.from_iterable(problems)):
        raise InputError(found)


def _name(cell: Cell) -> str:
    return "".join(cell.text.split())  # 某 市 档 案 馆


def _body(name: Cell, row: Row) -> Body:
    """What a row says; its folder only where a column of its own does."""
    texts = {what: cell.day or cell.text.strip() for what, cell in row.items()}
    reasons = {what: _reason(what, texts.get(what, "")) for what in list_rows.words()["alone"]}
    parent = texts.pop("parent", "")
    is_unit = parent and bare(parent) != bare(name.text)
    said = list_rows.first_of(list_rows.words()["kinds"], texts.pop("kind", ""))
    kind: Kind = "单位" if said == "单位" or (is_unit and not said) else "部门"
    folder = data_files.slashes(texts.pop("folder", ""))
    own = {**texts, **reasons}
    return Body(_name(name), folder, kind, parent=parent if is_unit else "", source=name.source, **own)


def _reason(what: str, text: str) -> str:
    """In the words of the list; a bare yes says that they lack."""
    if list_rows.is_said("no", text):
        return ""
    return str(list_rows.words()["alone"][what]) if list_rows.is_said("yes", text) else text


def _placed(bodies: Sequence[Body]) -> list[Body]:
    """Each with its folder, a unit's within that of its department."""
    by_name = {bare(body.name): body for body in bodies}
    return [_below(by_name.get(bare(body.parent)), body) for body in bodies]


def _below(parent: Body | None, body: Body) -> Body:
    if parent is None:
        return replace(body, folder=_own_folder(body))
    home = "" if body.folder else f"{_own_folder(parent)}/"
    return replace(body, parent=parent.name, folder=f"{home}{_own_folder(body)}")


def _own_folder(body: Body) -> str:
    return body.folder or files.safe_name(body.name)


def _unsound(entries: Entries) -> Iterator[Problem]:
    """Cells whose content is an error or a formula without a result; a date is sound."""
    for name, row in entries:
        cells = (cell for cell in (name, *row.values()) if cell.fault and not cell.day)
        yield from (Problem(cell.fault, cell.source) for cell in cells)


def _same_names(entries: Entries) -> Iterator[Problem]:
    first: dict[str, Cell] = {}
    for name, _ in entries:
        if first.setdefault(bare(name.text), name) is not name:
            message = f"“{_name(name)}”列了两行，另一行在{first[bare(name.text)].source}，请只留一行"
            yield Problem(message, name.source)


def _unknown_kinds(entries: Entries) -> Iterator[Problem]:
    kinds = list_rows.words()["kinds"]
    for _, row in entries:
        if "kind" in row and not list_rows.first_of(kinds, row["kind"].text):
            yield Problem(f"不认识类型“{row['kind'].text}”，请写“部门”或“单位”", row["kind"].source)


def _lost_parents(entries: Entries) -> Iterator[Problem]:
    """A parent is a department of the list, and has none itself."""
    bodies = {bare(name.text): _body(name, row) for name, row in entries}
    for name, row in entries:
        body, parent = (
            bodies[bare(name.text)],
            bodies.get(bare(row["parent"].text) if "parent" in row else ""),
        )
        if not body.parent:
            continue
        if parent is None:
            near = terms.near(body.parent, [one.name for one in bodies.values()])
            yield Problem(f"名单里没有主管部门“{body.parent}”{near}", row["parent"].source)
        elif parent.parent or parent.kind == "单位":
            message = f"主管部门“{parent.name}”自己是单位，或也有主管部门，请写它上面的部门"
            yield Problem(message, row["parent"].source)


def _unusable_folders(entries: Entries) -> Iterator[Problem]:
    """A folder of the city's own, or one outside of it."""
    for _, row in entries:
        if "folder" not in row:
            continue
        parts = data_files.slashes(row["folder"].text.strip()).split("/")
        if parts[0] in _NOT_BODIES or any(part != files.safe_name(part) for part in parts):
            message = (
                f"“{row['folder'].text}”不能作部门的文件夹，请写全市文件夹里面的一个，如“某局”“某局/某中心”"
            )
            yield Problem(message, row["folder"].source)


def _unknown_packs(entries: Entries, folder: CityFolder) -> Iterator[Problem]:
    roots = [folder.home / PACKS_FOLDER, packs.built_in()]
    known = [*packs.available(roots), *extensions.names("packs")]
    for _, row in entries:
        if "pack" in row and row["pack"].text.strip() not in known:
            said = row["pack"].text.strip()
            yield Problem(
                f"没有模板“{said}”{terms.near(said, known)}；有哪些模板见 disclosure pack list",
                row["pack"].source,
            )


def _same_folders(bodies: Iterable[Body]) -> Iterator[Problem]:
    first: dict[str, Body] = {}
    for body in bodies:
        other = first.setdefault(body.folder.casefold(), body)
        if other is not body:
            message = f"“{body.name}”和“{other.name}”的文件夹都是“{body.folder}”，请在“文件夹”一栏写成不同的"
            yield Problem(message, body.source)


_CHECKS = (_unsound, _same_names, _unknown_kinds, _lost_parents, _unusable_folders)


def _remarks(file: str, sheet: ListSheet, bodies: Sequence[Body], folder: CityFolder) -> Iterator[str]:
    if sheet.unused:
        yield f"{file}的“{'”“'.join(sheet.unused)}”不是名单的栏，没有用上"
    yield from (f"{cell.source}：这一行没有名称，没有读" for cell in sheet.nameless())
    listed = {body.folder.split("/")[0] for body in bodies}
    others = [path.name for path in _folders_with_data(folder.home) if path.name not in listed]
    if others:
        yield f"文件夹“{'”“'.join(others)}”里有数据，名单里没有，没有生成；要生成的请加进名单"
