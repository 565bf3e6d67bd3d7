"""单位和人员的构成 — number and kinds of the subordinate units, number and categories of people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import starmap
from operator import itemgetter

from disclosure.model import Submission
from disclosure.model.department import Department, Headcount, Unit
from disclosure.packs.templating.values import Missing, Node, Note, Quantity, Words

_ITSELF = re.compile(r"[（(]?(?:机关)?本级[）)]?$|[（(]?机关[）)]?$")  # 某某局（本级）、某某局机关
_NATURES = ("行政单位", "参公事业单位", "事业单位")
_UNITS, _PEOPLE, _NUMBER = "部门.所属单位", "部门.人数", "数量"


def units(submission: Submission, note: Note) -> Node | Missing:
    """单位构成 — 个数, 分类 (each kind with its number), 各单位: all made from the one list."""
    listed = submission.department.units
    if listed is None:
        return Missing((_UNITS,), note)
    numbers = Counter[str](unit.nature for unit in listed)
    by_nature = _kinds(((nature, numbers[nature]) for nature in _NATURES), _UNITS)
    each = tuple(starmap(_unit, enumerate(listed, 1)))
    own = tuple(unit for unit in each if _is_itself(unit, submission.department))
    named = {"分类": by_nature, "各单位": each, "本级": own, "本级在前": tuple(dict.fromkeys((*own, *each)))}
    return Node(_UNITS, {"个数": _count(len(listed), _UNITS), **named})


def _is_itself(unit: Node, department: Department) -> bool:
    """Whether a unit of the list is the department's own office."""
    return _ITSELF.sub("", unit["名称"]._text) in (department.full_name, department.short_name)


def _unit(number: int, unit: Unit) -> Node:
    names = {
        "名称": unit.name,
        "性质": unit.nature,
        "简称": unit.short_name or "",
        "备注": unit.unit_remark or "",
    }
    return Node(f"{_UNITS}[{number}]", {key: Words(text) for key, text in names.items()})


def people(submission: Submission, note: Note) -> Node | Missing:
    """人员构成 — 个数 and 分类 of the people that the department's data, or its units' together, count."""
    listed = submission.department.headcount
    if listed is None:
        return Missing((_PEOPLE,), note)
    if unfilled := tuple(_uncounted(listed)):
        return Missing(unfilled, note)
    counted = [(group.category, group.number or 0) for group in listed]
    total = _count(sum(map(itemgetter(1), counted)), _PEOPLE)
    return Node(_PEOPLE, {"个数": total, "分类": _kinds(counted, _PEOPLE)})


def _uncounted(listed: Iterable[Headcount]) -> Iterator[str]:
    numbers = enumerate((group.number for group in listed), 1)
    return (f"{_PEOPLE}[{at}].{_NUMBER}" for at, number in numbers if number is None)


def _kinds(counted: Iterable[tuple[str, int]], place: str) -> tuple[Node, ...]:
    return tuple(
        Node(f"{place}.{name}", {"名称": Words(name), "个数": _count(number, f"{place}.{name}")})
        for name, number in counted
        if number
    )


def _count(number: int, place: str) -> Quantity:
    return Quantity(Decimal(number), "个", place)
