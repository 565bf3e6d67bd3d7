"""推算 — from a submission to its figures: pure, in the order of the form.

Ids name a place in the form (`general_expenditure.item.2010301.final`); each part is a term of terms.toml
or a code.
"""

from __future__ import annotations

from disclosure.figures import (
    assets,
    carryover,
    comparison,
    counts,
    economic_expenditure,
    expenditure,
    fund_accounts,
    income,
    income_by_item,
    meetings_and_training,
    procurement,
    running_cost,
    sangong,
    self_evaluation,
    travel_and_reception,
    withholding,
)
from disclosure.figures.figure import Figures
from disclosure.figures.ledger import Ledger
from disclosure.model import Submission

_STEPS = (
    expenditure.derive,
    carryover.derive,
    income.derive,
    fund_accounts.derive,
    income_by_item.derive,
    economic_expenditure.derive,
    sangong.derive,
    meetings_and_training.derive,
    running_cost.derive,
    procurement.derive,
    assets.derive,
    counts.derive,
    travel_and_reception.derive_money,
    running_cost.derive_by_nature,
    travel_and_reception.derive_counts,
    self_evaluation.derive,
)


def derive(submission: Submission) -> Figures:
    """推算全部数 — every figure of a department-year; last year's too where its folder is named."""
    ledger = Ledger(submission)
    last_year = derive(submission.last_year) if submission.last_year else None
    for step in _STEPS:
        step(ledger, submission)
    comparison.derive(ledger, submission, last_year)
    return withholding.withheld(ledger.close(), submission)
