"""成表 — a filled table as a block of the document: merged heads, printed numbers, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, product, repeat, takewhile, zip_longest

from disclosure.document import Align, Cell, Line, Row, TableBlock, Text
from disclosure.document.table_on_paper import placed
from disclosure.errors import PackError
from disclosure.forms.fill import Sheet
from disclosure.forms.filled_table import FilledTable
from disclosure.forms.rows_and_columns import Grid
from disclosure.forms.rows_and_columns import Line as GridLine
from disclosure.forms.spec import KEY_KINDS, VALUES, ColumnSpec, TableFormat, TableSpec
from disclosure.model import Submission
from disclosure.packs.composing.amount_bars import with_bars
from disclosure.packs.composing.form_blocks import stacked_rows, widths
from disclosure.packs.composing.printed_cells import Absent, CellPrinter, Render, table_format
from disclosure.packs.composing.table_heads import head_rows, joined_total

_HOLE = re.compile(r"\{([^{}]+)\}")
_COLUMN_NUMBERS = "栏次"
_LEVELS = ("class", "section", "item")
_STEPS = {"section": 1, "item": 2}  # how far 款 and 项 are set in, in letters
_VALUE_WIDTH, _EMPTY_WIDTH, _KEY_WIDTH = 7.0, 3.4, 8.0


def table_block(
    sheet: Sheet, submission: Submission, base: TableFormat, absent: Absent, render: Render
) -> TableBlock:
    """表格块 — a filled table; `absent` stands in for a missing value, `render` prints typed text."""
    spec, filled = sheet.spec, sheet.filled
    format = table_format(spec, base)
    layout = _Layout(sheet, CellPrinter(sheet, format, absent, render))
    made = layout.stacked() if spec.stacked else layout.side_by_side()
    return _labelled(made, spec, format, filled, submission)


def _labelled(
    table: TableBlock, spec: TableSpec, format: TableFormat, filled: FilledTable, submission: Submission
) -> TableBlock:
    return replace(
        table,
        title=(Text(filled_in(spec.title, submission)),),
        number=spec.sheet_number,
        owner=format.owner_prefix + submission.department.full_name if format.owner_line else "",
        unit=format.unit_prefix + format.amount_unit if _has_amounts(filled) else "",
        notes=tuple((Text(filled_in(note, submission)),) for note in _notes(spec, filled)),
        landscape=spec.landscape,
    )


def _notes(spec: TableSpec, filled: FilledTable) -> Iterator[str]:
    yield from spec.sheet_notes
    if filled.empty and spec.empty_sentence:
        yield spec.empty_sentence


def _has_amounts(filled: FilledTable) -> bool:
    return any(cell.kind == "amount" for _, cell in filled.cells())


class _Layout:
    """One table's rows and columns on paper."""

    def __init__(self, sheet: Sheet, printer: CellPrinter) -> None:
        self._spec, self._blocks, self._printer = sheet.spec, sheet.blocks, printer
        self._id = f"table-{self._spec.id.replace('_', '-')}"
        self._blanks = self._spec.empty_rows * sheet.filled.empty
        self._columns = [column for grid in self._blocks for column in grid.columns]
        self._lines = list(_side_by_side(self._blocks))
        self._places = dict(self._placed())
        self._key_kinds = {grid.id: _key_kinds(grid) for grid in self._blocks}
        self._numbers = _line_numbers(self._blocks, self._lines)

    def stacked(self) -> TableBlock:
        return TableBlock(
            self._id, (), tuple(stacked_rows(self._blocks, self._printer)), widths(self._blocks)
        )

    def side_by_side(self) -> TableBlock:
        rows = [Row(tuple(self._row(number, lines))) for number, lines in enumerate(self._lines)]
        head, body = self._joined(with_bars(rows, map(self._subjects, self._blocks)))
        blank = Row((Cell(),) * len(self._columns))
        return TableBlock(
            self._id,
            head=(*head, *self._column_numbers()),
            body=(*body, *repeat(blank, self._blanks)),
            widths=tuple(self._widths(body)),
            keys=len(list(takewhile(_names_the_row, self._columns))),
            panel=self._spec.panel,
        )

    def _subjects(self, grid: Grid) -> list[tuple[int, int]]:
        """Where the amounts of subjects stand: in the first column of values of a block."""
        columns = [column.id for column in grid.columns if column.kind in VALUES][:1]
        lines = [line.id for line in grid.lines if line.kind in _LEVELS]
        return list(map(self._places.__getitem__, product(lines, columns)))

    def _joined(self, body: Sequence[Row]) -> tuple[Sequence[Row], Sequence[Row]]:
        """Head and body; a line of the head that the total shares is the first of the body."""
        titles = [column.title for column in self._columns]
        keys = len(self._key_kinds[self._blocks[0].id])
        shared = joined_total(titles, keys, body[0]) if self._total_in_head() else None
        if shared is None:
            return tuple(head_rows(titles)), body
        head, total = shared
        return head, (total, *body[1:])

    def _total_in_head(self) -> bool:
        return any(grid.total_in_head for grid in self._blocks)

    def _widths(self, body: Sequence[Row]) -> Iterator[float]:
        """As declared; else a column without any figure takes less room than one that has some."""
        filled = {column for _, column, cell in placed(body) if cell.value is not None}
        for place, column in enumerate(self._columns):
            yield column.width or _usual_width(column, filled=place in filled)

    def _column_numbers(self) -> Iterator[Row]:
        """The row 栏次: columns with values are counted through all blocks."""
        if not self._spec.column_numbers:
            return
        cells, numbers = [], count(1)
        for grid in self._blocks:
            keys = len(self._key_kinds[grid.id])
            if keys:
                cells.append(Cell((Text(_COLUMN_NUMBERS),), "center", head=True, colspan=keys))
            for column in grid.columns[keys:]:
                content = (Text(str(next(numbers))),) if column.kind in VALUES else ()
                cells.append(Cell(content, "center", head=True))
        yield Row(tuple(cells))

    def _row(self, number: int, lines: Sequence[GridLine | None]) -> Iterator[Cell]:
        """A row of every block; a line that widens reaches over blocks to its left that have none."""
        reach = 0
        for place, (grid, line) in enumerate(zip(self._blocks, lines, strict=True)):
            if line is None and _any_widens(lines[place + 1 :]):
                reach += len(grid.columns)
                continue
            cells = self._cells(grid, line, reach, number)
            yield from map(_standing_out, cells) if line and _stands_out(grid, line) else cells
            reach = 0

    def _cells(self, grid: Grid, line: GridLine | None, reach: int, number: int) -> Iterator[Cell]:
        """The row of one block: what names it, then its values."""
        yield from self._keys(grid, line, reach)
        for column in grid.columns[len(self._key_kinds[grid.id]) :]:
            yield self._value(grid, line, column, number)

    def _value(self, grid: Grid, line: GridLine | None, column: ColumnSpec, number: int) -> Cell:
        if column.kind == "行次":
            return Cell((Text(str(self._numbers[grid.id, number])),), "center")
        return self._printer.cell(line.id, column, self._places) if line else Cell()

    def _keys(self, grid: Grid, line: GridLine | None, reach: int) -> Iterator[Cell]:
        """The cells that name the row: code and name each in its own, else one over all of them."""
        kinds = self._key_kinds[grid.id]
        codes = kinds.count("代码")
        if line is None:
            yield from repeat(Cell(), len(kinds))
        elif codes and line.code:
            yield Cell((Text(line.code),), head=True, colspan=codes)
            if len(kinds) > codes:
                label = self._label(line, kinds)
                yield Cell(label, head=True, colspan=len(kinds) - codes, indent=_STEPS.get(line.kind, 0))
        elif kinds:
            align: Align = "center" if codes or line.centred or line.kind == "total" else "left"
            label, indent = self._label(line, kinds), _STEPS.get(line.kind, 0)
            yield Cell(label, align, head=True, colspan=len(kinds) + reach, indent=indent)

    def _label(self, line: GridLine, kinds: Sequence[str]) -> Line:
        if not line.label:
            return self._printer.missing([f"科目名称.{line.code}"]) if line.code else ()
        both = filter(None, (line.code, line.label))
        return (Text(" ".join(both) if "代码名称" in kinds else line.label),)

    def _placed(self) -> Iterator[tuple[tuple[str, str], tuple[int, int]]]:
        """Where each cell stands: row of the body, column of the grid."""
        for number, lines in enumerate(self._lines):
            first = 0
            for grid, line in zip(self._blocks, lines, strict=True):
                if line is not None:
                    for offset, column in enumerate(grid.columns):
                        yield (line.id, column.id), (number, first + offset)
                first += len(grid.columns)


