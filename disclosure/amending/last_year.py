"""上年数据 — last year's submission given as an object, where a data file would name its folder."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure.errors import Problem
from disclosure.model import Prior, Submission

PLACE = "上年数.文件夹"


def faults(submission: Submission, last: Submission) -> Iterator[Problem]:
    """错误 — what is wrong with last year's data that are to be attached."""
    if last.year + 1 != submission.year:
        yield Problem(
            f"这是 {last.year} 年度的数据，不是上一年度的，请换成 {submission.year - 1} 年度的", path=PLACE
        )
    elif submission.prior is not None and submission.prior == Prior.model_validate("无"):
        yield Problem("数据里写了上年数是“无”，又给了上年的数据；请先删去那一处", path=PLACE)


def attached(submission: Submission, last: Submission) -> Submission:
    """附上 — neither last year's own last year nor its attachments are needed, as when a folder is read."""
    return submission.with_last_year(last.with_origin(last.places(), {}, None))
