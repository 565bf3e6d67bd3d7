"""单元格阵 — the rows of a sheet or a whole document as texts with their places, without empty cells."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from disclosure.errors import Source
from disclosure.loading.workbook.sheet_xml import MAX_CELLS, LargeError
from disclosure.model import AttachedCell


@dataclass(frozen=True, slots=True)
class Cell:
    """单元格 — its text, where it begins, how it is called; `fault` says why its content is no number.

    `day` is what a cell of dates holds: where a number is looked for, a date is none.
    """

    text: str
    row: int
    column: int
    source: Source
    fault: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """单元格阵 — by row and column from 0; a merged cell stands at every place that it covers."""

    name: str
    rows: Sequence[dict[int, Cell]]
    place: Callable[[int, int], Source]
    fault: str = ""  # why nothing of it can be taken
    lost: str = ""  # what of a document is not read, or not as it looks

    def source(self, row: int, column: int) -> Source:
        """出处 — where a cell stands, an empty one too."""
        found = self.rows[row].get(column)
        return found.source if found else self.place(row, column)


def moved(rows: Iterable[Mapping[int, Cell]], by: int) -> list[dict[int, Cell]]:
    """移到别处 — rows as they stand so many rows further down in another matrix."""
    return [{column: replace(cell, row=cell.row + by) for column, cell in row.items()} for row in rows]


def spread(
    rows: Sequence[Sequence[AttachedCell]], place: Callable[[int, int], Source]
) -> list[dict[int, Cell]]:
    """铺开 — anchor cells of a document's table at every place that they cover; raises LargeError."""
    taken: dict[tuple[int, int], Cell | None] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            column = _free_column(taken, number, column)
            anchor = Cell(cell.text, number, column, place(number, column)) if cell.text else None
            _lay(taken, cell, anchor, column, number)
            column += cell.colspan
    spread_rows: list[dict[int, Cell]] = [{} for _ in rows]
    for (number, column), covering in taken.items():
        if covering is not None and number < len(rows):
            spread_rows[number][column] = covering
    return spread_rows


def _free_column(taken: Container[tuple[int, int]], row: int, column: int) -> int:
    while (row, column) in taken:
        column += 1
    return column


def _lay(
    taken: dict[tuple[int, int], Cell | None], cell: AttachedCell, made: Cell | None, column: int, row: int
) -> None:
    if len(taken) + cell.rowspan * cell.colspan > MAX_CELLS:
        raise LargeError
    for place in product(range(row, row + cell.rowspan), range(column, column + cell.colspan)):
        taken.setdefault(place, made)
