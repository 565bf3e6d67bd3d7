"""Sichuan's 项目支出绩效自评表: once a project, in the part 附件, blank where nothing was filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import disclosure
from disclosure import api
from disclosure.document import Cell, Document, PageBreak, TableBlock, outline, plain, titled_tables
from disclosure.errors import PackError
from disclosure.importing import import_tables
from disclosure.loading import read
from disclosure.saving import save
from tests import making
from tests.departments import small, submission

TITLE, PACK = "部门预算项目支出绩效自评表（2024年度）", "sichuan-2024"
FULL: dict[str, Any] = {
    "项目名称": "办公用房租赁费",
    "主管部门": "某市人民政府",
    "实施单位": "某市某某局",
    "当年财政拨款": {"年初预算": "30", "全年预算": "40", "执行数": "30", "说明": "合同年中签订。"},
    "单位资金": {"全年预算": "2", "执行数": "1.5"},
    "资金分值": "10",
    "资金得分": "7.5",
    "年度目标": "完成租赁。",
    "完成情况": "已完成。",
    "实施内容及过程": "上半年选址，下半年起租。",
    "绩效指标": [
        {"一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "间数", "指标性质": "=", "指标值": "10",
         "度量单位": "间", "实际完成值": "10", "分值": "60", "得分": "60"},
        {"一级指标": "产出指标", "二级指标": "时效指标", "三级指标": "起租", "指标值": "1月", "分值": "30",
         "得分": "28.5", "偏差原因": "晚一个月。"},
    ],
    "总分": "96",
    "评价结论": "总体较好。",
    "存在问题": "签订较晚。",
    "改进措施": "提前办理。",
    "项目负责人": "张某",
    "财务负责人": "李某",
}  # fmt: skip
NAMED = {"项目名称": "维修费"}


def data(*projects: dict[str, Any], pack: str = PACK, given: Any = None) -> dict[str, Any]:
    entered = list(projects) or given
    told = {**small()["绩效"], **({"项目自评": entered} if entered else {})}
    report = [{"标题": "部门绩效评价报告", "文字": "一、基本情况\n已完成。"}]
    return small(模板=pack, 年度="2024", 绩效=told, 附件=report)


def composed(given: dict[str, Any], *roots: Path) -> disclosure.Composed:
    return api.compose(submission(given), draft=True, roots=roots)


def forms(document: Document) -> list[TableBlock]:
    return [one for one in document.blocks if isinstance(one, TableBlock) and plain(one.title) == TITLE]


def rows(form: TableBlock) -> list[list[str]]:
    return [[plain(cell.content) for cell in row.cells] for row in form.body]


def row(form: TableBlock, name: str) -> list[str]:
    return next(cells for cells in rows(form) if name in cells)


def cell(form: TableBlock, text: str) -> Cell:
    (found,) = [one for line in form.body for one in line.cells if plain(one.content) == text]
    return found


def test_each_project_has_a_form_on_a_page_of_its_own_behind_the_attachments() -> None:
    document = composed(data(FULL, NAMED)).document
    made, ids = forms(document), [block.id for block in document.blocks]
    assert [row(form, "项目名称")[1] for form in made] == ["办公用房租赁费", "维修费"]
    first, second = (ids.index(form.id) for form in made)
    assert ids.index("part-attachments") < first < second < ids.index("part-tables")
    assert all(isinstance(document.blocks[at - 1], PageBreak) for at in (first, second))


def test_the_contents_list_it_once_and_the_set_is_numbered_without_it() -> None:
    listed = [plain(one.content) for one in outline(composed(data(FULL, NAMED)).document, 2)]
    assert listed.count(TITLE) == 1
    assert "十三、财政拨款“三公”经费支出决算表" in listed


def test_a_workbook_begins_with_the_set() -> None:
    numbers = [table.number for table in titled_tables(composed(data(FULL, NAMED)).document)]
    assert numbers == [*(f"公开{number:02d}表" for number in range(1, 14)), "", ""]


def test_money_adds_up_and_the_rate_is_worked_out() -> None:
    (form,) = forms(composed(data(FULL)).document)
    assert row(form, "总额")[-7:] == ["30.00", "42.00", "31.50", "75.00", "10", "7.5", ""]
    assert row(form, "其中：财政资金")[-7:-3] == ["30.00", "40.00", "30.00", "75.00"]
    assert row(form, "其中：财政资金")[-3:] == ["/", "/", "合同年中签订。"]
    assert row(form, "财政专户管理资金")[-7:] == ["", "", "", "", "/", "/", ""]
    assert row(form, "合计") == ["合计", "100", "96", ""]
    assert row(form, "主管部门") == ["主管部门", "某市人民政府", "实施单位（盖章）", "某市某某局"]


def test_a_label_stands_once_beside_all_rows_of_its_blocks() -> None:
    (form,) = forms(composed(data(FULL)).document)
    heights = {"项目基本情况": 3, "1.项目年度目标完成情况": 2, "预算执行情况（10分）": 6, "产出指标": 2}
    assert {text: cell(form, text).rowspan for text in heights} == heights
    assert cell(form, "绩效指标（90分）").rowspan == 3


def test_what_is_not_filled_in_is_blank_and_not_asked_for() -> None:
    without, made = composed(data()), composed(data(NAMED))
    (form,) = forms(made.document)
    assert made.missing == without.missing
    assert not any("待填" in text for line in rows(form) for text in line)
    assert row(form, "总额")[-7:] == [""] * 7


@pytest.mark.parametrize("given", [None, "无"])
def test_a_department_without_projects_has_no_form(given: str | None) -> None:
    assert forms(composed(data(given=given)).document) == []


def test_a_pack_says_what_must_be_filled_in_and_leaves_out_a_part(tmp_path: Path) -> None:
    changed = '"必填" = ["项目名称", "完成情况"]\n\n[["区块"]]\n"标识" = "signed"\n"不印" = true\n'
    pack = making.pack(tmp_path, parent=PACK, files={"tables/project_evaluation.toml": changed})
    made = composed(data(NAMED, pack=pack.name), tmp_path)
    (form,) = forms(made.document)
    assert [path for path in made.missing if "项目自评" in path] == [
        "项目自评第1行（维修费）的完成情况（绩效.项目自评[1].完成情况）"
    ]
    assert not any("项目负责人" in line for line in rows(form))


def test_a_part_that_the_document_has_not_is_told(tmp_path: Path) -> None:
    pack = making.pack(
        tmp_path, parent=PACK, files={"tables/project_evaluation.toml": '"印在" = "attachment"\n'}
    )
    with pytest.raises(PackError) as caught:
        composed(data(FULL, pack=pack.name), tmp_path)
    assert str(caught.value) == (
        "甲/tables/project_evaluation.toml 印在：文稿里没有“attachment”这一部分，"
        "可用的有：attachments、statement"
    )


@pytest.mark.parametrize("kind", ["xlsx", "docx", "html"])
def test_what_is_printed_comes_back_as_the_data(kind: str, tmp_path: Path) -> None:
    source = save(submission(data(FULL, NAMED)), tmp_path / "source")
    (made,) = disclosure.build(tmp_path / "source", (kind,), draft=True).artifacts
    file = tmp_path / f"公开.{kind}"
    file.write_bytes(made.data)
    report = import_tables([file], tmp_path / "back", PACK)
    wanted, found = (read(folder).performance for folder in (tmp_path / "source", tmp_path / "back"))
    assert found is not None, report
    assert wanted is not None, source
    assert found.projects == wanted.projects
