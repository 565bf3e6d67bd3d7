"""小条 — beside amounts of subjects, as long as the amount is large: for the page, paper has none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from disclosure.document import Cell, Row
from disclosure.document.table_on_paper import placed

_FEWEST = 3  # amounts that are worth comparing


def with_bars(rows: Sequence[Row], columns: Iterable[Sequence[tuple[int, int]]]) -> list[Row]:
    """加小条 — in each of some columns, given by the places (row, column) of its amounts."""
    cells = {(row, column): cell for row, column, cell in placed(rows)}
    bars: dict[tuple[int, int], int] = {}
    for places in columns:
        bars |= _bars({place: cells[place].value or Decimal(0) for place in places})
    lines: list[list[Cell]] = [[] for _ in rows]
    for (row, column), cell in cells.items():
        bar = bars.get((row, column), 0)
        lines[row].append(replace(cell, bar=bar) if bar else cell)
    return [Row(tuple(line)) for line in lines]


def _bars(amounts: dict[tuple[int, int], Decimal]) -> dict[tuple[int, int], int]:
    """Against the largest; what is too small to be seen, or negative, has none."""
    largest = max(amounts.values(), default=Decimal(0))
    if sum(amount > 0 for amount in amounts.values()) < _FEWEST:
        return {}
    return {place: int(100 * amount / largest) for place, amount in amounts.items() if amount > 0}
