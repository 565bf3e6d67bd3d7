"""几个进程 — work for each of many bodies; for a few, processes begin later than the work would be done."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import TypeVar

from disclosure.many_builds import Workers

_FEW = 8
Given = TypeVar("Given")
Made = TypeVar("Made")


def each(
    make: Callable[[Given], Made], lost: Callable[[Given], Made], given: Sequence[Given]
) -> Iterator[Made]:
    """逐个 — what is made of each, in the order they finish; `lost` is said of one that kills its process."""
    if len(given) <= _FEW:
        return map(make, given)
    return map(itemgetter(1), Workers(os.cpu_count() or 1, make, lost).all(given))
