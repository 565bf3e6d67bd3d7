"""经济分类的组 — 人员经费 and 公用经费: which economic 类 each has in a year (economic_groups.csv)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from disclosure import terms
from disclosure.classification.dated_rows import of_year
from disclosure.classification.office_list import NONE, Own, sorted_by_word

_GROUPS = ("personnel_cost", "public_cost")
_CLASS = 3  # digits of a 类


@dataclass(frozen=True, slots=True)
class EconomicGroup:
    """组 — economic 类 (`classes`) whose money the forms add up under one name."""

    id: str
    name: str
    classes: tuple[str, ...]

    def __contains__(self, code: str) -> bool:
        return code[:_CLASS] in self.classes


def groups(year: int, own: Own = NONE) -> tuple[EconomicGroup, ...]:
    """当年的组 — 人员经费, then 公用经费; as the office's own list has them where it says so."""
    names = group_names()
    classes = sorted_by_word(own, names) or _classes_of_year(year)
    return tuple(EconomicGroup(id, name, classes[name]) for id, name in zip(_GROUPS, names, strict=True))


def group_names() -> tuple[str, ...]:
    """组名 — what the groups are called in every year."""
    return tuple(map(terms.chinese, _GROUPS))


@cache
def _classes_of_year(year: int) -> dict[str, tuple[str, ...]]:
    rows = of_year("economic_groups.csv", year)
    named = [(terms.chinese(row["group"]), row["code"]) for row in rows]
    return {name: tuple(code for group, code in named if group == name) for name in group_names()}
