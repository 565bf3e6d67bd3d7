"""Filling: figures where a cell names one, formulas where it does not, and both kept for those who check."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from disclosure import deriving, packs
from disclosure.errors import PackError
from disclosure.forms.entered_data import concrete, value_at
from disclosure.forms.fill_cells import fill
from disclosure.forms.filled_table import FilledCell, FilledTable
from disclosure.forms.spec import TableSpec
from disclosure.packs.table_specs import table_specs
from tests.departments import small, submission

DETAIL = [
    {"资金": "一般公共预算", "项": "2010302", "性质": "项目", "年初": "4", "年末结转": "3", "年末结余": "2"}
]


def table(id: str, pack: str = "yunnan-2023", **changes: Any) -> FilledTable:
    data = submission(small(模板=pack, **changes))
    chain = packs.resolve(pack, [packs.built_in()])
    specs = {spec.id: spec for spec in table_specs(chain, data.year)}
    return fill(specs[id], deriving.derive(data), data)


def cells(filled: FilledTable) -> dict[str, FilledCell]:
    return {name.removeprefix(f"{filled.id}."): cell for name, cell in filled.cells()}


def declared(**block: Any) -> TableSpec:
    return TableSpec.model_validate({"标识": "test", "标题": "表", "区块": [{"标识": "main", **block}]})


def filled(spec: TableSpec, **changes: Any) -> dict[str, FilledCell]:
    data = submission(small(**changes))
    return cells(fill(spec, deriving.derive(data), data))


def wan(number: int) -> Decimal:
    return Decimal(number * 10_000)


def test_subjects_follow_the_expenditure_with_their_roll_ups() -> None:
    made = table("expenditure")
    assert [row.id for row in made.rows] == [
        "total",
        "201",
        "20103",
        "2010301",
        "2010302",
        "221",
        "22102",
        "2210201",
    ]
    found = cells(made)
    assert (found["total.total"].value, found["201.project"].value) == (wan(130), wan(30))
    assert found["total.total"].parts == (("201", "total"), ("221", "total"))
    assert found["20103.basic"].parts == (("2010301", "basic"), ("2010302", "basic"))


def test_a_cell_keeps_the_formulas_of_its_rows_and_of_its_column() -> None:
    cell = cells(table("expenditure"))["201.total"]
    assert cell.figure == "expenditure.class.201.final"
    assert cell.formulas == (
        "20103.total",
        "201.basic + 201.project + 201.remitted + 201.operating + 201.subsidy",
    )


def test_income_of_each_subject_follows_from_expenditure_and_carry_over() -> None:
    found = cells(table("general_income_expenditure", 结转结余=DETAIL))
    row = {name.partition(".")[2]: cell.value for name, cell in found.items() if name.startswith("2010302.")}
    assert row["opening_project"] == wan(4)
    assert row["income_project"] == row["income"] == wan(31)
    assert (row["closing_carryover"], row["closing_surplus"], row["closing"]) == (wan(3), wan(2), wan(5))
    assert found["2010301.personnel"].value == wan(60)
    assert found["2010301.public"].value == wan(30)


def test_a_class_without_money_is_zero_and_unknown_where_expenditure_is_unknown() -> None:
    assert cells(table("income_expenditure"))["202.amount"].value == 0
    unknown = cells(table("income_expenditure", 支出=None))["202.amount"]
    assert (unknown.value, unknown.missing) == (None, ("支出",))


def test_lines_without_economic_subjects_leave_those_tables_to_be_filled_in() -> None:
    lines = [{"项": "2010301", "性质": "基本", "金额": "90"}]
    cell = cells(table("general_basic", 支出=lines, 基本支出明细=None))["30101.amount"]
    assert (cell.value, cell.missing) == (None, ("支出[1].款",))


def test_economic_lists_hold_every_subject_of_the_year_and_their_sums() -> None:
    made = table("general_basic")
    found = cells(made)
    assert {"30101", "30299", "31002", "39999"} <= {row.id for row in made.rows}
    assert found["personnel_total.amount"].value == wan(70)
    assert found["personnel_total.amount"].parts == (("301", "amount"), ("303", "amount"))


def test_a_table_of_subjects_by_economic_kind_has_a_column_for_each_with_money() -> None:
    found = cells(table("general_detail", "sichuan-2023"))
    assert found["2010301.subject_30231"].value == wan(8)
    assert found["2010302.subject_302"].value == wan(30)
    assert "2010301.subject_30202" not in found
    assert found["total.total"].formulas[1] == "total.subject_301 + total.subject_302"


def test_what_one_subject_takes_back_of_another_is_printed_of_both() -> None:
    lines = [
        {"项": "2010301", "性质": "基本", "款": {"30201": "50", "30214": "8"}},
        {"项": "2010302", "性质": "项目", "款": {"30201": "20", "30214": "-8"}},
        {"项": "2010303", "性质": "项目", "款": {"30201": "5", "30215": "-5"}},
    ]
    found = cells(table("general_detail", "sichuan-2023", 支出=lines, 基本支出明细=None))
    assert found["2010301.subject_30214"].value == wan(8)
    assert found["2010302.subject_30214"].value == wan(-8)
    assert found["2010303.subject_30215"].value == wan(-5)
    assert found["total.subject_302"].value == wan(70)
    by_kind = cells(table("fiscal_detail", "sichuan-2023", 支出=lines, 基本支出明细=None))
    assert by_kind["30214.general_basic"].value == wan(8)
    assert by_kind["30214.general_project"].value == wan(-8)


def test_counts_are_counts_and_a_dash_is_not_applicable() -> None:
    found = cells(table("sangong_running"))
    assert (found["domestic_persons.final"].kind, found["domestic_persons.final"].value) == (
        "count",
        Decimal(40),
    )
    assert found["domestic_persons.opening"].kind == "not_applicable"
    assert found["running_cost.final"].value == found["administrative.final"].value == wan(30)


def test_running_cost_of_units_of_both_kinds_is_split_by_what_the_data_says() -> None:
    units = [{"名称": "某中心", "性质": "参公事业单位"}]
    department = {"全称": "某市某某局", "类型": "部门", "性质": "行政单位", "所属单位": units}
    found = cells(table("sangong_running", 部门=department))
    assert found["civil_service.final"].missing == ("参公单位机关运行经费",)
    split = cells(table("sangong_running", 部门=department, 参公单位机关运行经费="8"))
    assert (split["civil_service.final"].value, split["administrative.final"].value) == (wan(8), wan(22))


def test_a_table_is_empty_when_nothing_in_it_has_money() -> None:
    assert table("fund").empty
    assert [row.id for row in table("fund").rows] == ["total"]
    assert not table("expenditure").empty


def test_a_formula_fills_what_no_figure_does() -> None:
    columns = [{"标识": "name", "类型": "名称"}, {"标识": "amount"}, {"标识": "half", "公式": "amount / 2"}]
    rows = [
        {"标识": "a", "数": "支出.基本支出.决算数"},
        {"标识": "b", "数": "支出.项目支出.决算数"},
        {"标识": "c", "公式": "a - b"},
    ]
    found = filled(declared(列=columns, 行=rows))
    assert (found["c.amount"].value, found["c.half"].value) == (wan(70), wan(35))
    assert found["c.amount"].parts == ()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"标识": "a", "数": "支出.决算"}, "没有名为“支出.决算”的数"),
        ({"标识": "a", "数": "支出.人次"}, "没有名为“支出.人次”的数"),
        ({"标识": "a", "公式": "b + c"}, "公式里没有“b.amount”这一格"),
    ],
)
def test_a_name_that_does_not_exist_is_told_with_the_table(row: dict[str, str], sentence: str) -> None:
    with pytest.raises(PackError) as caught:
        filled(declared(列=[{"标识": "amount"}], 行=[row]))
    assert "表“表”（test）" in str(caught.value)
    assert sentence in str(caught.value)


def test_a_formula_that_comes_back_to_itself_ends() -> None:
    spec = declared(列=[{"标识": "amount"}], 行=[{"标识": "a", "公式": "b"}, {"标识": "b", "公式": "a"}])
    assert filled(spec)["a.amount"].value == 0


PROJECT = {
    "项目名称": "租赁费",
    "当年财政拨款": {"年初预算": "30", "全年预算": "40", "执行数": "30"},
    "上年结转": "无",
    "其他来源资金": "无",
    "资金分值": "10",
    "资金得分": "7.5",
    "年度目标": "完成租赁。",
    "完成情况": "已完成。",
    "绩效指标": [
        {"一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "间数", "分值": "90", "得分": "90"}
    ],
    "总分": "97.5",
    "自评等级": "优",
}


def performance(**changes: Any) -> dict[str, Any]:
    return {**small()["绩效"], **changes}


def projects(given: Any) -> list[FilledTable]:
    data = submission(small(模板="yunnan-2023", 绩效=performance(项目自评=given)))
    chain = packs.resolve("yunnan-2023", [packs.built_in()])
    specs = [spec for spec in table_specs(chain, data.year) if spec.id == "performance_projects"]
    return [fill(spec, deriving.derive(data), data) for spec in concrete(specs, data)]


def test_each_project_has_a_table_of_its_own() -> None:
    first, second = projects([PROJECT, {**PROJECT, "项目名称": "维修费"}])
    assert (first.id, second.id) == ("performance_projects", "performance_projects_2")
    found = cells(first)
    assert found["money_total.adjusted"].value == wan(40)
    assert found["money_total.rate"].value == Decimal(75)
    assert (found["total_score.text"].value, found["total_score.grade"].text) == (Decimal("97.5"), "优")
    assert cells(second)["project.text"].text == "维修费"


def test_a_department_without_projects_has_the_empty_form_once() -> None:
    (form,) = projects("无")
    assert form.empty


def test_projects_that_are_not_given_are_missing() -> None:
    (form,) = projects(None)
    assert cells(form)["project.text"].missing == ("绩效.项目自评",)


def test_a_key_path_that_no_model_has_is_refused() -> None:
    with pytest.raises(PackError, match="数据里没有“绩效.总评”"):
        value_at(submission(small()), "绩效.总评")
