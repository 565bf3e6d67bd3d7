"""表的叠加 — the declarations of one table along a chain of packs become one spec: by row and column id.

A later layer names what it changes; `不印` takes out, `排在前`/`排在后` move, `另起` forgets the parents'
table, `仿照` starts from another table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, TypeGuard

from pydantic import BaseModel, ValidationError

from disclosure import terms
from disclosure.errors import PackError, short
from disclosure.forms.spec import TableSpec
from disclosure.model import shape

_ID, _FRONT, _BEHIND, _LIKE, _FRESH = "标识", "排在前", "排在后", "仿照", "另起"

Raw = dict[str, Any]
Layer = tuple[str, Mapping[str, Any]]  # file as shown, content
Layers = Callable[[str], Sequence[Layer]]  # of a table, root first


def declared(id: str, layers: Layers) -> TableSpec:
    """表的声明 — the spec of a table; raises PackError with file, key and what may be written."""
    raw = {**_merged_layers(id, layers, ()), _ID: id}
    try:
        return TableSpec.model_validate(raw, context={})  # its faults are told here
    except ValidationError as error:
        file = layers(id)[-1][0]
        raise PackError("\n".join(_sentence(file, fault) for fault in error.errors())) from error


def _merged_layers(id: str, layers: Layers, above: tuple[str, ...]) -> Raw:
    merged: Raw = {}
    for file, layer in _layers_of(id, layers, above):
        _check_keys(layer, TableSpec, file)
        if layer.get(_LIKE):
            merged = _merged_layers(layer[_LIKE], layers, (*above, id))
        merged = overlaid({} if layer.get(_FRESH) else merged, layer)
    return merged


def _layers_of(id: str, layers: Layers, above: tuple[str, ...]) -> Sequence[Layer]:
    declarations = layers(id)
    if not declarations:
        raise PackError(f"没有表“{short(id)}”的声明，缺文件 tables/{short(id)}.toml")
    if id in above:
        raise PackError(f"{declarations[-1][0]}：“仿照”绕成了圈：{' → '.join((*above, id))}")
    return declarations


def overlaid(base: Mapping[str, Any], over: Mapping[str, Any]) -> Raw:
    """叠加 — tables by key, lists of entries by 标识, everything else replaced."""
    return {**base, **{key: _overlaid_value(base.get(key), value) for key, value in over.items()}}


def _overlaid_value(below: Any, value: Any) -> Any:
    if isinstance(below, Mapping) and isinstance(value, Mapping):
        return overlaid(below, value)
    if _is_entries(value):
        return _overlaid_entries(below if _is_entries(below) else [], value)
    return value


def _is_entries(value: Any) -> TypeGuard[list[Raw]]:
    return isinstance(value, list) and bool(value) and all(isinstance(entry, Mapping) for entry in value)


def _overlaid_entries(base: list[Raw], over: list[Raw]) -> list[Raw]:
    entries = {entry.get(_ID, ""): entry for entry in base}
    return list(reduce(_with, over, entries).values())


def _with(entries: dict[str, Raw], over: Raw) -> dict[str, Raw]:
    id = over.get(_ID, "")
    entry = overlaid(entries.get(id, {}), over)
    order = [key for key in entries if key != id]
    order.insert(_position(id, entry, order, list(entries)), id)
    changed = {**entries, id: entry}
    return {key: changed[key] for key in order}


def _position(id: str, entry: Raw, others: list[str], before: list[str]) -> int:
    """Where an entry comes to stand: where it says, else where it stood, else last."""
    front, behind = entry.get(_FRONT), entry.get(_BEHIND)
    if front in others:
        return others.index(front)
    if behind in others:
        return others.index(behind) + 1
    return before.index(id) if id in before else len(others)


def _check_keys(data: Mapping[str, Any], model: type[BaseModel], where: str, path: str = "") -> None:
    fields = shape.of(model).keys
    for key, value in data.items():
        if key not in fields:
            near = list(dict.fromkeys([*terms.nearest(key, list(fields)), *fields]))
            raise PackError(f"{where} {path}{key}：没有这个键，可用的有：{'、'.join(near)}")
        below = fields[key].leaf.model
        if below is not None:
            _check_entries(value, below, where, f"{path}{key}")


def _check_entries(value: Any, model: type[BaseModel], where: str, path: str) -> None:
    for entry in value if _is_entries(value) else ():
        _check_keys(entry, model, where, f"{path}.{entry.get(_ID, '?')}.")


def _sentence(file: str, fault: Any) -> str:
    where = f"{file} {'.'.join(map(short, fault['loc']))}"
    match fault["type"]:
        case "missing":
            return f"{where}：缺这一项，请补上"
        case "value_error":
            return f"{where}：{fault['ctx']['error']}"
        case "literal_error":
            return f"{where}：只能是 {fault['ctx']['expected'].replace(' or ', '、')}"
        case "string_pattern_mismatch":
            return f"{where}：“{short(fault['input'])}”只能用小写英文字母、数字和下划线"
        case "string_too_long":
            return f"{where}：太长，最多 {fault['ctx']['max_length']} 字"
        case _:
            return f"{where}：写法不对（写的是“{short(fault['input'])}”）"
