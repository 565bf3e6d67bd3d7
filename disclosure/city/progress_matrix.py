"""全市进度 — the matrix: a row a body with all that its last run told, as a workbook and as a page.

Both are made from one table of columns and one of sentences, so that they say the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from operator import attrgetter
from typing import Any, Literal, NamedTuple, get_args

from disclosure.city import across, returns
from disclosure.city.body_record import BodyRecord, State
from disclosure.city.city import City
from disclosure.city.city_account import CityAccount
from disclosure.city.city_folder import OFFICE, RETURNS
from disclosure.city.city_page import address, city_page
from disclosure.city.progress_line import LATE, ProgressLine, Told, as_day, hint_told
from disclosure.outputs.filtered_lists import (
    DaysLeft,
    FilteredList,
    Kind,
    Link,
    ListColumn,
    RowOf,
    Value,
    said,
    workbook,
)

MATRIX, EACH, TOLD = f"{OFFICE}/全市进度", "进度", "问题清单"
_WHOLE = ""  # the folder under which hints of the whole city stand
# Ink and paper of the states; the word stands in every cell, so that no colour is needed.
SHADES: Mapping[str, tuple[str, str]] = {
    "已生成": ("#14532D", "#E3F4E6"),
    "待改": ("#8C1D18", "#FDE4E1"),
    "待补": ("#6B4A00", "#FFF3CD"),
    "未能生成": ("#FFFFFF", "#8C1D18"),
    "不生成": ("#455A64", "#ECEFF1"),
    "未交": ("#1B1F24", "#FFFFFF"),
    "未公开": ("#1B1F24", "#FFFFFF"),
}
_ABOUT_TOLD = "一条一行：不能生成、待填、错误、警告、提示、全市提示；筛选“名称”，就是一个部门的。"
_HEAD = attrgetter("head")
TOLD_COLUMNS = (
    *(ListColumn("序号", width=6), ListColumn("名称", width=24), ListColumn("程度", "state", 9)),
    *(ListColumn("代码", width=8), ListColumn("校验", width=20), ListColumn("位置", width=26)),
    *(ListColumn("现为", width=16), ListColumn("应为", width=16), ListColumn("说明", width=48)),
    *(ListColumn("改法", width=28), ListColumn("依据", width=18)),
)


Place = Literal["row", "more", "link"]  # what is printed, what is not, what leads to files; in this order


class Column(NamedTuple):
    """一栏 — head, what a line has there, width in the workbook, kind; where the page shows it."""

    head: str
    value: Callable[[ProgressLine], Value]
    width: int = 10
    kind: Kind = "text"
    place: Place = "row"


def _of_body(name: str) -> Callable[[ProgressLine], Any]:
    return attrgetter(f"body.{name}")


def _of_record(name: str) -> Callable[[ProgressLine], Any]:
    return attrgetter(f"record.{name}")


def _count_of(count: Callable[[BodyRecord], int]) -> Callable[[ProgressLine], int | None]:
    return lambda line: line.number_of(count(line.record))


COLUMNS = (
    Column("序号", attrgetter("number"), 6, "count"),
    Column("名称", _of_body("name"), 26),
    Column("类型", _of_body("kind"), 7),
    Column("类别", _of_body("group"), 11, place="more"),
    Column("主管部门", _of_body("parent"), 18, place="more"),
    Column("批次", _of_body("batch"), 8),
    Column("负责", _of_body("who"), 9),
    Column("状态", _of_record("state"), 10, "state"),
    Column("为什么", attrgetter("why"), 48),
    Column("待填", _count_of(lambda record: len(record.missing)), 6, "count"),
    Column("错误", _count_of(attrgetter("errors")), 6, "count"),
    Column("警告", _count_of(attrgetter("warnings")), 6, "count"),
    Column("豁免", _count_of(attrgetter("waived")), 6, "count", "more"),
    Column("全市提示", lambda line: len(line.hints), 9, "count", "more"),
    Column("批复数", attrgetter("ratified"), 12, "state"),
    Column("批复日期", lambda line: as_day(line.approved_on), 15, "date", "more"),
    Column("公开期限", attrgetter("deadline"), 15, "date"),
    Column("公开日期", lambda line: as_day(line.record.published_on), 15, "date"),
    Column("距期限", attrgetter("days_left"), 12, "left"),
    Column("是否逾期", attrgetter("kept"), 10, "state", "more"),
    Column("已回复", lambda line: line.replies and line.replies[0], 7, "count", "more"),
    Column("未回复", lambda line: line.replies and line.replies[1], 7, "count", "more"),
    Column("更正次数", _of_record("corrections"), 9, "count", "more"),
    Column("模板", lambda line: f"{line.record.pack} {line.record.pack_version}".strip(), 16, place="more"),
    Column("页数", attrgetter("pages"), 6, "count", "more"),
    Column("大小", lambda line: sum(file.size for file in line.record.files) or None, 10, "size", "more"),
    Column("内容码", _of_record("check_code"), 14, place="more"),
)


def matrix(city: City, records: Sequence[BodyRecord]) -> Iterator[tuple[str, bytes]]:
    """全市进度 — 办公/全市进度.xlsx and .html, with their paths in the folder of what is written."""
    hints = across.hints(city, records)
    lines = list(lines_of(city, records, hints, returns.reply_counts(city, records)))
    made = _Matrix(
        f"{city.settings.name}{CityAccount(city, records).year or ''}年度部门决算公开进度",
        lines,
        (*COLUMNS, *_link_columns(city, lines)),
        (*city.bodies.remarks, *hints.get(_WHOLE, ())),
    )
    yield f"{MATRIX}.xlsx", made.as_workbook()
    yield f"{MATRIX}.html", city_page(city, "matrix", made.given)


def lines_of(
    city: City,
    records: Sequence[BodyRecord],
    hints: Mapping[str, Sequence[str]],
    replies: Mapping[str, tuple[int, int]],
) -> Iterator[ProgressLine]:
    """各行 — in the city's order; a body without a record has not handed in anything."""
    account = CityAccount(city, records)
    for number, body in enumerate(city.bodies, 1):
        record, told = account.record_of(body), hints.get(body.folder, ())
        approved = account.approved_on(body)
        yield ProgressLine(number, body, record, approved, told, replies.get(body.folder))


