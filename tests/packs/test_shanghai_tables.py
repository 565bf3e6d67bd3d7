"""The nine tables as the city's form (附件2：部门决算模板) prints them, and what a district changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from disclosure.document import Row, TableBlock, plain
from disclosure.document.table_on_paper import placed
from disclosure.errors import PackError
from tests import making
from tests.departments import small

BASIC = [
    {"项": "2010301", "性质": "基本", "款": {"30101": "60", "30201": "20", "30231": "8", "30217": "2"}},
    {"项": "2010302", "性质": "项目", "款": {"30214": "30"}},
    {"项": "2210201", "性质": "基本", "款": {"30113": "10"}},
]
FUND = {"项": "2120801", "性质": "项目", "资金": "政府性基金", "款": {"30905": "7"}}
LEFT = """301 30101 30102 30103 30106 30107 30108 30109 30110 30111 30112 30113 30114 30199
303 30301 30302 30303 30304 30305 30306 30307 30308 30309 30310 30311 30399"""
RIGHT = """302 30201 30202 30203 30204 30205 30206 30207 30208 30209 30211 30212 30213 30214 30215 30216
30217 30218 30224 30225 30226 30227 30228 30229 30231 30239 30240 30299
310 31001 31002 31003 31007 31013 31019 31021 31022 31099"""


def tables(
    root: Path, district: str = "", files: dict[str, str] | None = None, **data: Any
) -> dict[str, TableBlock]:
    """The tables by title, of a district whose pack.toml says this besides its name."""
    head = '"名称" = "某区2024"\n"版本" = "1.0"\n"继承" = "shanghai-2024"\n'
    making.pack(root / "templates", "某区2024", files={"pack.toml": head + district, **(files or {})})
    given = small(模板="某区2024", 年度="2024", **{"支出": BASIC, **data})
    made = making.composed(root / "templates" / "某区2024", given).document
    found = [block for block in made.blocks if isinstance(block, TableBlock)]
    return {plain(block.title): block for block in found}


def rows(part: tuple[Row, ...]) -> list[list[str]]:
    """The texts of each row, empty cells left out."""
    texts: dict[int, list[str]] = {number: [] for number, _ in enumerate(part)}
    for row, _, cell in placed(part):
        texts[row] += [plain(cell.content).strip()] if cell.content else []
    return list(texts.values())


def grid(part: tuple[Row, ...]) -> list[list[tuple[str, int, int]]]:
    """Text, columns and rows of each cell."""
    return [[(plain(cell.content), cell.colspan, cell.rowspan) for cell in row.cells] for row in part]


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> dict[str, TableBlock]:
    return tables(tmp_path_factory.mktemp("form"))


def test_the_nine_tables_have_the_form_s_titles_papers_and_corners(form: dict[str, TableBlock]) -> None:
    assert [(title, table.landscape) for title, table in form.items()] == [
        ("收入支出决算总表", False),
        ("收入决算表", True),
        ("支出决算表", True),
        ("财政拨款收入支出决算总表", True),
        ("一般公共预算财政拨款支出决算表", False),
        ("一般公共预算财政拨款基本支出决算表", False),
        ("财政拨款“三公”经费支出决算表", True),
        ("政府性基金预算财政拨款收入支出决算表", True),
        ("国有资本经营预算财政拨款收入支出决算表", True),
    ]
    assert {(table.number, table.owner, table.unit) for table in form.values()} == {("", "", "单位：万元")}


def test_the_summary_tables_have_24_lines_and_totals_in_the_middle(form: dict[str, TableBlock]) -> None:
    first, fourth = form["收入支出决算总表"], form["财政拨款收入支出决算总表"]
    assert rows(first.head) == [["收入", "支出"], ["项目", "决算数", "项目", "决算数"]]
    names = [text for texts in rows(first.body) for text in texts if "支出" in text and "、" in text]
    assert (len(names), names[-1]) == (24, "二十四、抗疫特别国债安排的支出")
    centred = {plain(cell.content) for row in first.body for cell in row.cells if cell.align == "center"}
    assert centred == {"本年收入合计", "本年支出合计", "总计"}
    assert "使用非财政拨款结余" in [texts[0] for texts in rows(first.body)]
    assert {plain(cell.content) for row in fourth.body for cell in row.cells if cell.align == "center"} == {
        "总计"
    }


def test_the_general_budget_has_its_total_last_and_no_head_over_its_amounts(
    form: dict[str, TableBlock],
) -> None:
    table = form["一般公共预算财政拨款支出决算表"]
    assert rows(table.head) == [["项目", "合计", "基本支出", "项目支出"], ["功能分类科目编码", "科目名称"]]
    assert rows(table.body)[-1] == ["合计", "130.00", "100.00", "30.00"]


def test_basic_expenditure_prints_all_lines_of_the_form_zero_or_not(form: dict[str, TableBlock]) -> None:
    table = form["一般公共预算财政拨款基本支出决算表"]
    assert rows(table.head) == [["经济分类科目编码", "科目名称", "决算数"] * 2]
    body = grid(table.body)
    assert [row[0][0] for row in body if row[0][0].isdigit()] == LEFT.split()
    assert [row[3][0] for row in body[:-1]] == RIGHT.split()
    assert [cell[0] for cell in body[2]] == ["30102", "津贴补贴", "0.00", "30202", "印刷费", "0.00"]
    assert rows(table.body)[-1] == ["人员经费合计", "70.00", "公用经费合计", "30.00"]


def test_budget_and_final_stand_side_by_side_under_each_item(form: dict[str, TableBlock]) -> None:
    table = form["财政拨款“三公”经费支出决算表"]
    assert grid(table.head) == [
        [("财政拨款“三公”经费", 12, 1)],
        [
            ("合计", 2, 2),
            ("因公出国（境）费", 2, 2),
            ("公务用车购置及运行维护费", 6, 1),
            ("公务接待费", 2, 2),
        ],
        [("小计", 2, 1), ("公务用车购置费", 2, 1), ("公务用车运行维护费", 2, 1)],
        [("预算数", 1, 1), ("决算数", 1, 1)] * 6,
    ]
    assert rows(table.body) == [
        ["10.00", "10.00", "0.00", "0.00", "8.00", "8.00", "0.00", "0.00", "8.00", "8.00", "2.00", "2.00"]
    ]


def test_an_empty_table_keeps_its_frame_and_says_so_below(form: dict[str, TableBlock]) -> None:
    table = form["政府性基金预算财政拨款收入支出决算表"]
    assert grid(table.head) == [
        [
            ("项目", 2, 1),
            ("年初结转和结余", 1, 2),
            ("本年收入", 1, 2),
            ("本年支出", 3, 2),
            ("年末结转和结余", 1, 2),
        ],
        [("功能分类科目编码", 1, 1), ("科目名称", 1, 1)],
    ]
    assert rows(table.body) == [["合计", "合计", "基本支出", "项目支出"], [], [], []]
    assert [plain(note) for note in table.notes] == [
        "注：本表反映部门本年度政府性基金预算财政拨款收入支出及结转和结余情况。",
        "说明：某市某某局本年度没有政府性基金预算财政拨款收入和支出，故本表无数据。",
    ]


def test_a_table_with_money_has_a_line_of_its_own_for_its_total(tmp_path: Path) -> None:
    made = tables(tmp_path, 支出=[*BASIC, FUND])["政府性基金预算财政拨款收入支出决算表"]
    assert rows(made.head)[-1] == ["合计", "基本支出", "项目支出"]
    assert rows(made.body)[:2] == [
        ["合计", "7.00", "7.00", "7.00"],
        ["212", "城乡社区支出", "7.00", "7.00", "7.00"],
    ]
    assert len(made.notes) == 1


def test_without_sangong_nothing_is_printed_in_its_row(tmp_path: Path) -> None:
    made = tables(tmp_path, 三公经费="无", 支出=[{**BASIC[0], "款": {"30101": "60"}}])
    table = made["财政拨款“三公”经费支出决算表"]
    assert rows(table.body) == [[]]
    assert plain(table.notes[-1]).startswith("说明：某市某某局本年度没有财政拨款“三公”经费支出")


def test_a_district_says_otherwise_in_a_few_lines(tmp_path: Path) -> None:
    lines = """
