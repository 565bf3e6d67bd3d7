"""相同的开头 — how far two texts, codes or key paths are the same from their beginning."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile


def common_start(one: Sequence[object], other: Sequence[object]) -> int:
    """相同的开头 — how many characters, or steps, two begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
