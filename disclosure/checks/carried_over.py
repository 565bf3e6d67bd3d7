"""沿用上年的校验 — texts nobody has confirmed, and openings that are not last year's closings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from disclosure.checks.book import Entry
from disclosure.checks.probe import Hit, NotApplicable, Scene, apart, numbered
from disclosure.model import CarryoverLine, Submission
from disclosure.model.pending import PENDING, unconfirmed
from disclosure.money import half_width

_Key = tuple[str, str, str]  # 项, 性质, 资金


def texts(scene: Scene) -> Iterator[Hit]:
    """待确认文字 — every text taken over from last year was confirmed or changed."""
    for path in unconfirmed(scene.submission):
        message = f"{path}沿用上年的文字，带有上年的日期或数字，还没有确认；改好后删去“{PENDING}”"
        yield Hit((path,), PENDING, "已确认的文字", message)


def openings(scene: Scene) -> Iterator[Hit]:
    """年初与上年年末 — each opening balance is last year's closing balance of the same 项, 性质 and fund."""
    submission, last = scene.submission, scene.submission.last_year
    if last is None or last.carryover is None or submission.carryover is None:
        raise NotApplicable("没有上年数据的文件夹，或没有填结转结余")
    now, then = _openings_by_key(submission.carryover), _closings_by_key(last.carryover)
    for key in dict.fromkeys((*now, *then)):
        opening = Entry("", "", now[key], slack=half_width(now[key], submission.unit))
        closing = Entry("", "", then[key], slack=half_width(then[key], last.unit))
        message = f"{'、'.join(key)}的年初是{opening.said}，上年年末是{closing.said}"
        where = _opening_of(key, submission)
        yield from apart(closing, now[key], (where,), message, opening.slack)


def _openings_by_key(lines: Iterable[CarryoverLine]) -> defaultdict[_Key, Decimal]:
    openings: defaultdict[_Key, Decimal] = defaultdict(Decimal)
    for line in lines:
        openings[_key(line)] += line.opening
    return openings


def _closings_by_key(lines: Iterable[CarryoverLine]) -> defaultdict[_Key, Decimal]:
    closings: defaultdict[_Key, Decimal] = defaultdict(Decimal)
    for line in lines:
        closings[_key(line)] += line.closing_carryover + line.closing_surplus
    return closings


def _key(line: CarryoverLine) -> _Key:
    return line.item, line.nature, line.fund


def _opening_of(key: _Key, submission: Submission) -> str:
    """The place of an opening balance; of one that was left out, the whole list."""
    places = (
        f"结转结余[{number}].年初" for number, line in numbered(submission.carryover) if _key(line) == key
    )
    return next(places, "结转结余")
