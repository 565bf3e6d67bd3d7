"""Adding up: any units, rounding of mixed units, what is typed for the department, what is not known."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import disclosure
from disclosure import consolidation
from disclosure.consolidation import Account
from disclosure.deriving import derive
from disclosure.model import Submission
from disclosure.model.self_evaluation import ProjectEvaluation
from tests.departments import EXAMPLES, submission, without
from tests.sampling import runs
from tests.unit.consolidation.folders import department, unit

amount = st.decimals(0, 9_999_999, places=2).map(lambda value: f"{value:f}")
count = st.integers(0, 50).map(str)
item = st.sampled_from(["2010301", "2010302", "2080505", "2210201"])
subject = st.sampled_from(["30101", "30201", "30217", "30231", "30307", "31013"])
fund = st.sampled_from(["一般公共预算", "政府性基金", "其他资金"])
spent = st.builds(
    lambda code, nature, money, parts: {"项": code, "性质": nature, "资金": money, "款": parts},
    item,
    st.sampled_from(["基本", "项目"]),
    fund,
    st.dictionaries(subject, amount, min_size=1, max_size=3),
)
received = st.builds(
    lambda source, code, money: {"来源": source, "项": code, "金额": money},
    st.sampled_from(["事业收入", "其他收入"]),
    item,
    amount,
)
carried = st.builds(
    lambda code, nature, money, first, last: {
        "项": code,
        "性质": nature,
        "资金": money,
        "年初": first,
        "年末结转": last,
    },
    item,
    st.sampled_from(["基本", "项目"]),
    fund,
    amount,
    amount,
)
vehicles = st.lists(
    st.builds(
        lambda kind, number: {"车型": kind, "数量": number}, st.sampled_from(["轿车", "越野车"]), count
    ),
    max_size=2,
    unique_by=lambda entry: entry["车型"],
)


PLANNED = {"年初预算": "10", "全年预算": "12.5"}
INDICATOR = {"一级指标": "产出", "二级指标": "数量", "三级指标": "卷数", "指标值": "100", "分值": "20"}


@st.composite
def units(draw: st.DrawFn) -> dict[str, Any]:
    """A unit with lines, budgets, counts and last year's amounts of its own."""
    sangong = {"公务用车运行维护费": draw(amount), "公务接待费": draw(amount)}
    reception = {"批次": draw(count), "人次": draw(count), "其中外事": "无"}
    lines = draw(st.lists(spent, max_size=4))
    shown = {line["项"] for line in lines if line["资金"] == "一般公共预算"}  # beside these a budget is shown
    items = {code: draw(amount) for code in sorted(shown)}
    prior = {
        "收支总计": draw(amount),
        "财政拨款收支总计": draw(amount),
        "一般公共预算财政拨款支出": draw(amount),
    }
    return unit(
        "某单位",
        单位="元",
        收入=draw(st.lists(received, max_size=3)),
        支出=lines,
        结转结余=draw(st.lists(carried, max_size=2)),
        预算={"年初预算": {"合计": draw(amount)}, "全年预算": {"各项": items}},
        三公经费={
            "年初预算": sangong,
            "全年预算": sangong,
            "因公出国境": {"团组数": draw(count), "人次": draw(count)},
            "公务用车购置及运行维护费": {"保有": draw(vehicles)},
            "公务接待": {"国内": reception},
        },
        政府采购={"货物": draw(amount), "工程": draw(amount), "服务": draw(amount)},
        国有资产={"车辆": [{"用途": "其他用车", "数量": draw(count)}], "流动资产": draw(amount)},
        上年数={**prior, "机关运行经费": draw(amount)},
    )


def total_of(*parts: dict[str, Any], **own: Any) -> Submission:
    """The parts added up as a department's folder would be."""
    accounts = [Account(f"单位{number}", "", submission(data)) for number, data in enumerate(parts, 1)]
    made = consolidation.total(accounts)
    listed = [{"名称": account.name, "性质": account.submission.department.nature} for account in accounts]
    body = {"全称": "某局", "性质": "行政单位", "所属单位": listed}
    typed = {"模板": "standard", "单位": "元", "年度": "2023", "部门": body, **own}
    return consolidation.united(submission(consolidation.completed(typed, made)), accounts, made, frozenset())


# What is no sum: shares, rates and what compares two sums in percent.
RATIOS = ("share", "rate", "completion_rate", "opening_completion_rate", "award_share")


