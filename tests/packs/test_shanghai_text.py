"""What the city's form says item by item, and that its blank places are filled or left out."""

from __future__ import annotations

from typing import Any

import pytest

from disclosure import api
from disclosure.document import Heading, TableBlock, plain, walk
from tests.unit.packs.test_finished_sentences import department, sentences

PACK = "shanghai-2024"


def said(kind: str = "平常", *none: str, **parts: Any) -> list[str]:
    return sentences(department(PACK, kind, *none, **parts))


def headings(**parts: Any) -> list[str]:
    document = api.compose(department(PACK, **parts), draft=True).document
    return [plain(block.content) for block in walk(document) if isinstance(block, Heading)]


def of_department(**changed: Any) -> dict[str, Any]:
    base = {"全称": "某某市某某局", "类型": "部门", "性质": "行政单位", "职责": "负责某某工作。"}
    return {"部门": {**base, **changed}}


def test_the_total_of_the_general_budget_has_its_reason_before_the_items() -> None:
    assert (
        "一般公共预算财政拨款支出年初预算为150.00万元，支出决算为165.00万元，完成年初预算的110.00%。"
        "决算数大于预算数的主要原因：厉行节约。其中：" in said()
    )


def test_items_of_other_funds_have_use_budget_and_reason() -> None:
    lines = said()
    assert "政府性基金预算财政拨款收入7.00万元，支出7.00万元，支出具体情况如下：" in lines
    assert (
        "1、城乡社区支出（类）国有土地使用权出让收入安排的支出（款）城市建设支出（项）。主要用于：某某基金项目。"
        "年初预算为6.00万元，支出决算为7.00万元。决算数大于预算数的主要原因：项目增加。" in lines
    )
    assert (
        "1、国有资本经营预算支出（类）解决历史遗留问题及改革成本支出（款）国有企业退休人员社会化管理补助支出（项）。"
        "主要用于：某某社会化管理。年初预算为6.00万元，支出决算为6.00万元。决算数与预算数持平。" in lines
    )


def test_the_budget_of_a_fund_is_no_part_of_the_general_total() -> None:
    assert any("年初预算为150.00万元" in line for line in said())


def test_nothing_spent_of_a_fund_is_one_sentence() -> None:
    lines = said("全零")
    for fund in ("政府性基金预算", "国有资本经营预算"):
        assert f"某某市某某局2023年度无{fund}财政拨款收入和支出。" in lines


def test_zero_is_said_without_decimals() -> None:
    assert any("工程采购金额0万元、服务采购金额8.00万元" in line for line in said())


def test_grades_and_problems_are_counted_and_what_was_mended_only_of_problems() -> None:
    found = {"发现问题数": "0", "已整改问题数": "无", "正在整改问题数": "无"}
    performance = {**department(PACK).performance.model_dump(by_alias=True), **found}  # type: ignore[union-attr]
    assert any("绩效自评中共发现问题3个，已经完成整改的2个，正在整改的1个）。" in line for line in said())
    assert any("绩效自评中共发现问题0个）。" in line for line in said(绩效=performance))


def test_terms_keep_their_order_and_name_what_the_income_was() -> None:
    lines = said()
    first = lines.index(
        "一、财政拨款收入：指单位本年度从本级财政部门取得的财政拨款，包括一般公共预算财政拨款、"
        "政府性基金预算财政拨款和国有资本经营预算财政拨款。"
    )
    assert lines[first + 1].endswith("取得的收入。主要是：某某培训收入等。")
    assert lines[first + 2].startswith("三、经营收入：")
    assert lines[first + 2].endswith("非独立核算经营活动取得的收入。")


@pytest.mark.parametrize(
    ("units", "heading"),
    [
        ([{"名称": "某某市某某中心", "性质": "事业单位", "备注": "新设"}], "二、部门决算单位构成"),
        ("无", "二、机构设置"),
    ],
)
def test_units_are_a_table_and_a_single_body_has_its_structure(units: Any, heading: str) -> None:
    own = {} if units != "无" else {"机构设置": "内设科室3个。"}
    parts = of_department(所属单位=units, **own)
    assert heading in headings(**parts)
    tables = [
        b
        for b in api.compose(department(PACK, **parts), draft=True).document.blocks
        if isinstance(b, TableBlock)
    ]
    listed = [[plain(cell.content) for cell in row.cells] for row in tables[0].body]
    if units != "无":
        assert listed == [["1", "某某市某某局（本级）", ""], ["2", "某某市某某中心", "新设"]]


def test_a_unit_publishes_under_the_same_form_in_its_own_words() -> None:
    parts = of_department(类型="单位", 机构设置="内设科室3个。", 所属单位="无")
    titles = headings(**parts)
    assert "第二部分 某某市某某局2023年度单位决算表" in titles
    assert "第三部分 某某市某某局2023年度单位决算情况说明" in titles
    assert any("本单位面向中小企业预留政府采购项目预算金额" in line for line in said(**parts))


def test_the_instructions_of_the_form_are_not_printed() -> None:
    everything = "".join(said())
    for instruction in ("列明", "如持平", "不涉及的不列", "仍保留该表格式", "支出收入"):
        assert instruction not in everything


@pytest.mark.parametrize(("kind", "whose"), [("部门", "所属各预算单位开支"), ("单位", "开支")])
def test_the_vehicles_of_a_unit_are_its_own(kind: str, whose: str) -> None:
    """A unit has no units below it; what is published of it may not speak of them."""
    (told,) = (one for one in said(**of_department(类型=kind)) if "公务用车保有量" in one)
    assert f"某某局{whose}财政拨款的公务用车保有量为" in told
