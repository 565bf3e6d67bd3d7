"""沿用上年的校验 — texts nobody has confirmed, and openings that are not last year's closings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from operator import attrgetter

from disclosure.checks.book import ZERO, Entry
from disclosure.checks.check_programs import Hit, Scene, apart, numbered, stated
from disclosure.checks.passages import unconfirmed_texts
from disclosure.model import CarryoverLine, Submission
from disclosure.model.pending import PENDING
from disclosure.money import half_width

_Key = tuple[str, str, str]  # 项, 性质, 资金


def texts(scene: Scene) -> Iterator[Hit]:
    """待确认文字 — every text taken over from last year, or from the catalogue, was confirmed or changed."""
    for path, mark in unconfirmed_texts(scene.submission).items():
        taken = (
            "沿用上年的文字，带有上年的日期或数字" if mark == PENDING else "是自带科目表的解释，不是官方原文"
        )
        message = f"{scene.book.called(path)}{taken}，还没有确认；改好后删去“{mark}”"
        yield Hit((path,), mark, "已确认的文字", message)


def openings(scene: Scene) -> Iterator[Hit]:
    """年初与上年年末 — each opening balance is last year's closing balance of the same 项, 性质 and fund."""
    submission, nothing = scene.submission, "没有上年数据的文件夹，或没有填结转结余"
    last = stated(submission.last_year, nothing)
    opened, closed = stated(submission.carryover, nothing), stated(last.carryover, nothing)
    now, then = _balances(opened, attrgetter("opening")), _balances(closed, attrgetter("closing"))
    unknown = {_carried_under(line) for line in opened if line.opening is None}
    unknown |= {_carried_under(line) for line in closed if line.closing is None}
    for key in dict.fromkeys((*now, *then)):
        if key in unknown:
            continue
        opening = Entry("", "", now[key], slack=half_width(now[key], submission.unit))
        closing = Entry("", "", then[key], slack=half_width(then[key], last.unit))
        message = f"{'、'.join(key)}的年初是{opening.said}，上年年末是{closing.said}"
        where = _opening_of(key, submission)
        yield from apart(closing, now[key], (where,), message, opening.slack)


def _balances(
    lines: Iterable[CarryoverLine], balance: Callable[[CarryoverLine], Decimal | None]
) -> defaultdict[_Key, Decimal]:
    balances: defaultdict[_Key, Decimal] = defaultdict(Decimal)
    for line in lines:
        balances[_carried_under(line)] += balance(line) or ZERO  # an unknown one is not compared
    return balances


def _carried_under(line: CarryoverLine) -> _Key:
    return line.item, line.nature, line.fund


def _opening_of(key: _Key, submission: Submission) -> str:
    """The place of an opening balance; of one that was left out, the whole list."""
    lines = numbered(submission.carryover)
    places = (f"结转结余[{number}].年初" for number, line in lines if _carried_under(line) == key)
    return next(places, "结转结余")
