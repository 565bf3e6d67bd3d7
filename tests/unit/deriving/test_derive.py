"""Figures follow from what was entered, exactly; what cannot be made says what it needs."""

from __future__ import annotations

from decimal import Decimal

import pytest

from disclosure import terms
from disclosure.deriving import Figures, derive
from disclosure.errors import InputError
from tests.departments import small, submission, without


def figures(**changes: object) -> Figures:
    return derive(submission(small(**changes)))


def wan(figures: Figures, name: str) -> Decimal | None:
    value = figures[terms.identifier(name)].value
    return None if value is None else value / 10_000


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("支出.决算数", 130),
        ("支出.基本支出.决算数", 100),
        ("支出.项目支出.决算数", 30),
        ("收入.一般公共预算.决算数", 130),
        ("收支总计.决算数", 130),
        ("一般公共预算财政拨款支出.类.201.决算数", 120),
        ("一般公共预算财政拨款支出.款.20103.决算数", 120),
        ("一般公共预算财政拨款支出.项.2010301.决算数", 90),
        ("基本支出.人员经费.决算数", 70),
        ("基本支出.公用经费.决算数", 30),
        ("三公经费.决算数", 10),
        ("三公经费.公务用车购置及运行维护费.决算数", 8),
        ("三公经费.公务接待.国内.决算数", 2),
        ("机关运行经费.决算数", 30),
        ("一般公共预算财政拨款支出.全年预算", 130),
        ("收支总计.增减额", 10),
        ("三公经费.增减额", -2),
    ],
)
def test_totals_and_roll_ups_follow_from_the_lines(name: str, expected: int) -> None:
    assert wan(figures(), name) == expected


def test_shares_and_rates_are_exact_quotients() -> None:
    derived = figures()
    assert derived["sangong.vehicles.share"].value == 80
    assert round(derived["grand_total.rate"].value or 0, 10) == Decimal("8.3333333333")
    assert derived["general_expenditure.opening_completion_rate"].value == 104


def test_fiscal_income_is_expenditure_plus_closing_less_opening_balance() -> None:
    carryover = [{"项": "2010302", "性质": "项目", "年初": "5", "年末结转": "7", "年末结余": "1"}]
    derived = figures(结转结余=carryover)
    assert wan(derived, "收入.一般公共预算.决算数") == 130 + 8 - 5
    assert wan(derived, "收支总计.收入.决算数") == wan(derived, "收支总计.支出.决算数") == 138


def test_a_rate_on_a_zero_base_does_not_exist_and_is_not_missing() -> None:
    rate = figures()["fund_expenditure.rate"]
    assert rate.value is None
    assert rate.missing == ()


@pytest.mark.parametrize(
    ("path", "figure"),
    [
        (("支出",), "grand_total.final"),
        (("结转结余",), "income.general_public_budget.final"),
        (("上年数", "收支总计"), "grand_total.change"),
        (("政府采购",), "procurement.final"),
        (("三公经费",), "sangong.adjusted_budget"),
    ],
)
def test_what_is_absent_is_unknown_and_never_zero(path: tuple[str, ...], figure: str) -> None:
    unknown = derive(submission(without(small(), path)))[figure]
    assert unknown.value is None
    assert unknown.missing[0].startswith(".".join(path)[:3])


def test_an_approved_total_within_the_rounding_of_its_parts_is_kept_and_noted() -> None:
    derived = figures(核定数={"支出.决算数": "130.01"})
    assert wan(derived, "支出.决算数") == Decimal("130.01")
    assert [(tail.name, tail.tolerable) for tail in derived.tails] == [("支出.决算数", True)]


def test_an_approved_total_beyond_rounding_is_refused_and_noted() -> None:
    derived = figures(核定数={"支出.决算数": "130.1"})
    assert wan(derived, "支出.决算数") == 130
    assert [tail.tolerable for tail in derived.tails] == [False]


def test_amounts_in_yuan_leave_no_room_for_a_tail() -> None:
    data = small(单位="元", 核定数={"支出.决算数": "130.01"})
    assert [tail.tolerable for tail in derive(submission(data)).tails] == [False]


def test_an_approved_figure_that_does_not_exist_is_named_with_its_neighbours() -> None:
    with pytest.raises(InputError, match="没有名为“支出.决算”的数，相近的有：.*支出.决算数"):
        figures(核定数={"支出.决算": "1"})


def test_a_change_against_a_year_held_in_wan_is_made_from_printed_figures() -> None:
    data = small(单位="元")
    data["支出"] = [{"项": "2010301", "性质": "基本", "款": {"30101": "10145060"}}]
    data["上年数"] = {"单位": "万元", "收支总计": "806.25"}
    assert wan(derive(submission(data)), "收支总计.增减额") == Decimal("208.26")


def test_running_cost_of_a_mixed_department_must_be_given() -> None:
    data = small()
    data["部门"]["所属单位"] = [{"名称": "某中心", "性质": "事业单位"}]
    assert derive(submission(data))["agency_running_cost.final"].missing == ("机关运行经费",)


def test_formulas_are_said_in_chinese() -> None:
    derived = figures()
    assert derived["grand_total.change"].said() == "收支总计.决算数－收支总计.上年数"
    assert derived["expenditure.basic_expenditure.share"].said() == "支出.基本支出.决算数÷支出.决算数×100"
