"""词汇树 — figures and submitted data as the nodes that templates name (三公经费.公务接待费.决算数)."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Union, get_args, get_origin

from disclosure import terms
from disclosure.figures import Figures
from disclosure.model.base import Count, Model, Score
from disclosure.model.base import Prose as ProseField
from disclosure.packs.templating.values import Kind, Missing, Node, Note, Prose, Quantity, Words

Members = dict[str, Any]


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


def model_tree(model: Model | None, kind: type[Model], path: str, note: Note) -> Members:
    """数据的树 — a model's fields by Chinese name; fields that are not known are named as missing."""
    return {
        terms.chinese(name): _value(
            getattr(model, name, None),
            field.annotation,
            f"{path}.{terms.chinese(name)}",
            note,
            field.metadata,
        )
        for name, field in kind.model_fields.items()
    }


def overlay(base: Members, over: Mapping[str, Any]) -> Members:
    """叠加 — figures over entered data: a leaf wins, nodes merge."""
    merged = dict(base)
    for name, value in over.items():
        below = merged.get(name)
        merged[name] = overlay(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def freeze(name: str, members: Mapping[str, Any], order: Callable[[str], tuple[str, ...] | None]) -> Node:
    """成节点 — nested members as nodes; `order` names the parts of a node where not all children are parts."""
    frozen = {
        key: freeze(f"{name}.{key}".lstrip("."), value, order) if isinstance(value, dict) else value
        for key, value in members.items()
    }
    parts = order(name)
    if parts is None:
        parts = tuple(key for key, value in frozen.items() if isinstance(value, Node))
    return Node(name, frozen, tuple(part for part in parts if part in frozen))


def _value(value: Any, annotation: Any, path: str, note: Note, metadata: Any = ()) -> Any:
    model = _model_of(annotation)
    if model is not None and not _is_many(annotation):
        return _blank(model, path, note) if value is None else model_tree(value, model, path, note)
    if value is None:
        return Missing((path,), note)
    if isinstance(value, tuple):
        return tuple(_entry(entry, f"{path}[{i}]", note) for i, entry in enumerate(value, 1))
    if isinstance(value, str):
        return Prose(value, path) if _is_prose(annotation, metadata) else Words(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Quantity(Decimal(value), _kind_of(annotation, metadata), path)
    return value


def _entry(entry: Any, path: str, note: Note) -> Any:
    if isinstance(entry, Model):
        return freeze(path, model_tree(entry, type(entry), path, note), lambda _: None)
    return Words(entry) if isinstance(entry, str) else entry


def _blank(model: type[Model], path: str, note: Note) -> Members:
    """Everything below a section that was not given is missing under the section's own name."""
    return {
        terms.chinese(name): (
            _blank(below, path, note)
            if (below := _model_of(field.annotation)) and not _is_many(field.annotation)
            else Missing((path,), note)
        )
        for name, field in model.model_fields.items()
    }


def _arguments(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(part for part in get_args(annotation) if part is not type(None))
    return (annotation,)


def _model_of(annotation: Any) -> type[Model] | None:
    for part in _arguments(annotation):
        bare = get_args(part)[0] if hasattr(part, "__metadata__") else part
        if isinstance(bare, type) and issubclass(bare, Model):
            return bare
    return None


def _is_many(annotation: Any) -> bool:
    return any(get_origin(getattr(part, "__origin__", part)) is tuple for part in _arguments(annotation))


def _same(annotation: Any, metadata: Any, alias: Any) -> bool:
    marks = alias.__metadata__
    given = [getattr(part, "__metadata__", ()) for part in _arguments(annotation)]
    return any(all(mark in found for mark in marks) for found in (*given, metadata))


def _is_prose(annotation: Any, metadata: Any) -> bool:
    return _same(annotation, metadata, ProseField)


def _kind_of(annotation: Any, metadata: Any) -> Kind:
    if _same(annotation, metadata, Count):
        return "个"
    return "分" if _same(annotation, metadata, Score) else "元"
