"""没有改的年份 — titles, and the days of approval and publication, that are those of another year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from disclosure.checks.check_programs import Hit, Scene, numbered
from disclosure.checks.passages import Passage, matches, sentences
from disclosure.chinese_dates import days_named

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年)")
_ACCOUNTS = re.compile(
    r"(20\d\d)年度?(?:部门|单位)?(?:整体)?(?:支出)?(?:决算|财政拨款|一般公共预算|预算|绩效)"
)
_COMPARED = re.compile(r"上年|上一年|比|较|持平|同期|结转|[〔《]|印发|通知|办法")


def titles(scene: Scene) -> Iterator[Hit]:
    """标题的年份 — titles of reports and attachments, and what a text calls the accounts, are of the year."""
    year, told = scene.submission.year, sentences(scene.book.passages)
    ours = (sentence for sentence in told if not _COMPARED.search(sentence.text))
    for sentence, match in chain(matches(_YEAR, _titles(scene)), matches(_ACCOUNTS, ours)):
        named = match[1]
        if int(named) != year:
            message = f"{scene.book.called(sentence.place)}写的是{named}年：“{sentence.text[:60]}”"
            yield Hit((sentence.place,), f"{named}年", f"{year}年", message, at=sentence.at)


def _titles(scene: Scene) -> Iterator[Passage]:
    for number, attachment in numbered(scene.submission.attachments):
        yield Passage(f"附件[{number}].标题", attachment.title)
    for number, report in numbered(scene.performance.reports):
        yield Passage(f"绩效.自评报告[{number}].名称", report.name)
        yield Passage(f"绩效.自评报告[{number}].对象", report.subject or "")


def published(scene: Scene) -> Iterator[Hit]:
    """批复公开的年份 — both are days of the year after that of the accounts."""
    year, publication = scene.submission.year, scene.submission.publication
    days = {"批复日期": publication.approved_on, "公开日期": publication.published_on}
    for key, day in days.items():
        if day and days_named(day)[0].year != year + 1:
            yield Hit((f"公开信息.{key}",), day, f"{year + 1}年", f"{year}年度的{key}填的是{day}")
