"""Four places without a pack here, with figures and tables of their own: pack files, no Python.

What each is known by stands in the first line of its pack.toml; every figure below is worked out by hand.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

import disclosure
from disclosure.authoring import find_pack, trial_departments
from disclosure.authoring.pack_check import check
from disclosure.document import Document, Heading, TableBlock, plain, walk
from disclosure.packs.linting.remark import errors
from tests.departments import small
from tests.departments import text as said
from tests.packs.test_departments import asked

PACKS = Path(__file__).parent / "proof"
NAMES = sorted(folder.name for folder in PACKS.iterdir() if folder.is_dir())
MOST_LINES = 90


@pytest.mark.parametrize("name", NAMES)
def test_a_place_takes_at_most_ninety_lines_of_files_and_passes_the_check(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [file for file in (PACKS / name).rglob("*") if file.is_file()]
    assert sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files) <= MOST_LINES
    assert {file.suffix for file in files} <= {".toml", ".j2"}
    quick = [kind for kind in trial_departments.names() if kind != trial_departments.HUGE]
    monkeypatch.setattr(trial_departments, "names", lambda: quick)
    assert [str(remark) for remark in errors(check(*find_pack.chain(str(PACKS / name))))] == []


def written(home: Path, data: Mapping[str, Any]) -> Path:
    home.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump({"格式版本": 1, **data}, allow_unicode=True, sort_keys=False)
    (home / "data.yaml").write_text(text, encoding="utf-8")
    return home


def document(home: Path, data: Mapping[str, Any]) -> Document:
    """What is composed of a folder with the packs in it; nothing missing but what explains subjects."""
    shutil.copytree(PACKS, home / "templates")
    composed = disclosure.compose(written(home, data), draft=True)
    assert [one for one in composed.missing if "名词“" not in one] == []
    return composed.document


def table(made: Document, id: str) -> list[list[str]]:
    (block,) = (one for one in walk(made) if isinstance(one, TableBlock) and one.id == f"table-{id}")
    return [[plain(cell.content) for cell in row.cells] for row in block.body]


def tables(made: Document) -> list[str]:
    return [plain(block.title) for block in walk(made) if isinstance(block, TableBlock) and block.title]


def titles(made: Document, level: int) -> list[str]:
    return [
        plain(block.content) for block in made.blocks if isinstance(block, Heading) and block.level == level
    ]


# 天津

SPENT = {
    "学校": [
        {"项": "2050201", "性质": "基本", "款": {"30101": 40}},
        {"项": "2050201", "性质": "基本", "资金": "其他资金", "款": {"30201": 5}},
    ],
    "机关": [
        {"项": "2010301", "性质": "基本", "款": {"30101": 60}},
        {"项": "2080501", "性质": "基本", "款": {"30302": 20}},
    ],
}
BUDGETED = {"学校": {"2050201": 40}, "机关": {"2010301": 60, "2080501": 20}}
EARNED: Mapping[str, Any] = {"学校": [{"来源": "事业收入", "项": "2050201", "金额": 5}], "机关": "无"}


def of_tianjin(home: Path) -> Document:
    """A department that is the sum of an office and a school."""
    data = small(模板="tianjin-2023")
    for name, lines in SPENT.items():
        own = {**data["部门"], "全称": name, "简称": name, "类型": "单位"}
        budget = {"年初预算": {"各项": BUDGETED[name]}, "全年预算": {"各项": BUDGETED[name]}}
        more = {"支出": lines, "收入": EARNED[name], "预算": budget, "三公经费": "无"}
        written(home / name, {**data, "部门": own, **more})
    kept = {key: value for key, value in data.items() if key not in ("支出", "收入", "结转结余", "预算")}
    return document(home, {**kept, "部门": {**data["部门"], "所属单位": [{"数据": name} for name in SPENT]}})


def test_tianjin_has_fourteen_items_and_income_by_subject_and_by_unit(tmp_path: Path) -> None:
    made = of_tianjin(tmp_path)
    assert [title.partition(" ")[2] for title in titles(made, 1)] == [
        "部门概况",
        "2023年度部门决算表",
        "2023年度部门决算情况说明",
        "名词解释",
    ]
    items = titles(made, 2)
    assert "十二、关于空表的说明" in items
    assert "十四、民生支出情况" in items
    assert tables(made)[1:3] == ["收入决算表", "收入决算表（按单位）"]
    assert len(tables(made)) == 11
    assert table(made, "income-by-unit") == [
        ["学校", "45.00", "40.00", "", "5.00", "", "", ""],
        ["机关", "80.00", "80.00", "", "", "", "", ""],
        ["合计", "125.00", "120.00", "", "5.00", "", "", ""],
    ]


def test_tianjin_says_which_tables_are_empty_and_what_was_spent_for_the_people(tmp_path: Path) -> None:
    text = said(of_tianjin(tmp_path))
    assert (
        "2023年度《政府性基金预算财政拨款收入支出决算表》为空表。"
        "某市某某局2023年度《国有资本经营预算财政拨款支出决算表》为空表。"
        "某市某某局2023年度《一般公共预算财政拨款项目支出决算表》为空表。" in text
    )
    assert "《收入决算表》" not in text
    assert "等民生支出65.00万元，占本年支出合计的52.00%。" in text


# 海南

OF_THE_FUND = {"公务接待费": 2, "公务用车运行维护费": 4}


def of_two_budgets(pack: str, **more: Any) -> dict[str, Any]:
    """三公 of the general budget: 8 and 2 of 8 and 2; of the fund: 3 and 1.5 of 4 and 2."""
    data = asked(small(模板=pack))
    spent = {"30217": 1.5, "30231": 3, "30905": 10}
    of_fund = {"项": "2120803", "性质": "项目", "资金": "政府性基金", "款": spent}
    both = {"年初预算": OF_THE_FUND, "全年预算": OF_THE_FUND}
    sangong = {**data["三公经费"], "政府性基金": both}
    return {**data, "支出": [*data["支出"], of_fund], "三公经费": sangong, **more}


def test_hainan_has_a_table_of_sangong_for_each_budget(tmp_path: Path) -> None:
    made = document(tmp_path, of_two_budgets("hainan-2022", 年度="2022"))
    assert table(made, "sangong-general") == [
        ["10.00", "", "8.00", "", "8.00", "2.00", "10.00", "", "8.00", "", "8.00", "2.00"]
    ]
    assert table(made, "sangong-fund") == [
        ["6.00", "", "4.00", "", "4.00", "2.00", "4.50", "", "3.00", "", "3.00", "1.50"]
    ]
    assert not any("".join(row) for row in table(made, "sangong-state"))
    assert len(tables(made)) == 11
    assert {title[-5:] for title in tables(made)} == {"决算公开表"}


def test_hainan_says_each_budget_by_itself(tmp_path: Path) -> None:
    made = document(tmp_path, of_two_budgets("hainan-2022", 年度="2022"))
    text = said(made)
    assert "全年预算为10.00万元，支出决算为10.00万元，完成预算的100.00%，其中" in text
    assert (
        "全年预算为6.00万元，支出决算为4.50万元，完成预算的75.00%，其中：因公出国（境）费0.00万元，"
        "公务用车购置费0.00万元，公务用车运行维护费3.00万元，公务接待费1.50万元。" in text
    )
    assert "（三）国有资本经营预算财政拨款“三公”经费支出决算情况说明\n2022年度没有预算和支出。" in text
    assert titles(made, 2)[-1] == "十一、其他重要事项情况说明"


# 广西

SOURCES = (
    *("一般公共预算", "政府性基金", "国有资本经营", "上级补助收入", "事业收入", "经营收入"),
    *("附属单位上缴收入", "其他收入"),
)
BESIDE = {
    **{f"{source}{which}": 0 for source in SOURCES for which in ("上年数", "预算数")},
    "一般公共预算上年数": 120,
    "一般公共预算预算数": 129.999,
    "政府性基金上年数": 5,
    "事业收入预算数": 16,
}


def of_guangxi(**facts: Any) -> dict[str, Any]:
    """A department with 130 of the general budget and 12 that it earned; nothing more of a fund."""
    data = asked(small(模板="guangxi-2023", 自有数据={**BESIDE, **facts}))
    spent = {"项": "2010301", "性质": "基本", "资金": "其他资金", "款": {"30299": 12}}
    data["收入"] = [{"来源": "事业收入", "项": "2010301", "金额": 12}]
    return {**data, "支出": [*data["支出"], spent]}


def test_guangxi_compares_each_source_of_income_with_last_year_and_the_budget(tmp_path: Path) -> None:
    text = said(document(tmp_path, of_guangxi()))
    said_of_income, _, of_spending = text.partition("2023年度收入合计142万元。其中：\n")[2].partition(
        "2023年度本年支出"
    )
    assert said_of_income.splitlines() == [
        "1.一般公共预算财政拨款收入130万元，比2022年度增加10万元，增长8.33%；与年初预算数持平。",
        "2.政府性基金预算财政拨款收入0万元，比2022年度减少5万元，下降100%；与年初预算数持平。",
        "3.事业收入12万元，比2022年度增加12万元，增长率无可比性；比年初预算数减少4万元，下降25%。",
    ]
    assert of_spending.startswith("合计142万元，其中：基本支出112万元，占78.87%；项目支出30万元，占21.13%。")


def test_what_a_source_is_compared_with_is_asked_for_and_explained(tmp_path: Path) -> None:
    data = of_guangxi()
    del data["自有数据"]["事业收入上年数"]
    shutil.copytree(PACKS, tmp_path / "templates")
    composed = disclosure.compose(written(tmp_path, data), draft=True)
    (asked_for,) = (one for one in composed.missing if "名词“" not in one)
    assert "事业收入上年数" in asked_for
    assert "3.事业收入12万元，比2022年度【待填：" in said(composed.document)
    explained = "\n".join(disclosure.explain(tmp_path, "自有数据.事业收入比预算.增减额").lines())
    assert "-40000.00元" in explained


# 安徽


def of_anhui(home: Path) -> Document:
    data = of_two_budgets("anhui-2023")
    before = {"因公出国境费": "无", "公务用车购置及运行维护费": "15", "公务接待费": "5"}
    return document(home, {**data, "上年数": {**data["上年数"], "三公经费": before}})


def test_anhui_has_a_page_of_sangong_with_columns_of_the_fund(tmp_path: Path) -> None:
    made = of_anhui(tmp_path)
    assert made.title == "某市某某局2023年“三公”经费支出决算情况"
    assert tables(made) == ["2023年“三公”经费支出决算表"]
    assert table(made, "sangong") == [
        ["合计", "16.00", "14.50", "10.00", "10.00", "6.00", "4.50", "90.63"],
        ["因公出国（境）费", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00", ""],
        ["公务接待费", "4.00", "3.50", "2.00", "2.00", "2.00", "1.50", "87.50"],
        ["公务用车购置及运行维护费", "12.00", "11.00", "8.00", "8.00", "4.00", "3.00", "91.67"],
        ["其中：公务用车运行维护费", "12.00", "11.00", "8.00", "8.00", "4.00", "3.00", "91.67"],
        ["公务用车购置费", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00", ""],
    ]


def test_anhui_compares_with_the_budget_of_the_year_and_with_last_year(tmp_path: Path) -> None:
    text = said(of_anhui(tmp_path))
    assert (
        "某市某某局2023年“三公”经费财政拨款支出决算为14.5万元，比本年预算减少1.5万元，下降9.38%；"
        "比2022年减少5.5万元，下降27.5%。比上年下降的原因是厉行节约。"
        "支出决算小于本年预算的原因是厉行节约。" in text
    )
    assert "其中：一般公共预算财政拨款安排10万元，政府性基金预算财政拨款安排4.5万元。" in text
    assert "因公出国（境）费支出决算0万元，与本年预算持平。" in text
    assert "公务接待费支出决算3.5万元，比本年预算减少0.5万元，下降12.5%。" in text
