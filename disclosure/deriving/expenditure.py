"""支出 — expenditure by fund, 性质, 类/款/项 and economic 款."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from operator import attrgetter

from disclosure.classification import all_funds, all_natures, general_fund, groups, ids
from disclosure.deriving import economic_subjects
from disclosure.deriving.economic_subjects import Lines
from disclosure.deriving.entered_lines import listed, of_nature, spent_from
from disclosure.deriving.ledger import Ledger
from disclosure.deriving.partly_known import Entry
from disclosure.model import Submission

_BASIC = "basic_expenditure"


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算支出 — lines to items, roll-ups and totals; then 人员/公用 of the general budget."""
    if submission.expenditure is None:
        _all_unknown(ledger, submission)
        return
    for fund in all_funds():
        _fund(ledger, fund.expenditure, spent_from(submission, fund))
    codes = listed("支出", submission.expenditure).items
    for code in codes:
        _all_funds_item(ledger, code)
    _roll_up(ledger, "expenditure", codes)
    _basic(ledger, submission)


def _all_unknown(ledger: Ledger, submission: Submission) -> None:
    nodes = (*map(attrgetter("expenditure"), all_funds()), "expenditure")
    for node, leaf in product(nodes, _final_leaves()):
        ledger.unknown(f"{node}.{leaf}", "支出")
    for group in groups(submission.year, submission.own_subjects):
        ledger.unknown(f"{_BASIC}.{group.id}.final", "支出")


def _final_leaves() -> tuple[str, ...]:
    return ("final", *(f"{id}.final" for id in ids(all_natures())))


def _fund(ledger: Ledger, node: str, lines: Lines) -> None:
    for code, of_item in lines.by_code().items():
        place = f"{node}.item.{code}"
        for nature in all_natures():
            entries = _line_amounts(of_nature(of_item, nature))
            ledger.enter(f"{place}.{nature.id}.final", entries, each=nature.least)
        _sum_of_natures(ledger, place)
    _roll_up(ledger, node, lines.items)


def _line_amounts(lines: Lines) -> Iterator[Entry]:
    """A line's amounts with their key paths: by 款 where given, else its 金额."""
    for number, line in lines.numbered:
        if line.section is None:
            yield f"支出[{number}].金额", line.amount
        else:
            yield from economic_subjects.entries_of(number, line)


def _all_funds_item(ledger: Ledger, code: str) -> None:
    place = f"expenditure.item.{code}"
    for nature in all_natures():
        parts = [f"{fund.expenditure}.item.{code}.{nature.id}.final" for fund in all_funds()]
        ledger.total(f"{place}.{nature.id}.final", ledger.present(parts))
    _sum_of_natures(ledger, place)


def _sum_of_natures(ledger: Ledger, place: str) -> None:
    ledger.total_over(place, ids(all_natures()), "final")


def _roll_up(ledger: Ledger, node: str, codes: list[str]) -> None:
    for leaf in _final_leaves():
        ledger.roll_up(node, codes, leaf)
        ledger.whole(node, codes, leaf)


def _basic(ledger: Ledger, submission: Submission) -> None:
    """人员/公用 — of general-budget basic expenditure: from 款 where they are known, else as entered."""
    spent = economic_subjects.of_fund(submission, general_fund(), "基本")
    spent.enter(ledger, f"{_BASIC}.section", f"{_BASIC}.class")
    for group in groups(submission.year, submission.own_subjects):
        id = f"{_BASIC}.{group.id}.final"
        if spent.missing:
            entered = getattr(submission.basic_detail, group.id, None)
            amount, path = getattr(entered, "amount", None), f"基本支出明细.{group.name}.金额"
            ledger.optional(id, path, amount, missing=spent.unfilled, within=spent.part(group.classes))
        else:
            classes = [f"{_BASIC}.class.{code}.final" for code in group.classes]
            ledger.total(id, ledger.present(classes))
