"""推算 — from a submission to its figures: pure, in the order of the form.

Ids name a place in the form (`general_expenditure.item.2010301.final`); each part is a term of terms.toml or a code.
"""

from __future__ import annotations

from disclosure.figures import (
    accounts,
    assets,
    comparison,
    counts,
    economic,
    evaluation,
    expenditure,
    funds,
    income,
    running,
    sangong,
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
    accounts.derive(ledger, submission)
    economic.derive(ledger, submission)
    sangong.derive(ledger, submission)
    assets.derive(ledger, submission)
    counts.derive(ledger, submission)
    running.derive(ledger, submission)
    evaluation.derive(ledger, submission)
    comparison.derive(ledger, submission, last_year)
    return ledger.close()
