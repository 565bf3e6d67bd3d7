"""表内校验 — arithmetic of filled tables: each sum of cells, and each cell against the figure it shows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from disclosure import formula as formulas
from disclosure.checks.book import Book, Entry, said
from disclosure.checks.check_report import TAIL_FIX, Finding, Outcome, Result
from disclosure.checks.probe import Hit, NotApplicable, Scene, guarded
from disclosure.formula import Formula
from disclosure.tables.filled_table import FilledCell, FilledRow, FilledTable

ZERO = Decimal(0)
_BASIS = "部门决算报表表内关系"
_FIX = "核对这一格和它的各个分项，改错的那一个"
_MANY = 8
_NAME = re.compile(r"\w+\.\w+")  # row.column


def arithmetic(book: Book) -> Iterator[Result]:
    """表内算式 — one check a row of each table that has formulas."""
    for table in book.facts.tables:
        for row in table.rows:
            if any(cell.formulas for cell in row.cells.values()):
                code, name = (
                    f"T.{table.id}.{row.id}",
                    f"{table.number}{table.title} {''.join(row.label.split())}",
                )
                yield guarded(code, name, partial(_row, (code, name), table, row, book))


def loose(book: Book) -> tuple[str, ...]:
    """未入勾稽的单元格 — cells with numbers that no formula and no figure ties to anything."""
    tied: set[str] = set()
    for table in book.facts.tables:
        for row in table.rows:
            for column, cell in row.cells.items():
                place = f"{table.id}.{row.id}.{column}"
                names = [
                    f"{table.id}.{name}"
                    for text in cell.formulas
                    for name in formulas.names(formulas.parse(text))
                ]
                tied.update((place, *names) if names or shown_by(cell, book) else ())
    known = (name for table in book.facts.tables for name, _ in table.cells())
    return tuple(name for name in known if name in book and book[name].value is not None and name not in tied)


def same_figure(scene: Scene) -> Iterator[Hit]:
    """同数同值 — every cell that shows a figure has its value, so all cells that show it agree."""
    if not scene.book.facts.tables:
        raise NotApplicable("没有附表")
    told = {name for name, tail in scene.book.tails.items() if tail.tolerable}
    for figure, cells in _shown(scene.book).items():
        known = scene.book[figure]
        for cell in (cell for cell in cells if cell.name not in told):
            if cell.value is not None and known.value is not None and cell.value != known.value:
                tail = abs(cell.value - known.value) <= known.slack
                where = (cell.name, *(other.name for other in cells if other is not cell), figure)
                message = f"{cell.label}为{cell.said}，{known.label}是{known.said}"
                yield Hit(where, cell.said, known.said, message, tail)


def shown_by(cell: FilledCell, book: Book) -> str:
    """所示的数 — the name of the figure, or of the entered value, that a cell shows; empty where none."""
    figure = book.facts.figures.get(cell.figure)
    return figure.name if figure else cell.figure if cell.figure in book else ""


def _shown(book: Book) -> dict[str, list[Entry]]:
    shown: dict[str, list[Entry]] = defaultdict(list)
    for table in book.facts.tables:
        for name, cell in table.cells():
            if (source := shown_by(cell, book)) and name in book:
                shown[source].append(book[name])
    return shown


@dataclass(frozen=True, slots=True)
class Sum:
    """一处算式 — a cell, the formula over cells of its table that must make the same value, and those cells."""

    code: str
    name: str
    whole: Entry
    formula: Formula
    parts: tuple[Entry, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """各边 — the whole first."""
        return (self.whole, *self.parts)

    @property
    def expected(self) -> Decimal | None:
        """应为 — what the formula makes; a cell that does not exist or has no meaning counts as nothing."""
        values = {part.name: part.value or ZERO for part in self.parts}
        return formulas.evaluate(self.formula, values.__getitem__)

    @property
    def missing(self) -> str:
        """缺什么 — what has to be filled in before this can be checked."""
        names = dict.fromkeys(lack for entry in self.entries if entry.value is None for lack in entry.missing)
        return f"缺{'、'.join(names)}" if names else ""

    def finding(self, book: Book) -> Finding | None:
        """发现 — where the two sides differ; a note where rounding explains it."""
        value, expected = self.whole.value, self.expected
        if self.missing or value is None or expected is None or expected == value:
            return None
        tail = abs(expected - value) <= sum((entry.slack for entry in self.entries), ZERO)
        if tail and book.noted(entry.name for entry in self.entries):
            return None
        stated, right = self.whole.said, said(expected, self.whole.unit)
        return Finding(
            self.code,
            "note" if tail else "error",
            self.name,
            f"{self.whole.label}为{stated}，按公式是{right}" + ("，在舍入尾差之内" if tail else ""),
            tuple(entry.name for entry in self.entries),
            tuple(entry.label for entry in self.entries),
            stated,
            right,
            f"{self.whole.label}＝{self._words()}",
            _BASIS,
            TAIL_FIX if tail else _FIX,
            tuple(dict.fromkeys(source for entry in self.entries for source in book.sources(entry.name))),
        )

    def _words(self) -> str:
        if len(self.parts) > _MANY:
            return f"各项之和（{len(self.parts)}项）"
        labels = {part.name: part.label for part in self.parts}
        return formulas.say(self.formula, labels.__getitem__)


def _row(check: tuple[str, str], table: FilledTable, row: FilledRow, book: Book) -> Result:
    sums = [
        _sum(check, f"{table.id}.{row.id}.{column}", formula, book)
        for column, cell in row.cells.items()
        for formula in cell.formulas
    ]
    findings = tuple(finding for each in sums if (finding := each.finding(book)))
    missing = "；".join(dict.fromkeys(each.missing for each in sums if each.missing))
    if any(finding.severity == "error" for finding in findings):
        return Result(*check, Outcome.FAILED, "", findings)
    return Result(*check, Outcome.NOT_CHECKED if missing else Outcome.PASSED, missing, findings)


def _sum(check: tuple[str, str], place: str, formula: str, book: Book) -> Sum:
    table = place.partition(".")[0]
    parsed = formulas.parse(_NAME.sub(lambda found: f"{table}.{found[0]}", formula))
    parts = tuple(book.get(name) or Entry(name, name, None) for name in dict.fromkeys(formulas.names(parsed)))
    return Sum(*check, book[place], parsed, parts)
