"""按开头查找 — names in order: those that begin alike stand together, and no other is looked at."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

_LAST = "\U0010ffff"  # stands behind whatever a name may go on with


class Beginnings:
    """各名称 — sorted once, asked many times."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted(names)

    def of(self, start: str) -> list[str]:
        """开头相同的 — every name that begins so, in the order of the alphabet."""
        first = bisect_left(self._names, start)
        return self._names[first : bisect_left(self._names, start + _LAST, first)]
