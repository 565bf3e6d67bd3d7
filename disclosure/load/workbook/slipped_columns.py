"""错行的列 — a column whose cells slipped a row down or up, told of once, at the first cell that shows it."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure.load.workbook import sheet_names
from disclosure.load.workbook.found_block import Part
from disclosure.load.workbook.layout import TOTAL
from disclosure.load.workbook.sheet_xml import Place

_FEWEST = 4  # rows: of fewer, one that is only half filled in looks alike


def slipped(part: Part) -> Iterator[tuple[Place, str]]:
    """错行 — where one cell of a column is empty, and one stands where nothing else of a row does."""
    rows = part.entry_rows
    if part.block.fixed or len(rows) < _FEWEST:
        return
    for column in part.columns:
        gaps = [row for row in rows if not part.cells.holds(row, column)]
        if len(gaps) == 1:
            yield from _down(part, column, gaps[0])
            yield from _up(part, column, gaps[0])


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
