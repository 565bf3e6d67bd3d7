"""说明来历 — how a figure or a cell came about: value, formula in Chinese, inputs, file and line of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from disclosure import formula as formulas
from disclosure import terms
from disclosure.checks import compared_totals
from disclosure.checks.book import Book, Entry, figure_name, formula_said, said
from disclosure.checks.check_programs import Scene
from disclosure.checks.check_report import first_few
from disclosure.checks.subordinate_units import by_unit
from disclosure.errors import DisclosureError
from disclosure.forms import cell_names
from disclosure.money import in_unit, number_text

_SHOWN = 30  # parts and places that are printed; all are in the data


@dataclass(frozen=True, slots=True)
class Explanation:
    """来历 — of one number; `inputs` are those one level below, with `sources` of all they are made from.

    Every one is there; `lines` prints the first of many and how many there are.
    """

    name: str
    label: str
    value: str
    formula: str = ""
    sources: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    inputs: tuple[Explanation, ...] = ()
    units: tuple[str, ...] = ()
    ratified: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """说明文字 — as a person reads it."""
        yield f"{self.label}：{self.value}"
        if self.name[:1].isascii():
            yield f"  单元格：{self.name}"
        if self.formula:
            yield f"  公式：{self.formula}"
        if self.missing:
            yield f"  待填：{'、'.join(self.missing)}"
        yield from (f"  批复数：{ratified}" for ratified in self.ratified)
        yield from (f"  · {told}" for told in _some(map(Explanation._as_input, self.inputs), "个数"))
        yield from (f"  出处：{source}" for source in _some(self.sources, "处"))
        yield from (f"  其中{unit}" for unit in self.units)

    def _as_input(self) -> str:
        sources = f"（{first_few('；', self.sources, _SHOWN)}）" if self.sources else ""
        return f"{self.label}：{self.value}{sources}"


def _some(told: Iterable[str], counted: str) -> Iterator[str]:
    """Line by line; behind the first of many, how many there are."""
    every = list(told)
    yield from every[:_SHOWN]
    if len(every) > _SHOWN:
        yield f"等{len(every)}{counted}"


class NoSuchNumber(DisclosureError, KeyError):  # noqa: N818 - a sentence for the user
    """没有这个数 — neither a figure nor a cell is called so; the message names what is near."""

    def __str__(self) -> str:
        return str(self.args[0])


def explain(name: str, scene: Scene) -> Explanation:
    """说明 — a figure by its name or id, a cell by its name or the words of the form; raises NoSuchNumber."""
    book = scene.book
    entry = book.get(figure_name(name, book.facts.figures)) or _cell_called(name, book)
    if entry is None:
        raise NoSuchNumber(_no_such_number(name, book))
    below = filter(None, map(book.get, entry.inputs))
    inputs = tuple(_one_level(part, book) for part in below)
    units = tuple(by_unit(entry, book.facts.submission))
    own = book.places(entry.name)[: len(entry.paths)]
    made = formula(entry, book)
    ratified = tuple(_ratified(entry, scene))
    known = _one_level(entry, book)
    return replace(known, formula=made, sources=own, inputs=inputs, units=units, ratified=ratified)


def _ratified(entry: Entry, scene: Scene) -> Iterator[str]:
    """What the 批复 says of a figure, or of the figure that a cell shows."""
    names = {(entry.name,), entry.inputs}
    for one in filter(lambda one: one.names in names, compared_totals.compared(scene)):
        yield f"{scene.book.facts.names.place(one.path)} {said(one.ratified, '元')}，{one.outcome}"


def formula(entry: Entry, book: Book) -> str:
    """公式 — how a figure, or a cell by others of its table, is made, in words; empty where entered."""
    if entry.name in book.cells:
        cell = book.cells[entry.name]
        return cell.expression or "；".join(_cell_formula(text, entry, book) for text in cell.formulas)
    figure = book.facts.figures.named(entry.name)
    return figure.said(book.called) if figure is not None and figure.formula else ""


def _cell_formula(text: str, entry: Entry, book: Book) -> str:
    table, parsed = entry.name.partition(".")[0], formulas.parse(text)
    cells = {name: book.get(f"{table}.{name}") for name in formulas.names(parsed)}
    return formula_said(parsed, {name: cell.label if cell else name for name, cell in cells.items()})


def _cell_called(label: str, book: Book) -> Entry | None:
    """What is called so: a cell, also by parts of its words, or a number by the name that reports give it."""
    name = cell_names.find(label, _cell_labels(book)) or _named_so(label, book)
    return book[name] if name else None


def _named_so(label: str, book: Book) -> str | None:
    return next((name for name, entry in book.items() if entry.label == label.strip()), None)


def _cell_labels(book: Book) -> dict[str, str]:
    return {name: entry.label for name, entry in book.items() if name[:1].isascii()}


def _no_such_number(name: str, book: Book) -> str:
    kind = "数或单元格"
    if " " in name.strip():
        return cell_names.unfound(name, _cell_labels(book), kind)
    near = terms.near(name.strip(), list(book)) or cell_names.form(_cell_labels(book))
    return f"没有名为“{name}”的{kind}{near}"


def _one_level(entry: Entry, book: Book) -> Explanation:
    value = _in_both_units(entry)
    missing = book.facts.names.located(entry.missing)
    return Explanation(entry.name, entry.label, value, "", book.places(entry.name), missing)


def _in_both_units(entry: Entry) -> str:
    if entry.value is None or entry.unit != "元":
        return entry.said
    return f"{entry.said}（{number_text(in_unit(entry.value, '万元'), 6, trim=True)}万元）"
