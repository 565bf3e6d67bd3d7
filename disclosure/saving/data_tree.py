"""数据树 — a model as a data file says it: keys, 无, amounts in the unit of entry; every value a text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from disclosure import terms
from disclosure.model.base import Model, OfOwnUnit, Section
from disclosure.model.other_matters import Cause
from disclosure.model.shape import Shape, fields, of
from disclosure.model.typed_words import NONE
from disclosure.money import Unit, in_unit

Tree = dict[str, Any]  # of trees, lists and texts


def written(model: Model, unit: Unit, omitted: frozenset[str] = frozenset()) -> Tree:
    """写出 — what is known, by key; what stands at an omitted key path is left to be found otherwise."""
    return _tree(model, _Place(of(type(model)), unit, omitted))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands, and in which unit its amounts are written."""

    shape: Shape
    unit: Unit
    omitted: frozenset[str]
    path: str = ""

    def field(self, name: str, shape: Shape) -> _Place:
        return replace(self, shape=shape, path=f"{self.path}.{terms.chinese(name)}".lstrip("."))

    def part(self, step: str) -> _Place:
        """Of a list or map."""
        return replace(self, shape=self.shape.inner or self.shape, path=self.path + step)


def _tree(model: Model, place: _Place) -> Tree:
    place = replace(place, unit=_unit_within(model, place.unit))
    tree: Tree = {}
    for name, shape in fields(type(model)).items():
        below, value = place.field(name, shape), getattr(model, name)
        if not (below.path in place.omitted or _goes_without_saying(model, name, value)):
            tree[terms.chinese(name)] = _value(value, below)
    return tree


def _unit_within(model: Model, unit: Unit) -> Unit:
    return model.unit or unit if isinstance(model, OfOwnUnit) else unit


def _goes_without_saying(model: Model, name: str, value: Any) -> bool:
    """As it is where nothing is said; a usual text or number is said."""
    default = type(model).model_fields[name].get_default(call_default_factory=True)
    return value == default and not isinstance(default, str | int)


def _value(value: Any, place: _Place) -> Any:
    match value:
        case Model():
            return _model(value, place)
        case tuple():
            return _listed(value, place)
        case dict():
            return {key: _value(part, place.part(f".{key}")) for key, part in value.items()}
        case Decimal():
            return f"{_as_entered(value, place):f}"
        case bool():
            return {True: "是", False: "否"}[value]
    return "" if value is None else str(value)  # not known, beside what is


def _model(value: Model, place: _Place) -> Any:
    return NONE if _is_none(value) else _tree(value, place)


def _as_entered(value: Decimal, place: _Place) -> Decimal:
    return in_unit(value, place.unit) if place.shape.kind == "amount" else value


def _listed(value: tuple[Any, ...], place: _Place) -> Any:
    """A reason without an amount is a mere text; one that says nothing is not 无, which would be a text."""
    match value:
        case (Cause(amount=None) as only,):
            return only.cause
        case () if place.part("").shape.model is not Cause:
            return NONE
    return [_value(part, place.part(f"[{number}]")) for number, part in enumerate(value, 1)]


def _is_none(model: Model) -> bool:
    return isinstance(model, Section) and model == _none_of(type(model))


@cache
def _none_of(section: type[Section]) -> Section:
    return section.model_validate(NONE)
