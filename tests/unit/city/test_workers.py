"""How many processes make a city: as many as asked for, as far as there is memory."""

from __future__ import annotations

import os
from types import SimpleNamespace

import psutil
import pytest

from disclosure.city.workers import how_many


@pytest.mark.parametrize(
    ("free", "asked", "number", "said"),
    [
        (64_000_000_000, 4, 4, ""),
        (64_000_000_000, None, os.cpu_count(), ""),
        (2_000_000_000, 4, 2, "空闲内存只有 2.0 GB，每个进程约要 0.9 GB，只用 2 个进程，不用 4 个"),
        (100_000_000, 4, 1, "空闲内存只有 0.1 GB，每个进程约要 0.9 GB，只用 1 个进程，不用 4 个"),
    ],
)
def test_there_are_no_more_processes_than_memory_is_free_for(
    free: int, asked: int | None, number: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=free))
    assert how_many(asked) == (number, said)