@settings(max_examples=runs(25), deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(units(), min_size=1, max_size=3))
def test_a_figure_of_the_sum_is_the_sum_of_the_figures(parts: list[dict[str, Any]]) -> None:
    whole, each = derive(total_of(*parts)), [derive(submission(part)) for part in parts]
    compared = 0
    for id, figure in whole.items():
        found = [one[id] for one in each if id in one]
        if figure.unit == "%" or id.endswith(RATIOS) or any(part.value is None for part in found):
            continue
        assert figure.value == sum((part.value or Decimal(0) for part in found), Decimal(0)), id
        assert figure.slack == 0
        compared += 1
    assert compared > 100


def test_each_unit_keeps_the_rounding_that_it_was_given_in() -> None:
    fine = unit("甲单位", 单位="元", 支出=[{"项": "2010301", "性质": "基本", "款": {"30101": "100.01"}}])
    rough = unit("乙单位", 单位="万元", 支出=[{"项": "2010301", "性质": "基本", "款": {"30101": "0.02"}}])
    figures = derive(total_of(fine, rough))
    assert figures["expenditure.final"].value == Decimal("300.01")
    assert figures["expenditure.final"].slack == Decimal("50")
    assert derive(total_of(fine, fine))["expenditure.final"].slack == 0
    assert derive(total_of(rough, rough))["expenditure.final"].slack == Decimal("100")


def test_entered_sums_have_the_rounding_of_all_their_units() -> None:
    rough = unit("乙单位", 单位="万元", 政府采购={"货物": "1.23", "工程": "无", "服务": "无"})
    assert derive(total_of(rough, rough))["procurement.goods.final"].slack == Decimal("100")


def test_what_one_unit_has_not_filled_in_is_unknown_of_the_department() -> None:
    whole = total_of(unit("甲单位"), without(unit("乙单位"), ("政府采购",)))
    assert derive(whole)["procurement.final"].missing == ("政府采购",)


def test_units_that_have_not_filled_something_in_are_named() -> None:
    accounts = [Account("甲单位", "甲", submission(unit("甲单位")))]
    accounts.append(Account("乙单位", "乙", submission(without(unit("乙单位"), ("政府采购",)))))
    assert consolidation.total(accounts).gaps == (("乙", "政府采购"),)


def test_what_the_department_types_itself_stays() -> None:
    whole = total_of(unit("甲单位"), unit("乙单位"), 机关运行经费="7")
    assert whole.agency_running_cost == 7
    assert whole.surplus_used == 0


def test_a_text_beside_a_sum_is_typed_alone() -> None:
    whole = total_of(unit("甲单位"), unit("乙单位"), 三公经费={"公务接待": {"主要用于": "部门的话"}})
    assert whole.sangong is not None
    assert whole.sangong.reception is not None
    assert whole.sangong.reception.content is None
    assert whole.sangong.reception.purpose == "部门的话"
    assert whole.sangong.reception.domestic is not None
    assert whole.sangong.reception.domestic.batches == 10


def test_totals_of_a_budget_add_where_items_are_not_given_by_all() -> None:
    whole = total_of(unit("甲单位", 单位="元", 预算={"全年预算": {"合计": "9"}}), unit("乙单位", 单位="元"))
    assert whole.budget.adjusted_budget is not None
    assert whole.budget.adjusted_budget.total == 9 + 130
    assert whole.budget.opening_budget is None


def test_running_cost_is_that_of_administrative_and_civil_service_units() -> None:
    natures = {"行政单位": 0, "参公事业单位": 1, "事业单位": 2}
    parts = [unit(f"{name}甲", 单位="元", 部门={"性质": name}) for name in natures]
    figures = derive(total_of(*parts))
    public = Decimal(30)  # 30201, 30231 and 30217 of one unit
    assert figures["agency_running_cost.final"].value == 2 * public
    assert figures["agency_running_cost.civil_service_units.final"].value == public
    assert figures["basic_expenditure.public_cost.final"].value == 3 * public


def test_a_unit_whose_lines_carry_no_subject_gives_its_entered_detail() -> None:
    plain = unit(
        "乙单位",
        支出=[{"项": "2010301", "性质": "基本", "金额": "90"}],
        基本支出明细={"人员经费": {"金额": "70", "科目": ["30102"]}, "公用经费": {"金额": "20"}},
    )
    plain["三公经费"]["决算数"] = {"公务接待费": "3"}
    figures = derive(total_of(unit("甲单位"), plain))
    assert figures["basic_expenditure.personnel_cost.final"].value == (60 + 10 + 70) * 10000
    assert figures["sangong.official_reception.final"].value == 5 * 10000


