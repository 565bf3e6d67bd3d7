"""记着的 — what was handed in or told, until the desk is closed: the last ones, each by an id."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Remembered(Generic[Kept]):
    """记着的 — the `most` last ones."""

    def __init__(self, most: int) -> None:
        self._most, self._kept = most, dict[str, Kept]()

    def keep(self, one: Kept) -> str:
        """记下 — gives the id that it is asked for by."""
        made = token_urlsafe(12)
        self._kept[made] = one
        while len(self._kept) > self._most:
            self._kept.pop(next(iter(self._kept)))
        return made

    def of(self, id: str) -> Kept | None:
        """某一个 — None where it is no longer known."""
        return self._kept.get(id)
