"""另填的数 — amounts entered although the 款 of lines say, wholly or in part, what they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import chain, starmap
from operator import itemgetter

from disclosure import classification, terms
from disclosure.checks.book import said
from disclosure.checks.check_programs import Hit, Scene, needed, numbered, stated
from disclosure.checks.check_report import FEW
from disclosure.classification import Fund
from disclosure.deriving import economic_subjects
from disclosure.deriving.economic_subjects import Spent
from disclosure.deriving.entered_lines import spent_from
from disclosure.deriving.meetings_and_training import COSTS
from disclosure.deriving.partly_known import PartlyKnown
from disclosure.deriving.sangong import SECTIONS
from disclosure.model import Sangong, SangongAmounts, SpecialCost, Submission, key_paths
from disclosure.money import total

_NO_LINES = "没有填支出"


def sangong(scene: Scene) -> Iterator[Hit]:
    """“三公”决算数 — what is entered lies where the 款 of that fund, as far as they are known, allow."""
    stated(scene.submission.expenditure, _NO_LINES)
    for fund in classification.fiscal_funds():
        spent = economic_subjects.of_fund(scene.submission, fund)
        path = "三公经费" if fund.general else f"三公经费.{fund.name}"
        if final := _entered_final(scene.submission.sangong, fund, spent):
            for id, codes in SECTIONS.items():
                place = f"{path}.决算数.{terms.chinese(id)}"
                yield from _beside(place, getattr(final, id), spent.part(codes), scene)


def _entered_final(entered: Sangong | None, fund: Fund, spent: Spent) -> SangongAmounts | None:
    """A fund left out beside the general budget pays none; not so where its lines carry 款."""
    final: SangongAmounts | None = getattr(entered, "final", None)
    if fund.general:
        return final
    own: SangongAmounts | None = getattr(getattr(entered, fund.id, None), "final", None)
    return own or (SangongAmounts() if final and spent.rest else None)


def meetings_and_training(scene: Scene) -> Iterator[Hit]:
    """会议费、培训费 — as 三公: of the general budget."""
    stated(scene.submission.expenditure, _NO_LINES)
    spent = economic_subjects.of_fund(scene.submission, classification.general_fund())
    for id, code in COSTS.items():
        cost: SpecialCost | None = getattr(scene.submission, id)
        entered = getattr(cost, "final", None)
        yield from _beside(f"{terms.chinese(id)}.决算数", entered, spent.part((code,)), scene)


def basic_detail(scene: Scene) -> Iterator[Hit]:
    """基本支出明细 — entered beside lines that carry 款, it agrees with them."""
    submission = scene.submission
    detail = needed(submission.basic_detail, "没有填基本支出明细")
    spent = economic_subjects.of_fund(submission, classification.general_fund(), "基本")
    for group in classification.groups(submission.year, submission.own_subjects):
        entered = getattr(getattr(detail, group.id), "amount", None)
        yield from _beside(f"基本支出明细.{group.name}.金额", entered, spent.part(group.classes), scene)


def economic_totals(scene: Scene) -> Iterator[Hit]:
    """经济分类汇总 — entered beside lines that carry 款, it agrees with them."""
    totals = needed(scene.submission.economic_totals, "没有填经济分类汇总")
    stated(scene.submission.expenditure, _NO_LINES)
    for number, one in numbered(totals):
        spent = _of_lines(scene.submission, one.fund, one.nature)
        yield from _beside(f"经济分类汇总[{number}].金额", one.amount, spent.part((one.section,)), scene)


def _of_lines(submission: Submission, fund_name: str, nature: str) -> Spent:
    fund = next(fund for fund in classification.all_funds() if fund.name == fund_name)
    lines = spent_from(submission, fund)
    return economic_subjects.of_lines(lines.where(lambda line: line.nature == nature))


def _beside(path: str, amount: Decimal | None, part: PartlyKnown, scene: Scene) -> Iterator[Hit]:
    """An amount entered that the 款 do not allow; a tail where rounding explains it."""
    bounds = part.bounds
    if amount is None or bounds.holds(amount):
        return
    end = bounds.nearest(amount)
    expected, entered = f"{bounds.sign_of(end)}{said(end, '元')}", said(amount, "元")
    message = f"{scene.book.called(path)}填{entered}，按款汇总应为{expected}"
    compared = replace(part, rest=()) if amount < end else part
    given = [(path, amount), *filter(itemgetter(1), compared.given())]
    rounding = total(starmap(scene.submission.slack, given))
    places = map(itemgetter(0), given[: FEW + 1])
    where = tuple(chain.from_iterable(map(partial(_with_what_left_out, scene.submission), places)))
    yield Hit(where, entered, expected, message, abs(amount - end) <= rounding)


def _with_what_left_out(submission: Submission, place: str) -> tuple[str, ...]:
    """A key that was left out among others stands where these stand."""
    return (place,) if submission.source(place) else (place, key_paths.above(place))
