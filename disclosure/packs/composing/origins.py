"""来历 — what the working edition tells of each figure and cell: formula, inputs, file and line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from disclosure import checks
from disclosure.checks.check_report import first_few
from disclosure.deriving import Figure
from disclosure.document import Origin
from disclosure.facts import Facts
from disclosure.forms.filled_table import FilledCell
from disclosure.packs.templating.number_printer import Printer

_SHOWN_INPUTS = 8
_SECRET = "涉密"  # who decided what is printed nowhere


class Teller:
    """说来历的 — of one department-year's numbers: figures and cells by name, entered counts by key path."""

    def __init__(self, facts: Facts, printer: Printer) -> None:
        self._facts, self._printer, self._names = facts, printer, facts.names
        self._places = facts.submission.places()
        self._told: dict[str, Origin | None] = {}

    def origins(self, printed: Iterable[str]) -> Mapping[str, Origin]:
        """各数的来历 — of what is printed."""
        told = {name: self._once_told(name) for name in printed}
        return {name: origin for name, origin in told.items() if origin}

    def _once_told(self, name: str) -> Origin | None:
        if name not in self._told:
            self._told[name] = self._origin(name)
        return self._told[name]

    def _origin(self, name: str) -> Origin | None:
        if name in self._cells:
            return self._of_cell(name)
        if name in self._facts.figures:
            return self._of_figure(self._facts.figures[name])
        if name in self._places and not name.startswith(_SECRET):
            return Origin(self._names.name(name), source=str(self._places[name]))
        return None

    def _of_figure(self, figure: Figure) -> Origin | None:
        if figure.value is None:
            return None
        inputs = map(self._of_input, figure.inputs[:_SHOWN_INPUTS])
        places = first_few("；", map(self._names.place, figure.paths), _SHOWN_INPUTS)
        formula = figure.said(self._called) if figure.formula else ""
        return Origin(self._called(figure.id), formula, (*inputs, *_and_others(figure.inputs)), places)

    def _of_input(self, id: str) -> str:
        part = self._facts.figures[id]
        return _input(self._called(id), part.value, part.unit, self._printer)

    def _called(self, id: str) -> str:
        return self._names.name(self._facts.figures[id].name)

    @cached_property
    def _cells(self) -> Mapping[str, FilledCell]:
        """Cells that tell more than a figure does: those that show none, and those approved (核定数)."""
        every = dict(cell for table in self._facts.tables for cell in table.cells())
        known = {name: cell for name, cell in every.items() if cell.value is not None}
        return {name: cell for name, cell in known.items() if cell.approved or not cell.figure}

    @cached_property
    def _book(self) -> checks.Book:
        return checks.Book(self._facts.as_printed())

    def _of_cell(self, name: str) -> Origin:
        book, cell = self._book, self._cells[name]
        entry, source = book[name], self._names.place(cell.approved) if cell.approved else ""
        parts = (book[part] for part in entry.inputs[:_SHOWN_INPUTS] if part in book)
        inputs = (_input(part.label, part.value, part.unit, self._printer) for part in parts)
        return Origin(entry.label, checks.formula(entry, book), (*inputs, *_and_others(entry.inputs)), source)


def _and_others(inputs: Sequence[str]) -> Iterator[str]:
    """How many there are, where not all of them are shown."""
    if len(inputs) > _SHOWN_INPUTS:
        yield f"等{len(inputs)}个数"


def _input(name: str, value: Decimal | None, unit: str, printer: Printer) -> str:
    if value is None:
        return f"{name}：无"
    shown = printer.amount_text(value, "万元") + "万元" if unit == "元" else f"{value.normalize():f}"
    return f"{name}：{shown}"
