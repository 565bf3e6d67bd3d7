"""A line that names no fund: what its 项 says, and what is asked for where that says nothing."""

from __future__ import annotations

from typing import Any

import pytest

import disclosure
from disclosure import IncompleteError, deriving
from disclosure.deriving.undecided_funds import undecided
from tests.departments import small, submission

BASIC = {"项": "2010301", "性质": "基本", "款": {"30101": "60"}}
FUND_SUBJECT = {"项": "2120802", "性质": "项目", "款": {"30299": "3"}}  # 土地开发支出
UNLISTED = {"项": "2014777", "性质": "项目", "款": {"30299": "3"}}
OF_UNLISTED_SECTION = {"项": "2146001", "性质": "项目", "款": {"30299": "3"}}
VILLAGE = {"项": "2130701", "性质": "项目", "款": {"30299": "3"}}  # 项 not quite certain, its 款 is
INTEREST = [{"项": "2010301", "来源": "其他收入", "金额": "1"}]


def of(*lines: dict[str, Any], **changes: Any) -> frozenset[str]:
    """Which lines of a department have no fund."""
    return undecided(submission(small(支出=list(lines), **changes)))


@pytest.mark.parametrize("line", [FUND_SUBJECT, OF_UNLISTED_SECTION, {**FUND_SUBJECT, "项": "2230199"}])
def test_a_subject_of_another_budget_is_never_of_the_general_one(line: dict[str, Any]) -> None:
    assert of(BASIC, line) == {"支出[2]"}
    assert of(BASIC, {**line, "资金": "政府性基金"}) == frozenset()


@pytest.mark.parametrize("line", [BASIC, VILLAGE])
def test_a_subject_of_the_general_budget_is_of_it_whatever_other_money_there_is(line: dict[str, Any]) -> None:
    assert of(line, {**FUND_SUBJECT, "资金": "政府性基金"}, 收入=INTEREST) == frozenset()


@pytest.mark.parametrize(
    "other",
    [
        {"收入": INTEREST},
        {"财政拨款收入": {"政府性基金": "3"}},
        {"结转结余": [{"项": "2120802", "性质": "项目", "资金": "政府性基金", "年初": "3"}]},
    ],
)
def test_a_subject_in_no_catalogue_is_of_the_only_money_there_is(other: dict[str, Any]) -> None:
    assert of(BASIC, UNLISTED) == frozenset()
    assert of(BASIC, UNLISTED, **other) == {"支出[2]"}


def test_carryover_is_asked_for_its_fund_too() -> None:
    assert of(BASIC, 结转结余=[{"项": "2120802", "性质": "项目", "年初": "3"}]) == {"结转结余[1]"}


def test_money_of_no_fund_is_in_no_figure_and_asked_for_by_its_cell() -> None:
    found = deriving.derive(submission(small(支出=[BASIC, FUND_SUBJECT])))
    for id in ("general_expenditure.final", "expenditure.final", "economic.general_public_budget.final"):
        assert (found[id].value, found[id].missing) == (None, ("支出[2].资金",))
        assert found[id].bounds.low == 600_000
    with pytest.raises(IncompleteError) as refused:
        disclosure.build(submission(small(支出=[BASIC, FUND_SUBJECT])), ("html",))
    assert "（2120802 土地开发支出）的资金" in str(refused.value)
