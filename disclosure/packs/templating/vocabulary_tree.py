"""词汇树 — figures and submitted data as the nodes that templates name (三公经费.公务接待费.决算数)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from disclosure import terms
from disclosure.deriving import Figures
from disclosure.model.base import Model
from disclosure.model.shape import Shape, fields
from disclosure.packs.templating.values import Kind, Missing, Node, Note, Prose, Quantity, Words

Members = dict[str, Any]
_MEASURES: Mapping[str, Kind] = {"count": "个", "score": "分"}  # any other number is money


def figure_tree(figures: Figures, note: Note) -> Members:
    """数的树 — nested members by Chinese name; leaves are quantities or what is missing."""
    root: Members = {}
    for id, figure in figures.items():
        *path, leaf = terms.chinese(id).split(".")
        place = root
        for part in path:
            place = place.setdefault(part, {})
        role = id.rpartition(".")[2]
        known = figure.value is not None or not figure.missing
        place[leaf] = (
            Quantity(figure.value, figure.unit, id, role) if known else Missing(figure.missing, note)
        )
    return root


def model_tree(model: BaseModel | None, kind: type[BaseModel], path: str, note: Note) -> Members:
    """数据的树 — a model's fields by Chinese name; fields that are not known are named as missing."""
    return {
        terms.chinese(name): _value(getattr(model, name, None), shape, f"{path}.{terms.chinese(name)}", note)
        for name, shape in fields(kind).items()
    }


def overlay(base: Members, over: Mapping[str, Any]) -> Members:
    """叠加 — figures over entered data: a leaf wins, nodes merge."""
    merged = dict(base)
    for name, value in over.items():
        below = merged.get(name)
        merged[name] = overlay(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def freeze(name: str, members: Mapping[str, Any], order: Callable[[str], tuple[str, ...] | None]) -> Node:
    """成节点 — nested members as nodes; `order` names a node's parts where not all children are."""
    frozen = dict(members)
    for key, below in members.items():
        if isinstance(below, dict):
            frozen[key] = freeze(f"{name}.{key}".lstrip("."), below, order)
    parts = order(name)
    if parts is None:
        parts = tuple(key for key, value in frozen.items() if isinstance(value, Node))
    return Node(name, frozen, tuple(filter(frozen.__contains__, parts)))


def _value(value: Any, shape: Shape, path: str, note: Note) -> Any:
    if value is None:
        return _blank(shape, path, note)
    match value:
        case Model():
            return model_tree(value, type(value), path, note)
        case tuple():
            return tuple(_entry(entry, f"{path}[{i}]", note) for i, entry in enumerate(value, 1))
        case str():
            return Prose(value, path) if shape.kind == "prose" else Words(value)
        case int() | Decimal() if not isinstance(value, bool):
            return Quantity(Decimal(value), _MEASURES.get(shape.kind, "元"), path)
    return value


def _entry(entry: Any, path: str, note: Note) -> Any:
    if isinstance(entry, Model):
        return freeze(path, model_tree(entry, type(entry), path, note), lambda _: None)
    return Words(entry) if isinstance(entry, str) else entry


def _blank(shape: Shape, path: str, note: Note) -> Members | Missing:
    """Everything below a section that was not given is missing under the section's own name."""
    if shape.model is None:
        return Missing((path,), note)
    return {key: _blank(below, path, note) for key, below in shape.keys.items()}
