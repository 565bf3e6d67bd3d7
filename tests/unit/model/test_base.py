"""模型基础 — amounts are exact, keys are Chinese, 无 means none, and every refusal is a Chinese sentence."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from importlib.resources import files
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from disclosure.errors import InputError
from disclosure.model.base import Amount, Amounts, Count, Flag, Many, Model, Score, Section, Words
from disclosure.model.department import Nature
from disclosure.model.lines import ExpenditureLine, ExpenditureNature, Fund, IncomeSource
from disclosure.model.other_matters import AssetValue, Performance, Prior
from disclosure.model.sangong import Overseas, SangongAmounts


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
        ("没有", "0"),
        ("無 ", "0"),
        ("不涉及", "0"),
        ("1105200元", "1105200"),
        ("110.52万元", "1105200"),
        ("¥1,105,200.50", "1105200.50"),
        ("￥１，１０５，２００．５", "1105200.5"),
        ("人民币 1105200 元整", "1105200"),
        ("1 105\u00a0200", "1105200"),
        ("’12", "12"),
        ("−3", "-3"),
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


NO_NUMBERS = (
    *("12万", "12,34", "1105,200", "1，23", "12 34", "5%", "5％", "一百", "约5元", "5人"),
    *("-", "/", "否", "1e5", "NaN", ""),
)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (1.5, "数不能用浮点数，请用 Decimal、整数或文字"),
        (True, "数不能用浮点数，请用 Decimal、整数或文字"),
        *((text, f"“{text}”不是数，请填数字，例如 1234.56；没有发生的填“无”") for text in NO_NUMBERS),
        ("（5）", "“（5）”不是数；是负数的请写成“-5”，不是的去掉括号"),
        ("46①", "“46①”里的“①”像是注号，请去掉注号，只填数字"),
        ("12²", "“12²”里的“²”像是注号，请去掉注号，只填数字"),
        ("10000000000000", "“10000000000000”超过 13 位整数（元），请核对单位是否应为“元”"),
        ("0.001", "“0.001”元有不足一分的尾数，金额最细到分"),
    ],
)
def test_what_is_no_amount_is_refused_in_chinese(given: Any, sentence: str) -> None:
    assert refusal(amount=given) == sentence


@pytest.mark.parametrize("field", ["number", "score"])
def test_a_count_or_score_in_brackets_is_not_asked_whether_it_is_below_0(field: str) -> None:
    assert refusal(**{field: "（5）"}) == "“（5）”不是数，请填数字，例如 1234.56；没有发生的填“无”"


def test_an_amount_that_names_its_unit_is_in_that_unit() -> None:
    found = read("万元", 金额="1105200元", 各项={"2010301": "110.52万元", "2010302": "110.52"})
    assert found.amount == Decimal(1105200)
    assert found.items == {"2010301": Decimal(1105200), "2010302": Decimal(1105200)}


def test_a_sign_of_money_alone_does_not_say_whether_yuan_or_wan() -> None:
    with pytest.raises(ValidationError, match="“¥110.52”没有写明是元还是万元"):
        read("万元", 金额="¥110.52")


def test_a_measure_of_a_count_is_that_of_its_field() -> None:
    assert Overseas.model_validate({"团组数": "2个", "人次": "１５人次"}).persons == 15
    assert read(number="3辆").number == 3
    with pytest.raises(InputError, match="^团组数：“15人”不是数"):
        Overseas.model_validate({"团组数": "15人", "人次": "2"})


def test_a_whole_is_none_by_other_words_too() -> None:
    for word in ("0", "/", "—", "否", "没有发生"):
        assert Overseas.model_validate(word) == Overseas.model_validate("无")
        assert read(科目=word, 各项=word).subjects == ()


@pytest.mark.parametrize(
    ("given", "held"),
    [
        ("基本支出", {"性质": "基本"}),
        ("项目支出", {"性质": "项目"}),
        ("政府性基金预算财政拨款", {"资金": "政府性基金"}),
        ("一般公共预算财政拨款", {"资金": "一般公共预算"}),
    ],
)
def test_the_official_term_of_a_choice_is_that_choice(given: str, held: dict[str, str]) -> None:
    key, meant = next(iter(held.items()))
    line = {"项": "2010301", "性质": "基本", "金额": "1"}
    found = ExpenditureLine.model_validate(line | {key: given})
    assert found == ExpenditureLine.model_validate(line | {key: meant})


def test_a_fuller_name_is_of_one_choice_alone_and_of_one_that_there_is() -> None:
    declared = tomllib.loads(files("disclosure.model").joinpath("typed_words.toml").read_text("utf-8"))
    names = [name for choice, others in declared["选项"].items() for name in (choice, *others)]
    assert len(names) == len(set(names))
    assert set(declared["选项"]) <= {*get_args(Fund), *get_args(ExpenditureNature), *get_args(Nature)} | {
        *get_args(IncomeSource)
    }


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
    with pytest.raises(InputError, match="^金额：数据不能就地改"):
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
