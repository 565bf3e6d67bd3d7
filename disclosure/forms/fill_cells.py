"""填表 — a declared table and a department's figures become typed cells; nothing is rounded here.

A cell shows the figure its column and row name; where they name none, the column's or the row's formula makes
it. A formula beside a figure is kept in the cell, so that what is stated can be checked by it. An approved
cell (核定数) shows what is stated where rounding explains the difference, and cells summed from it add that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import chain

from disclosure import formula as formulas
from disclosure import terms
from disclosure.deriving import Figure, Figures, approval, derive, subject_ids
from disclosure.deriving.same_figures import combined
from disclosure.errors import PackError
from disclosure.forms.entered_data import cell_at
from disclosure.forms.filled_table import CellKind, FilledCell, FilledRow, FilledTable
from disclosure.forms.rows_and_columns import Grid, Line, grids
from disclosure.forms.spec import NOT_APPLICABLE, VALUES, ColumnSpec, TableSpec, literal
from disclosure.model import Submission
from disclosure.money import half_width

_KINDS: dict[str, CellKind] = {"元": "amount", "个": "count", "%": "percent"}
_ZERO = Decimal(0)
_NOT_YET = FilledCell("amount")
_FUNCTIONAL = re.compile(r"\.2\d{2,6}\.")  # a code of the functional classification
_NAME = re.compile(r"[\w.]+")
_NUMBER = re.compile(r"\d+(\.\d+)?")

Stated = Mapping[str, str]  # name of a cell → the key of 核定数 that names it or one that is the same sum


def fill(spec: TableSpec, figures: Figures, submission: Submission) -> FilledTable:
    """填表 — the filled table; raises PackError where the spec names a figure, row or column that is none."""
    return fill_grids(spec, grids(spec, figures, submission), figures, submission, {})


def fill_grids(
    spec: TableSpec,
    blocks: Sequence[Grid],
    figures: Figures,
    submission: Submission,
    stated: Stated,
) -> FilledTable:
    """填好各区块 — the same, its rows and columns being at hand, and with cells as 核定数 states them."""
    rows = _Filler(spec, blocks, figures, submission, stated).rows()
    table = FilledTable(spec.id, spec.sheet_number, spec.title, rows, empty=True)
    return replace(table, empty=not any(cell.says_something for _, cell in table.cells()))


def named(line: Line, column: ColumnSpec) -> str:
    """格里的数 — the name of a cell's figure: the column's with the row's part put in, or the row's own."""
    if line.figure is None:
        return column.fixed_figure
    if column.needs_row:
        return column.figure_of(line.figure)
    return line.figure if column.shows_the_row else ""


def shown_at(line: Line, column: ColumnSpec) -> str:
    """所示 — the figure or key path that a cell shows by the declaration."""
    return line.cells.get(column.id) or named(line, column)


def fingerprint(cell: FilledCell, figures: Figures, at: Callable[[str], FilledCell]) -> Decimal | None:
    """指纹 — of the figure that a cell shows, or of what it adds up (see `same_figures`); None where none."""
    if cell.value == 0:
        return _ZERO
    if cell.figure:
        return figures.prints.get(cell.figure)
    if cell.expression:
        return combined(formulas.parse(cell.expression), lambda name: _print_named(name, figures))
    if cell.formulas:
        return combined(formulas.parse(cell.formulas[0]), lambda name: fingerprint(at(name), figures, at))
    return None


def _print_named(name: str, figures: Figures) -> Decimal | None:
    figure = figures.named(name)
    return figures.prints.get(figure.id) if figure else _ZERO


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
        self._columns = {grid.id: {column.id: column for column in grid.columns} for grid in blocks}
        self._lines = {line.id: (line, self._columns[grid.id]) for grid in blocks for line in grid.lines}
        self._made: dict[tuple[str, str], FilledCell] = {}
        self._filler_of = cache(self._made_filler_of)  # deriving a unit's figures is dear

    def rows(self) -> tuple[FilledRow, ...]:
        return tuple(self._row(grid, line) for grid in self._blocks for line in grid.lines)

    def _row(self, grid: Grid, line: Line) -> FilledRow:
        columns = [column.id for column in grid.columns if self._shown(line, column)]
        cells = {column: self._cell(line.id, column) for column in columns}
        return FilledRow(line.id, line.kind, line.label, cells, grid.id)

    def _shown(self, line: Line, column: ColumnSpec) -> bool:
        if column.kind not in VALUES:
            return False
        if column.id in line.cells:
            return line.cells[column.id] != ""
        return any((column.formula, line.formula, line.sums, named(line, column)))

    def _cell(self, row: str, column: str) -> FilledCell:
        if (row, column) not in self._made:
            # a formula that comes back to itself finds nothing
            self._made[row, column] = _NOT_YET
            derived = self._filled(*self._at(row, column))
            key = self._stated.get(f"{self._spec.id}.{row}.{column}")
            self._made[row, column] = self._approved(derived, key) if key else derived
        return self._made[row, column]

    def _approved(self, cell: FilledCell, key: str) -> FilledCell:
        stated = self._submission.stated[key]
        slack = half_width(stated, self._submission.unit)
        kept, tail = approval(key, cell.value, stated, cell.slack + slack)
        tail = tail or self._figures.cell_tails.get(key)
        if cell.figure in self._figures.withheld.barred:
            return cell
        if not kept:
            return replace(cell, tail=tail)
        return replace(
            cell, value=stated, missing=(), slack=slack, approved=f"核定数.{key}", tail=tail, agrees=""
        )

    def _agreed_figure(self, cell: FilledCell) -> Figure | None:
        known = cell.figure or not self._figures.agreed
        print_ = None if known else fingerprint(cell, self._figures, self._named_cell)
        return self._figures.agreed.get(print_ or _ZERO)

    def _at(self, row: str, column: str) -> tuple[Line, ColumnSpec]:
        try:
            line, columns = self._lines[row]
            return line, columns[column]
        except KeyError as error:
            title = f"表“{self._spec.title}”（{self._spec.id}）"
            raise PackError(f"{title}的公式里没有“{row}.{column}”这一格") from error

    def _filled(self, line: Line, column: ColumnSpec) -> FilledCell:
        name = shown_at(line, column)
        if name == NOT_APPLICABLE:
            return FilledCell("not_applicable", text=NOT_APPLICABLE)
        if literal(name):
            return FilledCell("text", text=literal(name))
        if name and column.kind == "数据":
            return self._entered(name)
        if name and line.unit:
            return self._of_unit(line, name)
        over_cells = tuple(_formulas(line, column))
        cell = self._from_figures(name) if name else self._from_cells(over_cells[0], column)
        if over_cells:
            cell = replace(cell, formulas=over_cells, parts=_parts(over_cells))
        return self._agreed(cell)

    def _entered(self, path: str) -> FilledCell:
        cell = cell_at(self._submission, path)
        return replace(cell, missing=()) if self._spec.may_lack(path) else cell

    def _of_unit(self, line: Line, name: str) -> FilledCell:
        """A unit's own figure is none of the department's; who has to fill in what is missing is the unit."""
        unit = self._submission.units.get(line.label)
        if unit is None:
            return FilledCell("amount", missing=(f"{line.unit}.数据",))
        cell = self._filler_of(line.label)._from_figures(name)
        secret = all(map(self._figures.withheld.has, cell.missing))
        missing = cell.missing if secret else (line.unit,)
        return replace(cell, figure="", expression="", missing=missing)

    def _made_filler_of(self, name: str) -> _Filler:
        unit = self._submission.units[name]
        return _Filler(self._spec, (), derive(unit), unit, {})

    def _agreed(self, cell: FilledCell) -> FilledCell:
        """A cell without a figure that is made of the same entries as an approved one is that figure."""
        figure = self._agreed_figure(cell)
        if figure is None:
            return cell
        return replace(cell, value=figure.value, slack=figure.slack, missing=(), agrees=figure.name)

    def _from_cells(self, formula: str, column: ColumnSpec) -> FilledCell:
        parsed, kind = formulas.parse(formula), _KINDS[column.measure]
        cells = {name: self._named_cell(name) for name in formulas.names(parsed)}
        parts = cells.values()
        missing, slack = _missing(parts), _slack(parts) if kind == "amount" else _ZERO
        value = None if missing else formulas.evaluate(parsed, lambda name: cells[name].value or _ZERO)
        return FilledCell(kind, value, missing=missing, slack=slack)

    def _named_cell(self, name: str) -> FilledCell:
        return self._cell(*name.split("."))

    def _from_figures(self, named: str) -> FilledCell:
        parsed = formulas.parse(named)
        if isinstance(parsed, formulas.Name):
            return _of_figure(self._figure(named))
        figures = {name: self._figure(name) for name in formulas.names(parsed)}
        parts = figures.values()
        value = formulas.evaluate(parsed, lambda name: figures[name].value)
        return FilledCell("amount", value, missing=_missing(parts), expression=named, slack=_slack(parts))

    def _figure(self, name: str) -> Figure:
        try:
            id = terms.identifier(name)
        except KeyError as error:
            raise self._no_such(name, str(error.args[0])) from error
        return self._figures.get(id) or self._nothing(id, name)

    def _nothing(self, id: str, name: str) -> Figure:
        """A subject without money has no figure of its own: it is 0 where what stands above it is known.

        What is withheld above it stands on other subjects; but which economic ones these are, is not said.
        """
        id_above = subject_ids.above(id)
        if not id_above:
            raise self._no_such(name, name)
        above = self._figure(terms.chinese(id_above))
        withheld = above.missing == (above.name,)
        if withheld:
            return Figure(id, _ZERO) if _FUNCTIONAL.search(id) else replace(above, id=id)
        shown = above.id if above.value is None else id
        return Figure(shown, None if above.missing else _ZERO, missing=above.missing)

    def _no_such(self, name: str, part: str) -> PackError:
        near = terms.near(name, [figure.name for figure in self._figures.values()])
        return PackError(f"表“{self._spec.title}”（{self._spec.id}）：没有名为“{name}”的数（“{part}”）{near}")


def _formulas(line: Line, column: ColumnSpec) -> Iterator[str]:
    """Formulas over cells of this table (row.column): what the rows add up to first, then the columns."""
    if column.measure != "%":  # a rate is no sum of rates
        yield from _down(line, column.id)
    if column.formula:
        yield _renamed(column.formula, lambda name: f"{line.id}.{name}")


def _down(line: Line, column: str) -> Iterator[str]:
    if line.sums:
        yield " + ".join(f"{row}.{column}" for row in line.sums)
    if line.formula:
        yield _renamed(line.formula, lambda name: _in_column(name, column))


def _in_column(row: str, column: str) -> str:
    return row if "." in row else f"{row}.{column}"


def _of_figure(figure: Figure) -> FilledCell:
    kind = _KINDS[figure.unit]
    return FilledCell(kind, figure.value, figure=figure.id, missing=figure.missing, slack=figure.slack)


def _missing(parts: Iterable[Figure | FilledCell]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(part.missing for part in parts)))


def _slack(parts: Iterable[Figure | FilledCell]) -> Decimal:
    return sum((part.slack for part in parts), _ZERO)


def _renamed(formula: str, name: Callable[[str], str]) -> str:
    return _NAME.sub(lambda match: match[0] if _NUMBER.fullmatch(match[0]) else name(match[0]), formula)


def _parts(found: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The cells of the first formula that only adds."""
    sums = (_addends(formulas.parse(formula)) for formula in found)
    return next((parts for parts in sums if parts), ())


def _addends(formula: formulas.Formula) -> tuple[tuple[str, str], ...]:
    added, waiting = list[tuple[str, str]](), [formula]
    while waiting:
        match waiting.pop():
            case formulas.Name(name):
                row, _, column = name.partition(".")
                added.append((row, column))
            case formulas.Operation("+", left, right):
                waiting += (right, left)
            case _:
                return ()
    return tuple(added)
