"""What work costs, counted, not timed: calls and lines are the same on every machine, busy or not."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from types import FrameType
from typing import Any


class TooMuchError(BaseException):
    """More lines than allowed: no `except Exception` of the code that runs may swallow it."""


def calls(work: Callable[[], object]) -> int:
    """How many functions, of Python and of C, are called; turns of a generator are calls too."""
    counted = 0

    def entered(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(entered)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted


@contextmanager
def at_most_lines(allowed: int) -> Iterator[None]:
    """Lines of Python that may run; work without end is stopped here and fails the test."""
    lines = count(1)

    def traced(_frame: FrameType, event: str, _argument: object) -> Any:
        if event == "line" and next(lines) > allowed:
            raise TooMuchError(f"more than {allowed} lines of Python ran")
        return traced

    sys.settrace(traced)
    try:
        yield
    finally:
        sys.settrace(None)
