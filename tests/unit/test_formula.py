"""The formula language reads, computes and speaks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from disclosure.formula import FormulaError, evaluate, names, parse, say

VALUES = {"a": Decimal(10), "b": Decimal(4), "c": Decimal(0)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a - b - 1", 5),
        ("a - (b - 1)", 7),
        ("a + b * 2", 18),
        ("(a + b) * 2", 28),
        ("a / b / 5", Decimal("0.5")),
    ],
)
def test_signs_bind_as_in_arithmetic(text: str, value: Decimal | int) -> None:
    assert evaluate(parse(text), VALUES.get) == value


@pytest.mark.parametrize("text", ["a / c", "a + d", "d / c"])
def test_nothing_is_computed_from_what_is_not_there(text: str) -> None:
    assert evaluate(parse(text), VALUES.get) is None


@pytest.mark.parametrize("text", ["a - (b - c)", "(a + b) / c", "a / (b / c)", "a - b + c"])
def test_what_is_said_keeps_the_brackets_it_needs_and_no_more(text: str) -> None:
    said = say(parse(text), str).translate(str.maketrans("＋－×÷（）", "+-*/()"))
    assert said.replace(" ", "") == text.replace(" ", "")


def test_names_may_be_chinese_dotted_or_start_with_a_digit() -> None:
    assert list(names(parse("支出.决算数 + general.item.2010301 - 01"))) == [
        "支出.决算数",
        "general.item.2010301",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a +", "没有写完"),
        ("a b", "在“b”处看不懂"),
        ("(a", "缺右括号"),
        ("a ＋ b", "不认识的字符“＋”"),
        ("* a", "缺一个名称"),
    ],
)
def test_a_formula_that_cannot_be_read_is_told_in_chinese(text: str, message: str) -> None:
    with pytest.raises(FormulaError, match=message):
        parse(text)