def counts(lines: Sequence[ProgressLine]) -> str:
    """几个 — of every state in a sentence; how many were published late."""
    states = Counter(map(_of_record("state"), lines))
    of_states = (f"{state} {states[state]} 个" for state in filter(states.get, get_args(State)))
    late = list(map(attrgetter("kept"), lines)).count(LATE)
    return "，".join((f"共 {len(lines)} 个", *of_states, f"其中逾期公开 {late} 个。"))


def _link_columns(city: City, lines: Iterable[ProgressLine]) -> Iterator[Column]:
    """A column for each format that any body has, one for what went back to it, one for its findings."""
    heads = dict.fromkeys(called for line in lines for called, _ in line.files(city.folder))
    for head in heads:
        yield Column(head, partial(_file_link, city, head), 8, "link", "link")
    yield Column("退回意见", _return, 10, "link", "link")
    yield Column("问题", _findings, 8, "link", "link")


def _file_link(city: City, head: str, line: ProgressLine) -> Link | None:
    return dict(line.files(city.folder)).get(head)


def _return(line: ProgressLine) -> Link | None:
    return Link("退回意见", f"{RETURNS}/{line.body.folder}.xlsx") if line.replies else None


def _findings(line: ProgressLine) -> RowOf | None:
    number = len(list(line.told()))
    return RowOf(f"{number}条", TOLD, line.body.name) if number else None


BY_CLOCK = "term"  # to what may be chosen of it the clock of a reader adds
# What a reader may choose by: what it is called, its name in the page, what a line has of it.
FILTERS: tuple[tuple[str, str, Callable[[ProgressLine], str]], ...] = (
    ("状态", "state", _of_record("state")),
    ("类型", "kind", _of_body("kind")),
    ("类别", "group", _of_body("group")),
    ("批次", "batch", _of_body("batch")),
    ("负责", "who", _of_body("who")),
    ("期限", BY_CLOCK, attrgetter("kept")),
)