["表格式"]
"有数才列" = ["30306"]
"编码分栏" = true
"印表注" = false
"零" = "0.00"
"预算栏" = ["年初预算", "全年预算"]
"改称" = {"公务用车购置及运行维护费" = "公务用车购置及运行费", "使用非财政拨款结余" = "使用结余"}
""".lstrip()
    fund = """
[["区块"]]
"标识" = "main"
"列" = [{"标识" = "expenditure", "标题" = ["本年支出", "", "小计"]}]
""".lstrip()
    assert len((lines + fund).splitlines()) <= 10
    made = tables(tmp_path, lines, {"tables/fund.toml": fund})
    first = [text for texts in rows(made["收入支出决算总表"].body) for text in texts]
    assert {"二十四、债务还本支出", "二十五、债务付息支出", "二十六、抗疫特别国债安排的支出"} <= set(first)
    assert not any(
        cell[0] == "30306" for row in grid(made["一般公共预算财政拨款基本支出决算表"].body) for cell in row
    )
    assert rows(made["支出决算表"].head)[1:] == [["功能分类科目编码", "科目名称"], ["类", "款", "项"]]
    assert [note for title, table in made.items() for note in table.notes if "注：" in plain(note)] == []
    both = made["财政拨款“三公”经费支出决算表"]
    assert rows(both.head)[-1] == ["年初预算数", "全年预算数", "决算数"] * 6
    assert "公务用车购置及运行费" in rows(both.head)[1]
    assert "使用结余" in first
    for title in ("政府性基金预算财政拨款收入支出决算表", "国有资本经营预算财政拨款收入支出决算表"):
        assert rows(made[title].head)[-1] == ["功能分类科目编码", "科目名称"]
        assert rows(made[title].body)[0] == ["类", "款", "项", "合计", "小计", "基本支出", "项目支出"]


def test_another_name_of_nothing_is_told_with_names_near(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="没有哪张表的表头或行叫“公务用车运行费”.*公务用车运行维护费"):
        tables(tmp_path, '["表格式"]\n"改称" = {"公务用车运行费" = "运行费"}\n')


def test_a_sum_of_no_block_is_told_with_the_blocks(tmp_path: Path) -> None:
    row = '{"标识" = "public_total", "求和" = "public"}'
    file = f'[["区块"]]\n"标识" = "public_goods"\n"行" = [{row}]\n'
    with pytest.raises(
        PackError, match="“求和”里的“public”不是区块，只能写类或区块：personnel、public_goods"
    ):
        tables(tmp_path, files={"tables/general_basic.toml": file})


def test_the_budget_of_the_whole_year_may_stand_instead(tmp_path: Path) -> None:
    changed = {
        "年初预算": {"公务用车运行维护费": "9", "公务接待费": "3"},
        "全年预算": {"公务用车运行维护费": "8", "公务接待费": "2"},
    }
    sangong = {**small()["三公经费"], **changed}
    made = tables(tmp_path, '["表格式"]\n"预算栏" = ["全年预算"]\n', 三公经费=sangong)
    table = made["财政拨款“三公”经费支出决算表"]
    assert rows(table.head)[-1] == ["预算数", "决算数"] * 6
    assert rows(table.body)[0][:2] == ["10.00", "10.00"]


@pytest.mark.parametrize("pack", ["shanghai-2024", "central-2023"])
def test_money_that_the_form_has_no_line_for_gets_one(tmp_path: Path, pack: str) -> None:
    unusual = {
        "项": "2010301",
        "性质": "基本",
        "款": {"30101": "60", "30201": "20", "30701": "3", "31005": "4"},
    }
    debt = {"项": "2320101", "性质": "项目", "款": {"30701": "5"}}
    folder = making.pack(tmp_path, "某区", parent=pack)
    made = making.composed(folder, small(模板="某区", 年度="2024", 支出=[unusual, debt], 三公经费="无"))
    found = [block for block in made.document.blocks if isinstance(block, TableBlock)]
    basic = next(table for table in found if "基本支出决算" in plain(table.title))
    texts = [text for row in rows(basic.body) for text in row]
    assert {"307", "30701", "31005"} <= set(texts)
    assert texts[-2:] == ["公用经费合计", "27.00"]
    assert any("债务付息支出" in text for row in rows(found[0].body) for text in row)
