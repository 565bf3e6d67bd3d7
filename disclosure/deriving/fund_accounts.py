"""分科目收支 — per fiscal fund and 项: opening, income, expenditure, closing by 基本/项目.

公开05、08、09表 need them: 本年收入＝本年支出＋年末结转和结余－年初结转和结余, of each 项 and nature.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from disclosure.classification import (
    EconomicGroup,
    Fund,
    all_funds,
    carried_natures,
    fiscal_funds,
    groups,
    ids,
)
from disclosure.deriving import economic_subjects
from disclosure.deriving.economic_subjects import Lines
from disclosure.deriving.entered_lines import EnteredLines, carried_in, of_nature, spent_from
from disclosure.deriving.ledger import LEVELS, Ledger, shortened
from disclosure.deriving.partly_known import EITHER_SIGN, NOT_GIVEN, PartlyKnown
from disclosure.interval import UNBOUNDED
from disclosure.model import CarryoverLine, Submission

_CLOSING = ("basic_expenditure", "closing_carryover", "closing_surplus")
_CARRIED = (
    "opening.basic_expenditure",
    "opening.project_expenditure",
    *map("closing.{}".format, _CLOSING),
)
_SPENT = {  # leaf below expenditure → leaf of the fund's expenditure
    "basic_expenditure": "basic_expenditure.final",
    "project_expenditure": "project_expenditure.final",
    "total": "final",
}


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算分科目收支 — opening after adjustment by fund, then accounts by 项."""
    funds = map("carryover.{}".format, (*ids(all_funds()), "fiscal_income"))
    for node in (*funds, "carryover"):
        ledger.total(f"{node}.adjusted_opening", [f"{node}.opening", f"{node}.adjustment"])
    for fund in fiscal_funds():
        _fund_account(ledger, submission, fund)


def items(submission: Submission, fund: Fund) -> list[str]:
    """一种资金的项 — with expenditure or carry-over; not known without expenditure."""
    if submission.expenditure is None:
        return []
    return sorted({*spent_from(submission, fund).items, *carried_in(submission, fund).items})


def _fund_account(ledger: Ledger, submission: Submission, fund: Fund) -> None:
    codes = items(submission, fund)
    costs = groups(submission.year, submission.own_subjects)
    spent, carried = spent_from(submission, fund).by_code(), carried_in(submission, fund).by_code()
    for code in codes:
        place = f"{fund.account}.item.{code}"
        if submission.carryover is not None:
            _carried(ledger, place, carried[code])
        _costs(ledger, place, spent[code], costs)
    missing = _not_given(submission)
    _whole(ledger, fund.account, codes, _CARRIED, missing, within=EITHER_SIGN)
    spent_leaves = [f"expenditure.{cost.id}" for cost in costs]
    _whole(ledger, fund.account, codes, spent_leaves, missing if submission.expenditure is None else [])
    for place in _account_places(codes):
        _derived(ledger, fund, place)


def _not_given(submission: Submission) -> list[str]:
    given = {"支出": submission.expenditure, "结转结余": submission.carryover}
    return [name for name, lines in given.items() if lines is None]


def _whole(
    ledger: Ledger,
    node: str,
    codes: list[str],
    leaves: Iterable[str],
    missing: list[str],
    *,
    within: PartlyKnown = NOT_GIVEN,
) -> None:
    """Rolled up from the 项, of which others may have carry-over too where that is not known."""
    for leaf in leaves:
        for code in codes if missing else ():
            ledger.unknown(f"{node}.item.{code}.{leaf}", *missing, within=within)
        ledger.roll_up(node, codes, leaf)
        if missing:
            ledger.unknown(f"{node}.{leaf}", *missing, within=within)
        else:
            ledger.whole(node, codes, leaf)


def _carried(ledger: Ledger, place: str, lines: EnteredLines[CarryoverLine]) -> None:
    basic, project = (of_nature(lines, nature) for nature in carried_natures())
    for leaf, opened in (("basic_expenditure", basic), ("project_expenditure", project)):
        entries = opened.entries(attrgetter("opened"), unknown=".年初")
        ledger.enter(f"{place}.opening.{leaf}", entries, each=UNBOUNDED)
    kept = basic.entries(lambda line: line.closing, unknown=".年末结转")
    carried = project.entries(lambda line: line.closing_carryover, unknown=".年末结转")
    surplus = project.entries(lambda line: line.closing_surplus, unknown=".年末结余")
    for leaf, entries in zip(_CLOSING, (kept, carried, surplus), strict=True):
        ledger.enter(f"{place}.closing.{leaf}", entries, each=UNBOUNDED)


def _costs(ledger: Ledger, place: str, lines: Lines, costs: Iterable[EconomicGroup]) -> None:
    """人员/公用 of one 项 — from the economic 款 of its 基本 lines; unknown where a line has none."""
    basic = lines.where(lambda line: line.nature == "基本")
    spent = economic_subjects.of_lines(basic)
    for cost in costs:
        id, part = f"{place}.expenditure.{cost.id}", spent.part(cost.classes)
        if spent.missing:
            ledger.unknown(id, *spent.missing, within=part)
        else:
            ledger.enter(id, part.entries)


def _derived(ledger: Ledger, fund: Fund, place: str) -> None:
    """What follows for a place (项, 款, 类, the whole): expenditure as elsewhere, closing, income, totals."""
    at, natures = f"{fund.account}{place}", ids(carried_natures())
    for leaf, final in _SPENT.items():
        ledger.total(f"{at}.expenditure.{leaf}", ledger.present([f"{fund.expenditure}{place}.{final}"]))
    closing = f"{at}.closing"
    ledger.total(
        f"{closing}.project_expenditure", [f"{closing}.closing_carryover", f"{closing}.closing_surplus"]
    )
    for nature in natures:
        balance = f"{closing}.{nature} - {at}.opening.{nature}"
        ledger.define(f"{at}.income.{nature}", f"{at}.expenditure.{nature} + {balance}")
    for part in ("opening", "income", "closing"):
        ledger.total(f"{at}.{part}.total", [f"{at}.{part}.{nature}" for nature in natures])


def _account_places(codes: list[str]) -> list[str]:
    below = [f".{level}.{code}" for level, digits in LEVELS.items() for code in shortened(codes, digits)]
    return [*below, ""]
