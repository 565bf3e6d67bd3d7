"""小条 — beside amounts of subjects, as long as the amount is large: for the page, paper has none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from disclosure.document import Cell, Row
from disclosure.document.table_on_paper import placed, rows_of

_FEWEST = 3  # amounts that are worth comparing


Place = tuple[int, int]  # row, column


def with_bars(rows: Sequence[Row], columns: Iterable[Sequence[Place]]) -> tuple[Row, ...]:
    """加小条 — in each of some columns, given by the places (row, column) of its amounts."""
    cells = {(row, column): cell for row, column, cell in placed(rows)}
    for places in columns:
        cells |= _barred({place: cells[place] for place in places})
    return rows_of(len(rows), ((row, cell) for (row, _), cell in cells.items()))


def _barred(cells: Mapping[Place, Cell]) -> dict[Place, Cell]:
    """Against the largest; what is negative has none."""
    amounts = {place: cell.value for place, cell in cells.items() if cell.value and cell.value > 0}
    if len(amounts) < _FEWEST:
        return {}
    largest = max(amounts.values())
    return {place: replace(cells[place], bar=int(100 * amounts[place] / largest)) for place in amounts}
