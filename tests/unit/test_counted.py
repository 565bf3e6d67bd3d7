"""A test counts work and asserts no time: what passes on an idle machine passes on a busy one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
CLOCKS = {
    *("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns"),
    *("process_time", "process_time_ns", "thread_time", "thread_time_ns", "times", "getrusage", "setitimer"),
}
MODULES = {"time", "timeit", "resource"}
CLOCK_OF_ANOTHER = {"datetime", "date"}  # whose .time() and .times are no clock of work
ALLOWED = {"sleep"}  # waits, measures nothing


def clocks(tree: ast.AST) -> list[str]:
    """Each place that reads a clock, or gives a test or an example of it a deadline."""
    return [f"{node.lineno}: {name}" for node in ast.walk(tree) for name in _read(node)]


def _read(node: ast.AST) -> list[str]:
    match node:
        case ast.ImportFrom(module=module, names=names) if module in MODULES:
            return [f"{module}.{name.name}" for name in names if name.name not in ALLOWED]
        case ast.Attribute(value=ast.Name(id=module), attr=name) if module in MODULES | {"os"}:
            return [f"{module}.{name}"] if name in CLOCKS else []
        case ast.keyword(arg="deadline", value=value) if not _is_none(value):
            return ["deadline"]
    return []
