"""结转结余 — carry-over and fiscal income by fund: 本年收入＝本年支出＋年末结转和结余－年初结转和结余."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from disclosure import terms
from disclosure.classification import Fund, all_funds, fiscal_funds, ids
from disclosure.deriving.entered_lines import carried_in
from disclosure.deriving.ledger import Ledger
from disclosure.deriving.partly_known import EITHER_SIGN
from disclosure.interval import UNBOUNDED
from disclosure.model import CarryoverLine, Submission

_PARTS: dict[str, Callable[[CarryoverLine], Decimal | None]] = {
    "opening": lambda line: line.opening,
    "adjustment": lambda line: line.adjustment,
    "closing_carryover": lambda line: line.closing_carryover,
    "closing_surplus": lambda line: line.closing_surplus,
}


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算结转结余和财政拨款收入 — opening and closing by fund, then the income that follows."""
    for fund in all_funds():
        _carryover(ledger, submission, fund)
    for part in ("opening", "adjustment", "closing"):
        ledger.total_over("carryover", ids(all_funds()), part)
        ledger.total_over("carryover", ids(fiscal_funds()), part, whole="fiscal_income")
    for fund in fiscal_funds():
        _income(ledger, fund)
    ledger.total_over("income", ids(fiscal_funds()), "final", whole="fiscal_income")


def _income(ledger: Ledger, fund: Fund) -> None:
    node = f"carryover.{fund.id}"
    balance = f"{node}.closing - {node}.opening - {node}.adjustment"
    ledger.define(f"income.{fund.id}.final", f"{fund.expenditure}.final + {balance}")


def _carryover(ledger: Ledger, submission: Submission, fund: Fund) -> None:
    node = f"carryover.{fund.id}"
    if submission.carryover is None:
        for part in (*_PARTS, "closing"):
            ledger.unknown(f"{node}.{part}", "结转结余", within=EITHER_SIGN)
        return
    lines = carried_in(submission, fund)
    for part, amount in _PARTS.items():
        entries = lines.entries(amount, unknown=f".{terms.chinese(part)}")
        ledger.enter(f"{node}.{part}", entries, each=UNBOUNDED)
    ledger.total(f"{node}.closing", [f"{node}.closing_carryover", f"{node}.closing_surplus"])
