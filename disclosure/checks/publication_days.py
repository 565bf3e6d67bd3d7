"""公开期限 — how many days after its 批复 something is published; a date may be told by its month alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from disclosure.chinese_dates import days_named

DAYS_ALLOWED = 20  # 预算法第十四条：批复后二十日内


class DaysAfter(NamedTuple):
    """批复后几天 — the fewest and the most that the two dates may mean; below zero: before the 批复."""

    fewest: int
    most: int

    @property
    def in_time(self) -> bool | None:
        """是否按时 — None where a date that is told by its month alone does not decide it."""
        if self.fewest > DAYS_ALLOWED or self.most < 0:
            return False
        return True if self.fewest >= 0 and self.most <= DAYS_ALLOWED else None


def days_after(approved: str, published: str) -> DaysAfter:
    """批复后几天公开 — of two dates as they are written; raises ValueError for what is no date."""
    first, then = days_named(approved), days_named(published)
    return DaysAfter((then[0] - first[1]).days, (then[1] - first[0]).days)


def latest_day(approved: str) -> date:
    """公开期限 — the last day in time, of the last day that the 批复's date may mean; raises ValueError."""
    return days_named(approved)[1] + timedelta(days=DAYS_ALLOWED)
