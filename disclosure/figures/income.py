"""收入与总计 — income by source, 收入总计 and 支出总计."""

from __future__ import annotations

from disclosure.figures.ledger import Ledger
from disclosure.model import Submission

SOURCES = {
    "上级补助收入": "superior_subsidy",
    "事业收入": "business_income",
    "经营收入": "operating_income",
    "附属单位上缴收入": "affiliate_remittance",
    "其他收入": "other_income",
}
FISCAL_SOURCES = ("general_public_budget", "government_fund", "state_capital")


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算收入 — sources, total, both grand totals."""
    _sources(ledger, submission)
    sources = [f"income.{id}.final" for id in (*FISCAL_SOURCES, *SOURCES.values())]
    ledger.total("income.final", sources)
    ledger.optional("surplus_used.final", "使用非财政拨款结余", submission.surplus_used)
    ledger.optional("surplus_distribution.final", "结余分配", submission.surplus_distribution)
    ledger.define(
        "grand_total.income.final",
        "income.final + surplus_used.final + carryover.opening + carryover.adjustment",
    )
    ledger.define(
        "grand_total.expenditure.final", "expenditure.final + surplus_distribution.final + carryover.closing"
    )
    ledger.define("grand_total.final", "grand_total.income.final")
    ledger.define(
        "fiscal_grand_total.income.final",
        "income.fiscal_income.final + carryover.fiscal_income.opening + carryover.fiscal_income.adjustment",
    )
    ledger.define(
        "fiscal_grand_total.expenditure.final",
        "general_expenditure.final + fund_expenditure.final + state_expenditure.final"
        " + carryover.fiscal_income.closing",
    )
    ledger.define("fiscal_grand_total.final", "fiscal_grand_total.income.final")


def _sources(ledger: Ledger, submission: Submission) -> None:
    lines = submission.income
    for name, id in SOURCES.items():
        if lines is None:
            ledger.unknown(f"income.{id}.final", "收入")
            continue
        entries = [(f"收入[{i}].金额", line.amount) for i, line in enumerate(lines, 1) if line.source == name]
        ledger.enter(f"income.{id}.final", entries)
