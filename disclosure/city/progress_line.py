"""进度的一行 — what the matrix says of one body: state, why, dates, deadline, files.

A deadline is 20 days after a body's own 批复 (预算法第十四条): of a department after the department's, of a
unit after the unit's. Whether it was kept is known without a clock; the days that are left only
a reader knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from disclosure.checks.check_report import SAID, TAIL
from disclosure.checks.publication_days import DAYS_ALLOWED, DaysAfter, days_after, latest_day
from disclosure.chinese_dates import days_named
from disclosure.city.bodies import Body
from disclosure.city.body_record import BodyRecord
from disclosure.city.city_folder import CityFolder
from disclosure.outputs.filtered_lists import DaysLeft, Link

CALLED = {".pdf": "PDF", ".docx": "Word", ".html": "网页", ".xlsx": "Excel"}
IN_TIME, LATE, UNKNOWN, NOT_YET, NO_DEADLINE = "按期公开", "逾期公开", "说不清", "还没公开", "没有期限"
_KEPT = {True: IN_TIME, False: LATE, None: UNKNOWN}
_DIFFER = (("不一致", "差"), ("缺数", "缺"))
OVERDUE, SOON, FAR = "已过期限，还没公开", "七天以内到期", "七天以后到期"
_SOON_DAYS = 7
_MONTH_ONLY = "只写到月"
Told = tuple[
    str, str, str, str, str, str, str, str, str
]  # 程度、代码、名称、位置、现为、应为、说明、改法、依据


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """一行 — a body and its record; `approved_on` as its data or the city's settings have it.

    `hints` are what only shows when all bodies are seen together; `replies` how many rows of its 退回意见 are
    answered and how many are not, None where it has none.
    """

    number: int
    body: Body
    record: BodyRecord
    approved_on: str = ""
    hints: Sequence[str] = ()
    replies: tuple[int, int] | None = None

    @property
    def why(self) -> str:
        """为什么 — of a state: what refused it, why it is not published, else what is to be mended first."""
        return next(filter(None, (self.record.problem, self.body.not_published, self._first_told())), "")

    def _first_told(self) -> str:
        """The first error, else the first that is missing, and how many of both there are."""
        errors = (one.message for one in self.record.findings if one.severity == "error")
        told = [*errors, *map("待填：{}".format, self.record.missing)]
        return "".join(told[:1]) + f"（等 {len(told)} 处）" * (len(told) > 1)

    @property
    def counted(self) -> bool:
        """查过 — whether anything was found out about it: of what was not read no number is zero."""
        return self.record.state not in ("不生成", "未交", "未公开", "未能生成")

    def number_of(self, count: int) -> int | None:
        """几处 — a number of what was found; None where nothing was looked at."""
        return count if self.counted else None

    @property
    def ratified(self) -> str:
        """批复数 — whether all totals agree with it, else in how many they do not."""
        found = Counter(self.record.ratified)
        differ = "，".join(f"{word}{found[key]}项" for key, word in _DIFFER if found[key])
        agreed = f"一致（{TAIL}{found[TAIL]}项）" if found[TAIL] else "一致"
        return differ or (agreed if found else "没有" * self.counted)

    @property
    def deadline(self) -> date | str:
        """公开期限 — the last day in time; words where the 批复 tells no day; empty without one."""
        if not self.approved_on or self.body.not_published:
            return ""
        return latest_day(self.approved_on) if _is_a_day(self.approved_on) else f"批复日期{_MONTH_ONLY}"

    @property
    def kept(self) -> str:
        """是否逾期 — of what is published, by the dates alone; else that it is not, or has no deadline."""
        if self.body.not_published or not self.approved_on:
            return NO_DEADLINE
        if not (is_public(self.body, self.record) and self.record.published_on):
            return NOT_YET
        return _KEPT[self.days.in_time if self.days else None]

    @property
    def days_left(self) -> DaysLeft | str | None:
        """距期限 — by the clock of whoever looks; of what is published how it was kept, by how many days."""
        if self.kept == NOT_YET:
            return DaysLeft(self.deadline) if isinstance(self.deadline, date) else self.deadline
        late = self.days.fewest - DAYS_ALLOWED if self.days and self.kept == LATE else 0
        days = f"逾期{late}天" if late > 0 else "批复之前"
        return {LATE: days, NO_DEADLINE: None, UNKNOWN: f"{UNKNOWN}：日期{_MONTH_ONLY}"}.get(
            self.kept, "按期"
        )

    def term(self, today: date) -> str:
        """期限到了没有 — of what is not published by the clock of whoever looks; else how it was kept."""
        if not isinstance(self.days_left, DaysLeft):
            return self.kept
        days = (self.days_left.until - today).days
        return OVERDUE if days < 0 else SOON if days <= _SOON_DAYS else FAR

    @property
    def days(self) -> DaysAfter | None:
        """批复后几天公开 — None where a date cannot be read: an audited document may hold anything."""
        with suppress(ValueError):
            return days_after(self.approved_on, self.record.published_on)
        return None

    @property
    def pages(self) -> int | None:
        """页数 — of its PDF."""
        return next((file.pages for file in self.record.files if file.pages), None)

    def files(self, folder: CityFolder) -> Iterator[tuple[str, Link]]:
        """各文件 — the head of its column, and the link from the folder of the matrix."""
        home = folder.files_of(self.record.folder, draft=self.record.draft)
        place = PurePosixPath("..") / home.relative_to(folder.out).as_posix()
        for file in self.record.files:
            called = called_file(file.name)
            yield called, Link(called, f"{place}/{file.name}")

    def told(self) -> Iterator[Told]:
        """各条 — problem, what is missing, every finding, hints: a row each."""
        if self.record.state == "未能生成":
            yield ("不能生成", "", "", "", "", "", self.record.problem, "", "")
        for one in self.record.missing:
            yield ("待填", "", "", "", "", "", one, "填上；没有发生的填“无”", "")
        for found in self.record.findings:
            place = "；".join(filter(None, (found.source, found.place)))
            said = (SAID[found.severity], found.code, found.name, place, found.stated, found.expected)
            yield (*said, found.message, found.fix, found.basis)
        for hint in self.hints:
            yield hint_told(hint)


def is_public(body: Body, record: BodyRecord) -> bool:
    """是否公开 — whether its files are what may be published."""
    return bool(record.files) and not record.draft and not body.not_published


def called_file(name: str) -> str:
    """格式 — what a file is called by its ending."""
    ending = PurePosixPath(name).suffix.lower()
    return CALLED.get(ending, ending.removeprefix(".").upper())


def hint_told(hint: str) -> Told:
    """一条全市提示 — as a row."""
    return ("全市提示", "", "", "", "", "", hint, "", "")


def as_day(text: str) -> date | str:
    """日期 — of a text that names a day; else the text as it is."""
    return days_named(text)[0] if text and _is_a_day(text) else text


def _is_a_day(text: str) -> bool:
    with suppress(ValueError):
        first, last = days_named(text)
        return first == last
    return False
