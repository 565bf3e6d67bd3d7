"""空着的资金 — lines that name no fund and whose 项 does not say it: their money is nobody's yet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from disclosure.classification import belonging, general_fund
from disclosure.model import CarryoverLine, ExpenditureLine, FiscalIncome, Submission

_FUND = "fund"
_Numbered = tuple[str, ExpenditureLine | CarryoverLine]


def undecided(submission: Submission) -> frozenset[str]:
    """未定的行 — key paths of the lines (支出[3]) of which nobody knows the fund.

    An 项 of the general budget is spent from it, unless another fund is named. One of another budget never
    is; one of which that is not certain is, where the body has no other money.
    """
    alone = not _has_other_money(submission)
    nameless = ((path, line) for path, line in _with_funds(submission) if _FUND not in line.model_fields_set)
    return frozenset(path for path, line in nameless if not _is_general(line.item, submission, alone=alone))


def _is_general(item: str, submission: Submission, *, alone: bool) -> bool:
    fund, sure = belonging(item, submission.year, submission.own_subjects)
    return fund.general and (sure or alone)


def _with_funds(submission: Submission) -> Iterator[_Numbered]:
    yield from ((f"支出[{number}]", line) for number, line in enumerate(submission.expenditure or (), 1))
    yield from ((f"结转结余[{number}]", line) for number, line in enumerate(submission.carryover or (), 1))


def _has_other_money(submission: Submission) -> bool:
    fiscal = submission.fiscal_income or FiscalIncome()
    received = (line.amount for line in submission.income or ())
    funds = {line.fund for _, line in _with_funds(submission)} - {general_fund().name}
    return any(chain(received, (fiscal.government_fund, fiscal.state_capital), funds))
