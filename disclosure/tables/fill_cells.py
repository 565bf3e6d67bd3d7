"""填表 — a declared table and a department's figures become typed cells; nothing is rounded here.

A cell shows the figure its column and row name; where they name none, the column's or the row's formula makes it.
A formula that stands beside a figure is kept in the cell, so that what is stated can be checked against it. An
approved cell (核定数) shows what is stated where rounding explains the difference, and cells summed from it add that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from disclosure import formula as formulas
from disclosure import terms
from disclosure.errors import PackError
from disclosure.figures import Figure, Figures, approval
from disclosure.model import Submission
from disclosure.money import half_width
from disclosure.tables.entered_data import cell_at
from disclosure.tables.filled_table import CellKind, FilledCell, FilledRow, FilledTable
from disclosure.tables.rows_and_columns import Grid, Line, grids
from disclosure.tables.spec import NOT_APPLICABLE, VALUES, ColumnSpec, TableSpec

_LEVELS = ("class", "section", "item", "subjects")
_KINDS: dict[str, CellKind] = {"元": "amount", "个": "count", "%": "percent"}
_ZERO = Decimal(0)
_NAME = re.compile(r"[\w.]+")
_NUMBER = re.compile(r"\d+(\.\d+)?")

Stated = Mapping[str, str]  # name of a cell → the key of 核定数 that names it


def fill(spec: TableSpec, figures: Figures, submission: Submission) -> FilledTable:
    """填表 — the filled table; raises PackError where the spec names a figure, row or column that does not exist."""
    return fill_grids(spec, grids(spec, figures, submission), figures, submission, {})


def fill_grids(
    spec: TableSpec,
    blocks: Sequence[Grid],
    figures: Figures,
    submission: Submission,
    stated: Stated,
) -> FilledTable:
    """填好各区块 — the same where the table's rows and columns are at hand, and with cells as 核定数 states them."""
    rows = _Filler(spec, blocks, figures, submission, stated).rows()
    empty = not any(_says(cell) for row in rows for cell in row.cells.values())
    return FilledTable(spec.id, spec.sheet_number, spec.title, rows, empty)


def named(line: Line, column: ColumnSpec) -> str:
    """格里的数 — the name of the figure of a cell: the column's with the row's part put in, or the row's own."""
    if line.figure is None:
        return "" if "{}" in column.figure else column.figure
    if "{}" in column.figure:
        pattern = column.figure if line.figure else column.figure.replace("{}.", "")
        return pattern.replace("{}", line.figure)
    return line.figure if column.kind == "数" and not column.formula else ""


def _says(cell: FilledCell) -> bool:
    return bool(cell.value or cell.missing or (cell.kind == "text" and cell.text))


