"""成表（上下排列） — a form of parts one below the other, each with a head of its own: 公开13–15表."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, groupby, takewhile
from operator import attrgetter

from disclosure.document import Cell, Line, Row, Text, plain
from disclosure.forms.rows_and_columns import Grid
from disclosure.forms.rows_and_columns import Line as GridLine
from disclosure.forms.spec import ColumnSpec
from disclosure.packs.composing.printed_cells import CellPrinter
from disclosure.packs.composing.table_heads import head_rows

_NAME = "名称"  # the kind of a column


def stacked_rows(blocks: Sequence[Grid], printer: CellPrinter) -> Iterator[Row]:
    """各行 — of every block, its head first where its columns have titles; blocks share what begins alike."""
    rows = list(chain.from_iterable(map(partial(_block_rows, printer), blocks)))
    _share(rows, 0)
    return map(_standing, rows)


def _block_rows(printer: CellPrinter, grid: Grid) -> list[list[Cell]]:
    """A head of one line shares with the rows below it, as they do among each other."""
    titles = list(map(attrgetter("title"), grid.columns))
    heads = [list(row.cells) for row in head_rows(titles, _spans(grid.columns))]
    rows = [*heads, *(list(_form_row(grid, line, printer)) for line in grid.lines)]
    sharing = rows[len(heads) if len(heads) > 1 else 0 :]
    for place in reversed(_sharing_places(grid)):
        _share(sharing, place)
    return rows


def widths(blocks: Sequence[Grid]) -> tuple[float, ...]:
    """列宽 — of the grid columns, from the block whose columns say them."""
    by_declared = sorted(blocks, key=_declared_widths, reverse=True)
    columns = by_declared[0].columns if by_declared else ()
    return tuple((column.width or 1.0) / column.span for column in columns for _ in range(column.span))


def _spans(columns: Sequence[ColumnSpec]) -> list[int]:
    return [column.span for column in columns]


def _declared_widths(grid: Grid) -> int:
    return sum(bool(column.width) for column in grid.columns)


def _form_row(grid: Grid, line: GridLine, printer: CellPrinter) -> Iterator[Cell]:
    names = _name_columns(grid)
    beside = list(takewhile(attrgetter("beside_rows"), names))
    yield from map(_side_label, beside)
    yield from _name_cells(names[len(beside) :], line)
    for column in grid.columns:
        if column.kind != _NAME:
            cell = printer.cell(line.id, column, {})
            yield cell if column.span == 1 else replace(cell, colspan=column.span)


def _side_label(column: ColumnSpec) -> Cell:
    return Cell((Text("".join(column.title[-1:])),), "center", head=True, colspan=column.span)


def _name_columns(grid: Grid) -> list[ColumnSpec]:
    return [column for column in grid.columns if column.kind == _NAME]


def _name_cells(columns: Sequence[ColumnSpec], line: GridLine) -> Iterator[Cell]:
    """The row's name level by level; a short one reaches over the columns that are left."""
    contents: list[Line] = [(Text(name),) for name in line.names]
    *upper, last = contents or [()]
    for column, content in zip(columns, upper, strict=False):
        yield Cell(content, "center", head=True, colspan=column.span)
    if left_over := _spans(columns[len(upper) :]):
        yield Cell(last, "left" if upper else "center", head=True, colspan=sum(left_over))


def _sharing_places(grid: Grid) -> list[int]:
    """Columns that let equal neighbours share a cell: the levels of names but the last, those that say so."""
    upper = len(_name_columns(grid)) - 1
    return [place for place, column in enumerate(grid.columns) if place < upper or column.merge_same]


def _standing(row: list[Cell]) -> Row:
    return Row(tuple(cell for cell in row if cell.rowspan))


def _share(rows: list[list[Cell]], place: int) -> None:
    """Rows whose first cells say the same share this one, from the left as far as they agree."""

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
