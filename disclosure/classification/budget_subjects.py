"""各本预算的科目 — which 类 and 款 belong to which fund's budget in a year (budget_subjects.csv)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import NamedTuple

from disclosure.classification.catalogue import subject
from disclosure.classification.dated_rows import of_year
from disclosure.classification.economic_groups import group_names
from disclosure.classification.funds import Fund, fiscal_funds, general_fund
from disclosure.classification.office_list import NONE, Own, sorted_by_word

_UNKNOWN = "未知"  # of a source
_SECTION = 5  # digits of a 款


@dataclass(frozen=True, slots=True)
class BudgetSubjects:
    """各本预算的科目 — by fund (its name) the codes of its 类 and 款; the general budget has all others.

    `attested` are those codes of which a source says so; a list of the office's own (`own`) is one.
    """

    codes: Mapping[str, tuple[str, ...]]
    attested: tuple[str, ...]
    own: Own = field(default_factory=dict)

    def fund_of(self, item: str) -> Fund:
        """科目的资金 — the fiscal fund that an 项 is spent from."""
        owners = (fund for fund in fiscal_funds() if item.startswith(self.codes.get(fund.name, ())))
        return next(owners, general_fund())


class Belonging(NamedTuple):
    """归属 — the fiscal fund that an 项 is spent from, and whether that is certain."""

    fund: Fund
    sure: bool


def budgets(year: int, own: Own = NONE) -> BudgetSubjects:
    """当年各本预算的科目 — as the office's own list has them where it says so."""
    if codes := sorted_by_word(own, special_funds()):
        return BudgetSubjects(codes, tuple(chain.from_iterable(codes.values())), own)
    return _of_year(year)


def belonging(item: str, year: int, own: Own = NONE) -> Belonging:
    """科目归哪本预算 — of the general budget where the catalogue has it with certainty and no other has."""
    subjects = budgets(year, own)
    fund = subjects.fund_of(item)
    sure = _is_listed(item, year, subjects.own) if fund.general else item.startswith(subjects.attested)
    return Belonging(fund, sure)


def _is_listed(item: str, year: int, own: Own) -> bool:
    """Whether the 项 is in the catalogue, and itself or its 款 with certainty."""
    of_item, *above = (subject(code, year, own) for code in (item, item[:_SECTION]))
    return of_item is not None and any(found and found.confidence == "high" for found in (of_item, *above))


def special_funds() -> tuple[str, ...]:
    """有自己科目的资金 — the fiscal funds other than the general public budget."""
    return tuple(fund.name for fund in fiscal_funds() if not fund.general)


def belonging_words() -> tuple[str, ...]:
    """归类的写法 — what an office's list may say that a subject belongs to."""
    return (*group_names(), *special_funds())


@cache
def _of_year(year: int) -> BudgetSubjects:
    rows = of_year("budget_subjects.csv", year)
    codes = {fund.name: _codes_in(row for row in rows if row["fund"] == fund.id) for fund in fiscal_funds()}
    return BudgetSubjects(codes, _codes_in(row for row in rows if row["source"] != _UNKNOWN))


def _codes_in(rows: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(row["code"] for row in rows)
