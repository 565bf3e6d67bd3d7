"""涉密推算 — whether the figures published determine one that is withheld: the identities, solved exactly.

An identity says that a figure equals a formula of others. With what is published put in, each identity is a
linear equation in what is not; a withheld figure is given away when the equations leave it one value only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from disclosure import terms
from disclosure.checks.book import Entry
from disclosure.checks.check_programs import Hit, Scene, needed
from disclosure.figures import Figure
from disclosure.formula import Formula, Name, Number, Operation, Operator, parse
from disclosure.model import Submission, covered
from disclosure.model.key_paths import schema_paths
from disclosure.money import number_text

_LAST_YEAR = ".上年数"
_ONE = ""  # the constant term of a linear form
_FACTORS: Mapping[Operator, Fraction] = {"+": Fraction(1), "-": Fraction(-1)}
Form = dict[str, Fraction]


def withheld(scene: Scene) -> Iterator[Hit]:
    """涉密推算 — every figure marked as secret that the figures published give away."""
    places = needed(scene.submission.withheld, "没有标明涉密的地方")
    figures = scene.book.facts.figures.values()
    secret = {figure.id: figure for figure in figures if _is_secret(figure, places)}
    for id, value in given_away(_identities_of(figures), _values_known(figures), secret).items():
        amount = number_text(value, 2, trim=True) + secret[id].unit
        message = f"{scene.book.called(id)}标明涉密，但由公开的数可以推出是{amount}"
        yield Hit((id,), "不公开", "推不出来", message)


def misnamed(scene: Scene) -> Iterator[Hit]:
    """涉密的名称 — every place marked as secret is a key of the data or a number of the document."""
    known = [*schema_paths(Submission), *scene.book]
    for place in needed(scene.submission.withheld, "没有标明涉密的地方"):
        if not any(covered(name, (place,)) for name in known):
            near = terms.nearest(place, known)
            yield Hit((place,), place, "、".join(near), f"涉密里的“{place}”不是一个数的名称，没有起作用")


def stated_anyway(scene: Scene) -> Iterator[Hit]:
    """涉密却有数 — a place marked as secret whose number is given, and would be printed."""
    for place in needed(scene.submission.withheld, "没有标明涉密的地方"):
        given = [entry for entry in scene.book.values() if _is_given(entry, place, scene)]
        if given:
            names = (entry.name for entry in given)
            message = f"{scene.book.called(place)}标明涉密，数据里却有这个数，会印出来"
            yield Hit(tuple(names), given[0].said, "没有数", message)


def _is_given(entry: Entry, place: str, scene: Scene) -> bool:
    """Whether a number below a secret place is known; last year's and an approved total were published."""
    is_public = entry.name.endswith(_LAST_YEAR) or entry.name in scene.submission.stated
    is_own = entry.unit != "%" and covered(entry.name, (place,))  # a share follows from what is public
    return entry.value is not None and is_own and not is_public


def _values_known(figures: Iterable[Figure]) -> dict[str, Decimal]:
    return {figure.id: figure.value for figure in figures if figure.value is not None}


def _identities_of(figures: Iterable[Figure]) -> list[tuple[str, Formula]]:
    return [(figure.id, parse(figure.formula)) for figure in figures if figure.formula]


def _is_secret(figure: Figure, places: tuple[str, ...]) -> bool:
    """Whether all that a figure lacks is withheld; a share tells nothing that its amounts do not."""
    unknown = figure.value is None and figure.unit != "%" and figure.missing
    return bool(unknown) and all(covered(name, places) for name in figure.missing)


def given_away(
    identities: Iterable[tuple[str, Formula]], known: Mapping[str, Decimal], withheld: Iterable[str]
) -> dict[str, Decimal]:
    """被推出的 — the withheld figures that follow from what is known, with the value that follows."""
    rows = (_equation(figure, formula, known) for figure, formula in identities)
    solved = _solved(filter(_unknowns, rows))
    return {name: _decimal(solved[name]) for name in withheld if name in solved}


def _equation(figure: str, formula: Formula, known: Mapping[str, Decimal]) -> Form:
    """figure − formula = 0 in what is not known; empty where it is not linear."""
    try:
        return _added(_form(Name(figure), known), _form(formula, known), Fraction(-1))
    except ArithmeticError:
        return {}


def _form(formula: Formula, known: Mapping[str, Decimal]) -> Form:
    match formula:
        case Number(value):
            return {_ONE: Fraction(value)}
        case Name(name):
            return {_ONE: Fraction(known[name])} if name in known else {name: Fraction(1)}
        case Operation(operator, left, right):
            return _combined(operator, _form(left, known), _form(right, known))


def _combined(operator: Operator, one: Form, other: Form) -> Form:
    if operator in _FACTORS:
        return _added(one, other, _FACTORS[operator])
    if operator == "/":
        return _added({}, one, 1 / _constant(other))
    factor, form = (one, other) if _unknowns(other) else (other, one)
    return _added({}, form, _constant(factor))


def _constant(form: Form) -> Fraction:
    """The value of a form without unknowns: a product of two or a quotient by one is not linear."""
    if _unknowns(form):
        raise ArithmeticError
    return form.get(_ONE, Fraction(0))


def _unknowns(form: Form) -> set[str]:
    return set(form) - {_ONE}


def _added(one: Form, other: Form, factor: Fraction) -> Form:
    """one + factor × other, without what falls out."""
    nothing = Fraction(0)
    names = dict.fromkeys((*one, *other))
    sums = {name: one.get(name, nothing) + factor * other.get(name, nothing) for name in names}
    return {name: value for name, value in sums.items() if value}


def _solved(rows: Iterable[Form]) -> dict[str, Fraction]:
    """Gauss and Jordan: the unknowns that stand alone in a row when each pivot is cleared from all others."""
    pivots: dict[str, Form] = {}
    for row in rows:
        _take_in(row, pivots)
    alone = {name: pivot for name, pivot in pivots.items() if _unknowns(pivot) == {name}}
    return {name: -pivot.get(_ONE, Fraction(0)) for name, pivot in alone.items()}


def _take_in(row: Form, pivots: dict[str, Form]) -> None:
    """Clears the pivots from a row; the first unknown left makes it a pivot too, cleared from the others."""
    rest = row
    for name, pivot in pivots.items():
        rest = _cleared(rest, name, pivot)
    if _unknowns(rest):
        first = min(_unknowns(rest))
        pivot = _added({}, rest, 1 / rest[first])
        for name, other in pivots.items():
            pivots[name] = _cleared(other, first, pivot)
        pivots[first] = pivot


def _cleared(row: Form, name: str, pivot: Form) -> Form:
    return _added(row, pivot, -row[name]) if name in row else row


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator
