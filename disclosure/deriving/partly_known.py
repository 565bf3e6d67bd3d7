"""部分已知 — what entries say of an amount, where some of them are not filled in or may belong elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from disclosure.interval import NON_NEGATIVE, UNBOUNDED, Interval, added

Entry = tuple[str, Decimal | None]  # key path, 元; None where the amount is not known


@dataclass(frozen=True, slots=True)
class PartlyKnown:
    """部分已知的数 — `entries` belong to it, of `rest` any part may; `each` holds of one not filled in.

    Money received, spent or budgeted is not below zero; 调整, 抵销 and 结转 may be.
    """

    entries: tuple[Entry, ...]
    rest: tuple[Entry, ...] = ()
    each: Interval = NON_NEGATIVE

    @property
    def paths(self) -> tuple[str, ...]:
        """位置 — the key paths of the entries that belong to it."""
        return tuple(path for path, _ in self.entries)

    @property
    def missing(self) -> tuple[str, ...]:
        """缺的 — the key paths of entries that are not filled in."""
        return tuple(path for path, amount in self.entries if amount is None)

    @property
    def bounds(self) -> Interval:
        """区间 — between which amounts it lies."""
        belonging = _bounds_of(self.entries, Interval.exactly, self.each)
        return belonging + _bounds_of(self.rest, Interval.part_of, NON_NEGATIVE)

    def given(self) -> Iterator[tuple[str, Decimal]]:
        """已知的 — the entries that bound it, with what may belong to it."""
        pairs = (*self.entries, *self.rest)
        return ((path, amount) for path, amount in pairs if amount is not None)


def _bounds_of(entries: Iterable[Entry], known: Callable[[Decimal], Interval], unknown: Interval) -> Interval:
    return added(unknown if amount is None else known(amount) for _, amount in entries)


NOT_GIVEN = PartlyKnown((("", None),))
EITHER_SIGN = PartlyKnown((("", None),), each=UNBOUNDED)
