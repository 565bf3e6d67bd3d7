"""Whole numbers in Chinese and back, without end."""

import pytest

from disclosure.chinese_numbers import chinese_number, number_of, ordinal


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "零"), (1, "一"), (9, "九"), (10, "十"),
        (19, "十九"), (20, "二十"), (21, "二十一"), (99, "九十九"),
        (100, "一百"), (101, "一百零一"), (110, "一百一十"), (119, "一百一十九"),
        (1000, "一千"), (1001, "一千零一"), (1010, "一千零一十"), (1100, "一千一百"),
        (10_000, "一万"), (10_010, "一万零一十"), (10_500, "一万零五百"), (100_000, "十万"),
        (99_999, "九万九千九百九十九"), (100_000_000, "一亿"), (-12, "负十二"),
    ],
)  # fmt: skip
def test_a_number_is_written_in_chinese(number: int, text: str) -> None:
    assert chinese_number(number) == text


def test_what_is_written_is_read_back() -> None:
    for number in (*range(12_000), 20_010, 99_999, 100_000, 110_000, 1_000_001, 10**8 + 1, 10**16):
        assert number_of(chinese_number(number)) == number


def test_no_two_numbers_are_written_alike() -> None:
    assert len({chinese_number(number) for number in range(100_000)}) == 100_000


def test_what_is_no_number_is_not_read() -> None:
    with pytest.raises(ValueError, match="substring"):
        number_of("甲")


@pytest.mark.parametrize(("text", "number"), [("12", 12), ("十二", 12), ("一二", 0), ("", 0), ("甲", 0)])
def test_the_number_of_a_heading(text: str, number: int) -> None:
    assert ordinal(text) == number
