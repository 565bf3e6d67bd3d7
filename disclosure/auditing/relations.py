"""关系 — claims held against each other by the formulas of the figures, on intervals of what is printed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from disclosure import formula as formulas
from disclosure.auditing.claims import Claim
from disclosure.figures import Figure, Figures
from disclosure.formula import Formula, Operation
from disclosure.interval import Interval

ZERO = Decimal(0)
_LISTED = re.compile(r"(\w+\.(?:class|section|item))\.\d+\.")
_PRINTED_AS_ZERO = Decimal(150)  # 元: three amounts of 万元 with two decimals, rounded
_ROUNDS = 12  # in which what follows from what was found is found, too


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


def conflicts(claims: Sequence[Claim], figures: Figures) -> Iterator[Conflict]:
    """各处不符 — claims of one figure that differ, claims that no value of the others makes."""
    stated: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.is_sure:
            stated[claim.figure].append(claim)
    yield from _said_twice(stated, figures)
    partly = _listed_in_part(claims)
    whole = {id: figure for id, figure in figures.items() if figure.formula and not _adds_up(figure, partly)}
    known = _known(stated, whole)
    for figure in whole.values():
        yield from _against_formula(figure, stated, known)


def _listed_in_part(claims: Sequence[Claim]) -> set[str]:
    """Lists of subjects (general_expenditure.class) with a part that nobody can name: they add up to nothing."""
    of_block: dict[int, set[str]] = defaultdict(set)
    unknown = {claim.block for claim in claims if claim.unit == "元" and not claim.is_sure}
    for claim in claims:
        if found := _LISTED.match(claim.figure):
            of_block[claim.block].add(found[1])
    return {node for block in unknown for node in of_block[block]}


def _adds_up(figure: Figure, nodes: set[str]) -> bool:
    return any(name.startswith(f"{node}.") for name in figure.inputs for node in nodes)


def _said_twice(stated: Mapping[str, Sequence[Claim]], figures: Figures) -> Iterator[Conflict]:
    for id, claims in stated.items():
        if id in figures:
            first, *others = claims
            for other in others:
                if _apart(interval(first), interval(other)):
                    yield Conflict(other, interval(first), figures[id], (first,), by_formula=False)


def _against_formula(
    figure: Figure, stated: Mapping[str, Sequence[Claim]], known: Mapping[str, Interval]
) -> Iterator[Conflict]:
    if not all(name in known for name in figure.inputs):
        return
    parsed = formulas.parse(figure.formula)
    expected = None if _has_no_base(parsed, known) else formulas.bounds(parsed, known.__getitem__)
    others = tuple(chain.from_iterable(stated.get(name, ()) for name in figure.inputs))
    for claim in stated.get(figure.id, ()):
        if expected is None or _apart(interval(claim), expected):
            yield Conflict(claim, expected, figure, others)


def _has_no_base(formula: Formula, known: Mapping[str, Interval]) -> bool:
    """Whether it divides by what prints as 0."""
    match formula:
        case Operation("/", _, right):
            base = formulas.bounds(right, known.__getitem__)
            return base.holds(ZERO) and max(-base.low, base.high) <= _PRINTED_AS_ZERO
        case Operation(_, left, right):
            return _has_no_base(left, known) or _has_no_base(right, known)
        case _:
            return False


def _known(stated: Mapping[str, Sequence[Claim]], figures: Mapping[str, Figure]) -> dict[str, Interval]:
    """What is claimed, and what follows from it by sums and differences."""
    known = {id: _hull(claims) for id, claims in stated.items()}
    for _ in range(_ROUNDS):
        found = dict(_following(known, figures))
        if not found:
            break
        known |= found
    return known


def _following(
    known: Mapping[str, Interval], figures: Mapping[str, Figure]
) -> Iterator[tuple[str, Interval]]:
    for id, figure in figures.items():
        lacking = [name for name in (id, *figure.inputs) if name not in known]
        parsed = formulas.parse(figure.formula) if len(lacking) == 1 else None
        if parsed is None or not formulas.only_adds(parsed):
            continue
        if lacking == [id]:
            yield id, formulas.bounds(parsed, known.__getitem__)
        elif list(formulas.names(parsed)).count(lacking[0]) == 1:
            yield lacking[0], _solved(parsed, lacking[0], known[id], known)


def _solved(formula: Formula, name: str, target: Interval, known: Mapping[str, Interval]) -> Interval:
    """What one name of a sum must be for the sum to be the target."""
    match formula:
        case Operation(operator, left, right) if name in formulas.names(left):
            other = formulas.bounds(right, known.__getitem__)
            return _solved(left, name, target - other if operator == "+" else target + other, known)
        case Operation(operator, left, right):
            other = formulas.bounds(left, known.__getitem__)
            return _solved(right, name, target - other if operator == "+" else other - target, known)
        case _:
            return target


def _hull(claims: Sequence[Claim]) -> Interval:
    """Where a figure is said twice and otherwise, either may be right: only one of them is a fault."""
    intervals = list(map(interval, claims))
    return Interval(min(one.low for one in intervals), max(one.high for one in intervals))


def _apart(one: Interval, other: Interval) -> bool:
    return one.below(other) or other.below(one)
