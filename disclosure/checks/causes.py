"""事由 — what a reason says: that it names a cause, and that its causes go the way of the figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from disclosure import terms
from disclosure.checks.book import ZERO, said
from disclosure.checks.check_programs import Hit, Scene, needed, numbered
from disclosure.checks.turned_reasons import CHANGE, Spoken, direction, given_causes, places, spoken
from disclosure.model import Cause, Reasons

Way = Literal["增", "减", ""]

_RISES = re.compile(
    r"增加|增长|上升|提高|上涨|扩大|追加|新增|增设|增多|增发|增拨|调增|增资|增员|增编|补发|补缴|上调|加大|购置|调入|招录|新招|多于|大于|高于|超过"
)
_FALLS = re.compile(
    r"减少|下降|降低|压减|压缩|节约|节省|缩减|削减|核减|调减|减免|取消|停止|停发|下调|从严|严格控制|厉行|退出"
    r"|调出|划出|移交|撤销|减员|减编|裁减|不再|未发生|没有发生|未安排|未开展|少于|小于|低于|结余|收回"
)
# 退休、辞职的人多了，支出少；“减少的幅度增加”一类的话也说不准
_UNCERTAIN = re.compile(
    r"退休|离职|辞职|辞退|(?:增加|增长)[^，；。]{0,6}(?:减少|下降)|(?:减少|下降)[^，；。]{0,6}(?:增加|增长)"
)
_CLAUSE = re.compile(r"[，,；;。、]|以及|同时|并且")
_LAST_YEAR = re.compile(r"上年|上一年|去年|同期|以前年度|基数")
_NAMED_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年)")
# 某年做的事；年底的事、补发某年的钱，影响的是下一年
_DONE_IN_YEAR = re.compile(r"(?:主要)?(?:是|因为?|由于)?20\d\d年度?(?![底末]|下半年|[第四\d]|[一二三十]+月)")
_WORDLESS = re.compile(
    r"[\W\da-zA-Z_]*"
    r"|(?:(?:比|较|与)?(?:上年|预算|年初预算)数?(?:相比)?)?(?:增加|减少|增长|下降)了?[\d.,]+(?:万元|元|[%％])?[。.]?"
)
_WAYS: Mapping[str, Way] = {"增加": "增", "大于预算": "增", "减少": "减", "小于预算": "减"}


def wordless(scene: Scene) -> Iterator[Hit]:
    """没有文字的原因 — signs and digits, or the figure once more, are no cause."""
    for reason in _reasons_given(scene):
        if _WORDLESS.fullmatch(reason.text):
            yield _no_cause(scene, reason, reason.text, "")


def hollow(scene: Scene) -> Iterator[Hit]:
    """空话 — words of the pack's list that fit every change."""
    for reason in _reasons_given(scene):
        for cause in reason.text.split("；"):
            for words, instead in scene.declared.hollow.items():
                if re.fullmatch(rf"(?:{words})[。.]?", cause):
                    yield _no_cause(scene, reason, cause, instead)


def _no_cause(scene: Scene, reason: Spoken, words: str, instead: str) -> Hit:
    return Hit(places(scene.submission, reason.path), words, instead, f"只写了“{words}”，没有说出原因")


def contradicted(scene: Scene) -> Iterator[Hit]:
    """与增减相反的原因 — every stated cause goes against the figure, and none is about last year."""
    for reason, went in _of_this_year(scene):
        if all(_against(reason, went)):
            yield _hit(scene, reason, went, "写的都是相反的事由")


def otherwise(scene: Scene) -> Iterator[Hit]:
    """结尾相反的原因 — causes of both kinds of which the last goes against the figure."""
    for reason, went in _of_this_year(scene):
        *_, last = against = _against(reason, went)
        if last and not all(against):
            yield _hit(scene, reason, went, "最后说的是相反的事由")


