"""印出的数 — sums and identities again on the numbers that the document prints, read back from its text.

What holds exactly holds in print within half a unit of each printed number; a number that was printed
otherwise than it was derived, or printed twice and differently, is found here whatever the reason.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from textwrap import shorten

from disclosure.checks import table_arithmetic
from disclosure.checks.book import ZERO, Book, Entry, figure_name
from disclosure.checks.check_programs import Hit, Scene, needed
from disclosure.checks.identities import failures
from disclosure.checks.identities import only_adds as sides_only_add
from disclosure.document import ChartBlock, Document, Line, TableBlock, Text, plain, titled_tables, walk
from disclosure.formula import only_adds
from disclosure.money import Unit, rounded, to_yuan

_NUMBER = re.compile(r"(-?)(\d[\d,]*)(?:\.(\d+))?(万元|元|%)?")
_QUOTED = 30  # characters of a sentence
_PLACES = 2  # of an empty cell where no other of the table has more, and of counts and scores
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
    for figure, number in _printed_figures(document, book):
        found[book.facts.figures.prints.get(figure) or figure].append(number)
    for numbers in found.values():
        distinct = {(one.said, one.unit): one for one in numbers}.values()
        for one, other in combinations(distinct, 2):
            if one.is_another_than(other):
                message = f"同一个数在{one.place}印作{one.said}，在{other.place}印作{other.said}"
                yield Hit((one.place, other.place), one.said, other.said, message)


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
    declared = (spec for spec, idle in scene.rules if spec.left and not idle)
    for spec in filter(sides_only_add, declared):
        found = list(failures(spec, printed))
        if found and not any(failures(spec, scene.book)):
            for finding in found:
                message = f"按印出的数，{finding.message}（{spec.code}）"
                yield Hit(finding.where, finding.stated, finding.expected, message)


def _printed_entries(document: Document, book: Book) -> dict[str, Entry]:
    """Every printed cell by its name, and the figure that it shows by that of the figure."""
    found: dict[str, Entry] = {}
    for name, number in _printed_cells(document, book):
        half = number.exact(number.half) if book.value(name) else ZERO  # nothing is rounded of nothing
        found[name] = replace(book[name], value=number.exact(number.number), slack=half)
    shown = ((figure_name(book.cells[name].figure, book.facts.figures), name) for name in found)
    return found | {
        figure: replace(book[figure], value=found[name].value, slack=found[name].slack)
        for figure, name in shown
        if figure in book
    }


def _printed_cells(document: Document, book: Book) -> Iterator[tuple[str, Number]]:
    for table in titled_tables(document):
        amounts = "万元" if table.unit.endswith("万元") else "元"
        cells = [cell for row in table.body for cell in row.cells if cell.name in book]
        numbers = [_read(plain(cell.content), book[cell.name].label) for cell in cells]
        most = max((one.places for one in numbers if one), default=_PLACES)
        for cell, number in zip(cells, numbers, strict=True):
            entry = book[cell.name]
            shown = number or Number(entry.label, "空白", Decimal(0), "", most)
            unit, places = amounts if entry.unit == "元" else entry.unit, shown.places
            yield cell.name, replace(shown, unit=unit, places=_PLACES if entry.unit == "个" else places)


def _printed_figures(document: Document, book: Book) -> Iterator[tuple[str, Number]]:
    for name, number in _printed_cells(document, book):
        if figure := book.cells[name].figure:
            yield figure, number
    for block in walk(document):
        match block:
            case ChartBlock():
                points = ((point.figure, f"{point.label}{block.unit}") for point in block.points)
                yield from _in_units(points, f"图“{plain(block.caption)}”")
            case TableBlock():
                pass
            case _:
                yield from _in_units(_figures_of(getattr(block, "content", ())), _quoted(block))


def _figures_of(line: Line) -> Iterator[tuple[str | None, str]]:
    return ((text.figure, text.text) for text in line)


def _in_units(texts: Iterator[tuple[str | None, str]], place: str) -> Iterator[tuple[str, Number]]:
    """Those with a unit: what a bare number in prose counts in is not known."""
    for figure, text in texts:
        number = _read(text, place)
        if figure and number and number.unit:
            yield figure, number


def _quoted(block: object) -> str:
    line: tuple[Text, ...] = getattr(block, "content", ())
    return f"“{shorten(plain(line), _QUOTED, placeholder='…')}”"


def _read(text: str, place: str) -> Number | None:
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    sign, whole, decimals, unit = match.groups()
    number = Decimal(f"{sign}{whole.replace(',', '')}.{decimals or '0'}")
    return Number(place, text.strip(), number, unit or "", len(decimals or ""))
