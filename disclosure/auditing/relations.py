"""关系 — claims held against each other by the formulas of the figures, on intervals of what is printed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial, reduce
from itertools import chain, filterfalse
from operator import attrgetter
from typing import NamedTuple

from disclosure import formula as formulas
from disclosure.auditing.claims import Claim
from disclosure.deriving import Figure, Figures
from disclosure.formula import Formula, Operation
from disclosure.interval import Interval

_PRINTED_AS_ZERO = Decimal(150)  # 元: three amounts of 万元 with two decimals, rounded
LISTED = re.compile(r"(\w+\.(?:class|section|item))\.\d+\.")
_ROUNDS = 12  # in which what follows from what was found is found, too
_ZERO = Decimal(0)
_BACK = {"+": Interval.__sub__, "-": Interval.__add__}

Stated = Mapping[str, Sequence[Claim]]
Known = Mapping[str, Interval]


@dataclass(frozen=True, slots=True)
class Conflict:
    """不符 — a claim, what it ought to be by the others; `expected` None where nothing can be (no base)."""

    claim: Claim
    expected: Interval | None
    figure: Figure
    others: tuple[Claim, ...]
    by_formula: bool = True


def interval(claim: Claim) -> Interval:
    """所称的区间 — within which the exact value lies, by the digits printed."""
    return Interval(claim.value - claim.half, claim.value + claim.half)


def conflicts(claims: Sequence[Claim], figures: Figures, known: Known) -> Iterator[Conflict]:
    """各处不符 — claims of one figure that differ, claims that no value of the others makes."""
    stated, whole = _sure_claims(claims, figures), _whole_figures(claims, figures)
    of_program = (id for id, said in stated.items() if not said[0].is_own)
    yield from chain.from_iterable(_said_twice(stated[id], figures[id]) for id in of_program)
    yield from chain.from_iterable(map(partial(_against_formula, stated, figures, known), whole))


def known(claims: Sequence[Claim], figures: Figures) -> Known:
    """已知的区间 — of figures that are claimed, and of those that follow by sums and differences."""
    return _inferred(_sure_claims(claims, figures), _whole_figures(claims, figures))


def _sure_claims(claims: Iterable[Claim], figures: Figures) -> Stated:
    """What is surely claimed of each figure, in the order of the figures."""
    sure: dict[str, list[Claim]] = defaultdict(list)
    for claim in filter(attrgetter("is_sure"), claims):
        sure[claim.figure].append(claim)
    return {id: sure[id] for id in figures if id in sure}


def _whole_figures(claims: Sequence[Claim], figures: Figures) -> list[Figure]:
    """Figures that follow from others of which none is listed in part."""
    partly = _listed_in_part(filterfalse(_is_of_the_lists, claims), claims)
    return list(filter(partial(_is_whole, partly), figures.values()))


def _is_of_the_lists(claim: Claim) -> bool:
    """Whether it is a number of something that lists know."""
    return claim.is_sure and not claim.is_own


def _is_whole(partly: set[str], figure: Figure) -> bool:
    """Whether it follows from others, none of them listed in part."""
    return bool(figure.formula) and partly.isdisjoint(_lists_of(figure))


def _listed_in_part(unsure: Iterable[Claim], claims: Iterable[Claim]) -> set[str]:
    """Lists of subjects (general_expenditure.class) with a part that nobody can name: they are no sums."""
    blocks = {claim.block for claim in unsure if claim.is_amount}
    return {found[1] for claim in claims if claim.block in blocks and (found := LISTED.match(claim.figure))}


def _lists_of(figure: Figure) -> set[str]:
    return {found[1] for found in map(LISTED.match, figure.inputs) if found}


def _said_twice(claims: Sequence[Claim], figure: Figure) -> Iterator[Conflict]:
    first, *others = claims
    for other in others:
        if _printed_otherwise(first, other):
            yield Conflict(other, interval(first), figure, (first,), by_formula=False)


def _printed_otherwise(one: Claim, other: Claim) -> bool:
    """Of one number to as many decimals the same digits are printed; else what both may be must meet."""
    if one.half == other.half:
        return one.value != other.value
    return disjoint(interval(one), interval(other))


def _against_formula(stated: Stated, figures: Figures, known: Known, figure: Figure) -> Iterator[Conflict]:
    if known.keys() >= {*figure.inputs}:
        parsed = formulas.parse(figure.formula)
        expected = None if _has_no_base(parsed, known) else formulas.bounds(parsed, known.__getitem__)
        others = tuple(chain.from_iterable(map(partial(_told_of, stated, figures), figure.inputs)))
        against = filter(partial(_is_against, expected), stated.get(figure.id, ()))
        yield from (Conflict(claim, expected, figure, others) for claim in against)


def _told_of(stated: Stated, figures: Figures, name: str) -> Iterator[Claim]:
    """What is claimed of a figure; of one that only follows from others, of those."""
    below = () if name in stated else figures[name].inputs
    yield from stated.get(name, ())
    yield from chain.from_iterable(map(partial(_told_of, stated, figures), below))


def _is_against(expected: Interval | None, claim: Claim) -> bool:
    """Nothing of nothing is written 0% by many a form; a rate of completion or growth it cannot be."""
    if expected is None:
        return bool(claim.value) or not claim.figure.endswith(".share")
    return disjoint(interval(claim), expected)


def _has_no_base(formula: Formula, known: Known) -> bool:
    """Whether it divides by what prints as 0."""
    match formula:
        case Operation("/", _, right):
            base = formulas.bounds(right, known.__getitem__)
            return base.holds(_ZERO) and max(-base.low, base.high) <= _PRINTED_AS_ZERO
        case Operation(_, left, right):
            return _has_no_base(left, known) or _has_no_base(right, known)
        case _:
            return False


def _inferred(stated: Stated, figures: Sequence[Figure]) -> Known:
    """What is claimed, and what follows from it by sums and differences.

    After the first round only figures are looked at that name one which the round before has found.
    """
    known = {id: _hull(claims) for id, claims in stated.items()}
    adding = [figure for figure in figures if formulas.only_adds(formulas.parse(figure.formula))]
    named = {figure.id: {figure.id, *figure.inputs} for figure in adding}
    looked_at = adding
    for _ in range(_ROUNDS):
        following = chain.from_iterable(_following(known, one, named[one.id]) for one in looked_at)
        found = {one.name: one.interval for one in sorted(following, key=attrgetter("is_sum"))}
        known |= found
        looked_at = [one for one in adding if not found.keys().isdisjoint(named[one.id])]
    return known


class _Following(NamedTuple):
    """What follows of a number: a sum of parts says more than a part of a sum that is claimed itself."""

    name: str
    interval: Interval
    is_sum: bool


def _following(known: Known, figure: Figure, named: set[str]) -> Iterator[_Following]:
    """The one number of a sum that is not known yet."""
    unknown = list(filterfalse(known.__contains__, named))
    if len(unknown) == 1:
        yield from _of_one_unknown(known, figure, *unknown)


def _of_one_unknown(known: Known, figure: Figure, name: str) -> Iterator[_Following]:
    parsed = formulas.parse(figure.formula)
    if name == figure.id:
        yield _Following(name, formulas.bounds(parsed, known.__getitem__), is_sum=True)
    elif [*formulas.names(parsed)].count(name) == 1:
        yield _Following(name, _solved(parsed, name, known[figure.id], known), is_sum=False)


def _solved(formula: Formula, name: str, target: Interval, known: Known) -> Interval:
    """What one name of a sum must be for the sum to be the target."""
    match formula:
        case Operation(operator, left, right) if name in formulas.names(left):
            return _solved(
                left, name, _BACK[operator](target, formulas.bounds(right, known.__getitem__)), known
            )
        case Operation(operator, left, right):
            other = formulas.bounds(left, known.__getitem__)
            return _solved(right, name, target - other if operator == "+" else other - target, known)
        case _:
            return target


def _hull(claims: Sequence[Claim]) -> Interval:
    """What all claims of a figure allow: 1万元 and 1.00万元 are 1.00万元.

    Where it is said twice and otherwise, either may be right: only one of them is a fault.
    """
    intervals = list(map(interval, claims))
    common = reduce(Interval.__and__, intervals)
    hull = Interval(min(one.low for one in intervals), max(one.high for one in intervals))
    return common if common.low <= common.high else hull


def disjoint(one: Interval, other: Interval) -> bool:
    """没有共同的数 — whether no amount may be both."""
    return one.below(other) or other.below(one)
