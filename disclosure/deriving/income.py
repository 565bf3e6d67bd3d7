"""收入与总计 — income by source, 收入总计 and 支出总计."""

from __future__ import annotations

from disclosure.classification import fiscal_funds, ids, income_sources
from disclosure.deriving.entered_lines import listed
from disclosure.deriving.ledger import Ledger
from disclosure.model import Submission

# total, one side → what it is made of
_GRAND_TOTALS = {
    "grand_total.income": "income.final + surplus_used.final + carryover.opening + carryover.adjustment",
    "grand_total.expenditure": "expenditure.final + surplus_distribution.final + carryover.closing",
    "grand_total": "grand_total.income.final",
    "fiscal_grand_total.income": "income.fiscal_income.final"
    " + carryover.fiscal_income.opening + carryover.fiscal_income.adjustment",
    "fiscal_grand_total.expenditure": "general_expenditure.final + fund_expenditure.final"
    " + state_expenditure.final + carryover.fiscal_income.closing",
    "fiscal_grand_total": "fiscal_grand_total.income.final",
}


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算收入 — sources, total, both grand totals."""
    for source in income_sources():
        _source(ledger, submission, f"income.{source.id}.final", source.name)
    ledger.total_over("income", [*ids(fiscal_funds()), *ids(income_sources())], "final")
    ledger.optional("surplus_used.final", "使用非财政拨款结余", submission.surplus_used)
    ledger.optional("surplus_distribution.final", "结余分配", submission.surplus_distribution)
    for node, formula in _GRAND_TOTALS.items():
        ledger.define(f"{node}.final", formula)


def _source(ledger: Ledger, submission: Submission, id: str, source: str) -> None:
    if submission.income is None:
        ledger.unknown(id, "收入")
        return
    received = listed("收入", submission.income).where(lambda line: line.source == source)
    ledger.enter(id, received.entries(lambda line: line.amount, ".金额"))
