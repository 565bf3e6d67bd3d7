"""说明来历 — how a figure or a cell came about: value, formula in Chinese, inputs, file and line of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from disclosure import formula as formulas
from disclosure import terms
from disclosure.checks.book import Book, Entry
from disclosure.checks.subordinate_units import by_unit
from disclosure.errors import DisclosureError
from disclosure.money import in_unit, number_text
from disclosure.tables import cell_names

_SHOWN, _LONG = 30, 8


@dataclass(frozen=True, slots=True)
class Explanation:
    """来历 — of one number; `inputs` are those one level below, with the `sources` of all that they are made from."""

    name: str
    label: str
    value: str
    formula: str = ""
    sources: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    inputs: tuple[Explanation, ...] = ()
    units: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """说明文字 — as a person reads it."""
        yield f"{self.label}：{self.value}"
        if self.label != self.name:
            yield f"  单元格：{self.name}"
        if self.formula:
            yield f"  公式：{self.formula}"
        if self.missing:
            yield f"  待填：{'、'.join(self.missing)}"
        for part in self.inputs:
            yield f"  · {part.label}：{part.value}" + (
                f"（{'；'.join(part.sources)}）" if part.sources else ""
            )
        yield from (f"  出处：{source}" for source in self.sources)
        yield from (f"  其中{unit}" for unit in self.units)


class NoSuchNumber(DisclosureError):  # noqa: N818 - a sentence for the user
    """没有这个数 — neither a figure nor a cell is called so; the message names what is near."""


def explain(name: str, book: Book) -> Explanation:
    """说明 — a figure by its name, a cell by its name or by the words of the form; raises NoSuchNumber."""
    entry = book.get(name) or _cell(name, book)
    if entry is None:
        raise NoSuchNumber(_near(name, book))
    inputs = tuple(_leaf(book[part], book) for part in entry.inputs[:_SHOWN] if part in book)
    units = tuple(by_unit(entry, book.facts.submission))
    own = book.places(entry.name)[: len(entry.paths)]
    return replace(_leaf(entry, book), formula=formula(entry, book), sources=own, inputs=inputs, units=units)


def formula(entry: Entry, book: Book) -> str:
    """公式 — how a figure, or a cell by other cells of its table, is made, in words; empty where it was entered."""
    cell = book.cells.get(entry.name)
    if cell is not None:
        return cell.expression or "；".join(_said(text, entry, book) for text in cell.formulas)
    figure = book.facts.figures.named(entry.name)
    return figure.said() if figure is not None and figure.formula else ""


def _cell(label: str, book: Book) -> Entry | None:
    found = cell_names.find(label, _labels(book))
    return book[found] if found else None


def _labels(book: Book) -> dict[str, str]:
    return {name: entry.label for name, entry in book.items() if name[:1].isascii()}


def _near(name: str, book: Book) -> str:
    kind = "数或单元格"
    if " " in name.strip():
        return cell_names.unfound(name, _labels(book), kind)
    return f"没有名为“{name}”的{kind}{terms.near(name.strip(), list(book)) or cell_names.form(_labels(book))}"


def _leaf(entry: Entry, book: Book) -> Explanation:
    return Explanation(entry.name, entry.label, _both(entry), "", book.places(entry.name), entry.missing)


def _both(entry: Entry) -> str:
    if entry.value is None or entry.unit != "元":
        return entry.said
    return f"{entry.said}（{number_text(in_unit(entry.value, '万元'), 6, trim=True)}万元）"


def _said(text: str, entry: Entry, book: Book) -> str:
    table, parsed = entry.name.partition(".")[0], formulas.parse(text)
    number = len(set(formulas.names(parsed)))
    if number > _LONG:
        return f"各项之和（{number}项）"

    def label(name: str) -> str:
        found = book.get(f"{table}.{name}")
        return found.label if found else name

    return formulas.say(parsed, label)
