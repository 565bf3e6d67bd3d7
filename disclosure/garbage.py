"""垃圾 — how often Python looks for garbage while a document is made.

Nearly all that is made of a department-year lives until it is done: looking at the usual rate costs an eighth
of the work and finds next to nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

OBJECTS_BETWEEN = 300_000  # those made between one search and the next


@contextmanager
def rarely_sought() -> Iterator[None]:
    """其间少找 — afterwards as before; where it is sought as rarely already, or never, nothing is changed."""
    usual = gc.get_threshold()
    if not 0 < usual[0] < OBJECTS_BETWEEN:
        yield
        return
    gc.set_threshold(OBJECTS_BETWEEN, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
