"""涉密推算 — whether figures that are published determine one that is withheld: the identities, solved exactly.

An identity says that a figure equals a formula of others. With what is published put in, each identity is a linear
equation in what is not; a withheld figure is given away when the equations leave it one value only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from disclosure.checks.probe import Hit, NotApplicable, Scene
from disclosure.formula import Formula, Name, Number, Operation, parse
from disclosure.model import covered
from disclosure.money import number_text

_ONE = ""  # the constant term of a linear form
Form = dict[str, Fraction]


def withheld(scene: Scene) -> Iterator[Hit]:
    """涉密推算 — every figure marked as secret that the figures published give away."""
    facts = scene.book.facts
    places = facts.submission.withheld
    if not places:
        raise NotApplicable("没有标明涉密的地方")
    figures = facts.figures.values()
    known = {figure.id: figure.value for figure in figures if figure.value is not None}
    secret = {
        figure.id: figure
        for figure in figures
        if figure.unit != "%"
        and figure.value is None
        and figure.missing
        and all(covered(name, places) for name in figure.missing)
    }
    identities = [(figure.id, parse(figure.formula)) for figure in figures if figure.formula]
    for id, value in given_away(identities, known, secret).items():
        name, shown = secret[id].name, number_text(value, 2, trim=True) + secret[id].unit
        yield Hit((id,), "不公开", "推不出来", f"{name}标明涉密，但由公开的数可以推出是{shown}")


def given_away(
    identities: Iterable[tuple[str, Formula]], known: Mapping[str, Decimal], withheld: Iterable[str]
) -> dict[str, Decimal]:
    """被推出的 — the withheld figures that follow from what is known, with the value that anybody can work out."""
    rows = [form for figure, formula in identities if (form := _equation(figure, formula, known))]
    solved = _solved(rows)
    return {name: _decimal(solved[name]) for name in withheld if name in solved}


def _equation(figure: str, formula: Formula, known: Mapping[str, Decimal]) -> Form | None:
    """figure − formula = 0 in what is not known; None where nothing unknown is left or it is not linear."""
    right = _form(formula, known)
    row = None if right is None else _added(_form(Name(figure), known) or {}, right, Fraction(-1))
    return row if row and set(row) - {_ONE} else None


def _form(formula: Formula, known: Mapping[str, Decimal]) -> Form | None:
    match formula:
        case Number(value):
            return {_ONE: Fraction(value)}
        case Name(name):
            return {_ONE: Fraction(known[name])} if name in known else {name: Fraction(1)}
        case Operation(operator, left, right):
            one, other = _form(left, known), _form(right, known)
            return None if one is None or other is None else _combined(operator, one, other)


def _combined(operator: str, one: Form, other: Form) -> Form | None:
    if operator in "+-":
        return _added(one, other, Fraction(1 if operator == "+" else -1))
    if operator == "*" and not _is_constant(other):
        one, other = other, one
    factor = other.get(_ONE, Fraction(0))
    if not _is_constant(other) or (operator == "/" and not factor):
        return None
    return _added({}, one, factor if operator == "*" else 1 / factor)


def _added(one: Form, other: Form, factor: Fraction) -> Form:
    sums = {
        name: one.get(name, Fraction(0)) + factor * other.get(name, Fraction(0)) for name in {**one, **other}
    }
    return {name: value for name, value in sums.items() if value}


def _is_constant(form: Form) -> bool:
    return not set(form) - {_ONE}


def _solved(rows: list[Form]) -> dict[str, Fraction]:
    """Gauss and Jordan: the unknowns that stand alone in a row when every pivot is cleared from all others."""
    pivots: dict[str, Form] = {}
    for row in rows:
        for name, reduced in pivots.items():
            row = _cleared(row, name, reduced)  # noqa: PLW2901 - the row as far as it is reduced
        name = min(set(row) - {_ONE}, default=_ONE)
        if name != _ONE:
            row = _added({}, row, 1 / row[name])  # noqa: PLW2901
            pivots = {other: _cleared(reduced, name, row) for other, reduced in pivots.items()} | {name: row}
    return {name: -row.get(_ONE, Fraction(0)) for name, row in pivots.items() if not set(row) - {name, _ONE}}


def _cleared(row: Form, name: str, pivot: Form) -> Form:
    return _added(row, pivot, -row[name]) if name in row else row


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