def filled_in(text: str, submission: Submission) -> str:
    """填入 — a title or note with {部门全称}, {部门类型}, {年度} put in."""
    department = submission.department
    holes = {"部门全称": department.full_name, "部门类型": department.kind, "年度": str(submission.year)}

    def put(match: re.Match[str]) -> str:
        if match[1] not in holes:
            raise PackError(f"表的文字“{text}”里的“{{{match[1]}}}”不可用，可用的有：{'、'.join(holes)}")
        return holes[match[1]]

    return _HOLE.sub(put, text)


def _side_by_side(blocks: Sequence[Grid]) -> Iterator[tuple[GridLine | None, ...]]:
    """Bodies next to each other, then feet; the shorter ones end in empty lines."""
    for foot in (False, True):
        yield from zip_longest(*([line for line in grid.lines if line.foot is foot] for grid in blocks))


def _any_widens(lines: Iterable[GridLine | None]) -> bool:
    return any(line is not None and line.widens for line in lines)


def _stands_out(grid: Grid, line: GridLine) -> bool:
    """Totals, the foot's own sums, and each 类 above its 款."""
    match line.kind:
        case "total":
            return True
        case "class":
            return any(each.kind == "section" for each in grid.lines)
        case _:
            return line.foot and bool(line.formula or line.adds)


def _standing_out(cell: Cell) -> Cell:
    return replace(cell, content=tuple(replace(text, strong=True) for text in cell.content))


def _line_numbers(blocks: Sequence[Grid], lines: Sequence[object]) -> Mapping[tuple[str, int], int]:
    """行次 — run down one block and on through the next, empty lines included."""
    counted = [grid.id for grid in blocks if "行次" in _kinds(grid)]
    return dict(zip(product(counted, range(len(lines))), count(1)))


def _kinds(grid: Grid) -> list[str]:
    return [column.kind for column in grid.columns]


def _key_kinds(grid: Grid) -> list[str]:
    """Of the first columns, which name the row."""
    return list(takewhile(KEY_KINDS.__contains__, _kinds(grid)))


def _names_the_row(column: ColumnSpec) -> bool:
    return column.kind not in VALUES


def _usual_width(column: ColumnSpec, *, filled: bool) -> float:
    if column.kind not in VALUES:
        return _KEY_WIDTH
    return _VALUE_WIDTH if filled else _EMPTY_WIDTH
