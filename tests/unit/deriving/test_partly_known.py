"""What is known of a figure in part: at least the known amounts, at most what a total leaves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from disclosure import deriving
from disclosure.interval import INFINITE, UNBOUNDED, Interval
from tests.departments import small, submission

BASIC = {"项": "2010301", "性质": "基本", "款": {"30101": "60", "30217": "2"}}
WITHOUT_SECTION = {"项": "2010302", "性质": "项目", "金额": "30"}
NOT_FILLED_IN = {"项": "2010399", "性质": "项目"}


def bounds(id: str, **changes: Any) -> Interval:
    """Between which amounts (元) a figure of the small department lies."""
    return deriving.derive(submission(small(**changes)))[id].interval


def wan(low: int, high: int | None = None) -> Interval:
    return Interval(Decimal(low * 10_000), INFINITE if high is None else Decimal(high * 10_000))


@pytest.mark.parametrize(
    "id", ["expenditure.final", "general_expenditure.final", "expenditure.class.201.final"]
)
def test_money_spent_is_at_least_what_is_filled_in(id: str) -> None:
    assert bounds(id, 支出=[BASIC, NOT_FILLED_IN]) == wan(62)


@pytest.mark.parametrize("nature", ["上缴上级", "对附属单位补助"])
def test_what_units_pay_each_other_may_be_taken_off(nature: str) -> None:
    assert bounds("expenditure.final", 支出=[BASIC, {**NOT_FILLED_IN, "性质": nature}]) == UNBOUNDED


@pytest.mark.parametrize("id", ["carryover.closing", "income.general_public_budget.final"])
def test_carryover_that_is_not_filled_in_bounds_nothing(id: str) -> None:
    assert bounds(id, 结转结余=None) == UNBOUNDED


def test_a_line_without_sections_may_be_spent_on_any_of_them_and_is_spent_on_some() -> None:
    lines = [BASIC, WITHOUT_SECTION]
    assert bounds("sangong.official_reception.final", 支出=lines, 三公经费=None) == wan(2, 32)
    assert bounds("economic.general_public_budget.final", 支出=lines) == wan(92, 92)
    assert bounds(
        "fund_account.item.2010301.expenditure.total", 支出=[{**BASIC, "资金": "政府性基金"}]
    ) == wan(62, 62)


def test_personnel_cost_is_at_most_what_the_lines_without_sections_leave() -> None:
    lines = [BASIC, {"项": "2080505", "性质": "基本", "金额": "9"}]
    assert bounds("basic_expenditure.personnel_cost.final", 支出=lines) == wan(60, 69)
    assert bounds("basic_expenditure.public_cost.final", 支出=lines) == wan(2, 11)


def test_what_a_stated_total_leaves_is_the_part_that_is_not_filled_in() -> None:
    lines = [BASIC, NOT_FILLED_IN]
    assert bounds(
        "expenditure.item.2010399.project_expenditure.final", 支出=lines, 核定数={"支出.决算数": "80"}
    ) == wan(18, 18)


def test_of_two_parts_that_are_not_filled_in_each_is_at_most_what_the_total_leaves() -> None:
    procurement = {"货物": "12"}
    found = {
        kind: bounds(f"procurement.{kind}.final", 政府采购=procurement, 核定数={"政府采购.决算数": "20"})
        for kind in ("works", "services")
    }
    assert found == dict.fromkeys(("works", "services"), wan(0, 8))
