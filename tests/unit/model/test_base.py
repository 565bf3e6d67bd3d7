"""模型基础 — amounts are exact, keys are Chinese, 无 means none, and every refusal is a Chinese sentence."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from disclosure.model.base import Amount, Amounts, Count, Flag, Many, Model, Score, Section, Words
from disclosure.model.other_matters import AssetValue, Performance, Prior
from disclosure.model.sangong import SangongAmounts


class Line(Model):
    """A model of every kind of field that `base` offers."""

    amount: Amount | None = None
    number: Count | None = None
    score: Score | None = None
    remark: Words | None = None
    independent: Flag | None = None
    subjects: Many[str] | None = None
    items: Amounts | None = None


def read(unit: str = "元", **fields: Any) -> Line:
    return Line.model_validate(fields, context={"unit": unit})


def refusal(**fields: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        read(**fields)
    return str(caught.value.errors()[0]["ctx"]["error"])


@pytest.mark.parametrize(
    ("given", "held"),
    [
        ("1234.56", "1234.56"),
        ("-0.01", "-0.01"),
        ("+7", "7"),
        ("1,234,567.89", "1234567.89"),
        ("9999999999999.99", "9999999999999.99"),
        (" 12 ", "12"),
        ("无", "0"),
        (5, "5"),
        (Decimal("0.10"), "0.10"),
    ],
)
def test_an_amount_is_held_exactly(given: Any, held: str) -> None:
    assert read(amount=given).amount == Decimal(held)


def test_an_amount_in_wan_is_held_in_yuan() -> None:
    found = read("万元", 金额="12.345678", 各项={"2010301": "0.01"})
    assert found.amount == Decimal("123456.78")
    assert found.items == {"2010301": Decimal(100)}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (1.5, "数不能用浮点数，请用 Decimal、整数或文字"),
        (True, "数不能用浮点数，请用 Decimal、整数或文字"),
        ("１２.５", "“１２.５”含全角数字或符号，请改为半角：12.5"),
        ("1，234", "“1，234”含全角数字或符号，请改为半角：1,234"),
        ("12万", "“12万”不是数，请填数字，例如 1234.56"),
        ("12,34", "“12,34”不是数，请填数字，例如 1234.56"),
        ("1e5", "“1e5”不是数，请填数字，例如 1234.56"),
        ("NaN", "“NaN”不是数，请填数字，例如 1234.56"),
        ("", "“”不是数，请填数字，例如 1234.56"),
        ("10000000000000", "“10000000000000”超过 13 位整数（元），请核对单位是否应为“元”"),
        ("0.001", "“0.001”元有不足一分的尾数，金额最细到分"),
    ],
)
def test_what_is_no_amount_is_refused_in_chinese(given: Any, sentence: str) -> None:
    assert refusal(amount=given) == sentence


@pytest.mark.parametrize("given", ["1.5", "-1"])
def test_a_count_is_whole_and_not_negative(given: str) -> None:
    assert refusal(number=given) == f"“{given}”应为不小于 0 的整数"


def test_a_count_and_a_score_are_numbers() -> None:
    found = read(number="1,200", score="98.5")
    assert (found.number, found.score) == (1200, Decimal("98.5"))
    assert read(number="无").number == 0


def test_none_is_known_to_be_none_where_absent_is_not_known() -> None:
    found = read(科目="无", 各项="无", 独立编制="无")
    assert (found.subjects, found.items, found.independent) == ((), {}, False)
    assert read().subjects is None


def test_yes_and_no_are_chinese() -> None:
    assert [read(independent=word).independent for word in ("是", "否", True)] == [True, False, True]


def test_characters_that_mark_figures_in_a_document_are_refused() -> None:
    assert refusal(remark="甲\U000f0000") == "文字中有私用区字符（U+F0000 以上），请删去"


def test_a_section_that_is_none_has_only_zeros() -> None:
    assert SangongAmounts.model_validate("无").vehicle_running == 0
    assert AssetValue.model_validate("无").net_value == 0
    found = Performance.model_validate("无")
    assert (found.goals, found.assessed_projects, found.reports, found.remark) == (0, (), (), None)


class Outer(Section):
    """A section within which another is none too."""

    sangong: SangongAmounts | None = None


def test_a_section_within_one_that_is_none_is_none_too() -> None:
    assert Outer.model_validate("无").sangong == SangongAmounts()


def test_models_are_frozen_and_take_no_unknown_key() -> None:
    with pytest.raises(ValidationError):
        read(amount="1").amount = Decimal(2)  # type: ignore[misc]
    with pytest.raises(ValidationError):
        read(金额数="1")


def test_last_years_unit_ends_with_last_years_figures() -> None:
    context = {"unit": "元"}
    prior = Prior.model_validate({"单位": "万元", "收支总计": "1.5"}, context=context)
    assert prior.grand_total == 15_000
    assert context == {"unit": "元"}
    with pytest.raises(ValidationError):
        Prior.model_validate({"单位": "万元", "收支总计": "x"}, context=context)
    assert context == {"unit": "元"}