def against_its_amount(scene: Scene) -> Iterator[Hit]:
    """事由的正负 — a cause of a rise with an amount below zero, or of a fall with one above."""
    for path, cause in _with_amounts(scene.submission.reasons):
        amount, way = said(cause.amount or ZERO, "元"), _way_of(cause.cause)
        if way not in ("", _sign_of(cause)):
            yield Hit((path,), amount, "", f"事由“{cause.cause}”说的是{way}，金额填的是{amount}")


def _with_amounts(reasons: Reasons) -> Iterator[tuple[str, Cause]]:
    for field, given in given_causes(reasons):
        causes = ((f"原因.{terms.chinese(field)}[{number}].金额", cause) for number, cause in numbered(given))
        yield from ((path, cause) for path, cause in causes if cause.amount)


def _sign_of(cause: Cause) -> Way:
    return "增" if (cause.amount or ZERO) > 0 else "减"


def unchanged(scene: Scene) -> Iterator[Hit]:
    """没有增减的原因 — a reason of a rise or a fall, of a figure that is what it was last year."""
    figures = scene.book.facts.figures
    for reason in _reasons_given(scene):
        node = reason.nodes.get(CHANGE, "")
        if figures.value(f"{node}.change") == 0 and any(map(_way_of, _clauses(reason))):
            message = f"{scene.book.called(reason.path)}写了“{reason.text}”，这个数与上年相同"
            yield Hit(places(scene.submission, reason.path), reason.text, "", message)


def of_last_year(scene: Scene) -> Iterator[Hit]:
    """去年的原因 — what was more in an earlier year makes no figure of this one rise."""
    for reason, went in _judged(scene):
        done = filter(_DONE_IN_YEAR.match, _clauses(reason))
        if _of_earlier(reason, scene.submission.year) and _WAYS[went] in map(_way_of, done):
            yield _hit(scene, reason, went, f"说的是{_years(reason)[-1]}年的事")


def _of_earlier(reason: Spoken, year: int) -> bool:
    """It names years, and all before this one."""
    return max(_years(reason), default=year) < year


def _years(reason: Spoken) -> list[int]:
    return sorted(map(int, _NAMED_YEAR.findall(reason.text)))


def _reasons_given(scene: Scene) -> tuple[Spoken, ...]:
    return needed(tuple(spoken(scene.submission)), "没有填原因")


def _of_this_year(scene: Scene) -> Iterator[tuple[Spoken, str]]:
    year = scene.submission.year
    return ((reason, went) for reason, went in _judged(scene) if not _of_earlier(reason, year))


def _judged(scene: Scene) -> Iterator[tuple[Spoken, str]]:
    """Each reason in words that is not about 上年, with how every figure went that it explains."""
    for reason in filter(_is_in_words, _reasons_given(scene)):
        for role, node in reason.nodes.items():
            change = scene.book.facts.figures.value(scene.declared.compared(role, node))
            if (went := direction(role, change)) in _WAYS:  # not where it is not known
                yield reason, went


def _is_in_words(reason: Spoken) -> bool:
    is_left_out = reason.in_amounts or _LAST_YEAR.search(reason.text)
    return not is_left_out and any(_clauses(reason))


def _clauses(reason: Spoken) -> list[str]:
    return [clause for clause in _CLAUSE.split(reason.text) if clause]


def _against(reason: Spoken, went: str) -> list[bool]:
    """Of each clause, whether it goes against the figure; one that says neither or both does not."""
    return [_way_of(clause) not in ("", _WAYS[went]) for clause in _clauses(reason)]


def _way_of(clause: str) -> Way:
    rises, falls = bool(_RISES.search(clause)), bool(_FALLS.search(clause))
    is_certain = rises != falls and not _UNCERTAIN.search(clause)
    return ("增" if rises else "减") if is_certain else ""


def _hit(scene: Scene, reason: Spoken, went: str, told: str) -> Hit:
    where = places(scene.submission, reason.path)
    return Hit(where, reason.text, went, f"这个数{went}，“{reason.text}”{told}")
