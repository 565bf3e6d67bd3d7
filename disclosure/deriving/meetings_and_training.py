"""会议费、培训费 — from the general budget's lines by economic 款 where they carry it, else as entered."""

from __future__ import annotations

from disclosure import terms
from disclosure.classification import general_fund
from disclosure.deriving import economic_subjects
from disclosure.deriving.ledger import Ledger
from disclosure.deriving.partly_known import NOT_GIVEN, PartlyKnown
from disclosure.model import SpecialCost, Submission

COSTS = {"meeting_cost": "30215", "training_cost": "30216"}  # 会议费、培训费：经济分类款


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算会议费、培训费 — budgets and last year as entered, then 决算数."""
    spent = economic_subjects.of_fund(submission, general_fund())
    from_lines = submission.expenditure is not None and not spent.missing
    for node, code in COSTS.items():
        cost: SpecialCost | None = getattr(submission, node)
        for leaf in ("opening_budget", "adjusted_budget", "prior"):
            _cost_as_entered(ledger, node, leaf, cost)
        if from_lines:
            ledger.enter(f"{node}.final", spent.part((code,)).entries)
        else:
            _cost_as_entered(ledger, node, "final", cost, missing=spent.unfilled, within=spent.part((code,)))


def _cost_as_entered(
    ledger: Ledger,
    node: str,
    leaf: str,
    cost: SpecialCost | None,
    *,
    missing: tuple[str, ...] = (),
    within: PartlyKnown = NOT_GIVEN,
) -> None:
    path = terms.chinese(f"{node}.{leaf}")
    ledger.optional(f"{node}.{leaf}", path, getattr(cost, leaf, None), missing=missing, within=within)
