"""上年数据作参数 — last year's submission as an argument of its own."""

from __future__ import annotations

from disclosure.amending import last_year
from disclosure.amending.amend_submission import amend
from disclosure.errors import Source
from disclosure.model import Submission


def with_prior(submission: Submission, last: Submission) -> Submission:
    """附上上年数据 — the same submission, compared with last year's as if 上年数 named its folder.

    Figures of last year that the data give themselves stay; all others follow from last year's data. Raises
    InputError where these are another year's, or where the data say that there was no last year.
    """
    return amend(submission, {last_year.PLACE: last}, source=Source(f"{last.year}年度的数据"))
