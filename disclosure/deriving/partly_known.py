"""部分已知 — what entries say of an amount, where some of them are not filled in or may belong elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from disclosure.interval import NON_NEGATIVE, UNBOUNDED, Interval, added
from disclosure.money import total

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
        filled = total(amount for _, amount in self.entries if amount is not None)
        belonging = added((Interval.exactly(filled), *(self.each for _ in self.missing)))
        parts = (NON_NEGATIVE if amount is None else Interval.part_of(amount) for _, amount in self.rest)
        return added((belonging, *parts))

    def given(self) -> Iterator[tuple[str, Decimal]]:
        """已知的 — the entries that bound it, with what may belong to it."""
        pairs = (*self.entries, *self.rest)
        return ((path, amount) for path, amount in pairs if amount is not None)


NOT_GIVEN = PartlyKnown((("", None),))
EITHER_SIGN = PartlyKnown((("", None),), each=UNBOUNDED)
