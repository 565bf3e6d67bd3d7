"""推算 — from a submission to its figures: pure, in the order of the form.

Ids name a place in the form (`general_expenditure.item.2010301.final`); each part is a term of terms.toml or a code.
"""

from __future__ import annotations

from disclosure.figures import (
    assets,
    comparison,
    counts,
    economic_expenditure,
    expenditure,
    fund_accounts,
    funds,
    income,
    running,
    sangong,
    self_evaluation,
)
from disclosure.figures.figure import Figures
from disclosure.figures.ledger import Ledger
from disclosure.model import Submission


def derive(submission: Submission) -> Figures:
    """推算全部数 — every figure of a department-year; last year's too where its folder is named."""
    ledger = Ledger(submission)
    last_year = derive(submission.last_year) if submission.last_year else None
    expenditure.derive(ledger, submission)
    funds.derive(ledger, submission)
    income.derive(ledger, submission)
    fund_accounts.derive(ledger, submission)
    economic_expenditure.derive(ledger, submission)
    sangong.derive(ledger, submission)
    assets.derive(ledger, submission)
    counts.derive(ledger, submission)
    running.derive(ledger, submission)
    self_evaluation.derive(ledger, submission)
    comparison.derive(ledger, submission, last_year)
    return ledger.close()
