"""连着的 — things one after another, in lots that hang together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Thing = TypeVar("Thing")


def runs(things: Iterable[Thing], goes_on: Callable[[list[Thing], Thing], bool]) -> Iterator[list[Thing]]:
    """各段 — none empty; `goes_on` says whether a thing belongs to the run before it."""
    run: list[Thing] = []
    for thing in things:
        if run and not goes_on(run, thing):
            yield run
            run = []
        run.append(thing)
    yield from filter(None, [run])
