"""上报统计 — what the province asks of a city: published, late by how many days, mended; who is not, and why.

Only dates of the data count: nothing depends on the day on which it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter, itemgetter

from disclosure.checks.publication_days import DAYS_ALLOWED, DaysAfter
from disclosure.chinese_dates import chinese_day
from disclosure.city.bodies import Body
from disclosure.city.body_record import BodyRecord
from disclosure.city.city import City
from disclosure.city.city_account import CityAccount, grouped
from disclosure.city.progress_line import ProgressLine, is_public
from disclosure.money import EXACT, total
from disclosure.outputs.office_tables import Column, OfficeTable, Value, workbook

NAME = "办公/上报统计.xlsx"
_LATE, _IN_TIME, _UNDECIDED = "逾期", "按时", "不能判断"
_TIMING = {True: _IN_TIME, False: _LATE, None: _UNDECIDED}
_WHY_NOT = {
    "未交": "还没有数据",
    "未公开": "没有找到公开的文件",
    "待改": "校验有错误，没有改正",
    "待补": "内容没有填完",
    "已生成": "",
    "未能生成": "没有生成",
    "不生成": "名单说不生成",
}
_NOTES = (
    f"应公开是名单里的减去涉密不公开的和撤并的；按时是批复后{DAYS_ALLOWED}日以内（预算法第十四条），"
    "照数据里的批复日期和公开日期算，没有日期或只写到月分不出的，列“不能判断”。",
)


def statistics(city: City, records: Sequence[BodyRecord]) -> Iterator[tuple[str, bytes]]:
    """上报统计 — the workbook, with its path in the folder of what is written."""
    yield NAME, workbook("公开情况统计", tables(CityAccount(city, records)))


def tables(account: CityAccount) -> tuple[OfficeTable, OfficeTable]:
    """两张表 — counts by kind, level and group; a row for each body."""
    cases = [Case(body, account.record_of(body), account.approved_on(body)) for body in account.city.bodies]
    heads = (Column("范围", width=20), *map(itemgetter(0), _COUNTS))
    counts = [(label, *(count(some) for _, count in _COUNTS)) for label, some in _rows_counted(cases)]
    each = [tuple(value(case) for _, value in _EACH) for case in cases]
    return (
        OfficeTable("公开情况统计", _NOTES, heads, counts),
        OfficeTable("逐家", (), tuple(map(itemgetter(0), _EACH)), each),
    )


@dataclass(frozen=True)
class Case:
    """一家的公开情况 — a body of the list with its record."""

    body: Body
    record: BodyRecord
    approved_on: str

    @property
    def is_due(self) -> bool:
        """应公开 — neither secret nor merged into another."""
        return not self.body.withheld and not self.body.merged

    @property
    def is_published(self) -> bool:
        """已公开 — as the index page lists it."""
        return is_public(self.body, self.record)

    @property
    def is_lacking(self) -> bool:
        """未公开 — due, and not published."""
        return self.is_due and not self.is_published

    @property
    def is_postponed(self) -> bool:
        """延期 — due, not published, and the list says until when."""
        return self.is_lacking and bool(self.body.postponed)

    @property
    def _line(self) -> ProgressLine:
        return ProgressLine(0, self.body, self.record, self.approved_on)

    @property
    def days(self) -> DaysAfter | None:
        """批复后几天公开 — None where it is not published or a date is missing."""
        return self._line.days if self.is_published else None

    @property
    def timing(self) -> str:
        """是否按时 — empty of one that is not published."""
        return _TIMING[self.days.in_time if self.days else None] if self.is_published else ""

    @property
    def exact_days(self) -> int | None:
        """天数 — where both dates are days."""
        return self.days.fewest if self.days and self.days.fewest == self.days.most else None

    @property
    def days_late(self) -> int | None:
        """逾期几天 — the fewest that the dates may mean."""
        late = self.days.fewest - DAYS_ALLOWED if self.days else 0
        return late if late > 0 else None

    @property
    def deadline(self) -> str:
        """公开期限 — as the matrix has it."""
        last = self._line.deadline
        return last if isinstance(last, str) else chinese_day(last)

    @property
    def situation(self) -> str:
        """情况 — in a word."""
        words = {"涉密不公开": self.body.withheld, "撤并": self.body.merged, "已公开": self.is_published}
        return next((word for word, holds in words.items() if holds), "未公开")

    @property
    def why_not(self) -> str:
        """为什么没有公开 — empty of one that is."""
        state, problem = self.record.state, self.record.problem
        reason = self.body.not_published or problem or _WHY_NOT[state]
        return "" if self.is_published else reason


def _rows_counted(cases: Sequence[Case]) -> Iterator[tuple[str, Sequence[Case]]]:
    """Rows of the counts: all, then by kind, level and group as far as the list names them."""
    yield "合计", cases
    for what in map(attrgetter, ("body.kind", "body.level", "body.group")):
        yield from grouped((what(case), case) for case in filter(what, cases)).items()


def _number_that(holds: Callable[[Case], object]) -> Callable[[Sequence[Case]], Value]:
    return lambda cases: sum(map(bool, map(holds, cases)))


def _of_timing(word: str) -> Callable[[Sequence[Case]], Value]:
    return _number_that(lambda case: case.timing == word)


def _mean_days(cases: Iterable[Case]) -> Value:
    days = [Decimal(case.exact_days) for case in cases if case.exact_days is not None]
    return EXACT.divide(total(days), Decimal(len(days))) if days else ""


def _most_late(cases: Iterable[Case]) -> Value:
    days: Iterator[int] = filter(None, map(attrgetter("days_late"), cases))
    return max(days, default=None)


def _corrections_in_all(cases: Iterable[Case]) -> Value:
    return sum(case.record.corrections for case in cases)


# 各栏：栏名，怎样数
_COUNTS: tuple[tuple[Column, Callable[[Sequence[Case]], Value]], ...] = (
    (Column("名单", "count", 8), len),
    (Column("涉密不公开", "count", 8), _number_that(attrgetter("body.withheld"))),
    (Column("撤并", "count", 8), _number_that(attrgetter("body.merged"))),
    (Column("应公开", "count", 8), _number_that(attrgetter("is_due"))),
    (Column("已公开", "count", 8), _number_that(attrgetter("is_published"))),
    (Column("未公开", "count", 8), _number_that(attrgetter("is_lacking"))),
    (Column("其中延期", "count", 8), _number_that(attrgetter("is_postponed"))),
    (Column("按时", "count", 8), _of_timing(_IN_TIME)),
    (Column("逾期", "count", 8), _of_timing(_LATE)),
    (Column("不能判断", "count", 8), _of_timing(_UNDECIDED)),
    (Column("平均批复后几天", "rate", 9), _mean_days),
    (Column("最多逾期几天", "count", 10), _most_late),
    (Column("写明网址的", "count", 8), _number_that(lambda case: case.is_published and case.record.website)),
    (Column("更正过的", "count", 8), _number_that(attrgetter("record.corrections"))),
    (Column("更正次数", "count", 8), _corrections_in_all),
)
_EACH: tuple[tuple[Column, Callable[[Case], Value]], ...] = (
    (Column("名称", width=26), attrgetter("body.name")),
    (Column("类型", width=6), attrgetter("body.kind")),
    (Column("级次", width=6), attrgetter("body.level")),
    (Column("类别", width=10), attrgetter("body.group")),
    (Column("主管部门", width=16), attrgetter("body.parent")),
    (Column("情况", width=11), attrgetter("situation")),
    (Column("批复日期", width=15), attrgetter("approved_on")),
    (Column("公开期限", width=15), attrgetter("deadline")),
    (Column("公开日期", width=15), attrgetter("record.published_on")),
    (Column("批复后几天", "count", 7), attrgetter("exact_days")),
    (Column("是否按时", width=9), attrgetter("timing")),
    (Column("逾期几天", "count", 6), attrgetter("days_late")),
    (Column("网址", width=20), attrgetter("record.website")),
    (Column("更正次数", "count", 6), attrgetter("record.corrections")),
    (Column("没有公开的原因", width=26), attrgetter("why_not")),
)
