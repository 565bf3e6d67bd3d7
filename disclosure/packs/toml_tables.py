"""声明 — the TOML tables of a chain's packs: merged, the nearer over the farther, and read by their model."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, reduce
from typing import Any, TypeGuard, TypeVar

from pydantic import BaseModel, ValidationError

from disclosure import terms
from disclosure.errors import PackError, short
from disclosure.model import shape

Declared = TypeVar("Declared", bound=BaseModel)
Raw = Mapping[str, Any]  # a table as TOML has it


@lru_cache(maxsize=512)
def parsed_toml(text: str, file: str) -> dict[str, Any]:
    """读 TOML — raises PackError with line and column; what was read is kept, and never changed."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{file} {_toml_fault(str(error))}") from error
    except ValueError as error:  # of a number of thousands of digits
        raise PackError(f"{file}：有一个数太长，请检查") from error
    except RecursionError as error:
        raise PackError(f"{file}：括号套得太深") from error


def toml_string(text: str) -> str:
    """写成 TOML — a text or key in quotes."""
    return json.dumps(text, ensure_ascii=False)


def merged(tables: Iterable[Raw], *, by: str = "") -> dict[str, Any]:
    """合并 — later tables over earlier ones, key by key; the entries of a list meet by the key `by`."""
    return reduce(lambda base, over: _overlaid(base, over, by), tables, dict[str, Any]())


def validated(model: type[Declared], data: Raw, file: str) -> Declared:
    """校验 — the declaration as its model; raises PackError with a sentence for each fault."""
    try:
        return model.model_validate(data, context={})  # its faults are told here
    except ValidationError as error:
        raise PackError("\n".join(_fault(file, fault, model) for fault in error.errors())) from error


def offered(name: str, known: Iterable[str]) -> str:
    """可用的有 — the known names near to one that is unknown; all of them where none is near."""
    names = list(known)
    return f"可用的有：{'、'.join(terms.nearest(name, names) or names)}"


def _overlaid(base: Raw, over: Raw, by: str) -> dict[str, Any]:
    return {**base, **{key: _value_over(base.get(key), value, by) for key, value in over.items()}}


def _value_over(below: Any, value: Any, by: str) -> Any:
    if isinstance(below, Mapping) and isinstance(value, Mapping):
        return _overlaid(below, value, by)
    if _keyed(below, by) and _keyed(value, by):
        return _entries_over(below, value, by)
    return value


def _keyed(value: Any, by: str) -> TypeGuard[list[Raw]]:
    return isinstance(value, list) and all(isinstance(entry, Mapping) and by in entry for entry in value)


def _entries_over(below: list[Raw], over: list[Raw], by: str) -> list[Raw]:
    entries = {entry[by]: entry for entry in below}
    for entry in over:
        entries[entry[by]] = {**entries.get(entry[by], {}), **entry}
    return list(entries.values())


def _fault(file: str, fault: Any, model: type[BaseModel]) -> str:
    where = f"{file} {'.'.join(map(short, fault['loc']))}"
    match fault["type"]:
        case "extra_forbidden":
            *above, key = fault["loc"]
            return f"{where}：没有这个键，{offered(str(key), _keys_at(model, above))}"
        case "missing":
            return f"{where}：缺这一项，请补上"
        case "literal_error":
            return f"{where}：只能是 {fault['ctx']['expected'].replace(' or ', '、')}"
        case "string_too_long":
            return f"{where}：太长，最多 {fault['ctx']['max_length']} 字"
        case _:
            return f"{where}：写法不对（写的是“{short(fault['input'])}”）"


def _keys_at(model: type[BaseModel], path: Sequence[Any]) -> list[str]:
    """The keys that may be written at a place; an id or a number on the way there leads no deeper."""
    place = shape.of(model)
    for part in path:
        below = place.keys.get(str(part), shape.NOTHING).leaf
        place = below if below.keys else place
    return list(place.keys)


def _toml_fault(message: str) -> str:
    place = re.search(r"line (\d+), column (\d+)", message)
    where = f"第{place[1]}行第{place[2]}列" if place else "末尾"
    hints = '中文的键是否加了引号（"增加" = "增加"）、引号是否成对、是否用了全角符号'
    return f"{where}：TOML 写法有误，请检查{hints}"
