"""同一个数 — figures made of the same entries are one figure, however many names it has.

The only fund's expenditure is the whole expenditure; without carry-over it is the income too. What 核定数
says of one of them therefore holds for all. Two are told to be one by their fingerprint: that of an entered
amount is a hash of its key path and amount, that of a sum the sum of its parts' (0 leaves none).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import chain

from disclosure import formula as formulas
from disclosure.deriving.figure import Approval, Figure
from disclosure.errors import InputError, Problem
from disclosure.formula import Formula
from disclosure.model import Submission
from disclosure.money import half_width, in_unit, number_text, total

Entry = tuple[str, Decimal]


def fingerprints(figures: Iterable[Figure], entered: Mapping[str, Sequence[Entry]]) -> dict[str, Decimal]:
    """指纹 — of every amount that is known or made of such, by id."""
    prints: dict[str, Decimal] = {}
    for figure in figures:
        entries = entered.get(figure.id)
        found = _of_figure(figure, prints) if entries is None else _of_entries(figure.id, entries)
        if found is not None:
            prints[figure.id] = found
    return prints


def combined(formula: Formula, fingerprint: Callable[[str], Decimal | None]) -> Decimal | None:
    """合成的指纹 — of what a formula makes; None where it does more than add and subtract."""
    return formulas.evaluate(formula, fingerprint) if formulas.only_adds(formula) else None


def carried(
    figures: Mapping[str, Figure],
    prints: Mapping[str, Decimal],
    approved: Mapping[Decimal, Approval],
    known: Mapping[str, Approval],
) -> dict[str, Approval]:
    """带到同一个数 — what is approved of a figure, for all others of its fingerprint.

    What follows from an approved figure is carried likewise. `known` is what was carried before.
    """
    sources = {**_following(figures, prints), **approved}
    waiting = {id: sources.get(print_) for id, print_ in prints.items() if id not in known}
    return {
        id: source
        for id, source in waiting.items()
        if source and not figures[id].stated and figures[id].value != source.amount
    }


def _following(figures: Mapping[str, Figure], prints: Mapping[str, Decimal]) -> dict[Decimal, Approval]:
    found = agreed(figures, prints).items()
    return {print_: Approval("", one.name, one.value or Decimal(0), one.slack) for print_, one in found}


def agreed(figures: Mapping[str, Figure], prints: Mapping[str, Decimal]) -> dict[Decimal, Figure]:
    """已核定的 — the approved figure of each fingerprint, or one that follows from an approved one."""
    touched = _touched(figures)
    by_weight = sorted(touched.values(), key=lambda figure: figure.stated)
    return {prints[figure.id]: figure for figure in by_weight if prints.get(figure.id)}


def approvals(
    figures: Mapping[str, Figure],
    prints: Mapping[str, Decimal],
    submission: Submission,
    cells: Mapping[Decimal, Approval],
) -> dict[Decimal, Approval]:
    """各处核定 — of cells and of figures, by fingerprint; raises InputError where two do not agree."""
    stated = submission.stated
    named = (figure for figure in figures.values() if figure.name in stated and prints.get(figure.id))
    own = ((prints[figure.id], approval_of(figure.name, figure.name, submission)) for figure in named)
    return unanimous(chain(cells.items(), own), submission)


def approval_of(key: str, name: str, submission: Submission) -> Approval:
    """一处核定 — what a key of 核定数 says of a number."""
    amount = submission.stated[key]
    return Approval(key, name, amount, half_width(amount, submission.unit))


def unanimous(found: Iterable[tuple[Decimal, Approval]], submission: Submission) -> dict[Decimal, Approval]:
    """一致的 — one 核定数 of each fingerprint; raises InputError where two of one figure do not agree."""
    first: dict[Decimal, Approval] = {}
    pairs = [(first.setdefault(print_, approval), approval) for print_, approval in found]
    if problems := [_apart(*pair, submission) for pair in pairs if pair[0].amount != pair[1].amount]:
        raise InputError(problems)
    return first


def _apart(one: Approval, other: Approval, submission: Submission) -> Problem:
    path, unit = f"核定数.{other.key}", submission.unit
    first, second = (number_text(in_unit(each.amount, unit), 6, trim=True) for each in (one, other))
    message = f"“{one.key}”和“{other.key}”是同一个数，核定数却是{first}和{second}，请改成一样，或只留一处"
    return Problem(message, submission.source(path), path)


def _of_entries(id: str, entries: Sequence[Entry]) -> Decimal:
    """A line of 结转结余 has two amounts under one key path: what was there, and what is left."""
    left = "closing" in id
    return total(Decimal(hash((entry, left))) for entry in entries if entry[1])


def _of_figure(figure: Figure, prints: Mapping[str, Decimal]) -> Decimal | None:
    """Of a formula; a long sum is no deep one."""
    if figure.unit != "元" or not figure.formula:
        return None
    if not formulas.is_sum(figure.formula):
        return combined(formulas.parse(figure.formula), prints.get)
    return total(map(prints.__getitem__, figure.inputs)) if prints.keys() >= {*figure.inputs} else None


def _touched(figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """What is approved, and all that is made from it."""
    found: dict[str, Figure] = {}
    for id, figure in figures.items():
        if figure.stated or figure.agrees or not found.keys().isdisjoint(figure.inputs):
            found[id] = figure
    return found
