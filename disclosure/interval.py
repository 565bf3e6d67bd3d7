"""区间 — what is known of an amount that is not known exactly: at least this, at most that."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from disclosure.money import EXACT

INFINITE = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Interval:
    """区间 — from `low` to `high`, both included; infinite where nothing bounds it on that side."""

    low: Decimal = -INFINITE
    high: Decimal = INFINITE

    @classmethod
    def exactly(cls, value: Decimal) -> Self:
        """就是这个数 — an amount that is known."""
        return cls(value, value)

    @classmethod
    def part_of(cls, whole: Decimal) -> Self:
        """一部分 — any part of an amount whose parts have its sign."""
        return cls(min(Decimal(0), whole), max(Decimal(0), whole))

    @classmethod
    def over(cls, values: Iterable[Decimal]) -> Self:
        """这些数之间 — from the least of them to the greatest."""
        ordered = sorted(values)
        return cls(ordered[0], ordered[-1])

    @property
    def value(self) -> Decimal | None:
        """数 — the amount, where only one is possible."""
        return self.low if self.low == self.high else None

    def __add__(self, other: Interval) -> Interval:
        return Interval(EXACT.add(self.low, other.low), EXACT.add(self.high, other.high))

    def __sub__(self, other: Interval) -> Interval:
        return Interval(EXACT.subtract(self.low, other.high), EXACT.subtract(self.high, other.low))

    def __and__(self, other: Interval) -> Interval:
        return Interval(max(self.low, other.low), min(self.high, other.high))

    def mapped(self, function: Callable[[Decimal], Decimal]) -> Interval:
        """换算 — by a function that keeps the order of amounts, or turns it round."""
        return Interval(*sorted(map(function, (self.low, self.high))))

    def holds(self, amount: Decimal) -> bool:
        """含有 — whether it may be this amount."""
        return self.nearest(amount) == amount

    def nearest(self, amount: Decimal) -> Decimal:
        """最近的数 — the amount itself where it is possible, else the end that lies nearest."""
        return max(self.low, min(self.high, amount))

    def sign_of(self, end: Decimal) -> str:
        """端点的说法 — 至少 or 至多; nothing of an amount that is known."""
        return "" if self.value is not None else "至少" if end == self.low else "至多"

    def below(self, other: Interval) -> bool:
        """必小于 — whether every amount of it is less than every one of the other."""
        return self.high < other.low

    def at_most(self, other: Interval) -> bool:
        """必不大于 — whether no amount of it is more than any of the other."""
        return self.high <= other.low


UNBOUNDED = Interval()
NOTHING = Interval.exactly(Decimal(0))
NON_NEGATIVE = Interval(Decimal(0))


def added(intervals: Iterable[Interval]) -> Interval:
    """相加 — the sum of intervals, 0 of none."""
    return sum(intervals, NOTHING)
