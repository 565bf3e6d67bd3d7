"""汇总校验 — a department added up from its units: payments among them, what was typed beside the sums."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from disclosure import consolidation, figures
from disclosure.checks.book import Entry, said
from disclosure.checks.probe import Hit, NotApplicable, Scene
from disclosure.figures import Figure, Figures
from disclosure.model import Submission


def payments(scene: Scene) -> Iterator[Hit]:
    """内部往来 — each pair is found at both units, and no payment among units is left out."""
    submission = _added(scene)
    for found in consolidation.settle(submission, submission.units).mismatches:
        yield Hit((found.path,), said(found.stated, "元"), said(found.held, "元"), found.message, found.tail)


def sums(scene: Scene) -> Iterator[Hit]:
    """各单位相加 — a figure that the department typed itself is the sum of its units' figures."""
    submission = _added(scene)
    units = [figures.derive(unit) for unit in submission.units.values()]
    for figure in scene.book.facts.figures.values():
        parts = _parts(figure, units) if _typed(figure, submission) else None
        if parts is not None and figure.value is not None:
            yield from _beside(figure, figure.value, parts)


def by_unit(entry: Entry, submission: Submission) -> Iterator[str]:
    """各单位的数 — what each unit has of a number, then what payments among units take out; of shares nothing."""
    name = entry.name if len(entry.inputs) != 1 else entry.inputs[0]
    parts = dict(consolidation.by_unit(submission, name)) or dict(
        consolidation.by_unit(submission, entry.name)
    )
    if not parts or entry.value is None or entry.unit == "%":
        return
    for unit, part in parts.items():
        yield f"{unit}：{'未知' if part.value is None else said(part.value, part.unit)}"
    rest = entry.value - sum((part.value or Decimal(0) for part in parts.values()), Decimal(0))
    if rest and all(part.value is not None for part in parts.values()):
        yield f"单位之间抵销等：{said(rest, entry.unit)}"


def _added(scene: Scene) -> Submission:
    submission = scene.submission
    if not submission.units:
        raise NotApplicable("部门的数不是由所属单位相加得出")
    return submission


def _typed(figure: Figure, submission: Submission) -> bool:
    """Whether the department's own file holds it; last year's 收支总计 is not the units' where they pay each other."""
    if figure.id == "grand_total.prior" and submission.internal_payments:
        return False
    places = [source for path in figure.paths if (source := submission.source(path))]
    return bool(places) and not any(source.unit for source in places)


def _parts(figure: Figure, units: list[Figures]) -> list[Figure] | None:
    found = [one[figure.id] for one in units if figure.id in one]
    return None if not found or any(part.value is None for part in found) else found


def _beside(figure: Figure, value: Decimal, parts: list[Figure]) -> Iterator[Hit]:
    total = sum((part.value or Decimal(0) for part in parts), Decimal(0))
    if total != value:
        typed, added = said(value, figure.unit), said(total, figure.unit)
        slack = sum((part.slack for part in parts), figure.slack)
        message = f"{figure.name}在部门数据里是{typed}，各单位相加是{added}"
        yield Hit((figure.paths[0], figure.name), typed, added, message, abs(total - value) <= slack)
