"""A test counts work and asserts no time: what passes on an idle machine passes on a busy one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
CLOCKS = {
    "time": {
        *("time", "monotonic", "perf_counter", "process_time", "thread_time", "clock_gettime"),
        *("time_ns", "monotonic_ns", "perf_counter_ns", "process_time_ns", "thread_time_ns"),
    },
    "os": {"times"},
    "resource": {"getrusage", "RLIMIT_CPU"},
    "timeit": {"timeit", "repeat", "default_timer", "Timer"},
    "signal": {"alarm", "setitimer"},
}

# What `make fuzz`, `make money`, `make kills`, `make city` run, and a cluster for tests: they bound, tell or
# choose times, and assert none. An input that has used 20 s of the processor (of a tenth of a second) is
# taken for one that never ends.
MEASURING = {
    *("fuzz/run.py", "money/run.py", "kills/killing.py"),
    *("city/thousand.py", "city/rates.py", "city/machines.py"),
}


def clocks(source: str) -> list[str]:
    """Every clock that a test reads, and every deadline that it gives an example of hypothesis."""
    return [name for node in ast.walk(ast.parse(source)) for name in _read(node)]


def _read(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.ImportFrom(module=str(module), names=names):
            yield from (f"{module}.{one.name}" for one in names if one.name in CLOCKS.get(module, ()))
        case ast.Attribute(value=ast.Name(id=module), attr=name) if name in CLOCKS.get(module, ()):
            yield f"{module}.{name}"
        case ast.keyword(arg="deadline", value=value) if not isinstance(value, ast.Constant) or value.value:
            yield "deadline"


@pytest.mark.parametrize("path", sorted(TESTS.rglob("*.py")), ids=lambda path: path.stem)
def test_no_test_asserts_a_time(path: Path) -> None:
    measures = path.relative_to(TESTS).as_posix() in MEASURING
    assert bool(clocks(path.read_text(encoding="utf-8"))) == measures


@pytest.mark.parametrize(
    ("source", "clock"),
    [
        ("import time\nassert time.process_time() < 1", "time.process_time"),
        ("from time import monotonic as now", "time.monotonic"),
        ("settings(deadline=200)", "deadline"),
    ],
)
def test_a_clock_is_seen(source: str, clock: str) -> None:
    assert clocks(source) == [clock]


def test_waiting_and_examples_without_a_deadline_are_no_clocks() -> None:
    assert clocks("import time\ntime.sleep(1)\nsettings(deadline=None)") == []
