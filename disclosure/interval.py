"""区间 — what is known of an amount that is not known exactly: at least this, at most that."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from disclosure.money import EXACT

_End = Decimal | None


@dataclass(frozen=True, slots=True)
class Interval:
    """区间 — from `low` to `high`, both included; None where nothing bounds it on that side."""

    low: _End = None
    high: _End = None

    @classmethod
    def exactly(cls, value: Decimal) -> Self:
        """就是这个数 — an amount that is known."""
        return cls(value, value)

    @classmethod
    def part_of(cls, whole: _End) -> Self:
        """一部分 — any part of an amount whose parts have its sign; at least 0 where that is not known."""
        ends = (Decimal(0), whole or Decimal(0))
        return cls(min(ends), None if whole is None else max(ends))

    @property
    def value(self) -> _End:
        """数 — the amount, where only one is possible."""
        return self.low if self.low == self.high else None

    def __add__(self, other: Interval) -> Interval:
        return Interval(_both(EXACT.add, self.low, other.low), _both(EXACT.add, self.high, other.high))

    def __sub__(self, other: Interval) -> Interval:
        ends = ((self.low, other.high), (self.high, other.low))
        return Interval(*(_both(EXACT.subtract, *pair) for pair in ends))

    def __and__(self, other: Interval) -> Interval:
        lows, highs = _known(self.low, other.low), _known(self.high, other.high)
        return Interval(max(lows, default=None), min(highs, default=None))

    def mapped(self, function: Callable[[Decimal], Decimal]) -> Interval:
        """换算 — by a function that keeps the order of amounts, or turns it round."""
        ends = tuple(None if end is None else function(end) for end in (self.low, self.high))
        return Interval(*ends[:: 1 if function(Decimal(1)) >= 0 else -1])

    def holds(self, amount: Decimal) -> bool:
        """含有 — whether it may be this amount."""
        return self.nearest(amount) == amount

    def nearest(self, amount: Decimal) -> Decimal:
        """最近的数 — the amount itself where it is possible, else the end that lies nearest."""
        return max([*_known(self.low), min([*_known(self.high), amount])])

    def sign_of(self, end: Decimal) -> str:
        """端点的说法 — 至少 or 至多; nothing of an amount that is known."""
        return "" if self.value is not None else "至少" if end == self.low else "至多"

    def below(self, other: Interval) -> bool:
        """必小于 — whether every amount of it is less than every one of the other."""
        return self.high is not None and other.low is not None and self.high < other.low

    def at_most(self, other: Interval) -> bool:
        """必不大于 — whether no amount of it is more than any of the other."""
        return self.high is not None and other.low is not None and self.high <= other.low


UNBOUNDED = Interval()
NOTHING = Interval.exactly(Decimal(0))
NON_NEGATIVE = Interval(Decimal(0))


def added(intervals: Iterable[Interval]) -> Interval:
    """相加 — the sum of intervals, 0 of none."""
    return sum(intervals, NOTHING)


def _both(operation: Callable[[Decimal, Decimal], Decimal], one: _End, other: _End) -> _End:
    return None if one is None or other is None else operation(one, other)


def _known(*ends: _End) -> list[Decimal]:
    return [end for end in ends if end is not None]
