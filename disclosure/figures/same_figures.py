"""同一个数 — figures made of the same entries are one figure, however many names it has.

The only fund's expenditure is the whole expenditure; without carry-over it is the income too. What 核定数
says of one of them therefore holds for all. Two are told to be one by their fingerprint: that of an entered
amount is a hash of its key path and amount, that of a sum the sum of its parts' (0 leaves none).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from disclosure import formula as formulas
from disclosure.errors import InputError, Problem
from disclosure.figures.figure import Approval, Figure
from disclosure.formula import Formula
from disclosure.model import Submission
from disclosure.money import half_width, in_unit, number_text

Entry = tuple[str, Decimal]
_PLAIN_SUM = frozenset("-*/()")  # what no formula of a plain sum has


def fingerprints(figures: Iterable[Figure], entered: Mapping[str, Sequence[Entry]]) -> dict[str, int]:
    """指纹 — of every amount that is known or made of such, by id."""
    prints: dict[str, int] = {}
    for figure in figures:
        entries = entered.get(figure.id)
        found = _of_figure(figure, prints) if entries is None else _of_entries(figure.id, entries)
        if figure.unit == "元" and found is not None:
            prints[figure.id] = found
    return prints


def combined(formula: Formula, fingerprint: Callable[[str], int | None]) -> int | None:
    """合成的指纹 — of what a formula makes; None where it does more than add and subtract."""
    match formula:
        case formulas.Name(name):
            return fingerprint(name)
        case formulas.Operation("+" | "-" as sign, left, right):
            one, other = combined(left, fingerprint), combined(right, fingerprint)
            if one is None or other is None:
                return None
            return one + other if sign == "+" else one - other
        case _:
            return None


def carried(
    figures: Mapping[str, Figure],
    prints: Mapping[str, int],
    approved: Mapping[int, Approval],
    known: Mapping[str, Approval],
) -> dict[str, Approval]:
    """带到同一个数 — what is approved of a figure, for all others of its fingerprint.

    What follows from an approved figure is carried likewise. `known` is what was carried before.
    """
    touched = _touched(figures)
    found: dict[str, Approval] = {}
    for print_, same in _same(figures, prints).items():
        source = approved.get(print_) or next((_as_approval(one) for one in same if one.id in touched), None)
        for one in same if source else ():
            if source and one.value != source.amount and one.id not in known and not one.stated:
                found[one.id] = source
    return found


def agreed(figures: Mapping[str, Figure], prints: Mapping[str, int]) -> dict[int, Figure]:
    """已核定的 — the approved figure of each fingerprint, or one that follows from an approved one."""
    touched = _touched(figures)
    return {prints[id]: figures[id] for id in reversed(list(figures)) if id in touched and prints.get(id)}


def approvals(
    figures: Mapping[str, Figure],
    prints: Mapping[str, int],
    submission: Submission,
    cells: Mapping[int, Approval],
) -> dict[int, Approval]:
    """各处核定 — by fingerprint; raises InputError where two that are one figure do not agree."""
    found, problems = dict(cells), list[Problem]()
    for figure in figures.values():
        amount, print_ = submission.stated.get(figure.name), prints.get(figure.id)
        if amount is None or not print_:
            continue
        own = Approval(figure.name, figure.name, amount, half_width(amount, submission.unit))
        problems += disagreement(found.setdefault(print_, own), own, submission)
    if problems:
        raise InputError(problems)
    return found


def disagreement(one: Approval, other: Approval, submission: Submission) -> Iterator[Problem]:
    """不一致 — the fault of two 核定数 of one figure that are not the same amount."""
    if one.amount != other.amount:
        path, unit = f"核定数.{other.key}", submission.unit
        first, second = (number_text(in_unit(each.amount, unit), 6, trim=True) for each in (one, other))
        message = f"“{one.key}”和“{other.key}”是同一个数，核定数却是{first}和{second}，请改成一样，或只留一处"
        yield Problem(message, submission.source(path), path)


def _of_entries(id: str, entries: Sequence[Entry]) -> int:
    """A line of 结转结余 has two amounts under one key path: what was there, and what is left."""
    left = "closing" in id
    return sum(hash((entry, left)) for entry in entries if entry[1])


def _of_figure(figure: Figure, prints: Mapping[str, int]) -> int | None:
    if _PLAIN_SUM.isdisjoint(figure.formula):
        parts = [prints[part] for part in figure.inputs if part in prints]
        return sum(parts) if figure.formula and len(parts) == len(figure.inputs) else None
    return combined(formulas.parse(figure.formula), prints.get)


def _same(figures: Mapping[str, Figure], prints: Mapping[str, int]) -> dict[int, list[Figure]]:
    groups: dict[int, list[Figure]] = defaultdict(list)
    for id, print_ in prints.items():
        if print_:
            groups[print_].append(figures[id])
    return groups


def _touched(figures: Mapping[str, Figure]) -> set[str]:
    """What is approved, and all that is made from it."""
    found: set[str] = set()
    for id, figure in figures.items():
        if figure.stated or not found.isdisjoint(figure.inputs):
            found.add(id)
    return found


def _as_approval(figure: Figure) -> Approval:
    return Approval("", figure.name, figure.value or Decimal(0), figure.slack)
