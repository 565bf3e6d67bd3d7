"""合计里的一部分 — a part that is not known is what the total leaves beside the other parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from disclosure.figures.figure import Figure
from disclosure.interval import added
from disclosure.money import total

_NO_SUM = frozenset("-*/()")


def bounded_from_above(figures: dict[str, Figure]) -> dict[str, Figure]:
    """由合计推知 — the same figures; totals come behind their parts, so the last is looked at first."""
    found = dict(figures)
    for id in reversed(figures):
        found.update(_left_to_parts(found[id], found))
    return found


def _left_to_parts(whole: Figure, figures: Mapping[str, Figure]) -> Iterator[tuple[str, Figure]]:
    if whole.interval.high.is_infinite() or not _NO_SUM.isdisjoint(whole.formula):
        return
    parts = [figures[id] for id in whole.inputs]
    for part in parts:
        if part.missing and part.value is None:
            yield part.id, _left_by(part, whole, [other for other in parts if other is not part])


def _left_by(part: Figure, whole: Figure, others: Iterable[Figure]) -> Figure:
    rest = added(other.interval for other in others)
    slack = total(figure.slack for figure in (whole, *others))
    return replace(part, bounds=part.bounds & (whole.interval - rest), slack=max(part.slack, slack))
