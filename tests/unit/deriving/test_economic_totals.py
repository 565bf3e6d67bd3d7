"""经济分类汇总: 款 known of a fund's 基本 or 项目 altogether, but not of which 项."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from disclosure import deriving
from disclosure.deriving import Figures
from tests.departments import small, submission

LINES = [
    {"项": "2010301", "性质": "基本", "金额": "90"},
    {"项": "2210201", "性质": "基本", "金额": "10"},
    {"项": "2010302", "性质": "项目", "款": {"30214": "30"}},
]
TOTALS = [
    {"性质": "基本", "款": "30101", "金额": "60"},
    {"性质": "基本", "款": "30113", "金额": "10"},
    {"性质": "基本", "款": "30201", "金额": "22"},
    {"性质": "基本", "款": "30231", "金额": "8"},
]


def derived(**changes: Any) -> Figures:
    return deriving.derive(submission(small(**{"支出": LINES, "经济分类汇总": TOTALS, **changes})))


def wan(number: int) -> Decimal:
    return Decimal(number * 10_000)


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("basic_expenditure.section.30101.final", 60),
        ("basic_expenditure.class.302.final", 30),
        ("basic_expenditure.personnel_cost.final", 70),
        ("basic_expenditure.public_cost.final", 30),
        ("economic.general_public_budget.basic_expenditure.final", 100),
        ("economic.general_public_budget.basic_expenditure.subjects.30231.final", 8),
        ("economic.general_public_budget.subjects.302.final", 60),
        ("economic.general_public_budget.final", 130),
        ("sangong.general_public_budget.vehicle_running.final", 8),
    ],
)
def test_the_totals_stand_where_lines_carry_no_section(id: str, expected: int) -> None:
    assert derived().value(id) == wan(expected)


def test_what_one_item_was_spent_on_stays_unknown() -> None:
    found = derived()
    item = found["economic.general_public_budget.basic_expenditure.item.2010301.final"]
    assert (item.value, item.missing) == (None, ("支出[1].款",))
    assert "economic.general_public_budget.basic_expenditure.item.2010301.subjects.30101.final" not in found
    assert found.value("economic.general_public_budget.project_expenditure.item.2010302.final") == wan(30)


def test_a_total_says_where_it_was_entered() -> None:
    assert derived()["basic_expenditure.section.30113.final"].paths == ("经济分类汇总[2].金额",)


def test_totals_of_another_fund_or_of_projects_do_not_count() -> None:
    other = [{**TOTALS[0], "资金": "政府性基金"}, {**TOTALS[1], "性质": "项目"}]
    found = derived(经济分类汇总=other)
    assert found.value("economic.general_public_budget.basic_expenditure.final") is None
    assert "basic_expenditure.section.30101.final" not in found


def test_lines_that_carry_sections_come_first() -> None:
    lines = [{"项": "2010301", "性质": "基本", "款": {"30101": "100"}}, LINES[2]]
    assert derived(支出=lines).value("basic_expenditure.section.30101.final") == wan(100)
