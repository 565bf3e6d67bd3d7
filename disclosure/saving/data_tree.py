"""数据树 — a model as a data file says it: keys, 无, amounts in the unit of entry; every value a text."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

from disclosure import terms
from disclosure.model.base import NONE, Model, Section
from disclosure.model.other_matters import Cause, Prior
from disclosure.model.shape import Shape, fields
from disclosure.money import Unit, in_unit

Tree = dict[str, Any]  # of trees, lists and texts


def written(model: Model, unit: Unit, omitted: frozenset[str] = frozenset(), path: str = "") -> Tree:
    """写出 — what is known, by key; what stands at an omitted key path is left to be found otherwise."""
    own = model.unit or unit if isinstance(model, Prior) else unit
    tree: Tree = {}
    for name, shape in fields(type(model)).items():
        key, value = terms.chinese(name), getattr(model, name)
        place = f"{path}.{key}".lstrip(".")
        if place not in omitted and not _goes_without_saying(model, name, value):
            tree[key] = _value(value, shape, own, omitted, place)
    return tree


def _goes_without_saying(model: Model, name: str, value: Any) -> bool:
    """Not known, or nothing where nothing is usual; a usual text or number is said."""
    default = type(model).model_fields[name].get_default(call_default_factory=True)
    return value is None or (value == default and not isinstance(default, str | int))


def _value(value: Any, shape: Shape, unit: Unit, omitted: frozenset[str], path: str) -> Any:
    inner = shape.inner or shape
    match value:
        case Model() if not _is_none(value):
            return written(value, unit, omitted, path)
        case tuple((Cause(amount=None) as only,)):
            return only.cause
        case tuple() if value or inner.model is Cause:
            parts = enumerate(value, 1)
            return [_value(part, inner, unit, omitted, f"{path}[{at}]") for at, part in parts]
        case dict():
            return {key: _value(part, inner, unit, omitted, f"{path}.{key}") for key, part in value.items()}
        case Decimal():
            return f"{in_unit(value, unit) if shape.kind == 'amount' else value:f}"
    return _word(value)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return NONE if isinstance(value, Model | tuple) else str(value)


def _is_none(model: Model) -> bool:
    return isinstance(model, Section) and model == _none_of(type(model))


@cache
def _none_of(section: type[Section]) -> Section:
    return section.model_validate(NONE)
