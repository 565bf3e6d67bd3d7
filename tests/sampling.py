"""How many drawn examples run: a sample in the suite, more under targets of their own (make fuzz, …)."""

from __future__ import annotations

import os

TIMES = int(os.environ.get("DISCLOSURE_SAMPLE", "1"))


def runs(number: int) -> int:
    """That many in the suite; DISCLOSURE_SAMPLE=20 runs twenty times as many."""
    return number * TIMES
