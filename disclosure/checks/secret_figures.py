"""不公开的数 — the equations that readers of what is public know, what is public, what must not follow."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial, reduce
from itertools import chain, starmap
from typing import NamedTuple

from disclosure import deriving
from disclosure import formula as formulas
from disclosure.checks import identities
from disclosure.checks.book import Book, figure_name
from disclosure.checks.check_programs import Scene
from disclosure.checks.linear_system import Equation
from disclosure.deriving import Figure, Figures
from disclosure.facts import Facts
from disclosure.forms.filled_table import FilledCell, FilledTable
from disclosure.formula import Formula, Name, Number, Operation
from disclosure.model import Submission

OF_UNIT = "："  # between a unit's name and that of its number
_LINES = ("支出[", "收入[")
_PUBLISHED_BEFORE = (".上年数", ".年初预算", ".全年预算")  # last year's accounts and the budget said it then
_SIGNED = re.compile(r"增减|调整|结转|结余|收支|收入|较|差|率|占比")
_NONE: Formula = Number(Decimal(0))


class _UnitFigures(NamedTuple):
    """A department (without a name) or one of its units: what its numbers are called by, data, figures."""

    name: str
    submission: Submission
    figures: Figures


def is_of_this_year(name: str) -> bool:
    """本年的 — whether a number was not published before already."""
    return not name.endswith(_PUBLISHED_BEFORE)


def may_be_negative(name: str) -> bool:
    """可以为负 — whether a number's sign says nothing; spending, counts and the like are never below 0."""
    return _SIGNED.search(name) is not None


def bodies(facts: Facts) -> Sequence[_UnitFigures]:
    """各单位 — the department and every unit below it, with its figures: derived once for all questions."""
    return [_UnitFigures("", facts.submission, facts.figures), *_units(facts.submission)]


def published(book: Book, known: Sequence[_UnitFigures]) -> Mapping[str, Decimal]:
    """公开的 — all that is known counts, whether this edition prints it or another paper; no single line.

    Of the units all that they do not withhold.
    """
    own = ((name, entry.value) for name, entry in book.items() if not _is_of_line(name))
    of_units = chain.from_iterable(starmap(_values_of_unit, known[1:]))
    return {name: value for name, value in chain(own, of_units) if value is not None}


def _values_of_unit(unit: str, _: Submission, figures: Figures) -> Iterator[tuple[str, Decimal | None]]:
    return ((f"{unit}{figure.name}", figure.value) for figure in figures.values())


def targets(known: Sequence[_UnitFigures]) -> list[str]:
    """不得推出的 — by name every figure that is secret and not nothing, also those of units."""
    return list(chain.from_iterable(starmap(_secret, known)))


def _secret(unit: str, submission: Submission, figures: Figures) -> Iterator[str]:
    is_secret = partial(_is_secret, {mark.name for mark in submission.withheld})
    marked = map(figures.withheld.figures.__getitem__, sorted(figures.withheld.marked))
    return (f"{unit}{figure.name}" for figure in filter(is_secret, marked))


def _is_secret(places: Container[str], figure: Figure) -> bool:
    """A part of which there is none says nothing; shares and rates say what their amounts do.

    What repeats other numbers (执行数) further below a place that is kept back is no secret of that place's.
    """
    own = {figure.name, figure.name.rpartition(".")[0]}
    stands_there = not figure.formula or any(map(places.__contains__, own))
    is_something = bool(figure.missing if figure.value is None else figure.value and stands_there)
    return all((is_something, figure.unit != "%", is_of_this_year(figure.name)))


def equations(scene: Scene, known: Sequence[_UnitFigures]) -> Iterator[Equation]:
    """等式 — of figures, cells, declared rules and units, every number by its one name."""
    facts = scene.book.facts
    yield from chain.from_iterable(starmap(_of_a_body, known))
    yield from _of_units(facts, {body.name: body.figures for body in known[1:]})
    of_tables = chain.from_iterable(_of_table(table, facts.figures) for table in facts.tables)
    of_rules = chain.from_iterable(identities.equations(spec, scene.book) for spec in scene.active())
    yield from map(partial(_by_their_names, dict(_shown_by_cells(scene.book))), chain(of_tables, of_rules))


def _units(submission: Submission) -> Iterator[_UnitFigures]:
    """Every unit, and those below it, each called by its whole way down."""
    for name, unit in submission.units.items():
        yield _UnitFigures(f"{name}{OF_UNIT}", unit, deriving.derive(unit))
        yield from (below._replace(name=f"{name}/{below.name}") for below in _units(unit))


def _of_a_body(unit: str, _: Submission, figures: Figures) -> Iterator[Equation]:
    rename = partial(_by_their_names, {id: f"{unit}{figure.name}" for id, figure in figures.items()})
    return map(rename, chain.from_iterable(map(partial(_made, unit), figures.values())))


def _made(unit: str, figure: Figure) -> Iterator[Equation]:
    """How a figure is made: by its formula, or of single lines."""
    lines = figure.paths if all(map(_is_of_line, figure.paths)) else ()
    if figure.formula:
        yield Name(figure.id), formulas.parse(figure.formula)
    elif lines:
        yield Name(figure.id), _sum_over(map(unit.__add__, lines))


def _is_of_line(path: str) -> bool:
    return path.startswith(_LINES)


def _of_units(facts: Facts, derived: Mapping[str, Figures]) -> Iterator[Equation]:
    """A department's figure is the sum of its units', each of which has it, where none pays another."""
    units = {name: derived[f"{name}{OF_UNIT}"] for name in facts.submission.units}
    marked = set(chain.from_iterable(figures.withheld.marked for figures in units.values()))
    shared = facts.figures.keys() & marked if not facts.submission.internal_payments else set()
    return (_over_units(units, facts.figures[id]) for id in sorted(shared))


def _over_units(units: Mapping[str, Figures], figure: Figure) -> Equation:
    having = (name for name, figures in units.items() if figure.id in figures)
    return Name(figure.name), _sum_over(f"{name}{OF_UNIT}{figure.name}" for name in having)


def _sum_over(names: Iterable[str]) -> Formula:
    return reduce(partial(Operation, "+"), map(Name, names), _NONE)


def _shown_by_cells(book: Book) -> Iterator[tuple[str, str]]:
    """Cells that show a figure, by name: they are that figure."""
    showing = ((name, cell.figure) for name, cell in book.cells.items() if not cell.approved)
    return ((name, figure_name(figure, book.facts.figures)) for name, figure in showing if figure)


def _of_table(table: FilledTable, figures: Figures) -> Iterator[Equation]:
    for name, cell in table.cells():
        yield from ((Name(name), formula) for formula in _formulas(cell, table, figures))


def _formulas(cell: FilledCell, table: FilledTable, figures: Figures) -> Iterator[Formula]:
    """All that makes the number of a cell: cells, figures, the figure that an approved one stands for."""
    over_cells = map(formulas.parse, cell.formulas)
    over_figures = map(formulas.parse, filter(None, [cell.expression]))
    approved = map(Name, filter(None, [cell.approved and figure_name(cell.figure, figures)]))
    here = partial(formulas.with_names, rename=f"{table.id}.{{}}".format)
    return chain(map(here, over_cells), over_figures, approved)


def _by_their_names(names: Mapping[str, str], equation: Equation) -> Equation:
    left, right = (formulas.with_names(side, lambda name: names.get(name, name)) for side in equation)
    return left, right
