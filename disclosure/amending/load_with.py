"""读取 — a department-year; last year's data and a published budget may be given beside it, as objects."""

from __future__ import annotations

from disclosure.amending.given_prior import with_prior
from disclosure.amending.opening_budget import PublishedBudget, with_budget
from disclosure.model import Submission
from disclosure.sources import DataSource, submission_of


def load(
    source: DataSource, *, prior: DataSource | None = None, budget: PublishedBudget | None = None
) -> Submission:
    """读取数据 — a data folder or file, the bytes of one, its files by name, or a submission.

    `prior` is last year's data in any of these forms, as if 上年数 named its folder: figures of last year
    that the data give themselves stay. `budget` is a published budget (`read_budget`) from which 年初预算 is
    taken where the data lack it. Raises InputError: all problems of the data, or that what is given beside
    them is another year's or body's, or does not agree with them.
    """
    submission = submission_of(source)
    if prior is not None:
        submission = with_prior(submission, submission_of(prior))
    return submission if budget is None else with_budget(submission, budget)
