"""Facts that a pack brings itself, in files only: from the data file into sentences, checks and back."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

import disclosure
from disclosure import InputError, PackError, projects
from disclosure.document import TableBlock, plain, walk
from disclosure.workbook import BOOK
from tests.departments import text as said

PACKS = Path(__file__).parent / "declared"
DATA: Mapping[str, Any] = {
    "格式版本": 1,
    "模板": "safety-2024",
    "单位": "万元",
    "年度": 2024,
    "部门": {
        "全称": "某某市某某局",
        "类型": "部门",
        "性质": "行政单位",
        "职责": "1.负责某某工作。",
        "机构设置": "本局内设科室3个。",
    },
    "收入": "无",
    "支出": [
        {"项": "2010301", "性质": "基本", "款": {"30101": 60, "30201": 20}},
        {"项": "2080501", "性质": "基本", "款": {"30302": 20}},
    ],
    "结转结余": "无",
    "使用非财政拨款结余": "无",
    "结余分配": "无",
    "自有数据": {
        "检查次数": 12,
        "培训资金": 15.5,
        "主要做法": "下沉一线",
        "清单": [{"名称": "甲项", "金额": 1.5}, {"名称": "乙项", "金额": 2}],
    },
}


def folder(home: Path, data: Mapping[str, Any] = DATA, **facts: Any) -> Path:
    """A data folder with the pack; facts of the pack changed, those that are None left out."""
    shutil.copytree(PACKS, home / "templates", dirs_exist_ok=True)
    own = {name: value for name, value in {**data.get("自有数据", {}), **facts}.items() if value is not None}
    rest = {key: value for key, value in data.items() if key != "自有数据"}
    text = yaml.safe_dump({**rest, **({"自有数据": own} if own else {})}, allow_unicode=True, sort_keys=False)
    (home / "data.yaml").write_text(text, encoding="utf-8")
    return home


def explained(home: Path, name: str) -> str:
    return "\n".join(disclosure.explain(home, name).lines())


def codes(home: Path) -> set[str]:
    return {finding.code for finding in disclosure.check(home).findings}


def test_sentences_print_facts_sums_of_a_list_and_what_a_formula_makes(tmp_path: Path) -> None:
    text = said(disclosure.compose(folder(tmp_path), draft=True).document)
    assert "组织安全检查12次，使用培训资金15.5万元，民生支出20万元，占20%。下沉一线" in text
    assert "甲项1.5万元；" in text
    assert "共2项3.5万元。" in text


def test_what_is_not_given_is_asked_for_and_what_need_not_be_is_not(tmp_path: Path) -> None:
    missing = disclosure.compose(folder(tmp_path, 检查次数=None, 清单=None), draft=True).missing
    own = [one.split(" ")[-1] for one in missing if "检查次数" in one or "清单" in one]
    assert own == ["检查次数", "清单"]
    home = folder(tmp_path, {**DATA, "自有数据": {}})
    missing = disclosure.compose(home, draft=True).missing
    assert "data.yaml 检查次数（“自有数据”下的“检查次数”）" in missing
    (home / "templates/safety-2024/sections/safety.j2").write_text("## 安全\n\n另有文字。\n", "utf-8")
    assert set(disclosure.compose(home, draft=True).missing) >= {
        f"data.yaml {name}（“自有数据”下的“{name}”）" for name in ("检查次数", "培训资金", "主要做法", "清单")
    }


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("检查次数", "十二", "检查次数：“十二”不是数"),
        ("培训资金", "许多", "培训资金：“许多”不是数"),
        ("方式", "电话", "方式：“电话”不是可选的内容；可以写的有：线上、线下"),
        ("清单", "甲", "清单：这里应填列表"),
        ("清单", [{"名称": "甲", "钱": 1}], "清单第1行（甲）：这里没有“钱”这一项"),
    ],
)
def test_a_wrong_value_is_told_with_its_name_place_and_what_to_write(
    name: str, value: Any, sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as refused:
        disclosure.check(folder(tmp_path, **{name: value}))
    (problem,) = refused.value.problems
    assert sentence in str(problem)
    assert "data.yaml 第" in str(problem)


def test_a_formula_is_explained_by_its_figures_and_a_subject_without_money_is_nothing(tmp_path: Path) -> None:
    text = explained(folder(tmp_path), "自有数据.民生支出")
    assert "民生支出：200000.00元（20万元）" in text
    assert "公式：0＋支出·208 社会保障和就业支出的决算数＋0" in text


def test_a_formula_over_what_is_not_known_is_not_known(tmp_path: Path) -> None:
    home = folder(tmp_path, {**DATA, "支出": [{"项": "2080501", "性质": "基本"}]})
    explanation = disclosure.explain(home, "自有数据.民生支出占比")
    assert explanation.value == "无"
    assert explanation.missing


def test_a_check_of_the_pack_compares_a_fact(tmp_path: Path) -> None:
    assert "ZY1" not in codes(folder(tmp_path))
    assert "ZY1" in codes(folder(tmp_path, 培训资金=35.5))


def test_a_fact_of_another_pack_is_told_and_kept(tmp_path: Path) -> None:
    home = folder(tmp_path / "甲", 检查次数字=3)
    notes = disclosure.compose(home, draft=True).notes
    assert any(
        "“检查次数字”，模板 safety-2024 没有声明，没有使用，相近的有：检查次数" in note for note in notes
    )
    disclosure.save(disclosure.load(home), tmp_path / "乙")
    kept = disclosure.load(tmp_path / "乙").own_data
    assert kept == disclosure.load(home).own_data
    assert kept["检查次数字"] == "3"


def test_amounts_keep_their_unit_when_the_data_are_dumped_in_yuan(tmp_path: Path) -> None:
    read = disclosure.load(folder(tmp_path))
    again = disclosure.Submission.model_validate(read.model_dump(by_alias=True, exclude_none=True))
    assert again.unit == "元"
    assert again.own_data == read.own_data
    assert again.own_data["单位"] == "万元"


def test_units_are_added_and_their_lists_joined(tmp_path: Path) -> None:
    for name, times in (("甲单位", 12), ("乙单位", 3)):
        unit = {**DATA, "部门": {**DATA["部门"], "全称": name, "类型": "单位"}}
        (tmp_path / name).mkdir()
        folder(tmp_path / name, unit, 检查次数=times)
    own = {"全称": "某某市某某局", "所属单位": [{"数据": "甲单位"}, {"数据": "乙单位"}]}
    kept = {key: value for key, value in DATA.items() if key not in ("支出", "收入", "结转结余", "自有数据")}
    home = folder(tmp_path, {**kept, "部门": {**DATA["部门"], **own}}, 主要做法="分级负责")
    text = said(disclosure.compose(home, draft=True).document)
    assert "组织安全检查15次，使用培训资金31万元，民生支出40万元，占20%。分级负责" in text
    assert "共4项7万元。" in text
    assert printed(home, "by-unit") == [
        ["甲单位", "行政单位", "100.00", "12"],
        ["乙单位", "行政单位", "100.00", "3"],
        ["合计", "—", "200.00", "15"],
    ]
    assert "其中甲单位：12" in explained(home, "自有数据.检查次数")
    assert "XU2" in codes(folder(tmp_path, {**kept, "部门": {**DATA["部门"], **own}}, 检查次数=20))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[["自有数据"]]\n"名称" = "方式"\n"类型" = "选项"', "类型是选项的要写“选项”"),
        ('[["自有数据"]]\n"名称" = "清单"\n"类型" = "列表"', "是列表的要写“列”"),
        ('[["自有数据"]]\n"名称" = "甲"\n"类型" = "文字"\n"汇总" = "相加"', "“甲”的汇总写得不对"),
        ('[["公式"]]\n"名称" = "甲"\n"算式" = "支出.类.2O5.决算数"', "没有名为“支出.类.2O5.决算数”的数"),
        ('[["公式"]]\n"名称" = "甲"\n"算式" = "支出.决算数 +"', "公式“支出.决算数 \\+”没有写完"),
    ],
)
def test_a_wrong_declaration_is_told(text: str, sentence: str, tmp_path: Path) -> None:
    home = folder(tmp_path, {**DATA, "模板": "own"})
    (home / "templates" / "own").mkdir()
    pack = '"名称" = "own"\n"版本" = "1.0"\n"继承" = "sichuan-2024"\n'
    (home / "templates" / "own" / "pack.toml").write_text(pack, encoding="utf-8")
    (home / "templates" / "own" / "facts.toml").write_text(text, encoding="utf-8")
    with pytest.raises(PackError, match=sentence):
        disclosure.compose(home, draft=True)


def test_the_workbook_asks_for_facts_and_is_read_back(tmp_path: Path) -> None:
    shutil.copytree(PACKS, tmp_path / "templates")
    projects.new(tmp_path, pack="safety-2024", department="某某市某某局", year=2024)
    book = openpyxl.load_workbook(tmp_path / BOOK)
    sheet = book["自有数据"]
    rows = {str(row[0].value): row for row in sheet.iter_rows()}
    assert [cell.value for cell in rows["检查次数"]][2:] == [
        "次",
        "必填；整数，例如 12；全年组织的安全生产检查",
    ]
    assert rows["方式"][3].value == "以下之一：线上、线下"
    assert [cell.value for cell in rows["名称"]][:2] == ["名称", "金额"]
    for name, value in (("检查次数", 12), ("培训资金", 155000.5), ("主要做法", "下沉一线"), ("方式", "线上")):
        rows[name][1].value = value
    head = rows["名称"][0].row
    for row, (name, amount) in enumerate((("甲项", 15000), ("乙项", 20000)), head + 1):
        sheet.cell(row, 1).value, sheet.cell(row, 2).value = name, amount
    book.save(tmp_path / BOOK)
    text = said(disclosure.compose(tmp_path, draft=True).document)
    assert "组织安全检查12次，使用培训资金15.5万元" in text
    assert "方式为线上。" in text
    assert "乙项2万元；" in text
    assert "决算数据.xlsx 自有数据!B6 培训资金" in explained(tmp_path, "自有数据.培训资金")
    sheet.cell(rows["检查次数"][0].row, 2).value = None
    sheet.cell(head + 1, 2).value = "许多"
    book.save(tmp_path / BOOK)
    with pytest.raises(
        InputError, match=f"决算数据.xlsx 自有数据!B{head + 1} 清单第1行（甲项）的金额：“许多”不是数"
    ):
        disclosure.check(tmp_path)
    sheet.cell(head + 1, 2).value = 1
    book.save(tmp_path / BOOK)
    assert "决算数据.xlsx 自有数据!B5 检查次数" in disclosure.compose(tmp_path, draft=True).missing


def test_texts_and_choices_are_carried_over_and_numbers_are_not(tmp_path: Path) -> None:
    last = folder(tmp_path / "2024", 方式="线上", 主要做法="全年检查12次")
    projects.new(tmp_path / "2025", last=last, year=2025)
    sheet = openpyxl.load_workbook(tmp_path / "2025" / BOOK)["自有数据"]
    cells = {row[0].value: [cell.value for cell in row][1] for row in sheet.iter_rows()}
    assert cells["检查次数"] is cells["培训资金"] is None
    assert cells["方式"] == "线上"
    assert cells["主要做法"] == "〔沿用上年，待确认〕\n全年检查12次"
    assert cells["甲项"] is cells["乙项"] is None


def printed(home: Path, table: str) -> list[list[str]]:
    """The body of a table as it prints."""
    document = disclosure.compose(home, draft=True).document
    (block,) = (one for one in walk(document) if isinstance(one, TableBlock) and one.id == f"table-{table}")
    return [[plain(cell.content) for cell in row.cells] for row in block.body]


def test_a_table_has_a_row_for_each_entry_of_a_list_and_shows_what_formulas_make(tmp_path: Path) -> None:
    rows = printed(folder(tmp_path), "safety")
    assert [row[:3] for row in rows] == [["1", "甲项", "1.50"], ["2", "乙项", "2.00"]]
    assert [row[3:] for row in rows] == [["清单合计", "3.50"], ["民生支出", "20.00"]]
    assert "民生支出：200000.00元" in explained(tmp_path, "自有数据.民生支出")


def test_a_table_lists_the_tables_in_which_nothing_stands(tmp_path: Path) -> None:
    assert printed(folder(tmp_path), "empty") == [
        ["公开10表", "政府性基金预算财政拨款收入支出决算表"],
        ["公开12表", "国有资本经营预算财政拨款支出决算表"],
    ]


def test_what_is_secret_of_them_is_printed_nowhere(tmp_path: Path) -> None:
    secret = {"涉密": [{"名称": "自有数据.培训资金"}, {"名称": "自有数据.主要做法"}]}
    composed = disclosure.compose(folder(tmp_path, {**DATA, **secret}), draft=True)
    text = said(composed.document)
    assert "15.5" not in text
    assert "下沉一线" not in text
    assert not [one for one in composed.missing if "培训资金" in one or "主要做法" in one]
