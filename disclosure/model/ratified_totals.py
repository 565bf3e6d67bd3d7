"""批复数 — the totals as on the 批复 of the final accounts: compared with what is printed, printed nowhere.

核定数 (`Submission.stated`) is another thing: it prints a total that rounding sets apart from its parts.
"""

from __future__ import annotations

from decimal import Decimal

from disclosure.model.base import Amount, OfOwnUnit, Section
from disclosure.model.key_paths import amounts
from disclosure.model.other_matters import PriorSangong

RATIFIED = "批复数"


class RatifiedAmounts(Section):
    """一种资金的批复数 — what the 批复 says of it; whatever it does not say is left out."""

    opening_balance: Amount | None = None  # 调整以后的，与公开表“年初结转和结余”一致
    income: Amount | None = None
    expenditure: Amount | None = None
    basic_expenditure: Amount | None = None
    project_expenditure: Amount | None = None
    closing_balance: Amount | None = None


class RatifiedSangong(Section):
    """“三公”经费的批复数 — total and items."""

    total: Amount | None = None
    overseas_travel: Amount | None = None
    vehicles: Amount | None = None
    vehicle_purchase: Amount | None = None
    vehicle_running: Amount | None = None
    official_reception: Amount | None = None


class RatifiedPrior(Section):
    """上年的批复数 — as last year's 批复 and publication have them, under the names of 上年数."""

    grand_total: Amount | None = None
    fiscal_grand_total: Amount | None = None
    general_expenditure: Amount | None = None
    fund_expenditure: Amount | None = None
    state_expenditure: Amount | None = None
    sangong: PriorSangong | None = None
    agency_running_cost: Amount | None = None


class RatifiedTotals(OfOwnUnit):
    """批复数 — all optional; `unit` where the 批复 has another one than the data."""

    opening_balance: Amount | None = None
    income: Amount | None = None
    surplus_used: Amount | None = None
    expenditure: Amount | None = None
    basic_expenditure: Amount | None = None
    project_expenditure: Amount | None = None
    surplus_distribution: Amount | None = None
    closing_balance: Amount | None = None
    fiscal_appropriation: RatifiedAmounts | None = None
    general_public_budget: RatifiedAmounts | None = None
    government_fund: RatifiedAmounts | None = None
    state_capital: RatifiedAmounts | None = None
    sangong: RatifiedSangong | None = None
    prior: RatifiedPrior | None = None  # 照上年的批复和公开稿抄


def ratified_amounts(totals: RatifiedTotals | None) -> dict[str, Decimal]:
    """各项批复数 — what is given, by key path (批复数.收入)."""
    return dict(amounts(totals, RATIFIED))
