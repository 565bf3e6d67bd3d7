"""沿用上年的校验 — texts nobody has confirmed, and openings that are not last year's closings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from disclosure.checks.probe import Hit, NotApplicable, Scene
from disclosure.model import Submission
from disclosure.model.pending import PENDING, unconfirmed
from disclosure.money import half_width, number_text

_Key = tuple[str, str, str]  # 项, 性质, 资金


def texts(scene: Scene) -> Iterator[Hit]:
    """待确认文字 — every text taken over from last year was confirmed or changed."""
    for path in unconfirmed(scene.submission):
        message = f"{path}沿用上年的文字，带有上年的日期或数字，还没有确认；改好后删去“{PENDING}”"
        yield Hit((path,), PENDING, "已确认的文字", message)


def openings(scene: Scene) -> Iterator[Hit]:
    """年初与上年年末 — each opening balance is last year's closing balance of the same 项, 性质 and fund."""
    submission = scene.submission
    if submission.last_year is None or submission.last_year.carryover is None or submission.carryover is None:
        raise NotApplicable("没有上年数据的文件夹，或没有填结转结余")
    now, then = _openings(submission), _closings(submission.last_year)
    for key in dict.fromkeys((*now, *then)):
        one, other = now[key], then[key]
        slack = half_width(one, submission.unit) + half_width(other, submission.last_year.unit)
        if one != other:
            name = "、".join(key)
            stated, expected = f"{number_text(one, 2)}元", f"{number_text(other, 2)}元"
            yield Hit((_place(submission, key),), stated, expected, f"{name}的年初是{stated}，上年年末是{expected}",
                      abs(one - other) <= slack)  # fmt: skip


def _openings(submission: Submission) -> defaultdict[_Key, Decimal]:
    found: defaultdict[_Key, Decimal] = defaultdict(Decimal)
    for line in submission.carryover or ():
        found[line.item, line.nature, line.fund] += line.opening
    return found


def _closings(submission: Submission) -> defaultdict[_Key, Decimal]:
    found: defaultdict[_Key, Decimal] = defaultdict(Decimal)
    for line in submission.carryover or ():
        found[line.item, line.nature, line.fund] += line.closing_carryover + line.closing_surplus
    return found


def _place(submission: Submission, key: _Key) -> str:
    for number, line in enumerate(submission.carryover or (), 1):
        if (line.item, line.nature, line.fund) == key:
            return f"结转结余[{number}].年初"
    return "结转结余"
