"""印出的数 — sums and identities again on the numbers that the document prints, read back from its text.

What holds exactly holds in print within half a unit of each printed number; a number that was printed
otherwise than it was derived, or printed twice and differently, is found here whatever the reason.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, combinations
from textwrap import shorten

from disclosure.checks import table_arithmetic
from disclosure.checks.book import ZERO, Book, Entry, figure_name
from disclosure.checks.check_programs import Hit, Scene, needed
from disclosure.checks.check_report import Finding
from disclosure.checks.declarations import CheckSpec
from disclosure.checks.identities import failures
from disclosure.checks.identities import only_adds as sides_only_add
from disclosure.document import (
    Block,
    Cell,
    ChartBlock,
    Document,
    Heading,
    Paragraph,
    TableBlock,
    plain,
    titled_tables,
    walk,
)
from disclosure.formula import only_adds
from disclosure.money import Unit, rounded, to_yuan

_NUMBER = re.compile(r"(-?)(\d[\d,]*)(?:\.(\d+))?(万元|元|%)?")
_QUOTED = 30  # characters of a sentence
_PLACES = 2  # of an empty cell, and of counts and scores
_UNITS: Mapping[str, Unit | None] = {"万元": "万元", "元": "元", "%": None}


@dataclass(frozen=True, slots=True)
class Number:
    """印出的一个数 — where, as it stands there, its number and unit, and how many decimals it shows."""

    place: str
    said: str
    number: Decimal
    unit: str
    places: int

    @property
    def half(self) -> Decimal:
        """半个单位 — how far the exact value may lie away, in the number's own unit."""
        return Decimal(5).scaleb(-self.places - 1)

    def exact(self, amount: Decimal) -> Decimal:
        """换算 — an amount of its unit in 元; what is no amount stays as it is."""
        unit = _UNITS.get(self.unit)
        return to_yuan(amount, unit) if unit else amount

    def is_another_than(self, other: Number) -> bool:
        """不是同一个数 — whether no value could print as both; prose may leave out the sign (减少12万元)."""
        if self.unit == other.unit:
            places = min(self.places, other.places)
            return rounded(abs(self.number), places) != rounded(abs(other.number), places)
        apart = abs(self.exact(abs(self.number)) - other.exact(abs(other.number)))
        return apart > self.exact(self.half) + other.exact(other.half)


def sums(scene: Scene) -> Iterator[Hit]:
    """印出的算式 — every sum of every table and every declared identity that only adds."""
    document, book = needed(scene.book.facts.document, "没有成文"), scene.book
    printed = book.with_entries(_printed_entries(document, book))
    yield from _sums_of_tables(book, printed)
    yield from _identities(scene, printed)


def figures(scene: Scene) -> Iterator[Hit]:
    """印出的同一个数 — a figure is printed as one value in tables, charts and sentences."""
    document, book = needed(scene.book.facts.document, "没有成文"), scene.book
    found: dict[object, list[Number]] = defaultdict(list)
    for figure, number in chain(_of_figures(document, book), _in_prose(document)):
        found[book.facts.figures.prints.get(figure) or figure].append(number)
    for one, other in chain.from_iterable(map(_pairs_apart, found.values())):
        message = f"同一个数在{one.place}印作{one.said}，在{other.place}印作{other.said}"
        yield Hit((one.place, other.place), one.said, other.said, message)


def _pairs_apart(numbers: Iterable[Number]) -> Iterator[tuple[Number, Number]]:
    distinct = {(one.said, one.unit): one for one in numbers}
    return (pair for pair in combinations(distinct.values(), 2) if pair[0].is_another_than(pair[1]))


def _sums_of_tables(book: Book, printed: Book) -> Iterator[Hit]:
    for each in filter(lambda each: only_adds(each.formula), table_arithmetic.sums(printed)):
        finding = each.error(printed)
        if finding and not each.on(book).error(book):
            message = (
                f"{each.whole.label}印作{finding.stated}，印出的各数相加是{finding.expected}，"
                f"相差超出{sum(bool(one.slack) for one in each.entries)}个数的舍入"
            )
            yield Hit(finding.where, finding.stated, finding.expected, message)


