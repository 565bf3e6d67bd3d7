"""财政资金 — carry-over and fiscal income by fund: 本年收入＝本年支出＋年末结转和结余－年初结转和结余."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from disclosure.figures.expenditure import NODES
from disclosure.figures.ledger import Ledger
from disclosure.model import CarryoverLine, Fund, Submission

FUND_IDS: dict[Fund, str] = {
    "一般公共预算": "general_public_budget",
    "政府性基金": "government_fund",
    "国有资本经营": "state_capital",
    "其他资金": "other_funds",
}
_PARTS: dict[str, Callable[[CarryoverLine], Decimal]] = {
    "opening": lambda line: line.opening,
    "adjustment": lambda line: line.adjustment,
    "closing_carryover": lambda line: line.closing_carryover,
    "closing_surplus": lambda line: line.closing_surplus,
}


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算结转结余和财政拨款收入 — opening and closing by fund, then the income that follows."""
    for fund, id in FUND_IDS.items():
        _carryover(ledger, submission, fund, f"carryover.{id}")
    for part in ("opening", "adjustment", "closing"):
        ledger.total(f"carryover.{part}", [f"carryover.{id}.{part}" for id in FUND_IDS.values()])
        fiscal = [id for fund, id in FUND_IDS.items() if fund != "其他资金"]
        ledger.total(f"carryover.fiscal_income.{part}", [f"carryover.{id}.{part}" for id in fiscal])
    for fund, id in FUND_IDS.items():
        if fund != "其他资金":
            node = f"carryover.{id}"
            ledger.define(
                f"income.{id}.final",
                f"{NODES[fund]}.final + {node}.closing - {node}.opening - {node}.adjustment",
            )
    ledger.total("income.fiscal_income.final", [f"income.{id}.final" for id in list(FUND_IDS.values())[:3]])


def _carryover(ledger: Ledger, submission: Submission, fund: Fund, node: str) -> None:
    lines = submission.carryover
    if lines is None:
        for part in (*_PARTS, "closing"):
            ledger.unknown(f"{node}.{part}", "结转结余")
        return
    chosen = [(i, line) for i, line in enumerate(lines, 1) if line.fund == fund]
    for part, amount in _PARTS.items():
        ledger.enter(f"{node}.{part}", [(f"结转结余[{i}]", amount(line)) for i, line in chosen])
    ledger.total(f"{node}.closing", [f"{node}.closing_carryover", f"{node}.closing_surplus"])
