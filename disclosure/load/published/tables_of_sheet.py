"""工作表里的表 — a sheet parted into its tables and what stands above and below them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, takewhile

from disclosure.errors import Source
from disclosure.load.published.blocks import PublishedDocument, PublishedTable
from disclosure.load.published.blocks_in_place import Block, placed
from disclosure.load.published.kinds_of_text import is_note, told_apart
from disclosure.load.published.matrix import Cell, Matrix, moved

_CORNER = re.compile(
    r"(?:公开|附|表)\s*\d*\s*-?\d*\s*表?|(?:[编填]\S*|预算)?(?:部门|单位)(?:名称)?[（(：:].*|(?:金额)?单位[：:].*"
)
_TITLE = re.compile(r".*(?:表|情况|说明)")
_SHORT = 10  # letters
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
        wide = [at for at, row in enumerate(rows) if not _is_loose(row)]
        first, last = (wide[0], wide[-1] + 1) if wide else (len(rows), len(rows))
        first -= _labels(rows[:first]) if wide else 0
        last += _before_notes(rows[last:])
        yield from _texts(rows[:first])
        yield from _table(sheet, rows[first:last])
        yield from _texts(rows[last:])


def _labels(rows: Sequence[_Row]) -> int:
    """How many rows right above are the beginning of a table: a word that is no title."""
    return len(list(takewhile(_is_label, reversed(rows))))


def _is_label(row: _Row) -> bool:
    text = _begun(row)[0].text
    return len(text) <= _SHORT and not (_CORNER.fullmatch(text) or _TITLE.fullmatch(text))


def _before_notes(rows: Sequence[_Row]) -> int:
    """How many rows right below belong to a table: up to its first note; all of them where none is."""
    return len(list(takewhile(lambda row: not is_note(_begun(row)[0].text), rows)))


def _stretches(sheet: Matrix) -> Iterator[list[_Row]]:
    """A blank row ends a table where the title of another follows."""
    stretch: list[_Row] = []
    was_blank = False
    for at, row in enumerate(sheet.rows):
        if was_blank and stretch and _is_title((at, row)):
            yield stretch
            stretch = []
        if row:
            stretch.append((at, row))
        was_blank = not row
    yield stretch


def _begun(row: _Row) -> list[Cell]:
    return [cell for cell in dict.fromkeys(row[1].values()) if cell.row == row[0]]


def _is_title(row: _Row) -> bool:
    cells = _begun(row)
    return len(cells) == 1 and (len(row[1]) > 1 or _TITLE.fullmatch(cells[0].text) is not None)


def _is_loose(row: _Row) -> bool:
    """A title is alone in its row; number, owner and unit may share one."""
    cells = _begun(row)
    return len(cells) == 1 or (bool(cells) and all(_CORNER.fullmatch(cell.text) for cell in cells))


def _texts(rows: Iterable[_Row]) -> Iterator[Block]:
    for cell in chain.from_iterable(_begun(row) for row in rows):
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
