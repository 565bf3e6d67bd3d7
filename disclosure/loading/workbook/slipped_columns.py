"""错行的列 — a column whose cells slipped a row down or up, told of once, at the first cell that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from disclosure.loading.workbook import sheet_names
from disclosure.loading.workbook.found_block import Part
from disclosure.loading.workbook.layout import TOTAL
from disclosure.loading.workbook.sheet_xml import Place

_FEWEST = 4  # rows: of fewer, one that is only half filled in looks alike


def slipped(part: Part) -> Iterator[tuple[Place, str]]:
    """错行 — where one cell of a column is empty, and one stands where nothing else of a row does."""
    if not part.block.fixed and len(part.entry_rows) >= _FEWEST:
        for column, gap in _single_gaps(part):
            yield from chain(_down(part, column, gap), _up(part, column, gap))


def _single_gaps(part: Part) -> Iterator[tuple[int, int]]:
    """Columns that are empty in one row alone, with that row."""
    gaps = ((column, _gaps(part, column)) for column in part.columns)
    return ((column, rows[0]) for column, rows in gaps if len(rows) == 1)


def _gaps(part: Part, column: int) -> list[int]:
    return [row for row in part.entry_rows if not part.cells.holds(row, column)]


def _down(part: Part, column: int, gap: int) -> Iterator[tuple[Place, str]]:
    # 6 30101 ___, 7 30102 1105200, …, 46 30399 12, 47 _____ 34 → from row 6
    *_, before, last = part.entry_rows
    if part.filled_in(last) == [column] and last == before + 1:
        empty, first, end = (part.cells.source(row, column).cell for row in (gap, gap + 1, last))
        told = (
            f"“{part.columns[column].head}”这一列看来从这里起错下了一行：{empty} 空着，{end} 旁边却没有内容"
        )
        yield (gap, column), f"{told}；请把 {first} 到 {end} 各格上移一行"


def _up(part: Part, column: int, gap: int) -> Iterator[tuple[Place, str]]:
    """The row above the first is that of totals."""
    above, *_, last = range(part.entry_rows[0] - 1, part.entry_rows[-1] + 1)
    is_total = sheet_names.mark_of(part.cells, above) == TOTAL
    if is_total and gap == last and column in part.typed_behind(above):
        first, end, empty = (part.cells.source(row, column).cell for row in (above, last - 1, last))
        told = f"“{part.columns[column].head}”这一列看来错上了一行：{first} 是合计，{empty} 却空着"
        yield (above, column), f"{told}；请把 {first} 到 {end} 各格下移一行"