@dataclass(frozen=True, slots=True)
class _Matrix:
    """The lines with the columns, as a workbook and as what its page is given; `whole`: of the whole city."""

    title: str
    lines: Sequence[ProgressLine]
    columns: Sequence[Column]
    whole: Sequence[str]

    def as_workbook(self) -> bytes:
        """What is printed stands first; what leads elsewhere, last."""
        columns = list(chain.from_iterable(map(self._at, get_args(Place))))
        heads = [ListColumn(column.head, column.kind, column.width) for column in columns]
        rows = [[column.value(line) for column in columns] for line in self.lines]
        said_above, printed = counts(self.lines), len(self._at("row"))
        every = FilteredList(EACH, self.title, said_above, heads, rows, SHADES, printed)
        told = FilteredList(TOLD, f"{self.title}：{TOLD}", _ABOUT_TOLD, TOLD_COLUMNS, list(self._told_rows()))
        return workbook(self.title, (every, told))

    @property
    def given(self) -> Mapping[str, Any]:
        """What the page's template is given."""
        return {
            "标题": self.title,
            "说明": counts(self.lines),
            "各栏": list(map(_HEAD, self._at("row"))),
            "各行": list(map(self._row_of_page, self.lines)),
            "问题各栏": list(map(_HEAD, TOLD_COLUMNS[2:])),
            "各筛选": list(_filters(self.lines)),
            "全市提示": list(self.whole),
        }

    def _at(self, place: Place) -> list[Column]:
        return [column for column in self.columns if column.place == place]

    def _told_rows(self) -> Iterator[tuple[str, ...]]:
        for hint in self.whole:
            yield ("", "全市", *hint_told(hint))
        for line in self.lines:
            yield from ((str(line.number), line.body.name, *one) for one in line.told())

    def _row_of_page(self, line: ProgressLine) -> dict[str, Any]:
        return {
            "名称": line.body.name,
            "各格": [_cell_of_page(column, line) for column in self._at("row")],
            "各筛选": [{"标识": id, "值": value(line)} for _, id, value in FILTERS],
            "详情": list(_more_of_page(self._at("more"), line)),
            "各链接": list(_links_of_page(self._at("link"), line)),
            "各条": list(map(_told_of_page, line.told())),
        }


def _filters(lines: Sequence[ProgressLine]) -> Iterator[dict[str, Any]]:
    """What may be chosen of each, in the order in which it comes; nothing of what is all alike."""
    for name, id, value in FILTERS:
        choices = list(filter(None, dict.fromkeys(map(value, lines))))
        if len(choices) > 1 or id == BY_CLOCK:
            yield {"名称": name, "标识": id, "各项": choices}


def _more_of_page(columns: Iterable[Column], line: ProgressLine) -> Iterator[dict[str, str]]:
    for column in columns:
        if text := said(column.value(line), column.kind):
            yield {"名称": column.head, "内容": text}


def _links_of_page(columns: Iterable[Column], line: ProgressLine) -> Iterator[dict[str, str]]:
    """Those that lead to files; the findings stand in the page itself."""
    for column in columns:
        if isinstance(value := column.value(line), Link):
            yield {"名称": column.head, "地址": address(value.file)}


def _cell_of_page(column: Column, line: ProgressLine) -> dict[str, Any]:
    value = column.value(line)
    text = said(value, column.kind)
    return {
        "栏": column.head,
        "文字": text,
        "种类": "text" if column.kind == "date" and value == text else column.kind,
        "期限": value.until.isoformat() if isinstance(value, DaysLeft) else "",
        "逾期": text.startswith("逾期"),
    }


def _told_of_page(one: Told) -> list[dict[str, str]]:
    return [{"栏": head, "文字": text} for head, text in zip(map(_HEAD, TOLD_COLUMNS[2:]), one, strict=True)]
