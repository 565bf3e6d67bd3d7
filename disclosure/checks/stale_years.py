"""没有改的年份 — titles, and the days of approval and publication, that are those of another year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from disclosure.checks.check_programs import Hit, Scene, numbered
from disclosure.checks.passages import sentences
from disclosure.chinese_dates import days_named

_YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")
_ACCOUNTS = re.compile(
    r"(20\d\d)年度?(?:部门|单位)?(?:整体)?(?:支出)?(?:决算|财政拨款|一般公共预算|预算|绩效)"
)
_COMPARED = re.compile(r"上年|上一年|比|较|同期|结转|[〔《]|印发|通知|办法")


def titles(scene: Scene) -> Iterator[Hit]:
    """标题的年份 — titles of reports and attachments, and what a text calls the accounts, are of the year."""
    year = scene.submission.year
    for path, text in _titles(scene):
        for named in _YEAR.findall(text):
            if int(named) != year:
                yield Hit(
                    (path,), f"{named}年", f"{year}年", f"{scene.book.called(path)}写的是{named}年：“{text}”"
                )
    for sentence in sentences(scene.book.passages):
        for named in _ACCOUNTS.findall(sentence.text):
            if int(named) == year - 1 and not _COMPARED.search(sentence.text):
                message = f"“{sentence.text[:40]}”写的是{named}年"
                yield Hit((sentence.place,), f"{named}年", f"{year}年", message, at=sentence.at)


def _titles(scene: Scene) -> Iterator[tuple[str, str]]:
    for number, attachment in numbered(scene.submission.attachments):
        yield f"附件[{number}].标题", attachment.title
    for number, report in numbered(scene.performance.reports):
        yield f"绩效.自评报告[{number}].名称", report.name
        yield f"绩效.自评报告[{number}].对象", report.subject or ""


def published(scene: Scene) -> Iterator[Hit]:
    """批复公开的年份 — both are days of the year after that of the accounts."""
    following = scene.submission.year + 1
    publication = scene.submission.publication
    for key, day in (("批复日期", publication.approved_on), ("公开日期", publication.published_on)):
        if day and days_named(day)[0].year != following:
            message = f"{scene.submission.year}年度的{key}填的是{day}"
            yield Hit((f"公开信息.{key}",), day, f"{following}年", message)
