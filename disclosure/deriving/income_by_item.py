"""分科目收入 — income by 项 and source (公开02表): fiscal as the accounts have it, other as entered."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from disclosure.classification import fiscal_funds, ids, income_sources
from disclosure.deriving import fund_accounts
from disclosure.deriving.entered_lines import EnteredLines, listed
from disclosure.deriving.ledger import ZERO, Ledger
from disclosure.deriving.partly_known import Entry
from disclosure.model import IncomeLine, Submission


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算分科目收入 — 其中教育收费 of the whole, then every 项 and its roll-ups."""
    lines = listed("收入", submission.income)
    if submission.income is None:
        ledger.unknown("income.education_fee.final", "收入")
        return
    ledger.enter("income.education_fee.final", _education_fees(lines))
    if submission.expenditure is None:
        return
    of_funds = (fund_accounts.items(submission, fund) for fund in fiscal_funds())
    codes = sorted({*chain.from_iterable(of_funds), *lines.items})
    by_item = lines.by_code()
    for code in codes:
        _item(ledger, f"income.item.{code}", code, by_item[code])
    for source in (*_sources(), "education_fee"):
        ledger.roll_up("income", codes, f"{source}.final")
    ledger.roll_up("income", codes, "final")


def _item(ledger: Ledger, place: str, code: str, lines: EnteredLines[IncomeLine]) -> None:
    fiscal = [f"{fund.account}.item.{code}.income.total" for fund in fiscal_funds()]
    ledger.total(f"{place}.fiscal_income.final", ledger.present(fiscal))
    for source in income_sources():
        ledger.enter(f"{place}.{source.id}.final", _received(lines, source.name))
    ledger.enter(f"{place}.education_fee.final", _education_fees(lines))
    ledger.total_over(place, _sources(), "final")


def _received(lines: EnteredLines[IncomeLine], source: str) -> Iterator[Entry]:
    return lines.where(lambda line: line.source == source).entries(lambda line: line.amount, ".金额")


def _education_fees(lines: EnteredLines[IncomeLine]) -> Iterator[Entry]:
    charged = lines.where(lambda line: bool(line.education_fee))
    return charged.entries(lambda line: line.education_fee or ZERO, ".其中教育收费")


def _sources() -> tuple[str, ...]:
    """What income consists of; 其中教育收费 is part of 事业收入."""
    return ("fiscal_income", *ids(income_sources()))
