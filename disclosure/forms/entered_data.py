"""表里的录入数据 — what the data says at a key path, and tables that stand once for each entry of a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import BaseModel

from disclosure import terms
from disclosure.errors import PackError
from disclosure.forms.filled_table import CellKind, FilledCell
from disclosure.forms.spec import ENTRY, TableSpec
from disclosure.model import Submission, shape
from disclosure.model.own_data import OWN

NOTHING = "无"
_STEP = re.compile(r"([^.\[]+)(?:\[(\d+)\])?\.?")
# What a form has a box for although it need not be filled.
_MAY_BE_EMPTY = ("其他说明", "偏差原因", "说明", "度量单位", "指标性质", "分值", "得分")


@dataclass(frozen=True, slots=True)
class Entry:
    """录入的值 — the value at a path; where none is given, `missing` is the nearest path to fill in."""

    value: Any
    kind: CellKind
    missing: tuple[str, ...] = ()


def concrete(specs: Iterable[TableSpec], submission: Submission) -> Iterator[TableSpec]:
    """逐项成表 — each repeated table once for every entry of its list; with none empty, or not at all."""
    for spec in specs:
        if spec.repeat:
            entries = enumerate(_repeated_for(spec, submission), 1)
            yield from (spec.at(path, number) for number, path in entries)
        else:
            yield spec


def _repeated_for(spec: TableSpec, submission: Submission) -> list[str]:
    is_left_out = spec.only_entries and not value_at(submission, spec.repeat).value
    return [] if is_left_out else entry_paths(submission, spec.repeat)


def entry_paths(submission: Submission, path: str) -> list[str]:
    """各项的位置 — of each entry of a list: of the first where it is not given, 无 where it has none."""
    if path.startswith((NOTHING, ENTRY)):
        return [NOTHING]
    entries = value_at(submission, path).value
    if entries is None:
        return [f"{path}[1]"]
    return [f"{path}[{number}]" for number, _ in enumerate(entries, 1)] or [NOTHING]


def cell_at(submission: Submission, path: str) -> FilledCell:
    """录入格 — the cell that shows the value at a path."""
    if path.startswith((NOTHING, ENTRY)):
        return FilledCell("text")
    entry = value_at(submission, path)
    if entry.value is None:
        return FilledCell(entry.kind, figure=path, missing=entry.missing)
    if not isinstance(entry.value, int | Decimal):
        return FilledCell("text", text=str(entry.value), figure=path)
    value = Decimal(entry.value)
    slack = submission.slack(path, value) if entry.kind == "amount" else Decimal(0)
    return FilledCell(entry.kind, value, figure=path, slack=slack)


def value_at(submission: Submission, path: str) -> Entry:
    """取值 — walks a key path (绩效.项目自评[1].总分); raises PackError for a key that no model has."""
    place, walked, below = _begun(submission, path)
    kind: CellKind = "text"
    for key, number in _STEP.findall(below):
        field = _field(type(place), key, path)
        kind, place = _kind_of_field(type(place), field), getattr(place, field)
        walked = f"{walked}.{key}".lstrip(".")
        if place is not None and number:
            place, walked = place[int(number) - 1], f"{walked}[{number}]"
        if place is None:
            may_lack = key in _MAY_BE_EMPTY or submission.own.may_lack(path)
            return Entry(None, kind, () if may_lack else (walked,))
    return Entry(place, kind)


def _begun(submission: Submission, path: str) -> tuple[Any, str, str]:
    """What a path is walked from: facts that the pack declares stand beside the model."""
    first, _, below = path.partition(".")
    own = submission.own
    return (own.values or own.declared.model(), OWN, below) if first == OWN else (submission, "", path)


def _field(model: type[BaseModel], key: str, path: str) -> str:
    field = _fields(model).get(key)
    if field is None:
        raise PackError(f"数据里没有“{path}”这一项（“{key}”）")
    return field


@cache
def _fields(model: type[BaseModel]) -> dict[str, str]:
    return {terms.chinese(name): name for name in getattr(model, "model_fields", {})}


def _kind_of_field(model: type[BaseModel], name: str) -> CellKind:
    return "amount" if shape.fields(model)[name].leaf.kind == "amount" else "count"