def test_sections_of_a_unit_that_knows_only_their_totals_add_to_those_of_the_others() -> None:
    plain = unit(
        "乙单位",
        支出=[
            {"项": "2010301", "性质": "基本", "金额": "90"},
            {"项": "2010302", "性质": "项目", "款": {"30214": "30"}},
        ],
        经济分类汇总=[
            {"性质": "基本", "款": "30101", "金额": "50"},
            {"性质": "基本", "款": "30301", "金额": "40"},
        ],
    )
    figures = derive(total_of(unit("甲单位"), plain))
    basic = "economic.general_public_budget.basic_expenditure"
    sections = {code: figures.value(f"{basic}.subjects.{code}.final") for code in ("30101", "30113", "30301")}
    assert sections == {"30101": (60 + 50) * 10000, "30113": 10 * 10000, "30301": 40 * 10000}
    assert (
        figures.value("economic.general_public_budget.project_expenditure.subjects.30214.final") == 60 * 10000
    )
    assert figures.value("basic_expenditure.personnel_cost.final") == (60 + 10 + 50 + 40) * 10000


def test_projects_are_listed_and_counted_funds_named_once() -> None:
    whole = total_of(unit("甲单位"), unit("乙单位"))
    assert whole.performance is not None
    assert len(whole.performance.assessed_projects or ()) == 2
    assert whole.performance.goals == 2
    assert whole.performance.evaluated_funds == ("一般公共预算",)
    assert whole.performance.reports is None


def test_forms_of_projects_stand_side_by_side_and_a_whole_evaluation_is_each_bodys_own() -> None:
    yunnan = disclosure.load(EXAMPLES / "yuxi-beijing-2023")
    assert yunnan.performance is not None
    assert yunnan.performance.whole is not None
    form = ProjectEvaluation.model_validate(
        {"项目名称": "数字化", "当年财政拨款": PLANNED, "上年结转": "无", "其他来源资金": "无",
         "资金分值": "10", "资金得分": "9.5",
         "年度目标": "完成", "完成情况": "已完成", "绩效指标": [INDICATOR], "总分": "98.5", "自评等级": "优"},
        context={"unit": "万元"},
    )  # fmt: skip
    performance = yunnan.performance.model_copy(update={"projects": (form,)})
    part = yunnan.model_copy(update={"performance": performance})
    accounts = [Account("甲单位", "", part), Account("乙单位", "", part)]
    made = consolidation.completed({"单位": "万元"}, consolidation.total(accounts))["绩效"]
    assert "整体自评" not in made
    assert [entry["项目名称"] for entry in made["项目自评"]] == ["数字化", "数字化"]
    again = ProjectEvaluation.model_validate(made["项目自评"][0], context={"unit": "万元"})
    assert again == form


def test_a_department_may_be_a_unit_of_another(tmp_path: Path) -> None:
    department(tmp_path / "u1", unit("甲单位"), unit("乙单位"))
    whole = disclosure.load(department(tmp_path, listed=[{"数据": "u1"}]))
    assert derive(whole)["expenditure.final"].value == 2 * 1_300_000
    assert str(whole.source("支出[4]")).startswith("某市某某局/乙单 u2/data.yaml")


def test_a_typed_figure_that_is_not_the_sum_is_found(tmp_path: Path) -> None:
    folder = department(tmp_path, unit("甲单位"), unit("乙单位"), 使用非财政拨款结余="5")
    (finding,) = disclosure.check(folder).of("XU2")
    assert finding.message == "使用非财政拨款结余的决算数在部门数据里是5.00元，各单位相加是0.00元"
    folder = department(tmp_path, unit("甲单位"), unit("乙单位"), 使用非财政拨款结余="0")
    assert list(disclosure.check(folder).of("XU2")) == []


def test_last_year_is_that_of_its_folder_where_one_is_named(tmp_path: Path) -> None:
    department(tmp_path / "then", unit("甲单位", 年度="2022"), 年度="2022")
    named = department(tmp_path / "now", unit("甲单位"), 上年数={"文件夹": "../then"})
    assert derive(disclosure.load(named))["grand_total.prior"].value == 1_300_000
    summed = department(tmp_path / "now", unit("甲单位"))
    assert derive(disclosure.load(summed))["grand_total.prior"].value == 1_200_000


@pytest.mark.parametrize("number", [1, 3])
def test_the_lines_of_all_units_stand_in_order(number: int) -> None:
    whole = total_of(*[unit(f"单位{n}") for n in range(number)])
    assert len(whole.expenditure or ()) == 3 * number
