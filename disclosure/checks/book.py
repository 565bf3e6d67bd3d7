"""数簿 — every number that a rule can name: figures, entered values, cells of tables, last year's figures.

Names are Chinese as templates write them (`收入.决算数`, `三公经费.公务接待.国内.批次`); a cell is
`<table id>.<row id>.<column id>`; last year's figures stand under `上年数据.`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from itertools import chain
from typing import Any, TypeVar

from disclosure import formula as formulas
from disclosure.beginnings import Beginnings
from disclosure.checks.check_report import Outcome
from disclosure.checks.passages import Passage, passages
from disclosure.deriving import Figure, Figures, Tail
from disclosure.facts import Facts
from disclosure.forms.cell_names import labels, row_of
from disclosure.forms.filled_table import FilledCell, FilledTable
from disclosure.formula import Formula
from disclosure.interval import UNBOUNDED, Interval
from disclosure.model import Submission
from disclosure.model.key_paths import leaves, schema_paths, with_above
from disclosure.money import half_width, number_text

LAST_YEAR = "上年数据"
_VARIABLE = re.compile(r"\\\{(\w+?)((?:\\#)*)\\\}")
_NUMBERED = re.compile(r"\[\d+\]")
_CODE = re.compile(r"\.\d{3,7}(\.|$)")
_WILD = re.compile(r"[{*#]")  # begins what stands in a pattern for other characters
_LONG = 8  # terms of a formula that are told one by one
_UNITS = {"amount": "元", "percent": "%", "count": "个"}  # of cells that hold a number
ZERO = Decimal(0)
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Entry:
    """一个数 — name, label for people, value, unit, slack (元), and where it comes from."""

    name: str
    label: str
    value: Decimal | None
    unit: str = "元"
    slack: Decimal = ZERO
    missing: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    bounds: Interval = UNBOUNDED

    @property
    def interval(self) -> Interval:
        """区间 — the value where it is known, else between which values it lies."""
        return self.bounds if self.value is None else Interval.exactly(self.value)

    @property
    def said(self) -> str:
        """印出 — the value with its unit, 无 where there is none."""
        return "无" if self.value is None else said(self.value, self.unit)

    def printed(self, value: Decimal | None, slack: Decimal) -> Entry:
        """印作 — the same number as a document prints it."""
        origin = (self.missing, self.paths, self.inputs, self.bounds)
        return Entry(self.name, self.label, value, self.unit, slack, *origin)

    def differs_from(self, amount: Decimal) -> bool:
        """不等 — whether there is a value, and it is another than this amount."""
        return self.value is not None and self.value != amount

    def within_slack(self, amount: Decimal, other: Decimal = ZERO) -> bool:
        """只差舍入 — whether rounding explains the difference from an amount that has a slack of its own."""
        return self.value is not None and abs(self.value - amount) <= self.slack + other


_NOTHING = Entry("", "", None)  # stands for a name that no number has


def said(value: Decimal, unit: str) -> str:
    """数的说法 — 12.00元, 8.74%; a count without its measure word."""
    if unit in ("元", "%"):
        return number_text(value, 2) + unit
    return number_text(value, 4, trim=True)


def known(values: Iterable[Decimal | None]) -> list[Decimal]:
    """已知的 — the values that are known."""
    return [value for value in values if value is not None]


def slack_of(numbers: Iterable[Entry | Figure]) -> Decimal:
    """舍入之和 — how far a sum of numbers may lie away."""
    return sum((number.slack for number in numbers), ZERO)


def figure_name(id: str, figures: Figures) -> str:
    """数的名称 — by id; what is no figure is an entered value, whose name stands in its place."""
    return figures[id].name if id in figures else id


def ids_by_name(figures: Figures) -> Mapping[str, str]:
    """数的标识 — by name: as a document has them."""
    return {figure.name: id for id, figure in figures.items()}


def formula_said(formula: Formula, labels: Mapping[str, str]) -> str:
    """公式的说法 — each name by its label; of a long formula only how many terms it has."""
    if len(labels) > _LONG:
        return f"各项之和（{len(labels)}项）"
    return formulas.say(formula, labels.__getitem__)


class Book(Mapping[str, Entry]):
    """数簿 — entries by name."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._entries = dict(_all_entries(facts))
        self._worked_out: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Entry:
        return self._entries[name]

    def __contains__(self, name: object) -> bool:
        return name in self._entries  # what Mapping does looks for the entry and fails

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def with_entries(self, entries: Mapping[str, Entry]) -> Book:
        """换数 — the same book with other values of some of its numbers."""
        book = copy(self)
        book._entries, book._worked_out = {**self._entries, **entries}, {}
        return book

    def once(self, what: str, make: Callable[[], _Made]) -> _Made:
        """只做一次 — what several rules need of these numbers and of the document."""
        if what not in self._worked_out:
            self._worked_out[what] = make()
        made: _Made = self._worked_out[what]
        return made

    def value(self, name: str) -> Decimal | None:
        """值 — that of a name; None where it is not known or there is no such number."""
        return self._entries.get(name, _NOTHING).value

    def entry(self, name: str) -> Entry:
        """一个数 — by its name; without a value where there is no such number."""
        return self._entries.get(name) or Entry(name, name, None)

    def matching(self, pattern: str) -> Iterator[tuple[str, dict[str, str]]]:
        """相配的名称 — names that fit `支出.类.{类###}.决算数`, with what each variable stands for."""
        if pattern not in self._matched:
            found = dict(self._fitting(pattern))
            in_order = sorted(found, key=self._order.__getitem__)
            self._matched[pattern] = [(name, found[name]) for name in in_order]
        return iter(self._matched[pattern])

    def _fitting(self, pattern: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Names that begin as the pattern does are looked at alone: of a code, those below it."""
        start = _WILD.split(pattern, maxsplit=1)[0]
        rest = _name_pattern(pattern.removeprefix(start))
        for name in self._beginnings.of(start):
            if fits := rest.fullmatch(name, len(start)):
                yield name, fits.groupdict()

    def noted(self, names: Iterable[str]) -> bool:
        """尾差已提示 — whether a tail of these numbers is that of an approved total, told once (核定数)."""
        concerned = set(names)
        made_of = self._made_of(concerned, set())
        return self.facts.stated.keys().isdisjoint(concerned) and not self.tolerable.isdisjoint(made_of)

    @cached_property
    def tails(self) -> Mapping[str, Tail]:
        """尾差 — of approved figures and cells, by name."""
        cells = {name: cell.tail for name, cell in self.cells.items() if cell.tail}
        return {tail.name: tail for tail in self.facts.figures.tails} | cells

    @cached_property
    def tolerable(self) -> frozenset[str]:
        """可容的尾差 — names of approved figures and cells that differ by rounding only."""
        return frozenset(name for name, tail in self.tails.items() if tail.tolerable)

    @cached_property
    def cells(self) -> Mapping[str, FilledCell]:
        """单元格 — of all tables, by name."""
        return {name: cell for table in self.facts.tables for name, cell in table.cells()}

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """录入文字 — every paragraph that the office typed."""
        return tuple(passages(self.facts.submission))

    @cached_property
    def given(self) -> frozenset[str]:
        """已填的键 — every key path of the data that holds something, list numbers left out."""
        paths = {_NUMBERED.sub("", path) for path, _ in leaves(self.facts.submission)}
        return frozenset(chain.from_iterable(map(with_above, paths)))

    def could_have(self, name: str) -> bool:
        """可有的名称 — a key left empty, a cell of a table not in this set, a subject not spent on."""
        head = name.split(".", maxsplit=1)[0]
        never_spent = _CODE.search(name) is not None
        return any((head == LAST_YEAR, head.isascii(), never_spent, name in schema_paths(Submission)))

    def sources(self, *names: str) -> tuple[str, ...]:
        """出处 — file and line of all that each number was made from."""
        return tuple(dict.fromkeys(source for name in names for source in self._sources_of(name)))

    def places(self, name: str) -> tuple[str, ...]:
        """录入处 — file and line of all that a number was made from, each with its name."""
        return tuple(map(self.facts.names.place, self.paths_below([name])))

    def called(self, name: str) -> str:
        """叫法 — of a number, a text or a place, in the words of the form; no key path."""
        known = self._entries.get(figure_name(name, self.facts.figures))
        return known.label if known else self.facts.names.name(name.partition("（")[0])

    def unchecked(self, paths: tuple[str, ...]) -> tuple[Outcome, str]:
        """为何不查 — what has to be filled in first, and where; there is no checking what is withheld."""
        if paths not in self._unchecked:
            self._unchecked[paths] = self._why_unchecked(paths)
        return self._unchecked[paths]

    def _why_unchecked(self, paths: tuple[str, ...]) -> tuple[Outcome, str]:
        if any(map(self.facts.figures.withheld.has, paths)):
            return Outcome.NOT_APPLICABLE, "有不公开的数"
        return Outcome.NOT_CHECKED, f"缺 {'、'.join(self.facts.names.located(paths))}"

    def _sources_of(self, name: str) -> list[str]:
        sources = map(self.facts.submission.source, self.paths_below([name]))
        return list(dict.fromkeys(str(source) for source in sources if source))

    def below(self, names: Iterable[str]) -> list[str]:
        """由来之名 — the names of all that numbers are made of, their own with them, each once."""
        return list(self._made_of(names, set()))

    def paths_below(self, names: Iterable[str]) -> list[str]:
        """录入的各值 — key paths of what numbers were made from, each once."""
        entries = (self._entries.get(part, _NOTHING) for part in self.below(names))
        return list(dict.fromkeys(path for entry in entries for path in entry.paths))

    def _made_of(self, names: Iterable[str], seen: set[str]) -> Iterator[str]:
        """The names and all that they are made of, each once, a number before its parts."""
        for name in names:
            if name not in seen:
                seen.add(name)
                yield name
                yield from self._made_of(self._entries.get(name, _NOTHING).inputs, seen)

    def shown_by(self, cell: str) -> str:
        """所示的数 — the name of the figure, or of the entered value, that a cell shows; empty where none."""
        filled = self.cells.get(cell)
        shown = figure_name(filled.figure, self.facts.figures) if filled else ""
        return shown if shown in self else ""

    @cached_property
    def cells_by_figure(self) -> Mapping[str, list[str]]:
        """所在的单元格 — the cells of all tables that show each figure, by its name."""
        showing: dict[str, list[str]] = {}
        for name in filter(self.__contains__, self.cells):
            if figure := self.shown_by(name):
                showing.setdefault(figure, []).append(name)
        return showing

    def rows(self, name: str) -> tuple[str, ...]:
        """所在的行 — the rows of tables (`公开02表 合计`) in which a number stands, each once."""
        cells = [name] if name in self.cells else self.cells_by_figure.get(name, [])
        return tuple(dict.fromkeys(row_of(self._entries[cell].label) for cell in cells))

    def made_from(self, name: str) -> frozenset[str]:
        """由来 — the key paths of all that a number was made from."""
        return frozenset(self.paths_below([name]))

    @cached_property
    def _unchecked(self) -> dict[tuple[str, ...], tuple[Outcome, str]]:
        """What was asked for before: one empty place keeps many numbers from being checked."""
        return {}

    @cached_property
    def _matched(self) -> dict[str, list[tuple[str, dict[str, str]]]]:
        """What was asked for before; numbers printed otherwise have the same names (`with_entries`)."""
        return {}

    @cached_property
    def _beginnings(self) -> Beginnings:
        return Beginnings(self._entries)

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {name: position for position, name in enumerate(self._entries)}


@cache
def _name_pattern(pattern: str) -> re.Pattern[str]:
    """{类###} is three digits called 类, {列} any one part, # a digit, * anything within a part."""
    text = _VARIABLE.sub(_variable, re.escape(pattern))
    return re.compile(text.replace(r"\*", "[^.]*").replace(r"\#", r"\d"))


def _variable(hole: re.Match[str]) -> str:
    digits = hole[2].count("#")
    meaning = rf"[0-9]{{{digits}}}" if digits else "[^.]+"
    return f"(?P<{hole[1]}>{meaning})"


def _all_entries(facts: Facts) -> Iterator[tuple[str, Entry]]:
    yield from _entered_values(facts)
    yield from _of_figures(facts)
    yield from _of_last_year(facts)
    yield from _of_cells(facts)


def _entered_values(facts: Facts) -> Iterator[tuple[str, Entry]]:
    for path, value in leaves(facts.submission):
        if type(value) in (Decimal, int):  # 是、否不是数
            yield path, _entered_value(path, value, facts)


def _entered_value(path: str, value: Decimal | int, facts: Facts) -> Entry:
    label = facts.names.name(path)
    if isinstance(value, int):
        return Entry(path, label, Decimal(value), "个", paths=(path,))
    return Entry(path, label, value, slack=half_width(value, facts.submission.unit), paths=(path,))


def _of_figures(facts: Facts) -> Iterator[tuple[str, Entry]]:
    figures, stated = facts.figures, facts.stated
    for figure in figures.values():
        name, value = figure.name, stated.get(figure.name, figure.value)
        inputs = (*(figures[part].name for part in figure.inputs), *filter(None, [figure.agrees]))
        made = (figure.unit, figure.slack, figure.missing, figure.paths, inputs, figure.bounds)
        yield name, Entry(name, facts.names.name(name), value, *made)


def _of_last_year(facts: Facts) -> Iterator[tuple[str, Entry]]:
    """Last year's figures are known by value alone: what they were made from stands in another folder."""
    figures = facts.last_year
    for figure in figures.values() if figures else ():
        name, label = f"{LAST_YEAR}.{figure.name}", facts.names.name(figure.name)
        yield name, Entry(name, f"上年{label}", figure.value, figure.unit, figure.slack, figure.missing)


def _of_cells(facts: Facts) -> Iterator[tuple[str, Entry]]:
    called = labels(facts.tables, facts.headings)
    for table in facts.tables:
        for name, cell in table.cells():
            if cell.kind in _UNITS:
                yield name, _of_cell(name, called[name], cell, table, facts)


def _of_cell(name: str, label: str, cell: FilledCell, table: FilledTable, facts: Facts) -> Entry:
    unit, value, slack, path = _UNITS[cell.kind], cell.value, cell.slack, cell.approved
    if name in facts.stated:
        value, slack = facts.stated[name], half_width(facts.stated[name], facts.submission.unit)
        path = f"核定数.{cell.tail.name}" if cell.tail else path
    inputs = tuple(_filling(cell, table, facts.figures))
    return Entry(name, label, value, unit, slack, cell.missing, (path,) if path else (), inputs)


def _filling(cell: FilledCell, table: FilledTable, figures: Figures) -> Iterator[str]:
    """What fills a cell: one figure or entered value, other figures, or the cells of its first formula."""
    if cell.figure:
        yield figure_name(cell.figure, figures)
    elif cell.expression:
        yield from formulas.names(formulas.parse(cell.expression))
    elif cell.formulas:
        yield from (f"{table.id}.{name}" for name in formulas.names(formulas.parse(cell.formulas[0])))
    yield from filter(None, [cell.agrees])
