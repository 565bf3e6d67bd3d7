"""名称 — what the names on a sheet mean: of sheets, blocks, heads, labels and subjects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeVar

from disclosure import terms
from disclosure.loading.reading_state import Loc
from disclosure.loading.workbook.layout import MARK, Block, Sheet, plain, sheets
from disclosure.loading.workbook.workbook_cells import Cells

Item = TypeVar("Item")
_TITLE = re.compile(r"【(.+?)】")
_COPY = re.compile(r"\(\d+\)$|-?副本$")
_REMARK = re.compile(r"\(.*\)$|[:,、]?万?元$")
_UNIT = re.compile(r"\((?:单位:)?(元|万元)\)$|(?<=.)(万元|元)$")
_CODE = re.compile(r"(\d{5}|\d{7})\s+(\D.*)", re.DOTALL)


def sheet(name: str) -> Sheet | None:
    """工作表 — the sheet of the layout that a sheet's name means."""
    return next((one for one in sheets() if plain(one.name) == plain(name)), None)


def copied(name: str, absent: Sequence[Sheet]) -> str:
    """副本 — the name of the sheet that one is a copy of (支出 (2)), where that is there too."""
    found = sheet(_COPY.sub("", plain(name))) if _COPY.search(plain(name)) else None
    return "" if found is None or found in absent else found.name


def titles(cells: Cells) -> Iterator[tuple[int, int, str]]:
    """块标题 — row, column and words of every 【…】 that begins a row."""
    for row in range(len(cells.rows)):
        column, words = cells.first_words(row)
        title = _TITLE.match(words)
        if title:
            yield row, column, title[1]


def heads(cells: Cells, row: int) -> Iterator[tuple[int, str]]:
    """列名 — column and words of each head of a row that is to be read."""
    for column in range(len(cells.rows[row])):
        name = cells.words(row, column)
        if name and not name.startswith(MARK):
            yield column, name


def kept(cells: Cells, row: int) -> bool:
    """有内容的行 — whether a row has content of its own: not empty, not marked as not to be read."""
    _, first = cells.first_words(row)
    return bool(first) and not first.startswith(MARK)


def mark_of(cells: Cells, row: int) -> str:
    """不读的行的名称 — the words behind the mark that a row begins with; empty where it has none."""
    first = plain(cells.first_words(row)[1])
    return first.removeprefix(MARK) if first.startswith(MARK) else ""


def bases(block: Block) -> list[Loc]:
    """所在之处 — the places that a block as a whole fills."""
    if block.kind != "map":
        return [block.at]
    return [(*block.at, *column.step) for column in block.heads() if not column.key]


def named(name: str, known: dict[str, Item]) -> Item | None:
    """所指 — what a head or label means; a remark in brackets behind it does not matter."""
    by_name = {plain(one): item for one, item in known.items()}
    return by_name.get(plain(name)) or by_name.get(_REMARK.sub("", plain(name)))


def unit_of(head: str) -> str:
    """列名里的单位 — that a head names in brackets behind it; empty where it names none."""
    found = _UNIT.search(plain(head))
    return (found[1] or found[2]) if found else ""


def renamed(cells: Cells, absent: Sequence[Sheet]) -> Sheet | None:
    """改了名的工作表 — which of the absent sheets it is, by its block titles."""
    there = {plain(words) for _, _, words in titles(cells)}
    return max(
        (spec for spec in absent if _titles_shared(spec, there)),
        key=lambda spec: _titles_shared(spec, there),
        default=None,
    )


def _titles_shared(spec: Sheet, there: set[str]) -> int:
    return len(there & {plain(block.title) for block in spec.blocks})


def excused(cells: Cells, row: int) -> set[str]:
    """不读的列 — the names of heads that are marked as not to be read."""
    heads = (cells.words(row, column) for column in range(len(cells.rows[row])))
    return {plain(name.removeprefix(MARK)) for name in heads if name.startswith(MARK)}


def near(name: str, known: list[str]) -> str:
    """相近提示 — the nearest names, or all there are."""
    found = terms.nearest(name, known)
    return f"，是不是“{'”“'.join(found)}”" if found else f"；可以有的是：{'、'.join(known)}"


def code(text: str) -> tuple[str, str]:
    """编码 — and the name that a drop-down puts behind it; empty where there is none."""
    found = _CODE.fullmatch(text)
    return (found[1], found[2]) if found else (text, "")
