"""整体自评 — planned and spent money of 部门整体支出绩效自评表; what was spent follows from the accounts."""

from __future__ import annotations

from decimal import Decimal

from disclosure import terms
from disclosure.figures.ledger import Ledger
from disclosure.model import Submission
from disclosure.model.self_evaluation import Planned

_NODE = "performance.whole"
_LEAVES = ("opening_budget", "adjusted_budget")
_FISCAL = ("general_expenditure", "fund_expenditure", "state_expenditure")


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算整体自评 — of 基本, 项目 (财政拨款, 其他资金) and the whole: budgets, adjustment, execution, rate."""
    whole = submission.performance.whole if submission.performance else None
    for part in ("basic_expenditure", "project_fiscal", "project_other", "carried"):
        _planned(ledger, part, getattr(whole, part, None))
    ledger.total(f"{_NODE}.basic_expenditure.executed", ["expenditure.basic_expenditure.final"])
    ledger.total(
        f"{_NODE}.project_fiscal.executed", [f"{node}.project_expenditure.final" for node in _FISCAL]
    )
    ledger.total(f"{_NODE}.project_other.executed", ["other_expenditure.project_expenditure.final"])
    spent = (whole.carried.executed or Decimal(0)) if whole else None
    ledger.optional(f"{_NODE}.carried.executed", terms.chinese(f"{_NODE}.carried.executed"), spent)
    for leaf in (*_LEAVES, "executed"):
        _sum(ledger, leaf)
    for part in (
        "basic_expenditure",
        "project_fiscal",
        "project_other",
        "project_expenditure",
        "carried",
        "",
    ):
        node = f"{_NODE}.{part}".rstrip(".")
        ledger.define(f"{node}.adjustment", f"{node}.adjusted_budget - {node}.opening_budget")
        ledger.define(f"{node}.completion_rate", f"{node}.executed / {node}.adjusted_budget * 100", "%")


def _planned(ledger: Ledger, part: str, planned: Planned | None) -> None:
    for leaf in _LEAVES:
        amount: Decimal | None = getattr(planned, leaf, None)
        path = terms.chinese(_NODE if planned is None else f"{_NODE}.{part}.{leaf}")
        ledger.optional(f"{_NODE}.{part}.{leaf}", path, amount)


def _sum(ledger: Ledger, leaf: str) -> None:
    parts = [f"{_NODE}.project_fiscal.{leaf}", f"{_NODE}.project_other.{leaf}"]
    ledger.total(f"{_NODE}.project_expenditure.{leaf}", parts)
    ledger.total(
        f"{_NODE}.{leaf}", [f"{_NODE}.basic_expenditure.{leaf}", f"{_NODE}.project_expenditure.{leaf}"]
    )
