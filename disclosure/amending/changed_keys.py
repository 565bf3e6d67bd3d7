"""要改的键 — key paths taken apart by what the model expects, joined to a tree of what is to be changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from disclosure import terms
from disclosure.errors import Problem
from disclosure.loading import expected_data
from disclosure.loading.reading_state import Data, Loc, path_of
from disclosure.model.base import Model
from disclosure.model.shape import Shape, fields

_STEP = re.compile(r"\[([1-9]\d*)\]|\.([^.\[\]]+)")
_WITH_STEPS = ("list", "model", "own")  # what may stand in a map and has places of its own


@dataclass(frozen=True, slots=True)
class Change:
    """一处改动 — the place in Chinese words, what is to stand there."""

    loc: Loc
    value: Any

    @property
    def path(self) -> str:
        """键路径."""
        return path_of(self.loc)


Tree = dict[int | str, Any]  # of trees and changes, by step; positions of lists from 0


def taken_apart(changes: Mapping[str, Any]) -> tuple[list[Change], list[Problem]]:
    """逐处 — every change with its place, and what is no key path."""
    found, problems = [], []
    for path, value in changes.items():
        loc = _taken_steps(str(path))
        if loc is None:
            sentence = "不是键路径；下级用点隔开，列表的第几项写在方括号里，从 1 数起"
            problems.append(Problem(f"“{path}”{sentence}"))
        else:
            found.append(Change(loc, value))
    return found, problems


def _taken_steps(path: str) -> Loc | None:
    """None where it is not written as a key path is."""
    loc: Loc = ()
    rest, shape = f".{path.strip()}", expected_data.WHOLE
    while rest:
        if _takes_the_rest(shape):
            return (*loc, rest.removeprefix("."))
        found = _STEP.match(rest)
        if found is None:
            return None
        step = int(found[1]) - 1 if found[1] else _chinese_key(found[2].strip(), shape)
        loc, rest, shape = (*loc, step), rest[found.end() :], shape.below(step)
    return loc


def _takes_the_rest(shape: Shape) -> bool:
    """The key of a map of plain values may hold dots and brackets: 核定数.支出.决算数."""
    return shape.kind == "map" and shape.inner is not None and shape.inner.kind not in _WITH_STEPS


def _chinese_key(name: str, shape: Shape) -> str:
    return terms.chinese(name) if shape.model and name in fields(shape.model) else name


def tree(changes: list[Change]) -> tuple[Tree, list[Problem]]:
    """成树 — all changes by their steps; a place cannot be changed as a whole and below at once."""
    whole: Tree = {}
    problems = []
    for change in sorted(changes, key=lambda one: len(one.loc)):
        above = whole
        for step in change.loc[:-1]:
            above = above.setdefault(step, {}) if isinstance(above, dict) else above
        if not isinstance(above, dict) or change.loc[-1] in above:
            message = "这一处改了两次，或它的上级已经整个改了；请只留一处"
            problems.append(Problem(message, path=change.path))
        else:
            above[change.loc[-1]] = change
    return whole, problems


def said(node: Tree | Change, shape: Shape) -> Data:
    """所改的文字 — as a data file would say it, keys in Chinese; what is not said is left out."""
    return _said_value(node.value, shape) if isinstance(node, Change) else dict(_said_below(node, shape))


def _said_below(node: Mapping[Any, Any], shape: Shape) -> Iterator[tuple[Any, Data]]:
    for step, part in node.items():
        if isinstance(part, Change) and part.value is None:
            continue
        below = shape.below(step)
        yield step, said(part, below) if isinstance(part, Change | dict) else _said_value(part, below)


def _said_value(value: Any, shape: Shape) -> Data:
    match value:
        case Model():
            return _said_value(dict(value), shape)
        case Mapping():
            known = {_chinese_key(str(key), shape): part for key, part in value.items() if part is not None}
            return dict(_said_below(known, shape))
        case list() | tuple():
            return [_said_value(part, shape.item) for part in value]
    return str(value)
