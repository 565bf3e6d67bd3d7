"""对照的一方 — last year's document, the budget or data: what it says of each figure, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from disclosure.interval import Interval
from disclosure.money import in_unit, number_text

ComparandKind = Literal["决算", "数据", "预算"]
_PLACES = 2


@dataclass(frozen=True, slots=True)
class Said:
    """所说的数 — between which values it lies (元, %, a count), as it is printed, and where."""

    interval: Interval
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Comparand:
    """对照的一方 — what is said of each figure by its id, of which year, whose."""

    kind: ComparandKind
    name: str
    year: int
    bodies: tuple[str, ...]
    said: Mapping[str, Said]


def in_wan(amount: Decimal) -> str:
    """写成万元 — an amount (元) as both sides of a comparison are printed."""
    return f"{number_text(in_unit(amount, '万元'), _PLACES)}万元"
