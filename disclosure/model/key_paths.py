"""遍历数据 — every value of a submission by its key path, in the words of the data file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import chain
from typing import Any

from pydantic import BaseModel

from disclosure import terms
from disclosure.model import shape

_STEP = re.compile(r"\.|\[\d+\]")
_LAST_STEP = re.compile(r"(\.[^.\[]*|\[\d+\])$")


def join(path: str, key: str) -> str:
    """下级路径 — the path of a key below another."""
    return f"{path}.{key}" if path else key


def item(path: str, index: int) -> str:
    """列表项路径 — the path of a list's item; `index` from 0, the path counts from 1."""
    return f"{path}[{index + 1}]"


def steps_below(data: Any) -> Iterable[tuple[int | str, Any]]:
    """下一级 — step and part of what nested data hold; nothing of a text."""
    match data:
        case dict():
            return data.items()
        case list():
            return enumerate(data)
    return ()


def stepped(path: str, step: int | str) -> str:
    """下一步 — the path one step further down."""
    return item(path, step) if isinstance(step, int) else join(path, step)


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """各个值 — every single value with its key path (支出[3].金额); what is not known is left out."""
    for place, part, _ in _walk(value, path, prose=False):
        yield place, part


def amounts(value: Any, path: str = "") -> Iterator[tuple[str, Decimal]]:
    """各个金额 — of the single values those that are amounts."""
    return ((place, part) for place, part in leaves(value, path) if isinstance(part, Decimal))


def above(path: str) -> str:
    """上级路径 — of a key path; empty of an outermost one."""
    last_step = _LAST_STEP.search(path)
    return path[: last_step.start()] if last_step else ""


def differing(one: Any, other: Any) -> frozenset[str]:
    """不同之处 — the key paths of single values in which two differ, and of every place above one."""
    first, second = dict(leaves(one)), dict(leaves(other))
    paths = (path for path in first.keys() | second.keys() if first.get(path) != second.get(path))
    return frozenset(chain.from_iterable(map(with_above, paths)))


def with_above(path: str) -> Iterator[str]:
    """连同上级 — a key path, and those of every place above it."""
    yield path
    yield from (path[: step.start()] for step in _STEP.finditer(path))


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """各段文字 — every running text that somebody typed, with its key path."""
    for place, part, prose in _walk(value, path, prose=False):
        if prose and isinstance(part, str):
            yield place, part


@cache
def schema_paths(model: type[BaseModel]) -> frozenset[str]:
    """可填的键 — every key path that a model has, lists and free keys left out."""
    return frozenset(_paths(model, ""))


def _walk(value: Any, path: str, *, prose: bool) -> Iterator[tuple[str, Any, bool]]:
    match value:
        case BaseModel():
            for name, field in shape.fields(type(value)).items():
                place = join(path, terms.chinese(name))
                yield from _walk(getattr(value, name), place, prose=field.leaf.kind == "prose")
        case Mapping():
            for key, part in value.items():
                yield from _walk(part, join(path, str(key)), prose=prose)
        case tuple() | list():
            for number, part in enumerate(value, 1):
                yield from _walk(part, f"{path}[{number}]", prose=prose)
        case None:
            return
        case _:
            yield path, value, prose


def _paths(model: type[BaseModel], path: str) -> Iterator[str]:
    for key, field in shape.of(model).keys.items():
        place = join(path, key)
        yield place
        if field.leaf.model is not None:
            yield from _paths(field.leaf.model, place)


def covered(name: str, places: Iterable[str]) -> bool:
    """属于其中 — whether a name is one of the places, or stands below one."""
    return any(name == place or name.startswith((f"{place}.", f"{place}[")) for place in places)
