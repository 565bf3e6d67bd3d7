"""不公开的数 — the equations that a reader of what is published knows, what is published, what must not follow."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain

from disclosure import figures as figure_stage
from disclosure import formula as formulas
from disclosure.checks import identities
from disclosure.checks.book import Book, figure_name
from disclosure.checks.check_programs import Scene
from disclosure.checks.linear_system import Equation
from disclosure.facts import Facts
from disclosure.figures import Figure, Figures
from disclosure.formula import Formula, Name, Number, Operation
from disclosure.model import Submission
from disclosure.tables.filled_table import FilledCell, FilledTable

OF_UNIT = "："  # between a unit's name and that of its number
_LINES = ("支出[", "收入[")
_PUBLISHED_BEFORE = (".上年数", ".年初预算", ".全年预算")  # last year's accounts and the budget said it then
_SIGNED = re.compile(r"增减|调整|结转|结余|收支|收入|较|差|率|占比")


def is_of_this_year(name: str) -> bool:
    """本年的 — whether a number was not published before already."""
    return not name.endswith(_PUBLISHED_BEFORE)


def may_be_negative(name: str) -> bool:
    """可以为负 — whether a number's sign says nothing; spending, counts and the like are never below 0."""
    return _SIGNED.search(name) is not None


def published(book: Book) -> Mapping[str, Decimal]:
    """公开的 — all that is known counts, whether this edition prints it or another paper does; no single line.

    Of the units all that they do not withhold.
    """
    own = {name: entry.value for name, entry in book.items() if entry.value is not None}
    known = {name: value for name, value in own.items() if not name.startswith(_LINES)}
    for unit, _, figures in _units(book.facts.submission):
        known |= {
            f"{unit}{figure.name}": figure.value for figure in figures.values() if figure.value is not None
        }
    return known


def targets(facts: Facts) -> list[str]:
    """不得推出的 — by name every figure that is secret and not nothing, also those of units."""
    own = _secret(facts.figures, facts.submission)
    of_units = ((unit, _secret(figures, part)) for unit, part, figures in _units(facts.submission))
    return [*own, *(f"{unit}{name}" for unit, names in of_units for name in names)]


def _secret(figures: Figures, submission: Submission) -> list[str]:
    places = {mark.name for mark in submission.withheld}
    secret = map(figures.withheld.figures.__getitem__, sorted(figures.withheld.marked))
    return [figure.name for figure in secret if _is_secret(figure, places)]


def _is_secret(figure: Figure, places: Container[str]) -> bool:
    """A part of which there is none says nothing; shares and rates say what their amounts do.

    What repeats other numbers (执行数) further below a place that is kept back is no secret of that place's.
    """
    if figure.unit == "%" or figure.value == 0 or not is_of_this_year(figure.name):
        return False
    own = figure.name in places or figure.name.rpartition(".")[0] in places
    return bool(figure.missing) if figure.value is None else own or not figure.formula


def equations(scene: Scene) -> Iterator[Equation]:
    """等式 — of figures, cells, declared rules and units, every number by its one name."""
    facts = scene.book.facts
    yield from _of_figures(facts.figures, "")
    for unit, _, figures in _units(facts.submission):
        yield from _of_figures(figures, unit)
    yield from _of_units(facts)
    shown = dict(_shown(scene.book))
    for table in facts.tables:
        yield from (_renamed(each, shown) for each in _of_table(table, facts.figures))
    for spec in scene.active():
        yield from (_renamed(each, shown) for each in identities.equations(spec, scene.book))


def _units(submission: Submission) -> Iterator[tuple[str, Submission, Figures]]:
    for name, unit in submission.units.items():
        yield f"{name}{OF_UNIT}", unit, figure_stage.derive(unit)
        yield from ((f"{name}/{below}", part, figures) for below, part, figures in _units(unit))


def _of_figures(figures: Figures, unit: str) -> Iterator[Equation]:
    names = {id: f"{unit}{figure.name}" for id, figure in figures.items()}
    for id, figure in figures.items():
        if figure.formula:
            yield _renamed((Name(id), formulas.parse(figure.formula)), names)
        elif figure.paths and all(path.startswith(_LINES) for path in figure.paths):
            yield Name(names[id]), _sum(f"{unit}{path}" for path in figure.paths)


def _of_units(facts: Facts) -> Iterator[Equation]:
    """A department's figure is the sum of its units', where each of these has one and none is a share."""
    units = [(unit, figures) for unit, _, figures in _units(facts.submission) if "/" not in unit]
    secret = set(chain.from_iterable(figures.withheld.marked for _, figures in units)) & facts.figures.keys()
    for id in sorted(secret if not facts.submission.internal_payments else ()):
        name, parts = facts.figures[id].name, [unit for unit, figures in units if id in figures]
        yield Name(name), _sum(f"{unit}{name}" for unit in parts)


def _sum(names: Iterable[str]) -> Formula:
    total: Formula = Number(Decimal(0))
    for name in names:
        total = Operation("+", total, Name(name))
    return total


def _shown(book: Book) -> Iterator[tuple[str, str]]:
    """Cells that show a figure, by name: they are that figure."""
    for name, cell in book.cells.items():
        if cell.figure and not cell.approved:
            yield name, figure_name(cell.figure, book.facts.figures)


def _of_table(table: FilledTable, figures: Figures) -> Iterator[Equation]:
    for name, cell in table.cells():
        yield from ((Name(name), formula) for formula in _formulas(cell, table))
        if cell.figure and cell.approved:
            yield Name(name), Name(figure_name(cell.figure, figures))


def _formulas(cell: FilledCell, table: FilledTable) -> Iterator[Formula]:
    if cell.expression:
        yield formulas.parse(cell.expression)
    for text in cell.formulas:
        yield formulas.with_names(formulas.parse(text), lambda name: f"{table.id}.{name}")


def _renamed(equation: Equation, names: Mapping[str, str]) -> Equation:
    left, right = (formulas.with_names(side, lambda name: names.get(name, name)) for side in equation)
    return left, right
