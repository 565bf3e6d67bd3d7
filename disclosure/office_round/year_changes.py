"""比上年 — what changed against last year of what the form asks reasons for, with the reasons given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from disclosure import packs, terms
from disclosure.api import Examined
from disclosure.model.other_matters import Reasons
from disclosure.office_round.differences import FigureChange


@dataclass(frozen=True, slots=True)
class YearChange:
    """一项比上年的变动 — the reason as the document prints it; whether one was given."""

    change: FigureChange
    reason: str
    is_given: bool


def changes_since_last_year(seen: Examined) -> list[FigureChange]:
    """比上年变了的 — largest first; of what is printed: a place that is withheld stands on no sheet."""
    return sorted((change for change in _both_years(seen) if change.difference), key=_size, reverse=True)


def with_reasons(seen: Examined, changes: Iterable[FigureChange]) -> Iterator[YearChange]:
    """附上原因 — of each change, as the document prints it."""
    listed, given = list(changes), seen.facts.submission.reasons
    templates = (f"{{{{ 事由(原因.{change.name}) }}}}" for change in listed)
    for change, reason in zip(listed, packs.printed(seen.chain, seen.facts, templates), strict=True):
        yield YearChange(change, reason, getattr(given, terms.identifier(change.name)) is not None)


def _both_years(seen: Examined) -> Iterator[FigureChange]:
    figures = seen.facts.figures
    for node in Reasons.model_fields:
        name = terms.chinese(node)
        last, this = (figures.value(f"{node}.{leaf}") for leaf in ("prior", "final"))
        if f"{name}.{terms.chinese('final')}" in seen.record.figures and None not in (last, this):
            yield FigureChange(name, seen.facts.names.name(name), "元", last, this)


def _size(change: FigureChange) -> Decimal:
    return abs(change.difference or Decimal(0))