class _Filler:
    """One table while it is filled: a cell may need others, so each is made when first asked for."""

    def __init__(
        self,
        spec: TableSpec,
        blocks: Sequence[Grid],
        figures: Figures,
        submission: Submission,
        stated: Stated,
    ) -> None:
        self._spec, self._figures, self._blocks, self._submission = spec, figures, blocks, submission
        self._stated = stated
        self._lines = {line.id: (grid, line) for grid in blocks for line in grid.lines}
        self._made: dict[tuple[str, str], FilledCell] = {}

    def rows(self) -> tuple[FilledRow, ...]:
        return tuple(self._row(grid, line) for grid in self._blocks for line in grid.lines)

    def _row(self, grid: Grid, line: Line) -> FilledRow:
        columns = [
            column.id for column in grid.columns if column.kind in VALUES and self._shown(line, column)
        ]
        cells = {column: self._cell(line.id, column) for column in columns}
        return FilledRow(line.id, line.kind, line.label, cells, grid.id)

    def _shown(self, line: Line, column: ColumnSpec) -> bool:
        if column.id in line.cells:
            return bool(line.cells[column.id])
        return bool(column.formula or line.formula or line.sums or named(line, column))

    def _cell(self, row: str, column: str) -> FilledCell:
        if (row, column) not in self._made:
            self._made[row, column] = FilledCell(
                "amount"
            )  # a formula that comes back to itself finds nothing
            derived = self._filled(*self._at(row, column))
            key = self._stated.get(f"{self._spec.id}.{row}.{column}")
            self._made[row, column] = self._approved(derived, key) if key else derived
        return self._made[row, column]

    def _approved(self, cell: FilledCell, key: str) -> FilledCell:
        stated = self._submission.stated[key]
        slack = half_width(stated, self._submission.unit)
        kept, tail = approval(key, cell.value, stated, cell.slack + slack)
        if not kept:
            return replace(cell, tail=tail)
        return replace(cell, value=stated, missing=(), slack=slack, approved=f"核定数.{key}", tail=tail)

    def _at(self, row: str, column: str) -> tuple[Line, ColumnSpec]:
        grid, line = self._lines.get(row, (None, None))
        found = next((spec for spec in grid.columns if spec.id == column), None) if grid else None
        if line is None or found is None:
            raise PackError(f"表“{self._spec.title}”（{self._spec.id}）的公式里没有“{row}.{column}”这一格")
        return line, found

    def _filled(self, line: Line, column: ColumnSpec) -> FilledCell:
        name = line.cells.get(column.id) or named(line, column)
        if name == NOT_APPLICABLE:
            return FilledCell("not_applicable", text=NOT_APPLICABLE)
        if name and column.kind == "数据":
            return cell_at(self._submission, name)
        formulas_ = tuple(self._formulas(line, column))
        cell = self._from_figures(name) if name else self._from_cells(formulas_[0], _KINDS[column.measure])
        return replace(cell, formulas=formulas_, parts=_parts(formulas_))

    def _formulas(self, line: Line, column: ColumnSpec) -> Iterator[str]:
        """Formulas over cells of this table (row.column): what the rows add up to first, then the columns."""
        adds = column.measure != "%"  # a rate is no sum of rates
        if line.sums and adds:
            yield " + ".join(f"{row}.{column.id}" for row in line.sums)
        if line.formula and adds:
            yield _renamed(line.formula, lambda name: name if "." in name else f"{name}.{column.id}")
        if column.formula:
            yield _renamed(column.formula, lambda name: f"{line.id}.{name}")

    def _from_cells(self, formula: str, kind: CellKind) -> FilledCell:
        parsed = formulas.parse(formula)
        cells = {name: self._cell(*name.split(".")) for name in formulas.names(parsed)}
        missing = tuple(dict.fromkeys(name for cell in cells.values() for name in cell.missing))
        value = None if missing else formulas.evaluate(parsed, lambda name: cells[name].value or _ZERO)
        return FilledCell(
            kind, value, missing=missing, slack=_slack(cells.values()) if kind == "amount" else _ZERO
        )

    def _from_figures(self, named: str) -> FilledCell:
        parsed = formulas.parse(named)
        found = {name: self._figure(name) for name in formulas.names(parsed)}
        if isinstance(parsed, formulas.Name):
            figure = found[named]
            kind = _KINDS[figure.unit]
            return FilledCell(
                kind, figure.value, figure=figure.id, missing=figure.missing, slack=figure.slack
            )
        missing = tuple(dict.fromkeys(name for figure in found.values() for name in figure.missing))
        value = formulas.evaluate(parsed, lambda name: found[name].value)
        return FilledCell("amount", value, missing=missing, expression=named, slack=_slack(found.values()))

    def _figure(self, name: str) -> Figure:
        try:
            id = terms.identifier(name)
        except KeyError as error:
            raise self._no_such(name, str(error.args[0])) from error
        return self._figures.get(id) or self._nothing(id, name)

    def _nothing(self, id: str, name: str) -> Figure:
        """A subject without money has no figure of its own: it is 0 where what stands above it is known."""
        steps = id.split(".")
        place = next(
            (i for i in reversed(range(len(steps) - 1)) if steps[i] in _LEVELS and steps[i + 1].isdigit()),
            None,
        )
        if place is None:
            raise self._no_such(name, name)
        above = self._figure(terms.chinese(".".join(steps[:place] + steps[place + 2 :])))
        return Figure(
            id if above.value is not None else above.id,
            None if above.missing else _ZERO,
            missing=above.missing,
        )

    def _no_such(self, name: str, part: str) -> PackError:
        near = terms.near(name, [figure.name for figure in self._figures.values()])
        return PackError(f"表“{self._spec.title}”（{self._spec.id}）：没有名为“{name}”的数（“{part}”）{near}")


def _slack(parts: Iterable[Figure | FilledCell]) -> Decimal:
    return sum((part.slack for part in parts), _ZERO)


def _renamed(formula: str, name: Callable[[str], str]) -> str:
    return _NAME.sub(lambda match: match[0] if _NUMBER.fullmatch(match[0]) else name(match[0]), formula)


def _parts(found: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The cells of the first formula that only adds."""
    sums = (_addends(formulas.parse(formula)) for formula in found)
    return next((parts for parts in sums if parts), ())


def _addends(formula: formulas.Formula) -> tuple[tuple[str, str], ...]:
    match formula:
        case formulas.Name(name):
            row, _, column = name.partition(".")
            return ((row, column),)
        case formulas.Operation("+", left, right):
            first, second = _addends(left), _addends(right)
            return first + second if first and second else ()
        case _:
            return ()
