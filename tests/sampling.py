"""How many drawn examples and cases run: a sample in the suite, more under targets of their own."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256

import pytest

TIMES = int(os.environ.get("DISCLOSURE_SAMPLE", "1"))


def runs(number: int) -> int:
    """That many in the suite; DISCLOSURE_SAMPLE=20 runs twenty times as many."""
    return number * TIMES


def drawn(items: Iterable[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Those that run, and the rest: of the cases of a test that is `sampled`, some spread over all of them.

    Which ones depends on their names alone, so that two runs, and two processes of one, draw the same.
    """
    every = list(items)
    cases: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in every:
        if item.get_closest_marker("sampled"):
            cases[item.nodeid.partition("[")[0]].append(item)
    rest = {item for group in cases.values() for item in sorted(group, key=_lot)[_most(group[0]) :]}
    return [item for item in every if item not in rest], [item for item in every if item in rest]


def _most(item: pytest.Item) -> int:
    mark = item.get_closest_marker("sampled")
    assert mark is not None
    return runs(int(mark.args[0]))


def _lot(item: pytest.Item) -> str:
    return sha256(item.nodeid.encode()).hexdigest()
