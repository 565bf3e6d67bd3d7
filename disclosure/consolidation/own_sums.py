"""自有数据的和 — facts that a pack declares, of units: amounts and numbers added, lists joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

from disclosure.consolidation.unit_account import Account
from disclosure.errors import Source
from disclosure.model import Submission
from disclosure.model.own_data import OwnData, OwnFact
from disclosure.money import half_width, total


def accounts(submission: Submission, units: Mapping[str, Submission]) -> list[Account]:
    """各单位账 — of units by their full names, called as the department lists them."""
    short = {unit.name: unit.short_name or "" for unit in submission.department.units or ()}
    return [Account(name, short.get(name, ""), unit) for name, unit in units.items()]


def with_sums(given: OwnData, units: Sequence[Account]) -> OwnData:
    """补上各单位之和 — the same data, with what the units add up to wherever nothing is said."""
    added = [fact for fact in given.declared.own_data if _is_added(fact, given, units)]
    sums = {fact.name: _SUMS[fact.kind](list(_values_of(fact, units))) for fact in added}
    values = given.declared.model.model_construct(**{**dict(given.values or ()), **sums})
    return _with_places(replace(given, values=values), added, units)


def _with_places(given: OwnData, added: Sequence[OwnFact], units: Sequence[Account]) -> OwnData:
    places = list(chain.from_iterable(map(partial(_places_of_fact, units), added)))
    slack, sources = {one.path: one.slack for one in places}, {one.path: one.source for one in places}
    return replace(given, added=slack, sources=sources)


def _is_added(fact: OwnFact, given: OwnData, units: Sequence[Account]) -> bool:
    values = [given.value(fact.name) is None, *(value is not None for value in _values_of(fact, units))]
    return bool(units) and fact.adds and all(values)


def _values_of(fact: OwnFact, units: Sequence[Account]) -> Iterator[Any]:
    return (unit.submission.own.value(fact.name) for unit in units)


def with_last_year(given: OwnData, last: Submission) -> OwnData:
    """补上上年数 — the same data, with what last year's say wherever nothing is said of last year."""
    known = _said_last_year(given, last)
    before = {fact.before.name: value for fact, value in known.items()}
    slack = {fact.before.path: _own_slack(last, fact.path, value) for fact, value in known.items()}
    sources = {fact.before.path: source for fact in known if (source := last.locate(fact.path))}
    return replace(
        given,
        values=given.declared.model.model_construct(**{**dict(given.values or ()), **before}),
        added={**given.added, **slack},
        sources={**given.sources, **sources},
    )


def _said_last_year(given: OwnData, last: Submission) -> Mapping[OwnFact, Any]:
    """What last year's data say of each fact of which the data say nothing for last year."""
    lacking = [fact for fact in given.declared.compared.own_data if given.value(fact.before.name) is None]
    return {fact: value for fact in lacking if (value := last.own.value(fact.name)) is not None}


def _joined(lists: Sequence[Sequence[Any]]) -> tuple[Any, ...]:
    return tuple(chain.from_iterable(lists))


_SUMS: Mapping[str, Callable[[Any], Any]] = {"金额": sum, "数量": sum, "列表": _joined}


class _Place(NamedTuple):
    """Where a value of the department comes from, and how far it may lie away."""

    path: str
    source: Source
    slack: Decimal


def _places_of_fact(units: Sequence[Account], fact: OwnFact) -> Iterator[_Place]:
    """Of a fact, then of each row of a list and of its cells."""
    first, *others = (unit.source(fact.path) for unit in units)
    yield _Place(fact.path, replace(first, also=tuple(others)), _whole_slack(units, fact))
    rows = chain.from_iterable(map(partial(_rows_of, fact), units))
    for number, (unit, below, row) in enumerate(rows, 1):
        yield from _places_of_row(unit, below, f"{fact.path}[{number}]", row)


def _whole_slack(units: Sequence[Account], fact: OwnFact) -> Decimal:
    whole = ((unit.submission, unit.submission.own.value(fact.name)) for unit in units)
    return total(_own_slack(submission, fact.path, value) for submission, value in whole)


def _places_of_row(unit: Account, below: str, path: str, row: Any) -> Iterator[_Place]:
    cells = {"": None, **{f".{name}": value for name, value in row}}
    for step, value in cells.items():
        place = f"{below}{step}"
        yield _Place(f"{path}{step}", unit.source(place), _own_slack(unit.submission, place, value))


def _rows_of(fact: OwnFact, unit: Account) -> Iterator[tuple[Account, str, Any]]:
    """Each row of a unit's list, and its key path there; none of what is no list."""
    rows = enumerate(unit.submission.own.value(fact.name) if fact.columns else (), 1)
    return ((unit, f"{fact.path}[{number}]", row) for number, row in rows)


def _own_slack(submission: Submission, path: str, value: Any) -> Decimal:
    own = submission.own
    rounding = half_width(value, own.unit) if isinstance(value, Decimal) else Decimal(0)
    return own.added.get(path, rounding)
