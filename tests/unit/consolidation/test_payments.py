"""Payments among units: taken out on both sides by the stated pairs; what does not match is told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import disclosure
from disclosure.checks import Finding
from disclosure.deriving import derive
from tests.unit.consolidation.folders import SPENT, department, unit

SUBSIDY = {"项": "2010350", "性质": "对附属单位补助", "资金": "其他资金", "金额": "100"}
EARNED = {"来源": "事业收入", "项": "2010301", "金额": "100"}
GRANTED = {"来源": "上级补助收入", "项": "2010350", "金额": "100"}
USED = {"项": "2010350", "性质": "基本", "资金": "其他资金", "款": {"30201": "100"}}
PAIR = {"付方": "甲单位", "收方": "乙单位", "类别": "对附属单位补助", "金额": "100"}


def payer(**changes: Any) -> dict[str, Any]:
    """Earns 100 and gives all of it to the other unit."""
    return unit("甲单位", **{"单位": "元", "收入": [EARNED], "支出": [SPENT, SUBSIDY], **changes})


def payee(**changes: Any) -> dict[str, Any]:
    return unit("乙单位", **{"单位": "元", "收入": [GRANTED], "支出": [SPENT, USED], **changes})


def value(folder: Path, id: str) -> Decimal | None:
    return derive(disclosure.load(folder)).value(id)


def found(folder: Path) -> list[Finding]:
    return list(disclosure.check(folder).of("XU1"))


def test_a_pair_is_taken_out_on_both_sides_and_the_sum_stays_balanced(tmp_path: Path) -> None:
    folder = department(tmp_path, payer(), payee(), 内部往来=[PAIR])
    assert value(folder, "expenditure.affiliate_subsidy.final") == 0
    assert value(folder, "income.superior_subsidy.final") == 0
    assert (
        value(folder, "grand_total.income.final")
        == value(folder, "grand_total.expenditure.final")
        == 90 + 90 + 100
    )
    assert found(folder) == []


def test_without_the_pair_what_was_paid_stands_twice_and_is_told(tmp_path: Path) -> None:
    folder = department(tmp_path, payer(), payee())
    assert value(folder, "grand_total.income.final") == 90 + 90 + 200
    (finding,) = found(folder)
    assert "甲单有对附属单位补助支出（其他资金）100.00元，乙单有上级补助收入100.00元" in finding.message


def test_remittances_to_the_superior_are_the_other_pair(tmp_path: Path) -> None:
    remitted = {**SUBSIDY, "性质": "上缴上级"}
    got = {**GRANTED, "来源": "附属单位上缴收入"}
    folder = department(
        tmp_path, payer(支出=[SPENT, remitted]), payee(收入=[got]), 内部往来=[{**PAIR, "类别": "上缴上级"}]
    )
    assert value(folder, "expenditure.superior_remittance.final") == 0
    assert value(folder, "income.affiliate_remittance.final") == 0


def test_short_names_stand_for_units(tmp_path: Path) -> None:
    folder = department(tmp_path, payer(), payee(), 内部往来=[{**PAIR, "付方": "甲单", "收方": "乙单"}])
    assert value(folder, "income.superior_subsidy.final") == 0


def test_a_pair_larger_than_what_was_received_is_told_at_its_line(tmp_path: Path) -> None:
    folder = department(tmp_path, payer(), payee(收入=[{**GRANTED, "金额": "80"}]), 内部往来=[PAIR])
    (finding,) = found(folder)
    assert finding.message == "内部往来第1条列100.00元，乙单的上级补助收入只有80.00元可以抵销"
    assert (finding.stated, finding.expected) == ("100.00元", "80.00元")
    assert any("data.yaml 第" in source for source in finding.sources)
    assert value(folder, "income.superior_subsidy.final") == 0
    assert value(folder, "expenditure.affiliate_subsidy.final") == 20


def test_only_rounding_between_units_in_different_amounts_is_a_note(tmp_path: Path) -> None:
    pair = {**PAIR, "金额": "100020"}
    rough = unit(
        "乙单位",
        单位="万元",
        收入=[{**GRANTED, "金额": "10"}],
        支出=[{**USED, "款": {"30201": "10"}}],
        三公经费="无",
    )
    exact = payer(支出=[SPENT, {**SUBSIDY, "金额": "100020"}], 收入=[{**EARNED, "金额": "100020"}])
    (finding,) = found(department(tmp_path, exact, rough, 内部往来=[pair]))
    assert finding.severity == "note"


def test_money_of_the_budget_is_not_what_units_pay_each_other(tmp_path: Path) -> None:
    folder = department(
        tmp_path, payer(支出=[SPENT, {**SUBSIDY, "资金": "一般公共预算"}]), payee(), 内部往来=[PAIR]
    )
    (finding,) = found(folder)
    assert "甲单的对附属单位补助支出（其他资金）只有0.00元" in finding.message


def test_a_pair_may_name_the_item_where_a_unit_has_several(tmp_path: Path) -> None:
    both = [SPENT, {**SUBSIDY, "项": "2010301"}, SUBSIDY]
    pair = {**PAIR, "付方项": "2010350"}
    figures = derive(disclosure.load(department(tmp_path, payer(支出=both), payee(), 内部往来=[pair])))
    assert figures["other_expenditure.item.2010301.affiliate_subsidy.final"].value == 100
    assert figures["other_expenditure.item.2010350.affiliate_subsidy.final"].value == 0


def test_by_subject_the_subject_is_taken_out(tmp_path: Path) -> None:
    line = {key: SUBSIDY[key] for key in ("项", "性质", "资金")} | {"款": {"39999": "100"}}
    folder = department(tmp_path, payer(支出=[SPENT, line]), payee(), 内部往来=[PAIR])
    assert value(folder, "economic.other_funds.subjects.39999.final") == 0


def test_an_item_of_which_nothing_is_left_has_no_row(tmp_path: Path) -> None:
    alone = {**SUBSIDY, "项": "2019999"}
    figures = derive(
        disclosure.load(department(tmp_path, payer(支出=[SPENT, alone]), payee(), 内部往来=[PAIR]))
    )
    assert "expenditure.item.2019999.final" not in figures
    assert figures["expenditure.final"].value == 90 + 90 + 100


def test_the_elimination_is_explained_with_the_place_of_its_pair(tmp_path: Path) -> None:
    folder = department(tmp_path, payer(), payee(), 内部往来=[{**PAIR, "金额": "60"}])
    told = "\n".join(disclosure.explain(folder, "收入.上级补助收入.决算数").lines())
    assert "抵销 data.yaml 第" in told
    assert "其中乙单位：100.00元" in told
    assert "其中单位之间抵销等：-60.00元" in told


def test_last_year_in_total_is_not_summed_where_units_pay_each_other(tmp_path: Path) -> None:
    figures = derive(disclosure.load(department(tmp_path, payer(), payee(), 内部往来=[PAIR])))
    assert figures["grand_total.prior"].missing == ("上年数.收支总计",)
    assert figures["fiscal_grand_total.prior"].value == 240


def test_a_department_typed_in_one_piece_has_nothing_to_match() -> None:
    report = disclosure.check(Path(__file__).parents[3] / "examples" / "panzhihua-chengdu-2024")
    assert [result.outcome.value for result in report.results if result.code in ("XU1", "XU2")] == [
        "不适用",
        "不适用",
    ]
