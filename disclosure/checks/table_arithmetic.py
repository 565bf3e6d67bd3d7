"""表内校验 — arithmetic of filled tables: each sum of cells, and each cell against the figure it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import chain

from disclosure import formula as formulas
from disclosure.checks.book import ZERO, Book, Entry, formula_said, said, slack_of
from disclosure.checks.check_programs import Hit, Scene, apart, guarded, needed
from disclosure.checks.check_report import Finding, Outcome, Result
from disclosure.forms.filled_table import FilledCell, FilledRow, FilledTable
from disclosure.formula import Formula

CODE = "T."  # with the table and the row behind it
_BASIS = "部门决算报表表内关系"
_FIX = "核对这一格和它的各个分项，改错的那一个"


def arithmetic(book: Book) -> Iterator[Result]:
    """表内算式 — one check a row of each table that has formulas."""
    for table in book.facts.tables:
        for row in table.rows:
            if any(cell.formulas for cell in row.cells.values()):
                title = f"{table.number}{table.title} {''.join(row.label.split())}"
                check = (f"{CODE}{table.id}.{row.id}", title)
                yield guarded(*check, partial(_row_result, check, table, row, book))


def sums(book: Book) -> Iterator[Sum]:
    """各处算式 — every formula over cells of every table."""
    for table in book.facts.tables:
        for row in table.rows:
            yield from _sums_of_row((table.id, table.title), table, row, book)


def loose(book: Book) -> tuple[str, ...]:
    """未入勾稽的单元格 — cells with numbers that no formula and no figure ties to anything."""
    tied = set(_tied(book))
    return tuple(name for name in book.cells if book.value(name) is not None and name not in tied)


def _tied(book: Book) -> Iterator[str]:
    for name, cell in book.cells.items():
        terms = list(_terms(name.partition(".")[0], cell))
        yield from terms
        if terms or book.shown_by(name):
            yield name


def _terms(table: str, cell: FilledCell) -> Iterator[str]:
    for formula in map(formulas.parse, cell.formulas):
        yield from (f"{table}.{name}" for name in formulas.names(formula))


def same_figure(scene: Scene) -> Iterator[Hit]:
    """同数同值 — every cell that shows a figure has its value, so all cells that show it agree."""
    needed(scene.book.facts.tables, "没有附表")
    for name, cells in scene.book.cells_by_figure.items():
        figure = scene.book[name]
        for cell in map(scene.book.entry, cells):
            if cell.name not in scene.book.tolerable:  # the tail of an approved cell is told with it
                where = tuple(dict.fromkeys((cell.name, *cells, name)))
                message = f"{cell.label}为{cell.said}，{figure.label}是{figure.said}"
                yield from apart(figure, cell.value, where, message)


@dataclass(frozen=True, slots=True)
class Sum:
    """一处算式 — a cell, the formula over cells of its table that must make its value, those by name."""

    code: str
    name: str
    whole: Entry
    formula: Formula
    parts: Mapping[str, Entry]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """各边 — the whole first."""
        return (self.whole, *self.parts.values())

    @property
    def expected(self) -> Decimal | None:
        """应为 — what the formula makes; a cell that does not exist or has no meaning counts as nothing."""
        if self.missing:
            return None
        values = {name: part.value or ZERO for name, part in self.parts.items()}
        return formulas.evaluate(self.formula, values.__getitem__)

    @property
    def missing(self) -> tuple[str, ...]:
        """缺什么 — key paths of what has to be filled in before this can be checked."""
        return tuple(lack for entry in self.entries if entry.value is None for lack in entry.missing)

    @property
    def is_known(self) -> bool:
        """定得了 — whether both sides are known."""
        return not self.missing

    @property
    def says(self) -> str:
        """内容 — the cell and what it is made of, in the words of the form."""
        parts = {name: part.label for name, part in self.parts.items()}
        return f"{self.whole.label}＝{formula_said(self.formula, parts)}"

    def finding(self, book: Book) -> Finding | None:
        """发现 — where the two sides differ; a note where rounding explains it, once of an approved total."""
        expected = self._other_than_stated
        if expected is None:
            return None
        fault = self._fault_of_cell(expected, book)
        if not self._is_rounding(expected):
            return fault
        return None if book.noted(fault.where) else fault.as_tail(f"{fault.message}，在舍入尾差之内")

    def error(self, book: Book) -> Finding | None:
        """错误 — the finding where no rounding explains the difference."""
        expected = self._other_than_stated
        if expected is None or self._is_rounding(expected):
            return None
        return self._fault_of_cell(expected, book)

    @property
    def _other_than_stated(self) -> Decimal | None:
        """What the formula makes, where the cell says something else."""
        expected = self.expected
        return expected if expected is not None and self.whole.differs_from(expected) else None

    def _is_rounding(self, expected: Decimal) -> bool:
        return self.whole.within_slack(expected, slack_of(self.parts.values()))

    def on(self, book: Book) -> Sum:
        """换数簿 — the same sum on the numbers of another book."""
        parts = {name: book.entry(part.name) for name, part in self.parts.items()}
        return replace(self, whole=book[self.whole.name], parts=parts)

    def _fault_of_cell(self, expected: Decimal, book: Book) -> Finding:
        stated, right = self.whole.said, said(expected, self.whole.unit)
        labels = {entry.name: entry.label for entry in self.entries}
        return Finding(
            self.code,
            "error",
            self.name,
            f"{self.whole.label}为{stated}，按公式是{right}",
            tuple(labels),
            tuple(labels.values()),
            stated,
            right,
            self.says,
            _BASIS,
            _FIX,
            book.sources(*labels),
        )


def _row_result(check: tuple[str, str], table: FilledTable, row: FilledRow, book: Book) -> Result:
    sums = list(_sums_of_row(check, table, row, book))
    findings = tuple(filter(None, (each.finding(book) for each in sums)))
    missing = tuple(dict.fromkeys(chain.from_iterable(each.missing for each in sums)))
    if any(finding.severity == "error" for finding in findings):
        return Result(*check, Outcome.FAILED, "", findings)
    if missing:
        outcome, why = book.unchecked(missing)
        return Result(*check, outcome, why, findings)
    return Result(*check, Outcome.PASSED, "", findings)


def _sums_of_row(check: tuple[str, str], table: FilledTable, row: FilledRow, book: Book) -> Iterator[Sum]:
    for column, cell in row.cells.items():
        for formula in cell.formulas:
            parsed = formulas.parse(formula)
            parts = {name: book.entry(f"{table.id}.{name}") for name in formulas.names(parsed)}
            yield Sum(*check, book[f"{table.id}.{row.id}.{column}"], parsed, parts)
