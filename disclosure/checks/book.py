"""数簿 — every number that a rule can name: figures, entered values, cells of tables, last year's figures.

Names are Chinese as templates write them (`收入.决算数`, `三公经费.公务接待.国内.批次`); a cell is
`<table id>.<row id>.<column id>`; last year's figures stand under `上年数据.`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from disclosure import formula as formulas
from disclosure.checks.passages import Passage, passages
from disclosure.facts import Facts
from disclosure.figures import Figure, Figures, Tail
from disclosure.model import Submission
from disclosure.model.walk import leaves, schema_paths
from disclosure.money import half_width, number_text
from disclosure.tables.cell_names import labels
from disclosure.tables.filled_table import FilledCell, FilledTable

LAST_YEAR = "上年数据"
_VARIABLE = re.compile(r"\\\{(\w+?)((?:\\#)*)\\\}")
_NUMBERED = re.compile(r"\[\d+\]")
_CODE = re.compile(r"\.\d{3,7}(\.|$)")
_SOURCES = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """一个数 — name, label for people, value, unit, slack (元), and where it comes from."""

    name: str
    label: str
    value: Decimal | None
    unit: str = "元"
    slack: Decimal = Decimal(0)
    missing: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """印出 — the value with its unit, 无 where there is none."""
        return "无" if self.value is None else said(self.value, self.unit)


def said(value: Decimal, unit: str) -> str:
    """数的说法 — 12.00元, 8.74%, 3个."""
    places = 2 if unit in ("元", "%") else 4
    return number_text(value, places, trim=unit not in ("元", "%")) + (unit if unit in ("元", "%") else "")


class Book(Mapping[str, Entry]):
    """数簿 — entries by name."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._entries = dict(_entries(facts))

    def __getitem__(self, name: str) -> Entry:
        return self._entries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def matching(self, pattern: str) -> Iterator[tuple[str, dict[str, str]]]:
        """相配的名称 — names that fit `支出.类.{类###}.决算数`, with what each variable stands for."""
        wanted = _regex(pattern)
        for name in self._by_depth.get(pattern.count("."), ()):
            if found := wanted.fullmatch(name):
                yield name, found.groupdict()

    def noted(self, names: Iterable[str]) -> bool:
        """尾差已提示 — whether a tail of these numbers is that of an approved total, which is told once (核定数)."""
        known = list(names)
        tails = {name for name, tail in self.tails.items() if tail.tolerable}
        return not any(name in self.facts.stated for name in known) and any(
            self._rests(n, tails, {}) for n in known
        )

    def _rests(self, name: str, tails: set[str], seen: dict[str, bool]) -> bool:
        if name not in seen:
            seen[name] = name in tails
            inputs = self._entries[name].inputs if name in self._entries else ()
            seen[name] = seen[name] or any(self._rests(part, tails, seen) for part in inputs)
        return seen[name]

    @cached_property
    def tails(self) -> Mapping[str, Tail]:
        """尾差 — of approved figures and cells, by name."""
        cells = {name: cell.tail for name, cell in self.cells.items() if cell.tail}
        return {tail.name: tail for tail in self.facts.figures.tails} | cells

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
        whole = (_NUMBERED.sub("", path).split(".") for path, _ in leaves(self.facts.submission))
        return frozenset(".".join(parts[:end]) for parts in whole for end in range(1, len(parts) + 1))

    def could_have(self, name: str) -> bool:
        """可有的名称 — a key of the data left empty, a cell of a table not in this set, a subject not spent on."""
        head = name.split(".", maxsplit=1)[0]
        return (
            name in schema_paths(Submission)
            or head == LAST_YEAR
            or head.isascii()
            or _CODE.search(name) is not None
        )

    def sources(self, name: str) -> tuple[str, ...]:
        """出处 — file and line of what a number was made from, the first few."""
        paths = dict.fromkeys(self._paths(name, set()))
        found = (self.facts.submission.source(path) for path in paths)
        return tuple(dict.fromkeys(str(source) for source in found if source))[:_SOURCES]

    def places(self, name: str) -> tuple[str, ...]:
        """录入处 — key path with file and line of what a number was made from, the first few."""
        paths = list(dict.fromkeys(self._paths(name, set())))[:_SOURCES]
        found = ((path, self.facts.submission.source(path)) for path in paths)
        return tuple(f"{path}，{source}" if source else path for path, source in found)

    def _paths(self, name: str, seen: set[str]) -> Iterator[str]:
        entry = self._entries.get(name)
        if entry is None or name in seen:
            return
        seen.add(name)
        yield from entry.paths
        for part in entry.inputs:
            yield from self._paths(part, seen)

    @cached_property
    def _by_depth(self) -> dict[int, list[str]]:
        grouped: dict[int, list[str]] = {}
        for name in self._entries:
            grouped.setdefault(name.count("."), []).append(name)
        return grouped


