"""What is marked as secret: withheld, named, told of where it can be worked out, recorded."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from disclosure import api
from disclosure.authoring import trial_departments
from disclosure.checks import CheckError, Finding, report_printing
from disclosure.document import ChartBlock, Paragraph, plain
from disclosure.model import Submission
from tests.departments import EXAMPLES, small, submission, text, without

DECIDED = {"决定人": "县保密委员会", "依据": "某密字第9号"}


def procurement(stated: str = "", *marks: Any, **kinds: str) -> dict[str, Any]:
    """政府采购 with some kinds given, the rest of them marked; its total where one is stated."""
    bought = {"中小企业": "0", "小微企业": "0", **kinds}
    total = {"政府采购.决算数": stated} if stated else {}
    return small(涉密=list(marks), 政府采购=bought, 核定数=total)


def item_withheld(**mark: str) -> dict[str, Any]:
    """An 项 of projects marked, its amount taken out of the data, its 类 stated."""
    data = small(涉密=[{"名称": "支出.项.2010302", **DECIDED, **mark}])
    data["支出"][1] = {"项": "2010302", "性质": "项目"}
    data["支出"].append({"项": "2010350", "性质": "项目", "款": {"30201": "7"}})
    nodes = ("支出.类.201", "一般公共预算财政拨款支出.类.201")
    data["核定数"] = {f"{node}.决算数": "127" for node in nodes} | {
        f"{node}.项目支出.决算数": "37" for node in nodes
    }
    data["三公经费"]["决算数"] = {"公务用车运行维护费": "8", "公务接待费": "2"}
    data["预算"]["全年预算"] = {"合计": "137"}
    return data


def findings(data: dict[str, Any], code: str = "XM1") -> list[Finding]:
    return list(api.check(submission(data)).of(code))


def found_by_check(data: dict[str, Any], code: str = "XM1") -> list[str]:
    return [finding.message for finding in findings(data, code)]


def test_a_secret_place_prints_the_statement_of_the_pack_and_is_not_missing() -> None:
    data = without(small(涉密=["政府采购"]), ("政府采购",))
    composed = api.compose(submission(data))
    said = text(composed.document)
    assert "政府采购支出总额依法不予公开" in said
    assert "待填" not in said
    assert composed.missing == ()


def test_a_draft_says_that_it_is_secret() -> None:
    data = without(small(涉密=["政府采购"]), ("政府采购",))
    assert "政府采购支出总额【涉密】" in text(api.compose(submission(data), draft=True).document)


def test_a_sentence_that_cannot_be_finished_without_the_secret_says_only_that() -> None:
    data = without(small(涉密=["国有资产.车辆"]), ("国有资产", "车辆"))
    said = text(api.compose(submission(data)).document)
    assert "国有资产的车辆数量依法不予公开。" in said
    assert "依法不予公开辆" not in said


def test_what_is_not_marked_is_still_missing() -> None:
    data = without(small(涉密=["国有资产"]), ("政府采购",))
    assert "政府采购" in "".join(api.compose(submission(data), draft=True).missing)


def test_an_item_without_its_amount_is_withheld_in_all_that_is_made_of_it() -> None:
    """No key path is asked for either: the line has no amount because it is secret."""
    data = small(涉密=["支出.项.2010302"])
    data["支出"][1] = {"项": "2010302", "性质": "项目"}
    composed = api.compose(submission(data))
    assert composed.missing == ()
    said = text(composed.document)
    assert "收、支总计依法不予公开。" in said
    assert "收、支总计的增减依法不予公开。" in said
    assert "公务接待费支出决算" not in said


def test_a_total_that_is_stated_is_printed_beside_the_item_that_is_not() -> None:
    said = text(api.compose(submission(item_withheld(处理="并入类"))).document)
    assert "一般公共预算财政拨款支出137万元" in said
    assert "一般公共服务支出127万元" in said
    assert "支出决算为90万元" not in said
    assert "行政运行" not in said


def test_what_is_merged_is_explained_by_no_entry_of_the_office_either() -> None:
    data = item_withheld(处理="并入类")
    data["科目名称"] = {"2010302": "某某专项工作"}
    data["名词"] = [
        {"名称": "某某专项工作", "解释": "某某专项的支出"},
        {"名称": "2010301", "解释": "机关的运行"},
    ]
    said = text(api.compose(submission(data)).document)
    assert [words for words in ("某某专项", "机关的运行", "20103") if words in said] == []
    assert "住房改革支出（款）住房公积金（项）：" in said


def test_what_is_merged_is_listed_in_no_table() -> None:
    filled = api.facts_of(submission({**item_withheld(处理="并入款"), "模板": "sichuan-2024"}))
    listed = {row.id for table in filled.tables for row in table.rows}
    assert {"20103", "2210201"} <= listed
    assert not {"2010301", "2010302", "2010350"} & listed


@pytest.mark.parametrize(
    ("data", "called", "known"),
    [
        (
            procurement("10", "政府采购.服务", 货物="4", 工程="0"),
            "政府采购·服务的决算数",
            "政府采购·货物的决算数",
        ),
        (
            procurement("0", "政府采购.服务", "政府采购.货物", 工程="0"),
            "政府采购·服务的决算数",
            "政府采购的决算数",
        ),
        (item_withheld(), "支出·2010302 一般行政管理事务的决算数", "支出·2010301 行政运行的决算数"),
        (small(涉密=["机关运行经费"]), "机关运行经费的决算数", "基本支出·公用经费的决算数"),
    ],
)
def test_what_determines_a_secret_figure_is_said_on_the_screen_alone(
    data: dict[str, Any], called: str, known: str
) -> None:
    report = api.check(submission(data))
    found = [finding for finding in report.of("XM1") if called in finding.message]
    assert found
    assert known in found[0].spoken
    assert all(way in found[0].spoken for way in ("合计不含", "并入款", "并入类", "整处不公开"))
    assert any(known in line for line in report_printing.spoken_lines(report))
    for format in ("text", "json"):
        assert found[0].spoken.partition("。")[0] not in api.report_bytes(report, format).decode()


def test_no_waiver_makes_a_secret_public_that_can_be_worked_out() -> None:
    data = procurement("10", "政府采购.服务", 货物="4", 工程="0")
    place = {"位置": "政府采购·服务的决算数", "依据数": "推得出来", "理由": "已经审查", "姓名": "张三"}
    data["豁免"] = [{"代码": "XM1", **place, "日期": "2026年8月1日"}]
    assert len(found_by_check(data)) == 1
    assert not [row for row in report_printing.waiver_rows(api.check(submission(data))) if "XM1" in row]


def test_a_publication_is_refused_without_saying_how_the_secret_follows() -> None:
    data = procurement("10", "政府采购.服务", 货物="4", 工程="0")
    with pytest.raises(CheckError) as refused:
        api.build(submission(data), ["html"])
    assert "政府采购·服务的决算数标明涉密，但由公开的数可以推出" in str(refused.value)
    assert "货物的决算数" not in str(refused.value)


@pytest.mark.parametrize(
    "data",
    [
        procurement("10", "政府采购.服务", "政府采购.货物", 工程="0"),
        procurement("", "政府采购.服务", 货物="4", 工程="0"),
        procurement("10", {"名称": "政府采购.服务", "处理": "不公布合计"}, 货物="4", 工程="0"),
        procurement("10", {"名称": "政府采购.服务", "处理": "整处不公开"}, 货物="4", 工程="0"),
        item_withheld(处理="并入类"),
        item_withheld(处理="不公布合计"),
    ],
)
def test_each_way_out_leaves_nothing_to_work_out(data: dict[str, Any]) -> None:
    assert found_by_check(data) == []


def test_what_a_place_not_published_repeats_of_others_is_no_secret() -> None:
    """整体自评的执行数就是支出，公开在别处。"""
    assert found_by_check(without(small(涉密=["绩效"]), ("绩效",))) == []


def test_a_secret_place_that_nobody_knows_is_an_error() -> None:
    (message,) = found_by_check({**small(), "涉密": ["机关运行费"]}, "XM2")
    assert message == "涉密里的“机关运行费”不是一个数的名称，没有起作用"


def test_the_names_offered_instead_are_those_of_numbers_not_places_in_lines() -> None:
    (finding,) = findings({**small(), "涉密": ["支出.款.30101"]}, "XM2")
    assert finding.expected
    assert "[" not in finding.expected


def test_what_was_taken_out_before_need_be_no_number_of_the_data() -> None:
    left_out = {"名称": "支出.项.2040299", "处理": "合计不含", **DECIDED}
    assert found_by_check(small(涉密=[left_out]), "XM2") == []


@pytest.mark.parametrize(
    ("place", "called"),
    [
        ("政府采购", "政府采购"),
        ("支出.项目支出.决算数", "支出·项目支出的决算数"),
        ("三公经费.公务接待费", "三公经费的公务接待费"),
    ],
)
def test_a_secret_place_with_its_number_given_is_an_error_and_is_not_printed(place: str, called: str) -> None:
    data = {**small(), "涉密": [place]}
    (found,) = findings(data, "XM3")
    assert found.message == f"{called}标明涉密，数据里却有这个数"
    figures = api.facts_of(submission(data)).figures  # what all outputs are made of
    assert not [name for name in figures.values() if name.name.startswith(place) and name.value]


def test_a_secret_place_left_out_is_none() -> None:
    assert found_by_check(procurement("10", "政府采购.服务", "政府采购.工程", 货物="4"), "XM3") == []


def test_a_name_that_is_secret_stands_nowhere_in_the_data() -> None:
    data = small(涉密=[{"名称": "天字号工程", "处理": "合计不含", **DECIDED}])
    assert found_by_check(data, "XM3") == []
    data["绩效"]["事前评估项目"] = ["天字号工程"]
    (message,) = found_by_check(data, "XM3")
    assert message.startswith("“天字号工程”标明涉密，却写在")


def test_a_typed_amount_beside_the_name_of_what_is_secret_is_an_error() -> None:
    data = without(small(涉密=["政府采购"]), ("政府采购",))
    data["部门"]["年度工作"] = "全年政府采购36万元，完成各项任务。"
    (message,) = found_by_check(data, "XM4")
    assert message == "说到标明涉密的“政府采购”的一句话里有数"


def test_who_decided_and_why_is_asked_for_and_told_on_the_screen_alone() -> None:
    data = without(small(涉密=[{"名称": "政府采购", **DECIDED}, "国有资产.车辆"]), ("政府采购",))
    report = api.check(submission(without(data, ("国有资产", "车辆"))))
    assert [finding.message for finding in report.of("XM5")] == ["涉密第2行没有写决定人和依据"]
    assert "某密字第9号" in "".join(report_printing.spoken_lines(report))
    assert "某密字第9号" not in report_printing.text(report) + report_printing.as_json(report)


def test_rules_about_what_is_withheld_do_not_apply() -> None:
    report = api.check(submission(item_withheld(处理="并入类")))
    assert not [result for result in report.not_checked if "2010302" in result.why]


def test_a_chart_of_what_is_withheld_in_part_is_not_drawn() -> None:
    data = small(涉密=["支出.项.2010302"], 模板="sichuan-2024")
    data["支出"][1] = {"项": "2010302", "性质": "项目"}
    blocks = api.compose(submission(data)).document.blocks
    charts = [plain(block.caption) for block in blocks if isinstance(block, ChartBlock)]
    assert not [caption for caption in charts if "支出决算结构" in caption or "收入" in caption]
    assert "依法不予公开" not in [plain(block.content) for block in blocks if isinstance(block, Paragraph)]


def test_an_approved_cell_does_not_print_what_is_secret() -> None:
    data = item_withheld(处理="不公布合计")
    data["模板"] = "sichuan-2024"
    data["核定数"]["公开03表 2010302 合计"] = "30"
    filled = api.facts_of(submission(data))  # the cell itself, before it is printed anywhere
    cells = {name: cell for table in filled.tables for name, cell in table.cells() if ".2010302." in name}
    assert cells
    assert [name for name, cell in cells.items() if cell.value and "budget" not in cell.figure] == []


def department_with_a_secret_unit(tmp_path: Path, *, typed: str) -> Path:
    """An example added up from units; one of them withholds 政府采购, the department types `typed`."""
    folder = tmp_path / "部门"
    shutil.copytree(EXAMPLES / "panzhihua-chengdu-2024-units", folder)
    unit = folder / "units" / "ganxiusuo" / "data.yaml"
    unit.write_text(
        unit.read_text(encoding="utf-8").replace("政府采购: 无\n", "") + "\n涉密: [政府采购]\n",
        encoding="utf-8",
    )
    own = folder / "data.yaml"
    own.write_text(own.read_text(encoding="utf-8") + typed, encoding="utf-8")
    return folder


def test_what_a_unit_withholds_the_department_withholds_too(tmp_path: Path) -> None:
    folder = department_with_a_secret_unit(tmp_path, typed="")
    composed = api.compose(folder)
    assert "政府采购依法不予公开。" in text(composed.document)
    assert not [sentence for sentence in composed.missing if "政府采购" in sentence]
    assert list(api.check(folder).of("XM1")) == []


def test_a_unit_is_given_away_by_the_department_and_the_other_units(tmp_path: Path) -> None:
    folder = department_with_a_secret_unit(tmp_path, typed="\n核定数:\n  政府采购.决算数: 30\n")
    found = list(api.check(folder).of("XM1"))
    assert "：政府采购的决算数标明涉密" in found[0].message
    assert "政府采购的决算数" in found[0].spoken
    assert found[0].sources == ()


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("机关运行经费.上年数", "，比2022年度的增减依法不予公开。"),
        ("三公经费.公务接待费.上年数", "公务接待费支出决算比2022年度的增减依法不予公开。"),
        ("一般公共预算财政拨款支出.类.201.决算数", "财政拨款收、支总计依法不予公开。"),
        ("政府性基金预算财政拨款支出.类.212.决算数", "占本年支出合计的比重依法不予公开。"),
        ("支出.经营支出.决算数", "支出中经营支出依法不予公开。"),
    ],
)
def test_sentences_over_what_is_withheld_on_one_side_or_both_read_well(place: str, said: str) -> None:
    entered = {**trial_departments.entered("平常", "standard"), "涉密": [place]}
    printed = text(api.compose(Submission.model_validate(entered, context={"unit": "万元"})).document)
    assert said in printed
    assert not re.search(r"[为是]依法不予公开|[较比](?:上|\d+)年度?依法|的依法", printed)
