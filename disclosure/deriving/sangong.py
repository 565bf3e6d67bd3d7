"""“三公”经费 — from expenditure by economic 款 where lines carry it, else as entered."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from disclosure import terms
from disclosure.classification import Fund, fiscal_funds, general_fund, ids
from disclosure.deriving import economic_subjects
from disclosure.deriving.economic_subjects import Spent
from disclosure.deriving.ledger import Ledger
from disclosure.deriving.partly_known import NOT_GIVEN
from disclosure.model import Sangong, SangongAmounts, SangongFund, Submission

# 经济分类款级科目，见一般公共预算财政拨款支出决算表
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "overseas_travel": ("30212",),
    "vehicle_purchase": ("31013", "30913"),
    "vehicle_running": ("30231",),
    "official_reception": ("30217",),
}
PARTS = tuple(SECTIONS)
MAIN_PARTS = ("overseas_travel", "vehicles", "official_reception")
MAIN_NODES = tuple(f"sangong.{part}" for part in MAIN_PARTS)
_BUDGETS = ("opening_budget", "adjusted_budget")


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算“三公”经费 — parts, 车辆小计, total, per budget too; of each fund, then of all."""
    for fund in fiscal_funds():
        _fund(ledger, submission, fund)
    for leaf in (*_BUDGETS, "final"):
        for part in PARTS:
            ledger.total_over("sangong", ids(fiscal_funds()), f"{part}.{leaf}")
        _sum_up(ledger, "sangong", leaf)


def _sum_up(ledger: Ledger, node: str, leaf: str) -> None:
    vehicles = [f"{node}.vehicle_purchase.{leaf}", f"{node}.vehicle_running.{leaf}"]
    ledger.total(f"{node}.vehicles.{leaf}", vehicles)
    ledger.total_over(node, MAIN_PARTS, leaf)


def _fund(ledger: Ledger, submission: Submission, fund: Fund) -> None:
    node = f"sangong.{fund.id}"
    for leaf in _BUDGETS:
        _as_entered(ledger, submission.sangong, fund, leaf)
        _sum_up(ledger, node, leaf)
    _finals(ledger, submission, fund)
    _sum_up(ledger, node, "final")


def _finals(ledger: Ledger, submission: Submission, fund: Fund) -> None:
    spent = economic_subjects.of_fund(submission, fund)
    if submission.expenditure is None:
        for part in PARTS:
            ledger.unknown(f"sangong.{fund.id}.{part}.final", "支出")
    elif spent.missing:
        _as_entered(ledger, submission.sangong, fund, "final", spent)
    else:
        for part, codes in SECTIONS.items():
            ledger.enter(f"sangong.{fund.id}.{part}.final", spent.part(codes).entries)


def _as_entered(
    ledger: Ledger, sangong: Sangong | None, fund: Fund, leaf: str, spent: Spent | None = None
) -> None:
    """A fund that is not mentioned beside the general budget pays no 三公; what was `spent` bounds it."""
    path = ".".join(("三公经费", *([] if fund.general else [fund.name]), terms.chinese(leaf)))
    amounts = _amounts_entered(sangong, fund, leaf)
    pays_none = amounts is None and _amounts_entered(sangong, general_fund(), leaf) is not None
    for part in PARTS:
        id = f"sangong.{fund.id}.{part}.{leaf}"
        if amounts is not None:
            ledger.enter(id, [_own_place(path, part, getattr(amounts, part))])
        elif pays_none:
            ledger.enter(id, [])
        else:
            within = spent.part(SECTIONS[part]) if spent else NOT_GIVEN
            ledger.unknown(id, *((spent and spent.unfilled) or (path,)), within=within)


def _own_place(path: str, part: str, amount: Decimal | None) -> tuple[str, Decimal | None]:
    """A blank part is asked for in its own cell."""
    return (path if amount is not None else f"{path}.{terms.chinese(part)}"), amount


def _amounts_entered(sangong: Sangong | None, fund: Fund, leaf: str) -> SangongAmounts | None:
    """What is entered for a fund; the general budget's stands without its name."""
    of_fund: Sangong | SangongFund | None = sangong if fund.general else getattr(sangong, fund.id, None)
    amounts: SangongAmounts | None = getattr(of_fund, leaf, None)
    return amounts
