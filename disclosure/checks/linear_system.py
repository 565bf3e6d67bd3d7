"""推算 — what numbers follow from those that are known: equations solved exactly, over fractions.

With what is known put in, an equation of sums, shares and rates is linear in what is not. An unknown follows
when the equations leave it one value only, or — none of its sum being negative — next to no room.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from disclosure import formula as formulas
from disclosure.formula import Formula, Name, Number, Operation, Operator

_ONE = ""  # the constant term of a linear form
_TAG = "#"  # begins the name of the equation that a row is made of, kept beside its unknowns
_SIGNS: Mapping[Operator, Fraction] = {"+": Fraction(1), "-": Fraction(-1)}
_NOTHING = Fraction(0)

Equation = tuple[Formula, Formula]
Form = dict[str, Fraction]
Ratio = tuple[Form, Form]


@dataclass(frozen=True, slots=True)
class Proof:
    """推得 — the most that an unknown can be (元 or a count), the known numbers that say so; how near."""

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
    targets = [name for name in wanted if name not in known]
    reached = _reached(list(equations), known, targets)
    rows = [row for row in (_row(number, each, known) for number, each in enumerate(reached)) if row]
    solved = _solved(rows)
    near = _bounded([*rows, *solved.values()], negative)
    found = {}
    for name in targets:
        row = solved.get(name, {})
        if _unknowns(row) == {name}:
            found[name] = Proof(_decimal(-row.get(_ONE, _NOTHING)), _known_in(row, reached, known))
        elif name in near and near[name][0] <= room:
            value, row = near[name]
            found[name] = Proof(_decimal(value), _known_in(row, reached, known), exact=False)
    return found


def _reached(
    equations: Sequence[Equation], known: Mapping[str, Decimal], targets: Iterable[str]
) -> list[Equation]:
    """The equations that have to do with the wanted unknowns, directly or by way of others."""
    of_name: dict[str, list[int]] = defaultdict(list)
    unknowns = [_names(equation).difference(known) for equation in equations]
    for number, names in enumerate(unknowns):
        for name in names:
            of_name[name].append(number)
    waiting, seen = list(targets), set[int]()
    while waiting:
        new = [number for number in of_name.pop(waiting.pop(), ()) if number not in seen]
        seen.update(new)
        waiting.extend(name for number in new for name in unknowns[number])
    return [equations[number] for number in sorted(seen)]


def _names(equation: Equation) -> set[str]:
    return {name for side in equation for name in formulas.names(side)}


def _row(number: int, equation: Equation, known: Mapping[str, Decimal]) -> Form:
    """left − right = 0 in what is not known; empty where it is not linear or says nothing."""
    try:
        (one, under), (other, below) = (_ratio(side, known) for side in equation)
        row = _added(_product(one, below), _product(other, under), Fraction(-1))
    except ArithmeticError:
        return {}
    return {**row, f"{_TAG}{number}": Fraction(1)} if _unknowns(row) else {}


def _ratio(formula: Formula, known: Mapping[str, Decimal]) -> Ratio:
    match formula:
        case Number(value):
            return {_ONE: Fraction(value)}, {_ONE: Fraction(1)}
        case Name(name):
            return {_ONE: Fraction(known[name])} if name in known else {name: Fraction(1)}, {
                _ONE: Fraction(1)
            }
        case Operation(operator, left, right):
            return _combined(operator, _ratio(left, known), _ratio(right, known))


def _combined(operator: Operator, one: Ratio, other: Ratio) -> Ratio:
    (above, below), (second, under) = one, other
    if operator in _SIGNS:
        return _added(_product(above, under), _product(second, below), _SIGNS[operator]), _product(
            below, under
        )
    if operator == "/":
        return _product(above, under), _product(below, _not_zero(second))
    return _product(above, second), _product(below, under)


def _not_zero(form: Form) -> Form:
    """A divisor: of zero there is no share."""
    if not any(form.values()):
        raise ArithmeticError
    return form


def _product(one: Form, other: Form) -> Form:
    """Of two forms, one of them without unknowns: else it is not linear."""
    factor, form = (one, other) if _unknowns(other) else (other, one)
    if _unknowns(factor):
        raise ArithmeticError
    return _added({}, form, factor.get(_ONE, _NOTHING))


def _unknowns(form: Form) -> set[str]:
    return {name for name in form if name and not name.startswith(_TAG)}


def _added(one: Form, other: Form, factor: Fraction) -> Form:
    """one + factor × other, without what falls out."""
    sums = dict(one)
    for name, value in other.items():
        sums[name] = sums.get(name, _NOTHING) + factor * value
    return {name: value for name, value in sums.items() if value}


def _solved(rows: Iterable[Form]) -> dict[str, Form]:
    """Gauss and Jordan: by its first unknown every independent row, that unknown cleared from all others."""
    pivots: dict[str, Form] = {}
    for row in rows:
        rest = row
        for name in _unknowns(row) & pivots.keys():
            rest = _cleared(rest, name, pivots[name])
        if unknowns := _unknowns(rest):
            first = min(unknowns)
            pivot = _added({}, rest, 1 / rest[first])
            pivots = {name: _cleared(other, first, pivot) for name, other in pivots.items()}
            pivots[first] = pivot
    return pivots


def _cleared(row: Form, name: str, pivot: Form) -> Form:
    return _added(row, pivot, -row[name]) if name in row else row


def _bounded(rows: Iterable[Form], negative: Callable[[str], bool]) -> dict[str, tuple[Fraction, Form]]:
    """By unknown the least sum of which it is a part, nothing in that sum being negative."""
    found: dict[str, tuple[Fraction, Form]] = {}
    for row in rows:
        names = _unknowns(row)
        one_way = len({row[name] > 0 for name in names}) == 1
        for name in names if one_way and not any(map(negative, names)) else ():
            most = -row.get(_ONE, _NOTHING) / row[name]
            found[name] = min(found.get(name, (most, row)), (most, row), key=lambda pair: pair[0])
    return found


def _known_in(row: Form, equations: Sequence[Equation], known: Mapping[str, Decimal]) -> tuple[str, ...]:
    """The known numbers of the equations that a row is made of."""
    return tuple(dict.fromkeys(_known_names(row, equations, known)))


def _known_names(row: Form, equations: Sequence[Equation], known: Mapping[str, Decimal]) -> Iterator[str]:
    for tag in (name for name in row if name.startswith(_TAG)):
        for side in equations[int(tag.removeprefix(_TAG))]:
            yield from filter(known.__contains__, formulas.names(side))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator
