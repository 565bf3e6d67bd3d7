"""来历 — what the working edition tells of each figure and cell: formula, inputs, file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from disclosure import checks
from disclosure.checks.book import Entry
from disclosure.checks.check_report import first_few
from disclosure.deriving import Figure
from disclosure.document import Origin
from disclosure.facts import Facts
from disclosure.packs.templating.number_printer import Printer

_SHOWN_INPUTS = 8
_SECRET = "涉密"  # who decided what is printed nowhere


def origins(facts: Facts, printer: Printer) -> Mapping[str, Origin]:
    """全部来历 — of every figure with a value, every entered count by key path, every cell by name."""
    figures, places = facts.figures.items(), facts.submission.places().items()
    derived = {id: _origin(figure, facts, printer) for id, figure in figures if figure.value is not None}
    entered = {
        path: Origin(facts.names.name(path), source=str(source))
        for path, source in places
        if path not in {"", *derived} and not path.startswith(_SECRET)
    }
    return derived | entered | dict(_cell_origins(facts, printer))


def _cell_origins(facts: Facts, printer: Printer) -> Iterator[tuple[str, Origin]]:
    """Of cells that tell more than a figure does: those that show none, and those approved (核定数)."""
    book = checks.Book(replace(facts, stated={}))  # what is printed, not what was stated
    for name, cell in book.cells.items():
        tells_more = cell.approved or not cell.figure
        if cell.value is not None and tells_more:
            source = facts.names.place(cell.approved) if cell.approved else ""
            yield name, _cell_origin(book[name], source, book, printer)


def _cell_origin(entry: Entry, source: str, book: checks.Book, printer: Printer) -> Origin:
    parts = (book[part] for part in entry.inputs[:_SHOWN_INPUTS] if part in book)
    inputs = (_input(part.label, part.value, part.unit, printer) for part in parts)
    return Origin(entry.label, checks.formula(entry, book), (*inputs, *_and_others(entry.inputs)), source)


def _origin(figure: Figure, facts: Facts, printer: Printer) -> Origin:
    def called(id: str) -> str:
        return facts.names.name(facts.figures[id].name)

    parts = [facts.figures[id] for id in figure.inputs[:_SHOWN_INPUTS]]
    inputs = [_input(called(part.id), part.value, part.unit, printer) for part in parts]
    places = first_few("；", map(facts.names.place, figure.paths), _SHOWN_INPUTS)
    formula = figure.said(called) if figure.formula else ""
    return Origin(called(figure.id), formula, (*inputs, *_and_others(figure.inputs)), places)


def _and_others(inputs: Sequence[str]) -> Iterator[str]:
    """How many there are, where not all of them are shown."""
    if len(inputs) > _SHOWN_INPUTS:
        yield f"等{len(inputs)}个数"


def _input(name: str, value: Decimal | None, unit: str, printer: Printer) -> str:
    if value is None:
        return f"{name}：无"
    shown = printer.amount_text(value, "万元") + "万元" if unit == "元" else f"{value.normalize():f}"
    return f"{name}：{shown}"
