"""限度 — a program that runs another file within limits of memory and processor time.

Run as a program of its own (`run_apart.py` does); it imports nothing of this package.
"""

from __future__ import annotations

import runpy
import sys
from contextlib import suppress


def _limit(memory: int, seconds: int) -> None:
    """In bytes, and of processor time; Windows knows no such limits: there what is counted is all."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


if __name__ == "__main__":
    _, program, library, memory, seconds = sys.argv
    sys.path.append(library)  # where pypdfium2 is found
    _limit(int(memory), int(seconds))
    runpy.run_path(program, run_name="__main__")