def _regex(pattern: str) -> re.Pattern[str]:
    """{类###} is three digits called 类, {列} any one part, # a digit, * anything within a part."""
    text = _VARIABLE.sub(_group, re.escape(pattern))
    return re.compile(text.replace(r"\*", "[^.]*").replace(r"\#", r"\d"))


def _group(found: re.Match[str]) -> str:
    digits = found[2].count("#")
    return f"(?P<{found[1]}>{rf'[0-9]{{{digits}}}' if digits else '[^.]+'})"


def _entries(facts: Facts) -> Iterator[tuple[str, Entry]]:
    yield from _entered(facts)
    yield from _figures(facts.figures, facts.stated)
    if facts.last_year is not None:
        for name, entry in _figures(facts.last_year, {}):
            full = f"{LAST_YEAR}.{name}"
            yield full, Entry(full, full, entry.value, entry.unit, entry.slack, entry.missing)
    yield from _cells(facts)


def _entered(facts: Facts) -> Iterator[tuple[str, Entry]]:
    unit = facts.submission.unit
    for path, value in leaves(facts.submission):
        if isinstance(value, Decimal):
            yield path, Entry(path, path, value, "元", half_width(value, unit), (), (path,))
        elif isinstance(value, int) and not isinstance(value, bool):
            yield path, Entry(path, path, Decimal(value), "个", paths=(path,))


def _figures(figures: Figures, stated: Mapping[str, Decimal]) -> Iterator[tuple[str, Entry]]:
    for figure in figures.values():
        yield figure.name, _figure(figure, figures, stated)


def _figure(figure: Figure, figures: Figures, stated: Mapping[str, Decimal]) -> Entry:
    name = figure.name
    value = stated.get(name, figure.value)
    inputs = tuple(figures[part].name for part in figure.inputs)
    return Entry(name, name, value, figure.unit, figure.slack, figure.missing, figure.paths, inputs)


def _cells(facts: Facts) -> Iterator[tuple[str, Entry]]:
    called = labels(facts.tables, facts.headings)
    for table in facts.tables:
        for name, cell in table.cells():
            if cell.kind in _NUMBERS:
                yield name, _cell(name, called[name], cell, table, facts)


_NUMBERS = {"amount": "元", "percent": "%", "count": "个"}


def _cell(name: str, label: str, cell: FilledCell, table: FilledTable, facts: Facts) -> Entry:
    figure = facts.figures.get(cell.figure)
    value = facts.stated.get(name, cell.value)
    inputs = (figure.name,) if figure else (cell.figure,) if cell.figure else tuple(_made_of(cell, table))
    slack = half_width(facts.stated[name], facts.submission.unit) if name in facts.stated else cell.slack
    told = f"核定数.{cell.tail.name}" if name in facts.stated and cell.tail else cell.approved
    return Entry(
        name, label, value, _NUMBERS[cell.kind], slack, cell.missing, (told,) if told else (), inputs
    )


def _made_of(cell: FilledCell, table: FilledTable) -> Iterator[str]:
    """What fills a cell that shows no single figure: other figures, or the cells of its first formula."""
    if cell.expression:
        yield from formulas.names(formulas.parse(cell.expression))
    elif cell.formulas:
        yield from (f"{table.id}.{name}" for name in formulas.names(formulas.parse(cell.formulas[0])))
