"""量 — CPU seconds and memory of processes, side against side in turn: a busy machine is busy for all sides.

Nothing here imports the package: the most memory of a process that is started is never less than that of the
process that starts it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any, ParamSpec, TypeVar

HERE = Path(__file__).resolve().parents[1]

Given = ParamSpec("Given")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Cost:
    """所用 — CPU seconds, user and system; the most memory so far, MiB."""

    seconds: float
    peak: float


Side = Callable[[int], Cost]  # does the work of a turn


def in_turn(sides: Mapping[str, Side], turns: int) -> dict[str, list[Cost]]:
    """轮流 — each side's costs of so many turns; before them one that is not counted, of each."""
    costs: dict[str, list[Cost]] = {name: [] for name in sides}
    for turn in range(turns + 1):
        for name, side in sides.items():
            costs[name].append(side(turn))
    return {name: counted[1:] for name, counted in costs.items()}


def ratios(one: Sequence[Cost], other: Sequence[Cost]) -> list[float]:
    """比值 — turn by turn."""
    return [first.seconds / second.seconds for first, second in zip(one, other, strict=True)]


def seconds(costs: Sequence[Cost]) -> float:
    """秒 — the median."""
    return median(cost.seconds for cost in costs)


def peak(costs: Sequence[Cost]) -> float:
    """内存峰值 — MiB."""
    return max(cost.peak for cost in costs)


def process(arguments: Sequence[str], checkout: Path) -> Cost:
    """一个进程 — Python of this environment with the package of a checkout, from its start to its end."""
    with tempfile.TemporaryFile() as told:
        started = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=checkout,
            env=_environment(checkout),
            stdout=subprocess.DEVNULL,
            stderr=told,
        )
        _, status, used = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
        if started.returncode:
            told.seek(0)
            raise RuntimeError(f"{arguments}\n{told.read().decode()}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


class Worker(AbstractContextManager["Worker"]):
    """做事的进程 — one side (`benchmarks.side`) that does one thing after another."""

    def __init__(self, kind: str, checkout: Path, **options: Any) -> None:
        arguments = ["-m", "benchmarks.side", str(checkout), kind, json.dumps(options)]
        self._process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=HERE,
            env=_environment(checkout),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def cost(self, data: Path, out: Path) -> Cost:
        """做一次 — of a folder of data, into a folder."""
        assert self._process.stdin  # noqa: S101 - both are pipes
        assert self._process.stdout  # noqa: S101
        print(json.dumps([str(data), str(out)]), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline().split()
        if not answer:
            raise RuntimeError(f"没有做成：{data}")
        return Cost(*map(float, answer))

    def side(self, data: Sequence[Path], out: Path) -> Side:
        """轮流时的一方 — the next data each turn, into a folder of its name."""
        return lambda turn: self.cost(data[turn], out / data[turn].name)


def _environment(checkout: Path) -> dict[str, str]:
    """The checkout's package, compiled once as an installed one is: libraries of the other side are."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(checkout)}


def elsewhere(call: Callable[Given, Made], *args: Given.args, **named: Given.kwargs) -> Made:
    """在别的进程里 — what needs the package and is not measured."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(call, *args, **named).result()
