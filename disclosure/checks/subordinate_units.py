"""汇总校验 — a department added up from its units: payments among them, what was typed beside the sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from disclosure import consolidation, deriving
from disclosure.checks.book import Book, Entry, said, slack_of
from disclosure.checks.check_programs import Hit, Scene, apart, needed
from disclosure.deriving import Figure, Figures
from disclosure.model import Submission
from disclosure.money import sum_known

_SINGLE_UNIT = "部门的数不是由所属单位相加得出"


def payments(scene: Scene) -> Iterator[Hit]:
    """内部往来 — each pair is found at both units, and no payment among units is left out."""
    submission, units = scene.submission, needed(scene.submission.units, _SINGLE_UNIT)
    for pair in consolidation.settle(submission, units).mismatches:
        yield Hit((pair.path,), said(pair.stated, "元"), said(pair.held, "元"), pair.message, pair.tail)


def sums(scene: Scene) -> Iterator[Hit]:
    """各单位相加 — a figure that the department typed itself is the sum of its units' figures."""
    units = list(map(deriving.derive, needed(scene.submission.units, _SINGLE_UNIT).values()))
    for figure in scene.book.facts.figures.values():
        if _typed_by_department(figure, scene.submission):
            yield from _apart_from_sum(figure, units, scene.book)


def by_unit(entry: Entry, submission: Submission) -> Iterator[str]:
    """各单位的数 — what each unit has of a number, then what payments among units take out; no shares."""
    if entry.value is None or entry.unit == "%":
        return
    parts = _parts_by_unit(entry, submission)
    for unit, part in parts.items():
        yield f"{unit}：{'未知' if part.value is None else said(part.value, part.unit)}"
    total = _total(parts.values())
    if total is not None and total != entry.value:
        yield f"单位之间抵销等：{said(entry.value - total, entry.unit)}"


def _parts_by_unit(entry: Entry, submission: Submission) -> dict[str, Figure]:
    """By the figure that a cell shows, else by the number's own name."""
    shown = entry.inputs[0] if len(entry.inputs) == 1 else entry.name
    parts = dict(consolidation.by_unit(submission, shown))
    return parts or dict(consolidation.by_unit(submission, entry.name))


def _typed_by_department(figure: Figure, submission: Submission) -> bool:
    """Whether the department's own file holds it; not last year's 收支总计 where units pay each other.

    Nor a fact of the pack that its units do not add up to.
    """
    no_sum = (figure.id == "grand_total.prior" and submission.internal_payments) or any(
        map(submission.own.stands_alone, figure.paths)
    )
    if no_sum:
        return False
    places = filter(None, map(submission.source, figure.paths))
    return {bool(place.unit) for place in places} == {False}


def _total(parts: Iterable[Figure]) -> Decimal | None:
    """The sum, where there are parts and every one is known."""
    return sum_known([part.value for part in parts] or [None])


def _apart_from_sum(figure: Figure, units: list[Figures], book: Book) -> Iterator[Hit]:
    parts = list(filter(None, (unit.get(figure.id) for unit in units)))
    added = Entry(figure.name, figure.name, _total(parts), figure.unit, slack_of(parts))
    typed = Entry(figure.name, figure.name, figure.value, figure.unit, figure.slack)
    message = f"{book.called(figure.name)}在部门数据里是{typed.said}，各单位相加是{added.said}"
    return apart(added, typed.value, (figure.paths[0], figure.name), message, typed.slack)
