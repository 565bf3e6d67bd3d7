"""工作表里的表 — a sheet parted into its tables and what stands above and below them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, filterfalse, pairwise, takewhile
from operator import attrgetter, itemgetter

from disclosure.errors import Source
from disclosure.loading.published.blocks import PublishedDocument, PublishedTable
from disclosure.loading.published.blocks_in_place import Block, placed
from disclosure.loading.published.kinds_of_text import is_note, told_apart
from disclosure.loading.published.matrix import Cell, Matrix, moved

_CORNER = re.compile(
    r"(?:公开|附|表)\s*\d*\s*-?\d*\s*表?|(?:[编填]\S*|预算)?(?:部门|单位)(?:名称)?[（(：:].*|(?:金额)?单位[：:].*"
)
_TITLE = re.compile(r"(?=.{1,60}$).*(?:表|情况|说明)(?:[（(].*[）)])?")
_SHORT = 10  # letters
_Row = tuple[int, Mapping[int, Cell]]


def document(sheets: Iterable[Matrix], shown: str) -> PublishedDocument:
    """成为文件 — the sheets one after another; one that is hidden is told of."""
    found = list(sheets)
    seen = filterfalse(attrgetter("fault"), found)
    lost = (f"隐藏的工作表“{sheet.name}”" for sheet in filter(attrgetter("fault"), found))
    return PublishedDocument(shown, told_apart(chain.from_iterable(map(parted, seen))), tuple(lost))


def parted(sheet: Matrix) -> Iterator[Block]:
    """分开 — each table with the texts above and below it, in order."""
    for rows in _stretches(sheet):
        first, last = _bounds(rows)
        yield from _lone_texts(rows[:first])
        yield from _table_of_rows(sheet, rows[first:last])
        yield from _lone_texts(rows[last:])


def _stretches(sheet: Matrix) -> Iterator[list[_Row]]:
    """A blank row ends a table where the title of another follows."""
    rows = list(enumerate(sheet.rows))
    titles = (at for at, row in rows[1:] if _is_title((at, row)) and not sheet.rows[at - 1])
    for first, following in pairwise([0, *titles, len(rows)]):
        yield list(filter(itemgetter(1), rows[first:following]))


def _bounds(rows: Sequence[_Row]) -> tuple[int, int]:
    """From where to where the table goes; where no row is wide, there is none."""
    wide = [at for at, row in enumerate(rows) if not _is_loose(row)] or [len(rows), len(rows) - 1]
    first, last = wide[0], wide[-1] + 1
    return first - _labels(rows[:first], last), last + _before_notes(rows[last:])


def _labels(rows: Sequence[_Row], last: int) -> int:
    """How many rows right above are the beginning of a table: a word that is no title."""
    return len(list(takewhile(_is_label, reversed(rows)))) if len(rows) < last else 0


def _is_label(row: _Row) -> bool:
    text = _cells_begun(row)[0].text
    return len(text) <= _SHORT and not (_CORNER.fullmatch(text) or _TITLE.fullmatch(text))


def _before_notes(rows: Sequence[_Row]) -> int:
    """How many rows right below belong to a table: up to its first note; all of them where none is."""
    return len(list(takewhile(lambda row: not is_note(_cells_begun(row)[0].text), rows)))


def _cells_begun(row: _Row) -> list[Cell]:
    return [cell for cell in dict.fromkeys(row[1].values()) if cell.row == row[0]]


def _is_title(row: _Row) -> bool:
    cells = _cells_begun(row)
    return len(cells) == 1 and _TITLE.fullmatch(cells[0].text) is not None


def _is_loose(row: _Row) -> bool:
    """A title is alone in its row; number, owner and unit may share one."""
    cells = _cells_begun(row)
    return len(cells) == 1 or (bool(cells) and all(_CORNER.fullmatch(cell.text) for cell in cells))


def _lone_texts(rows: Iterable[_Row]) -> Iterator[Block]:
    for cell in chain.from_iterable(_cells_begun(row) for row in rows):
        yield placed(cell.text, cell.source)


def _table_of_rows(sheet: Matrix, rows: Sequence[_Row]) -> Iterator[PublishedTable]:
    """Blank rows within it keep their places."""
    if rows:
        first, last = rows[0][0], rows[-1][0] + 1
        cells = moved(sheet.rows[first:last], -first)
        yield PublishedTable(Matrix(sheet.name, cells, partial(_place_in_sheet, sheet, first)))


def _place_in_sheet(sheet: Matrix, first: int, row: int, column: int) -> Source:
    return sheet.place(first + row, column)
