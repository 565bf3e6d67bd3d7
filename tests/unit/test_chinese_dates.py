"""A day or a month is read in any usual writing; what is no date is refused where it was entered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from disclosure.chinese_dates import days_named
from disclosure.errors import InputError
from disclosure.loading import read
from disclosure.model import Publication

FIRST = date(2026, 8, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2026年8月1日", "2026年08月01日", "2026年8月1号", "2026 年 8 月 1 日", "２０２６年８月１日",
        "2026-08-01", "2026-8-1", "2026/8/1", "2026.8.1", "2026.08.01", "20260801",
        "二〇二六年八月一日", "二零二六年八月一日", "二○二六年八月一日", "2026年八月一日",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_usual_writing(text: str) -> None:
    assert days_named(text) == (FIRST, FIRST)
    assert Publication(approved_on=text).approved_on == text  # printed as it was entered


@pytest.mark.parametrize(
    ("text", "last"),
    [("2026年9月", 30), ("2026-09", 30), ("2026.9", 30), ("202609", 30), ("二〇二六年九月", 30)],
)
def test_a_month_is_all_its_days(text: str, last: int) -> None:
    assert days_named(text) == (date(2026, 9, 1), date(2026, 9, last))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇二四年二月二十九日", date(2024, 2, 29)),
        ("二〇二六年十二月三十一日", date(2026, 12, 31)),
        ("二〇二六年十月十日", date(2026, 10, 10)),
    ],
)
def test_numbers_in_chinese_are_read_as_numbers(text: str, day: date) -> None:
    assert days_named(text) == (day, day)


@pytest.mark.parametrize(
    "text",
    [
        "", "近日", "2026年", "8月1日", "26年8月1日", "2026年13月1日", "2026年2月30日", "0000年1月1日",
        "2026年8月1日①", "十十年一月",
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - what it says is not for people
        days_named(text)


def test_a_date_that_cannot_be_read_is_told_where_it_was_entered(tmp_path: Path) -> None:
    text = "年度: 2024\n模板: standard\n单位: 元\n部门: {全称: 某某市档案馆}\n公开信息:\n  批复日期: 下月初\n"
    (tmp_path / "data.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(tmp_path)
    assert (
        "data.yaml 第6行第9列 批复日期：“下月初”不是日期，"
        "请写成“2026年8月1日”这样；只知道月份的，写到月" in str(caught.value)
    )
