"""成表（上下排列） — a form whose parts stand one below the other, each with a head of its own: 公开13–15表."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from disclosure.document import Align, Cell, Row, Text, plain
from disclosure.packs.composing.printed_cells import CellPrinter
from disclosure.packs.composing.table_heads import head_rows
from disclosure.tables.rows_and_columns import Grid
from disclosure.tables.rows_and_columns import Line as GridLine
from disclosure.tables.spec import ColumnSpec


def stacked_rows(blocks: Sequence[Grid], printer: CellPrinter) -> Iterator[Row]:
    """各行 — of every block, its head first where its columns have titles."""
    for grid in blocks:
        titles, spans = [column.title for column in grid.columns], [column.span for column in grid.columns]
        yield from head_rows(titles, spans)
        rows = [list(_form_row(grid, line, printer)) for line in grid.lines]
        yield from map(Row, map(tuple, _merged(rows, _sharing(grid))))


def widths(blocks: Sequence[Grid]) -> tuple[float, ...]:
    """列宽 — of the grid columns, from the block whose columns say them."""
    by_declared = sorted(blocks, key=_declared_widths, reverse=True)
    columns = by_declared[0].columns if by_declared else ()
    return tuple((column.width or 1.0) / column.span for column in columns for _ in range(column.span))


def _declared_widths(grid: Grid) -> int:
    return sum(bool(column.width) for column in grid.columns)


def _form_row(grid: Grid, line: GridLine, printer: CellPrinter) -> Iterator[Cell]:
    names = _name_columns(grid)
    yield from _name_cells(names, line)
    for column in grid.columns:
        if column not in names:
            yield replace(printer.cell(line.id, column.id, {}), colspan=column.span)


def _name_columns(grid: Grid) -> list[ColumnSpec]:
    return [column for column in grid.columns if column.kind == "名称"]


def _name_cells(columns: Sequence[ColumnSpec], line: GridLine) -> Iterator[Cell]:
    """The row's name level by level; a short one reaches over the columns that are left."""
    names = line.names or ("",)
    for level, (column, name) in enumerate(zip(columns, names, strict=False)):
        is_last = level == len(names) - 1
        span = sum(other.span for other in columns[level:]) if is_last else column.span
        align: Align = "left" if is_last and level > 0 else "center"
        yield Cell((Text(name),) if line.names else (), align, head=True, colspan=span)


def _sharing(grid: Grid) -> list[bool]:
    """Which columns let equal neighbours share a cell: the levels of names but the last, and those that say so."""
    upper_levels = len(_name_columns(grid)) - 1
    return [place < upper_levels or column.merge_same for place, column in enumerate(grid.columns)]


def _merged(rows: list[list[Cell]], sharing: Sequence[bool]) -> list[list[Cell]]:
    """Rows whose first cells say the same share them, from the left as far as they agree."""
    for place in reversed(range(len(sharing))):
        if sharing[place]:
            _share(rows, place)
    return [[cell for cell in row if cell.rowspan] for row in rows]


def _share(rows: list[list[Cell]], place: int) -> None:
    def beginning(number: int) -> tuple[object, ...]:
        """What the row says up to here; a row that says nothing here is like no other."""
        cells = rows[number][: place + 1]
        says_something = len(cells) > place and bool(plain(cells[place].content))
        return tuple((plain(cell.content), cell.colspan) for cell in cells) if says_something else (number,)

    for _, group in groupby(range(len(rows)), beginning):
        first, *others = group
        if others:
            rows[first][place] = replace(rows[first][place], rowspan=len(others) + 1)
        for number in others:
            rows[number][place] = replace(rows[number][place], rowspan=0)
