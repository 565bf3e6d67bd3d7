"""各本预算的科目 — which 类 and 款 belong to which fund's budget in a year (budget_subjects.csv)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from disclosure.classification.dated_rows import of_year
from disclosure.classification.economic_groups import group_names
from disclosure.classification.funds import Fund, fiscal_funds, general_fund
from disclosure.classification.office_list import NONE, Own, sorted_by_word


@dataclass(frozen=True, slots=True)
class BudgetSubjects:
    """各本预算的科目 — by fund (its name) the codes of its 类 and 款; the general budget has all others."""

    codes: Mapping[str, tuple[str, ...]]

    def fund_of(self, item: str) -> Fund:
        """科目的资金 — the fiscal fund that an 项 is spent from."""
        owners = (fund for fund in fiscal_funds() if item.startswith(self.codes.get(fund.name, ())))
        return next(owners, general_fund())


def budgets(year: int, own: Own = NONE) -> BudgetSubjects:
    """当年各本预算的科目 — as the office's own list has them where it says so."""
    return BudgetSubjects(sorted_by_word(own, special_funds()) or _codes_of_year(year))


def special_funds() -> tuple[str, ...]:
    """有自己科目的资金 — the fiscal funds other than the general public budget."""
    return tuple(fund.name for fund in fiscal_funds() if not fund.general)


def belonging_words() -> tuple[str, ...]:
    """归类的写法 — what an office's list may say that a subject belongs to."""
    return (*group_names(), *special_funds())


@cache
def _codes_of_year(year: int) -> dict[str, tuple[str, ...]]:
    rows = of_year("budget_subjects.csv", year)
    return {
        fund.name: tuple(row["code"] for row in rows if row["fund"] == fund.id) for fund in fiscal_funds()
    }
