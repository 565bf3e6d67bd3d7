"""推算 — what numbers follow from those that are known: equations solved exactly, over fractions.

With what is known put in, an equation of sums, shares and rates is linear in what is not. An unknown follows
when the equations leave it one value only, or — none of its sum being negative — next to no room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial, reduce
from itertools import chain, count, filterfalse

from disclosure import formula as formulas
from disclosure.formula import Formula, Name, Number, Operation, Operator

_ONE = ""  # the constant term of a linear form
_TAG = "#"  # begins the name of the equation that a row is made of, kept beside its unknowns
_NOTHING, _WHOLE = Fraction(0), Fraction(1)

Equation = tuple[Formula, Formula]
Form = dict[str, Fraction]
Ratio = tuple[Form, Form]
Bound = tuple[Fraction, str, Form]  # the most that an unknown can be, the unknown, the row that says so


@dataclass(frozen=True, slots=True)
class Proof:
    """推得 — the most that an unknown can be, the known numbers that say so; whether it is just that."""

    value: Decimal
    known: tuple[str, ...]
    exact: bool = True


def follows(
    equations: Iterable[Equation],
    known: Mapping[str, Decimal],
    wanted: Iterable[str],
    *,
    room: Decimal = Decimal(0),
    negative: Callable[[str], bool] = lambda _: True,
) -> dict[str, Proof]:
    """推得的 — of the wanted unknowns those that follow from what is known.

    `room` is how little of it may be left to a sum's parts before they count as known; `negative` says of
    which unknowns nothing is known by their sign.
    """
    targets = set(wanted).difference(known)
    reached = _reached(list(equations), known, targets)
    rows = list(filter(None, map(partial(_difference, known), count(), reached)))
    solved = list(_solved(rows).values())
    near = chain.from_iterable(map(partial(_bounds, negative), chain(rows, solved)))
    close = sorted((bound for bound in near if 0 <= bound[0] <= room), key=_most, reverse=True)
    exact = chain.from_iterable(map(_alone, solved))
    found = {name: (most, row) for most, name, row in chain(close, exact)}
    prove = partial(_proof, reached, known)
    return {name: prove(name, *found[name]) for name in filter(found.__contains__, sorted(targets))}


def _proof(
    equations: Sequence[Equation], known: Mapping[str, Decimal], name: str, most: Fraction, row: Form
) -> Proof:
    tags = filter(_is_tag, row)
    sides = chain.from_iterable(equations[int(tag.removeprefix(_TAG))] for tag in tags)
    names = filter(known.__contains__, chain.from_iterable(map(formulas.names, sides)))
    value = Decimal(most.numerator) / most.denominator
    return Proof(value, tuple(dict.fromkeys(names)), _unknowns(row) == {name})


def _reached(
    equations: Sequence[Equation], known: Mapping[str, Decimal], targets: Iterable[str]
) -> list[Equation]:
    """The equations that have to do with the wanted unknowns, directly or by way of others."""
    unknowns = [_names_in(equation).difference(known) for equation in equations]
    seen: set[str] = set()
    near = set(targets)
    while near != seen:
        seen = near
        near = seen.union(*filterfalse(seen.isdisjoint, unknowns))
    concerned = zip(equations, unknowns, strict=True)
    return [equation for equation, names in concerned if not seen.isdisjoint(names)]


def _names_in(equation: Equation) -> set[str]:
    return set(chain.from_iterable(map(formulas.names, equation)))


def _difference(known: Mapping[str, Decimal], number: int, equation: Equation) -> Form:
    """left − right = 0 in what is not known; empty where it is not linear or says nothing."""
    try:
        (one, under), (other, below) = (_ratio(side, known) for side in equation)
        row = _combination(_product(one, below), _product(other, under), -_WHOLE)
    except ArithmeticError:
        row = {}
    return {**row, f"{_TAG}{number}": _WHOLE} if _unknowns(row) else {}


def _ratio(formula: Formula, known: Mapping[str, Decimal]) -> Ratio:
    match formula:
        case Number(value):
            return {_ONE: Fraction(value)}, {_ONE: _WHOLE}
        case Name(name):
            return {_ONE: Fraction(known[name])} if name in known else {name: _WHOLE}, {_ONE: _WHOLE}
        case Operation(operator, left, right):
            return _OPERATIONS[operator](_ratio(left, known), _ratio(right, known))


def _signed_sum(sign: int, one: Ratio, other: Ratio) -> Ratio:
    (above, below), (second, under) = one, other
    return _combination(_product(above, under), _product(second, below), Fraction(sign)), _product(
        below, under
    )


def _product_of(one: Ratio, other: Ratio) -> Ratio:
    return _product(one[0], other[0]), _product(one[1], other[1])


def _quotient_of(one: Ratio, other: Ratio) -> Ratio:
    """There is no share of nothing."""
    divisor, below = other
    return _product_of(one, (below, _not_zero(divisor)))


def _not_zero(form: Form) -> Form:
    if any(form.values()):
        return form
    raise ArithmeticError


_OPERATIONS: Mapping[Operator, Callable[[Ratio, Ratio], Ratio]] = {
    "+": partial(_signed_sum, 1),
    "-": partial(_signed_sum, -1),
    "*": _product_of,
    "/": _quotient_of,
}


def _product(one: Form, other: Form) -> Form:
    """Of two forms, one of them without unknowns: else it is not linear."""
    factor, form = sorted((one, other), key=lambda each: len(_unknowns(each)))
    if _unknowns(factor):
        raise ArithmeticError
    return _combination({}, form, factor.get(_ONE, _NOTHING))


def _is_tag(name: str) -> bool:
    return name.startswith(_TAG)


def _unknowns(form: Form) -> set[str]:
    return set(filterfalse(_is_tag, filter(None, form)))


def _combination(one: Form, other: Form, factor: Fraction) -> Form:
    """one + factor × other, without what falls out."""
    sums = {name: one.get(name, _NOTHING) + factor * value for name, value in other.items()}
    return {name: value for name, value in {**one, **sums}.items() if value}


def _solved(rows: Iterable[Form]) -> dict[str, Form]:
    """Gauss and Jordan: by its first unknown every independent row, that unknown cleared from all others."""
    pivots: dict[str, Form] = {}
    for row in rows:
        rest = reduce(_cleared, map(pivots.__getitem__, _unknowns(row) & pivots.keys()), row)
        pivots |= _new_pivot(rest, pivots) if _unknowns(rest) else {}
    return pivots


def _new_pivot(row: Form, pivots: Mapping[str, Form]) -> dict[str, Form]:
    """The row by its first unknown, and those of the others that had it, without it."""
    first = _pivot(row)
    pivot = _combination({}, row, 1 / row[first])
    others = {name: _cleared(other, pivot) for name, other in pivots.items()}
    return {**others, first: pivot}


def _pivot(row: Form) -> str:
    return min(_unknowns(row))


def _cleared(row: Form, pivot: Form) -> Form:
    """A row without the first unknown of a pivot."""
    return _combination(row, pivot, -row[_pivot(pivot)]) if _pivot(pivot) in row else row


def _most(bound: Bound) -> Fraction:
    return bound[0]


def _alone(row: Form) -> Iterator[Bound]:
    """The one unknown of a row that has no other."""
    names = _unknowns(row)
    return map(partial(_bound, row), names if len(names) == 1 else ())


def _bounds(negative: Callable[[str], bool], row: Form) -> Iterator[Bound]:
    """The unknowns of a row that only adds: none of them is more than all of it, nothing being negative."""
    names = _unknowns(row)
    is_sum = len({row[name] > 0 for name in names}) == 1 and not any(map(negative, names))
    return map(partial(_bound, row), names if is_sum else ())


def _bound(row: Form, name: str) -> Bound:
    return -row.get(_ONE, _NOTHING) / row[name], name, row