def _identities(scene: Scene, printed: Book) -> Iterator[Hit]:
    """Of rules that fail exactly their own check tells."""
    for spec in filter(sides_only_add, _two_sided(scene)):
        for finding in _failures_in_print(spec, printed, scene.book):
            message = f"按印出的数，{finding.message}（{spec.code}）"
            yield Hit(finding.where, finding.stated, finding.expected, message)


def _two_sided(scene: Scene) -> Iterator[CheckSpec]:
    return (spec for spec, idle in scene.rules if spec.left and not idle)


def _failures_in_print(spec: CheckSpec, printed: Book, exact: Book) -> list[Finding]:
    found = list(failures(spec, printed))
    return found if found and not any(failures(spec, exact)) else []


def _printed_entries(document: Document, book: Book) -> dict[str, Entry]:
    """Every printed cell by its name, and the figure that it shows by that of the figure."""
    found: dict[str, Entry] = {}
    for name, number in _printed_cells(document, book):
        half = number.exact(number.half) if book.value(name) else ZERO  # nothing is rounded of nothing
        found[name] = book[name].printed(number.exact(number.number), half)
    return found | dict(_shown_figures(found, book))


def _shown_figures(printed: Mapping[str, Entry], book: Book) -> Iterator[tuple[str, Entry]]:
    shown = ((figure_name(book.cells[name].figure, book.facts.figures), name) for name in printed)
    known = ((book[figure], printed[name]) for figure, name in shown if figure in book)
    return ((entry.name, entry.printed(cell.value, cell.slack)) for entry, cell in known)


def _printed_cells(document: Document, book: Book) -> list[tuple[str, Number]]:
    tables = (_cells_of(table, book) for table in titled_tables(document))
    return book.once("印出的单元格", lambda: list(chain.from_iterable(tables)))


def _cells_of(table: TableBlock, book: Book) -> Iterator[tuple[str, Number]]:
    amounts = "万元" if table.unit.endswith("万元") else "元"
    cells = (cell for row in table.body for cell in row.cells if _is_printed(cell.name, book))
    return ((cell.name, _number_of(cell, book[cell.name], amounts)) for cell in cells)


def _is_printed(name: str, book: Book) -> bool:
    """【待填】 is no number."""
    return name in book and not book[name].missing


def _number_of(cell: Cell, entry: Entry, amounts: str) -> Number:
    """An empty cell is a 0; a count shows all its decimals."""
    said, number, _, places = _number_parts(plain(cell.content)) or ("空白", ZERO, "", _PLACES)
    unit = amounts if entry.unit == "元" else entry.unit
    return Number(entry.label, said, number, unit, _PLACES if unit == "个" else places)


def _of_figures(document: Document, book: Book) -> Iterator[tuple[str, Number]]:
    cells = ((book.cells[name].figure, number) for name, number in _printed_cells(document, book))
    return ((figure, number) for figure, number in cells if figure)


def _in_prose(document: Document) -> Iterator[tuple[str, Number]]:
    said = chain.from_iterable(map(_said_in, walk(document)))
    read = ((figure, _read(text, place)) for place, figure, text in said if figure)
    return ((figure, number) for figure, number in read if number and number.unit)  # a bare 3 may be anything


def _said_in(block: Block) -> Iterable[tuple[str, str | None, str]]:
    """Each piece of a sentence or chart: the place, the figure, the characters."""
    match block:
        case ChartBlock():
            return _chart_said(block)
        case Heading() | Paragraph():
            place = f"“{shorten(plain(block.content), _QUOTED, placeholder='…')}”"
            return ((place, text.figure, text.text) for text in block.content)
        case _:
            return ()


def _chart_said(chart: ChartBlock) -> Iterator[tuple[str, str | None, str]]:
    place = f"图“{plain(chart.caption)}”"
    for point in chart.printed:
        yield place, point.figure, f"{point.label}{chart.unit}"
        yield from ((place, text.figure, text.text) for text in chain.from_iterable(point.beside))


def _read(text: str, place: str) -> Number | None:
    parts = _number_parts(text)
    return Number(place, *parts) if parts else None


def _number_parts(text: str) -> tuple[str, Decimal, str, int] | None:
    """A number as printed, with its unit and its decimals; `.5` and what is no number are none."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    sign, whole, decimals, unit = match.groups("")
    number = Decimal(f"{sign}{whole.replace(',', '')}.{decimals or '0'}")
    return match[0], number, unit, len(decimals)
