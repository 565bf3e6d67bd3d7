"""年初预算 — from a published budget that was read, where a data file would have it typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Protocol

from disclosure.amending.amend_submission import amend
from disclosure.errors import InputError, Problem, Source
from disclosure.loading.reading_state import flat, path_of
from disclosure.model import Submission
from disclosure.model.key_paths import leaves
from disclosure.money import Unit, half_width, number_text

_PLACE = "预算.年初预算"


class PublishedBudget(Protocol):
    """预算公开的文件 — what `read_budget` makes of one: its name, whose and of which year, 年初预算."""

    @property
    def called(self) -> str:
        """文件名."""

    @property
    def year(self) -> int:
        """年度."""

    @property
    def bodies(self) -> tuple[str, ...]:
        """部门（单位）的名称 — none where it says none."""

    def data(self, unit: Unit = "万元") -> dict[str, Any]:
        """录入的年初预算 — as a data file has it."""


def with_budget(submission: Submission, budget: PublishedBudget) -> Submission:
    """附上年初预算 — the same submission with what a published budget of its body and year says.

    Where the data say it themselves they stay, as long as both are the same within rounding to 0.01 万元.
    Raises InputError where they are not, or where the budget is another year's or body's.
    """
    _require_own(submission, budget)
    known, given = dict(leaves(submission)), dict(_amounts_of(budget))
    if problems := [
        Problem(_unequal(known[path], given[path]), path=path)
        for path in given
        if _differs(path, known, given)
    ]:
        raise InputError(problems)
    lacking = {path: amount for path, amount in given.items() if path not in known}
    return amend(submission, lacking, source=Source(budget.called))


def _require_own(submission: Submission, budget: PublishedBudget) -> None:
    body, told = submission.department.full_name, ""
    if budget.year != submission.year:
        told = (
            f"“{budget.called}”是 {budget.year} 年度的预算，决算是 {submission.year} 年度的；请换成同一年度的"
        )
    elif budget.bodies and not any(name in body or body in name for name in budget.bodies):
        told = f"“{budget.called}”是“{budget.bodies[0]}”的预算，决算是“{body}”的；请换成同一部门的"
    if told:
        raise InputError([Problem(told, path=_PLACE)])


def _amounts_of(budget: PublishedBudget) -> Iterator[tuple[str, Decimal]]:
    return ((path_of(loc), Decimal(text)) for loc, text in flat(budget.data("元")))


def _differs(path: str, known: Mapping[str, Any], given: Mapping[str, Decimal]) -> bool:
    return path in known and abs(known[path] - given[path]) > half_width(given[path], "万元")


def _unequal(said: Decimal, published: Decimal) -> str:
    ours, theirs = number_text(said, 2), number_text(published, 2)
    return f"数据里的年初预算是{ours}元，预算公开的文件是{theirs}元；请核对后改正一处"
