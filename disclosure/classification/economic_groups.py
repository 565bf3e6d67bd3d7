"""经济分类的组 — 人员经费 and 公用经费: which economic 类 each has in a year (economic_groups.csv)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from disclosure import terms
from disclosure.classification.dated_rows import of_year
from disclosure.classification.office_list import NONE, Own, sorted_by_word

GROUPS = ("personnel_cost", "public_cost")
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
    given = sorted_by_word(own, map(terms.chinese, GROUPS))
    classes = _listed(year)
    return tuple(
        EconomicGroup(id, name, given[name] if given else classes[id])
        for id, name in zip(GROUPS, map(terms.chinese, GROUPS), strict=True)
    )


@cache
def _listed(year: int) -> dict[str, tuple[str, ...]]:
    rows = of_year("economic_groups.csv", year)
    return {id: tuple(row["code"] for row in rows if row["group"] == id) for id in GROUPS}
