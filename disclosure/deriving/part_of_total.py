"""合计里的一部分 — a part that is not known is what the total leaves beside the other parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from disclosure import formula as formulas
from disclosure.deriving.figure import Figure
from disclosure.interval import added
from disclosure.money import total


def bounded_from_above(figures: dict[str, Figure]) -> dict[str, Figure]:
    """由合计推知 — the same figures; totals come behind their parts, so the last is looked at first."""
    found = dict(figures)
    for id in reversed(figures):
        found.update(_left_to_parts(found[id], found))
    return found


def _left_to_parts(whole: Figure, figures: Mapping[str, Figure]) -> Iterator[tuple[str, Figure]]:
    parts = [figures[id] for id in whole.inputs]
    unknown = list(filter(_is_unknown, parts))
    if unknown and _is_sum_with_an_end(whole):
        yield from ((part.id, _left_by(part, whole, parts)) for part in unknown)


def _is_sum_with_an_end(whole: Figure) -> bool:
    return formulas.is_sum(whole.formula) and not whole.interval.high.is_infinite()


def _is_unknown(part: Figure) -> bool:
    return part.value is None and bool(part.missing)


def _left_by(part: Figure, whole: Figure, parts: Iterable[Figure]) -> Figure:
    others = [other for other in parts if other is not part]
    rest = added(other.interval for other in others)
    slack = total(figure.slack for figure in (whole, *others))
    return replace(part, bounds=part.bounds & (whole.interval - rest), slack=max(part.slack, slack))
