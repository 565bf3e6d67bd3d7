"""What forms ask for besides: printed by a pack of files, filled in, summed up, carried over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import disclosure
from disclosure import consolidation, deriving, outputs, readback
from disclosure.authoring import trial_departments
from disclosure.consolidation import Account
from disclosure.document import Document, Style, TableBlock, plain, walk
from disclosure.loading import read
from disclosure.model import Performance, Submission
from disclosure.workbook import BOOK, Content, workbook
from disclosure.workbook.carry_over import carried
from tests.departments import small, submission, text
from tests.unit.consolidation.folders import department, unit

ROOTS = [Path(__file__).parent / "asked"]
STYLES = Path(__file__).parents[2] / "templates" / "standard" / "style"
PACK, YEAR = "asked-2024", 2023
UNITS = "部门.所属单位"


def normal(**changes: Any) -> dict[str, Any]:
    return {**trial_departments.entered(trial_departments.NORMAL, PACK), **changes}


def composed(data: dict[str, Any]) -> Document:
    return disclosure.compose(submission(data), draft=True, roots=ROOTS).document


def tables(document: Document) -> list[list[list[str]]]:
    found = [block for block in walk(document) if isinstance(block, TableBlock)]
    return [[[plain(cell.content) for cell in row.cells] for row in table.body] for table in found]


def of_units(*units: dict[str, str], **of_department: str) -> list[list[str]]:
    body = {**normal()["部门"], **of_department, "所属单位": list(units)}
    return tables(composed(normal(部门=body)))[0]


def test_a_pack_of_files_prints_all_of_it_and_nothing_is_missing() -> None:
    made = disclosure.compose(submission(normal()), draft=True, roots=ROOTS)
    assert made.missing == ()
    said = text(made.document)
    for sentence in (
        "完成预算97.06%，决算数小于预算数的主要原因是厉行节约。",
        "因公出国（境）2人次，主要用于国际旅费、住宿费。购置1辆，用于更新到期车辆。",
        "建立了某某局预算绩效管理办法、某某局绩效评价规程，建立了全过程的预算绩效管理工作机制。",
        "编报绩效目标的项目2个，涉及67万元；跟踪评价的项目2个，涉及67万元；",
        "自评的项目2个，涉及67万元，平均得分92分（优1个，良1个，合格0个，不合格0个）。",
        "发现问题3个，已经整改2个，正在整改1个。",
        "由中小企业成交16万元；在面向小微企业预留的项目中，由小微企业成交5万元；在其他项目中，由中小企业成交4万元。",
        "事业收入主要是：某某培训收入等。",
    ):
        assert sentence in said
    assert "经营收入" not in said
    assert tables(made.document) == [
        [["1", "某某市某某局（本级）", ""], ["2", "某某市某某中心", "公益一类"]],
        [["1", "某某专项", "60", "96", "优"], ["2", "某某基金项目", "7", "88", "良"]],
    ]


def test_number_and_money_of_evaluated_projects_follow_from_their_list() -> None:
    performance = {**normal()["绩效"]}
    del performance["自评项目数"], performance["自评涉及资金"]
    made = disclosure.compose(submission(normal(绩效=performance)), draft=True, roots=ROOTS)
    assert "自评的项目2个，涉及67万元，平均得分92分" in text(made.document)
    assert made.missing == ()
    of_none = submission(normal(绩效={**performance, "自评项目清单": "无"}))
    assert "自评的项目0个，涉及0万元" in text(disclosure.compose(of_none, draft=True, roots=ROOTS).document)
    blank = [{"项目名称": "某某专项", "金额": "60"}, {"项目名称": "某某基金项目"}]
    half = submission(normal(绩效={**performance, "自评项目清单": blank}))
    made = disclosure.compose(half, draft=True, roots=ROOTS)
    assert "自评的项目2个，涉及【待填" in text(made.document)
    assert "绩效.自评涉及资金" not in " ".join(made.missing)


def test_what_the_pack_prints_is_asked_for_and_nothing_else() -> None:
    spared = {"年初预算": {"合计": "125"}, "全年预算": {"合计": "150"}}
    less = submission(small(模板=PACK, 预算=spared))
    printed = " ".join(disclosure.compose(less, draft=True, roots=ROOTS).missing)
    for asked in (
        "一般公共预算财政拨款支出与预算不同的原因（原因.一般公共预算财政拨款支出预算完成）",
        "三公经费.因公出国境.开支内容",
        "三公经费.公务用车购置及运行维护费.购置用途",
        "绩效.绩效目标涉及资金",
        "绩效.评不合格项目数",
        "绩效.绩效管理制度",
        "绩效.自评项目清单",
        "收入内容.事业收入",
        UNITS,
    ):
        assert asked in printed
    assert "收入内容.经营收入" not in printed
    assert disclosure.compose(submission(small()), draft=True).missing == ()


@pytest.mark.parametrize("format", ["docx", "html", "cms", "pdf"])
def test_a_table_of_a_section_reaches_every_format(format: str) -> None:
    look = Style(
        "gbt9704",
        (STYLES / "gbt9704.docx").read_bytes(),
        (STYLES / "gbt9704.css").read_text(encoding="utf-8"),
    )
    document = disclosure.compose(submission(normal()), roots=ROOTS).document
    written = outputs.writer(format)(document, look, "决算")
    readback.require_same(format, written, document, look)


def test_the_columns_of_the_table_of_units_are_as_wide_as_their_words() -> None:
    named = {"名称": "某某市某某局机关后勤服务中心", "性质": "事业单位"}
    made = composed(normal(部门={**normal()["部门"], "所属单位": [named]}))
    number, name, remark = next(block.widths for block in walk(made) if isinstance(block, TableBlock))
    assert name > 4 * number
    assert remark >= number


OTHER = {"名称": "某某市某某中心", "性质": "事业单位"}


@pytest.mark.parametrize(
    "itself", ["某某市某某局", "某某市某某局（本级）", "某某市某某局机关", "某某局本级", "某某局（机关本级）"]
)
def test_the_department_listed_as_a_unit_comes_first_and_once(itself: str) -> None:
    assert of_units(OTHER, {"名称": itself, "性质": "行政单位", "备注": "机关"}) == [
        ["1", itself, "机关"],
        ["2", "某某市某某中心", ""],
    ]


def test_a_body_named_after_the_office_is_not_the_office() -> None:
    served = {"名称": "某某市某某局机关服务中心", "性质": "事业单位"}
    assert [name for _, name, _ in of_units(served)] == ["某某市某某局（本级）", "某某市某某局机关服务中心"]


@pytest.mark.parametrize("typed", ["主要负责人用车", "主要领导干部用车", "主要领导用车"])
def test_vehicles_are_printed_as_the_form_calls_their_use(typed: str) -> None:
    assets = {
        **normal()["国有资产"],
        "车辆": [{"用途": "机要通信用车", "数量": "1"}, {"用途": typed, "数量": "2"}],
    }
    said = text(composed(normal(国有资产=assets)))
    assert (
        "共有车辆3辆，其中：部级领导干部用车0辆、主要领导干部用车2辆、机要通信用车1辆、其他用车0辆。" in said
    )


def test_no_vehicle_is_lost_where_one_use_is_listed_twice() -> None:
    twice = [{"用途": "主要负责人用车", "数量": "1"}, {"用途": "主要领导干部用车", "数量": "2"}]
    said = text(composed(normal(国有资产={**normal()["国有资产"], "车辆": twice})))
    assert "共有车辆3辆，其中：部级领导干部用车0辆、主要领导干部用车1辆、" in said
    assert "主要领导干部用车2辆" in said


# 工作簿


def performance(read_back: Submission) -> Performance:
    assert read_back.performance is not None
    return read_back.performance


def test_the_workbook_holds_all_of_it_and_reads_back_the_same(tmp_path: Path) -> None:
    typed = normal()
    (tmp_path / BOOK).write_bytes(workbook(Content({"格式版本": "1", **typed}), YEAR))
    assert read(tmp_path).model_dump() == submission(typed).model_dump()


def test_the_same_from_a_data_file_and_from_what_was_saved(tmp_path: Path) -> None:
    typed = read(department(tmp_path / "typed", **{**normal(), "格式版本": "1"}))
    assert typed.model_dump() == submission(normal()).model_dump()
    disclosure.save(typed, tmp_path / "saved")
    assert read(tmp_path / "saved").model_dump() == typed.model_dump()


# 采购：授予中小企业


def awarded(**given: str) -> Any:
    bought = {"货物": "25", "工程": "0", "服务": "8", **given}
    return deriving.derive(submission(small(政府采购=bought)))["procurement.small_medium.final"]


def test_what_went_to_them_is_the_sum_of_its_parts_where_it_is_not_given() -> None:
    assert awarded(预留授予中小企业="16", 其他授予中小企业="4").value == 200_000
    assert awarded(中小企业="21", 预留授予中小企业="16", 其他授予中小企业="4").value == 210_000
    assert awarded(预留授予中小企业="16").missing == ("政府采购.其他授予中小企业",)
    assert awarded().missing == ("政府采购.中小企业",)


# 汇总和沿用


def test_units_are_summed_lists_joined_and_texts_left_to_the_department(tmp_path: Path) -> None:
    one = unit(
        "甲单位", 绩效=normal()["绩效"], 政府采购={"货物": "5", "工程": "0", "服务": "0", "中小企业": "5"}
    )
    parts = {"预留授予中小企业": "2", "其他授予中小企业": "1"}
    other = unit("乙单位", 绩效=normal()["绩效"], 政府采购={"货物": "5", "工程": "0", "服务": "0", **parts})
    one["国有资产"] = {"车辆": [{"用途": "主要负责人用车", "数量": "1"}]}
    other["国有资产"] = {"车辆": [{"用途": "主要领导干部用车", "数量": "2"}]}
    listed = [{"数据": "u1", "备注": "含某某站"}, {"数据": "u2"}]
    whole = read(department(tmp_path / "typed", one, other, listed=listed))
    summed = performance(whole)
    assert summed.goals_amount == 1_340_000
    assert (summed.graded_excellent, summed.problems_found) == (2, 6)
    assert summed.management_rules == ("某某局预算绩效管理办法", "某某局绩效评价规程")
    assert [project.project for project in summed.evaluated_projects or ()] == [
        "某某专项",
        "某某基金项目",
    ] * 2
    assert summed.management_mechanism is None
    assert whole.procurement is not None
    assert whole.procurement.small_medium == 80_000
    accounts = [Account(name, "", part) for name, part in whole.units.items()]
    assert "政府采购.中小企业" not in {place for _, place in consolidation.total(accounts).gaps}
    assert whole.assets is not None
    assert [(use.use, use.number) for use in whole.assets.vehicles_by_use or ()] == [("主要负责人用车", 3)]
    assert [part.unit_remark for part in whole.department.units or ()] == ["含某某站", None]
    disclosure.save(whole, tmp_path / "saved")
    assert read(tmp_path / "saved").model_dump() == whole.model_dump()


def test_systems_and_what_income_is_stay_next_year_and_results_do_not() -> None:
    kept: dict[str, Any] = dict(carried(submission({**normal(), "格式版本": "1"}), PACK, YEAR + 1).data)
    assert kept["绩效"] == {key: normal()["绩效"][key] for key in ("绩效管理工作机制", "绩效管理制度")}
    assert kept["收入内容"] == normal()["收入内容"]
    assert kept["部门"]["所属单位"][0]["备注"] == "公益一类"
    assert kept["三公经费"]["公务用车购置及运行维护费"]["购置用途"] == "更新到期车辆"
