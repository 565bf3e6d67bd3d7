"""几个 — arguments that take several things: a text, a path, bytes or a function alone is one of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar, cast

_One = TypeVar("_One")


def several(given: Iterable[_One]) -> Iterable[_One]:
    """逐个 — what was given; one alone as the only one. A text is never its letters."""
    is_one = isinstance(given, str | bytes | Path) or callable(given)
    return (cast("_One", given),) if is_one else given
