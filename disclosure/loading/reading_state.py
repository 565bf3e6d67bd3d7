"""读取过程 — what one reading gathers: the data as text, where each value stands, and the problems found.

A key path is written as in the file, list positions counted from 1: `支出[3].金额`, `预算.年初预算.合计`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from disclosure.errors import Problem, Source
from disclosure.model.key_paths import above, stepped, steps_below
from disclosure.model.noted_directions import Written

Data = dict[str, "Data"] | list["Data"] | str
Loc = tuple[int | str, ...]  # a key path taken apart; list positions from 0


def paths(data: Data, path: str = "") -> Iterator[str]:
    """全部键路径 — of everything that data hold, sections too."""
    for step, part in steps_below(data):
        below = stepped(path, step)
        yield below
        yield from paths(part, below)


def path_of(loc: Iterable[int | str]) -> str:
    """键路径 — the key path of pydantic's location."""
    return reduce(stepped, loc, "")


def flat(value: Data, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """逐值 — every value of nested data by its place."""
    if not isinstance(value, dict | list):
        yield loc, value
    for step, part in steps_below(value):
        yield from flat(part, (*loc, step))


def hollow(value: Data, loc: Loc = ()) -> Iterator[tuple[Loc, Data]]:
    """空的整体 — the places of lists and tables that hold nothing: that too is said of them."""
    below = list(steps_below(value))
    if not (below or isinstance(value, str)):
        yield loc, value
    for step, part in below:
        yield from hollow(part, (*loc, step))


def nested(values: Mapping[Loc, Data]) -> dict[str, Any]:
    """成树 — values by their place as nested tables and lists, list items in the order of their positions."""
    tree: dict[Any, Any] = {}
    for loc, text in values.items():
        place = tree
        for step in loc[:-1]:
            place = place.setdefault(step, {})
        place[loc[-1]] = text
    return {key: _with_lists(part) for key, part in tree.items()}


def _with_lists(tree: Any) -> Any:
    if not (tree and isinstance(tree, dict)):
        return tree
    return _by_position({key: _with_lists(part) for key, part in tree.items()})


def _by_position(parts: dict[Any, Any]) -> Any:
    """What has positions for keys is a list."""
    is_list = all(isinstance(key, int) for key in parts)
    return [parts[key] for key in sorted(parts)] if is_list else parts


@dataclass(slots=True)
class Reading:
    """一次读取 — the data of one file, sources by key path, problems: one for each path, the first."""

    file: str
    data: dict[str, Data] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    written: dict[str, Written] = field(default_factory=dict)
    names_beside: list[tuple[str, str, Source]] = field(default_factory=list)  # a code, the name behind it
    keys: dict[str, Source] = field(default_factory=dict)  # where a key stands apart from its value
    remarks: list[str] = field(default_factory=list)  # what was passed over, a sentence each
    is_partial: bool = False  # a part that holds data is gone: what else is wrong may follow from it
    _told: set[str] = field(default_factory=set)

    def add(self, message: str, path: str, source: Source | None = None) -> None:
        """记下问题 — a fault at a path; a later fault of the same path mostly follows from the first."""
        if path not in self._told or not path:
            self._told.add(path)
            self.problems.append(Problem(message, source or self.locate(path), path))

    def include(self, problems: Iterable[Problem], path: str) -> None:
        """并入问题 — faults of another file: one of the file as a whole is one of the place naming it."""
        for problem in problems:
            match problem.source:
                case Source(line=None) as whole:
                    self.add(f"“{whole.file}”：{problem.message}", problem.path or path)
                case _:
                    self.problems.append(problem)

    def locate(self, path: str) -> Source:
        """定位 — where a path stands, or the nearest place above it."""
        while path and path not in self.sources:
            path = above(path)
        return self.sources[path] if path else Source(self.file)

    def sorted(self) -> list[Problem]:
        """按位置排列 — the problems in the order of the file, those of other files behind."""
        return sorted(self.problems, key=self._order)

    def _order(self, problem: Problem) -> tuple[bool, str, str, int, int]:
        source = problem.source or Source(self.file)
        sheet = (source.cell or "").rpartition("!")[0]
        return source.file != self.file, source.file, sheet, source.line or 0, source.column or 0
