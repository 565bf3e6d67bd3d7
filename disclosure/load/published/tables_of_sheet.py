"""工作表里的表 — a sheet parted into its tables and what stands above and below them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, dropwhile, takewhile

from disclosure.errors import Source
from disclosure.load.published.blocks import PublishedDocument, PublishedTable
from disclosure.load.published.blocks_in_place import Block, placed
from disclosure.load.published.kinds_of_text import is_note, told_apart
from disclosure.load.published.matrix import Cell, Matrix, moved

_CORNER = re.compile(
    r"(?:公开|附|表)\s*\d*\s*-?\d*\s*表?|(?:[编填]\S*|预算)?(?:部门|单位)(?:名称)?[（(：:].*|(?:金额)?单位[：:].*"
)
_TITLE = re.compile(r".*(?:表|情况|说明)")
_Row = tuple[int, Mapping[int, Cell]]


def document(sheets: Iterable[Matrix], shown: str) -> PublishedDocument:
    """成为文件 — the sheets one after another; one that is hidden is told of."""
    found = list(sheets)
    seen = [sheet for sheet in found if not sheet.fault]
    lost = tuple(f"隐藏的工作表“{sheet.name}”" for sheet in found if sheet.fault)
    return PublishedDocument(shown, told_apart(chain.from_iterable(map(parted, seen))), lost)


def parted(sheet: Matrix) -> Iterator[Block]:
    """分开 — each table with the texts above and below it, in order."""
    for rows in _stretches(sheet):
        above = list(takewhile(_is_above, rows))
        below = _below(rows[len(above) :])
        table = rows[len(above) : len(rows) - len(below)]
        yield from _texts(above)
        yield from _table(sheet, table)
        yield from _texts(below)


def _stretches(sheet: Matrix) -> Iterator[list[_Row]]:
    """A blank row ends a table where the title of another follows."""
    stretch: list[_Row] = []
    was_blank = False
    for at, row in enumerate(sheet.rows):
        if was_blank and stretch and _is_title(at, row):
            yield stretch
            stretch = []
        if row:
            stretch.append((at, row))
        was_blank = not row
    yield stretch


def _begun(at: int, row: Mapping[int, Cell]) -> list[Cell]:
    return [cell for cell in dict.fromkeys(row.values()) if cell.row == at]


def _is_title(at: int, row: Mapping[int, Cell]) -> bool:
    cells = _begun(at, row)
    return len(cells) == 1 and (len(row) > 1 or _TITLE.fullmatch(cells[0].text) is not None)


def _is_above(item: _Row) -> bool:
    """A title is alone in its row; number, owner and unit may share one."""
    cells = _begun(*item)
    return len(cells) == 1 or all(_CORNER.fullmatch(cell.text) for cell in cells)


def _below(rows: Sequence[_Row]) -> list[_Row]:
    """From the first note on, where nothing else comes below it."""
    alone = list(takewhile(lambda item: len(_begun(*item)) == 1, reversed(rows)))
    return list(dropwhile(lambda item: not is_note(_begun(*item)[0].text), reversed(alone)))


def _texts(rows: Iterable[_Row]) -> Iterator[Block]:
    for cell in chain.from_iterable(_begun(*row) for row in rows):
        yield placed(cell.text, cell.source)


def _table(sheet: Matrix, rows: Sequence[_Row]) -> Iterator[PublishedTable]:
    """Blank rows within it keep their places."""
    if rows:
        first, last = rows[0][0], rows[-1][0]
        yield PublishedTable(
            Matrix(
                sheet.name,
                moved(sheet.rows[first : last + 1], -first),
                partial(_place, sheet, first),
                lost=sheet.lost,
            )
        )


def _place(sheet: Matrix, first: int, row: int, column: int) -> Source:
    return sheet.place(first + row, column)
