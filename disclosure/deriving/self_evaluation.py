"""整体自评 — planned and spent money of 部门整体支出绩效自评表; what was spent follows from the accounts."""

from __future__ import annotations

from decimal import Decimal

from disclosure import terms
from disclosure.classification import fiscal_funds
from disclosure.deriving.ledger import Ledger
from disclosure.model import Performance, Submission
from disclosure.model.self_evaluation import Planned, WholeEvaluation

_NODE = "performance.whole"
_LEAVES = ("opening_budget", "adjusted_budget")
_PLANNED = ("basic_expenditure", "project_fiscal", "project_other", "carried")


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算整体自评 — of 基本, 项目 (财政拨款, 其他资金), the whole: budgets, adjustment, execution, rate."""
    whole = (submission.performance or Performance()).whole
    for part in _PLANNED:
        _planned(ledger, part, whole)
    _executed(ledger)
    carried = f"{_NODE}.carried.executed"
    ledger.optional(carried, terms.chinese(carried), _spent_of_carried(whole or WholeEvaluation()))
    for leaf in (*_LEAVES, "executed"):
        _sum(ledger, leaf)
    for part in (*_PLANNED[:-1], "project_expenditure", "carried"):
        _compare(ledger, f"{_NODE}.{part}")
    _compare(ledger, _NODE)


def _spent_of_carried(whole: WholeEvaluation) -> Decimal | None:
    return None if whole.carried is None else whole.carried.executed


def _planned(ledger: Ledger, part: str, whole: WholeEvaluation | None) -> None:
    planned: Planned | None = getattr(whole, part, None)
    for leaf in _LEAVES:
        amount: Decimal | None = getattr(planned, leaf, None)
        path = terms.chinese(_NODE if whole is None else f"{_NODE}.{part}.{leaf}")
        ledger.optional(f"{_NODE}.{part}.{leaf}", path, amount)


def _executed(ledger: Ledger) -> None:
    fiscal = [f"{fund.expenditure}.project_expenditure.final" for fund in fiscal_funds()]
    ledger.total(f"{_NODE}.basic_expenditure.executed", ["expenditure.basic_expenditure.final"])
    ledger.total(f"{_NODE}.project_fiscal.executed", fiscal)
    ledger.total(f"{_NODE}.project_other.executed", ["other_expenditure.project_expenditure.final"])


def _sum(ledger: Ledger, leaf: str) -> None:
    projects = f"{_NODE}.project_expenditure.{leaf}"
    ledger.total(projects, [f"{_NODE}.project_fiscal.{leaf}", f"{_NODE}.project_other.{leaf}"])
    ledger.total(f"{_NODE}.{leaf}", [f"{_NODE}.basic_expenditure.{leaf}", projects])


def _compare(ledger: Ledger, node: str) -> None:
    ledger.define(f"{node}.adjustment", f"{node}.adjusted_budget - {node}.opening_budget")
    ledger.define(f"{node}.completion_rate", f"{node}.executed / {node}.adjusted_budget * 100", "%")
