"""单位和人员的构成 — number and kinds of the subordinate units, number and categories of people."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from disclosure.model import Submission
from disclosure.packs.templating.values import Missing, Node, Note, Quantity, Words

_NATURES = ("行政单位", "参公事业单位", "事业单位")
_UNITS, _PEOPLE = "部门.所属单位", "部门.人数"


def units(submission: Submission, note: Note) -> Node | Missing:
    """单位构成 — 个数, 分类 (each kind with its number), 各单位: they agree, since all are made from the one list."""
    listed = submission.department.units
    if listed is None:
        return Missing((_UNITS,), note)
    counted = [(nature, sum(unit.nature == nature for unit in listed)) for nature in _NATURES]
    each = tuple(
        _node(
            f"{_UNITS}[{number}]",
            名称=Words(unit.name),
            性质=Words(unit.nature),
            简称=Words(unit.short_name or ""),
        )
        for number, unit in enumerate(listed, 1)
    )
    return _node(_UNITS, 个数=_count(len(listed), _UNITS), 分类=_kinds(counted, _UNITS), 各单位=each)


def people(submission: Submission, note: Note) -> Node | Missing:
    """人员构成 — 个数 and 分类 of the people that the department's data, or its units' together, count."""
    listed = submission.department.headcount
    if listed is None:
        return Missing((_PEOPLE,), note)
    counted = [(group.category, group.number) for group in listed]
    return _node(
        _PEOPLE, 个数=_count(sum(number for _, number in counted), _PEOPLE), 分类=_kinds(counted, _PEOPLE)
    )


def _kinds(counted: Iterable[tuple[str, int]], place: str) -> tuple[Node, ...]:
    return tuple(
        _node(f"{place}.{name}", 名称=Words(name), 个数=_count(number, f"{place}.{name}"))
        for name, number in counted
        if number
    )


def _count(number: int, place: str) -> Quantity:
    return Quantity(Decimal(number), "个", place)


def _node(place: str, **members: Any) -> Node:
    return Node(place, members)
