"""Facts of a pack that are compared with last year's, and numbers with decimals; in files only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from typer.testing import CliRunner

import disclosure
from disclosure import InputError, projects
from disclosure.cli import app
from disclosure.workbook import BOOK
from tests.departments import text as said
from tests.packs.test_declared_facts import DATA, codes, explained, folder
from tests.unit.loading.test_data_schema import loaded

GIVEN: Mapping[str, Any] = {
    **DATA["自有数据"],
    "人均面积": "13.50",
    "检查次数上年数": 10,
    "培训资金上年数": 20,
    "清单": [{"名称": "甲项", "金额": 1.5, "人均": 0.25}, {"名称": "乙项", "金额": 2, "人均": 1.5}],
}
COMPARED: Mapping[str, Any] = {**DATA, "模板": "compared-2024", "自有数据": GIVEN}


def text(home: Path) -> str:
    return said(disclosure.compose(home, draft=True).document)


def test_a_fact_is_compared_with_last_years_in_the_words_of_any_figure(tmp_path: Path) -> None:
    home = folder(tmp_path, COMPARED)
    assert (
        "组织安全检查12次，比上年增加2次，增长20%；使用培训资金15.5万元，比2023年度减少4.5万元，下降22.5%。"
        in text(home)
    )
    change = explained(home, "自有数据.检查次数比上年.增减额")
    assert "检查次数比上年的增减额：2" in change
    assert "公式：检查次数－检查次数上年数" in change


def test_nothing_changed_is_equal_and_from_nothing_there_is_no_rate(tmp_path: Path) -> None:
    home = folder(tmp_path, COMPARED, 检查次数上年数=12, 培训资金上年数="无")
    assert "比上年持平；使用培训资金15.5万元，比2023年度增加15.5万元" in text(home)


def test_last_years_is_asked_for_like_this_years(tmp_path: Path) -> None:
    home = folder(tmp_path, COMPARED, 检查次数上年数=None)
    missing = disclosure.compose(home, draft=True).missing
    assert any(one.startswith("data.yaml 第") and one.endswith("列 检查次数上年数") for one in missing)
    with pytest.raises(InputError, match="检查次数上年数：“十”不是数"):
        disclosure.check(folder(tmp_path, COMPARED, 检查次数上年数="十"))


def test_last_years_folder_says_what_is_not_given(tmp_path: Path) -> None:
    folder(tmp_path / "2023", {**COMPARED, "年度": 2023}, 检查次数=15, 培训资金=10)
    home = folder(tmp_path / "2024", {**COMPARED, "上年数": {"文件夹": "../2023"}}, 检查次数上年数=None)
    assert "组织安全检查12次，比上年减少3次，下降20%；使用培训资金15.5万元，比2023年度减少4.5万元" in text(
        home
    )
    assert "2023/data.yaml 第" in explained(home, "自有数据.检查次数上年数")


def test_the_next_year_begins_with_this_years_numbers(tmp_path: Path) -> None:
    last = folder(tmp_path / "2024", COMPARED)
    projects.new(tmp_path / "2025", last=last, year=2025)
    rows = openpyxl.load_workbook(tmp_path / "2025" / BOOK)["自有数据"].iter_rows()
    cells = {row[0].value: [cell.value for cell in row][1:] for row in rows}
    assert {name: cells[name][0] for name in GIVEN if name in cells and name != "主要做法"} == {
        "检查次数": None,
        "检查次数上年数": 12,
        "培训资金": None,
        "培训资金上年数": 15.5,
        "人均面积": None,
    }
    assert cells["人均面积上年数"][0] == 13.5
    assert cells["检查次数上年数"][1:] == ["次", "必填；整数，例如 12；上年的检查次数"]


def test_a_department_of_units_begins_the_next_year_with_their_sums(tmp_path: Path) -> None:
    last = department(tmp_path / "2024")
    projects.new(tmp_path / "2025", last=last, year=2025)
    sheet = openpyxl.load_workbook(tmp_path / "2025" / BOOK)["自有数据"]
    cells = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert (cells["检查次数上年数"], cells["培训资金上年数"]) == (15, 31)
    assert cells["人均面积上年数"] is None


def department(home: Path, **of_second: Any) -> Path:
    """Two units with all facts, and a department of them that gives its text and its own 人均面积."""
    for name, more in (("甲单位", {}), ("乙单位", {"检查次数": 3, **of_second})):
        (home / name).mkdir(parents=True)
        unit = {**COMPARED, "部门": {**DATA["部门"], "全称": name, "类型": "单位"}}
        folder(home / name, unit, **more)
    kept = {
        key: value for key, value in COMPARED.items() if key not in ("支出", "收入", "结转结余", "自有数据")
    }
    own = {**DATA["部门"], "所属单位": [{"数据": "甲单位"}, {"数据": "乙单位"}]}
    return folder(home, {**kept, "部门": own}, 主要做法="分级负责")


def test_last_years_numbers_of_units_are_added_and_averages_are_not(tmp_path: Path) -> None:
    home = department(tmp_path)
    assert "组织安全检查15次，比上年减少5次，下降25%；使用培训资金31万元，比2023年度减少9万元" in text(home)
    assert disclosure.compose(home, draft=True).missing[-1].endswith("列 人均面积")
    own = (home / "data.yaml").read_text("utf-8") + "  人均面积: 14.5\n"
    (home / "data.yaml").write_text(own, encoding="utf-8")
    assert "人均面积14.5平方米" in text(home)
    assert "XU2" not in codes(home)


def test_what_no_pack_declares_in_the_data_of_units_is_told_once_with_each_place(tmp_path: Path) -> None:
    home = department(tmp_path, 检查数=3)
    notes = [note for note in disclosure.compose(home, draft=True).notes if "没有声明" in note]
    assert len(notes) == 1
    assert "乙单位/data.yaml 第" in notes[0]
    assert "“检查数”，模板 compared-2024 没有声明，没有使用，相近的有：检查次数" in notes[0]


@pytest.mark.parametrize(
    ("value", "sentence"), [("13.555", "小数超过 2 位，请写成 2 位以内"), ("许多", "“许多”不是数")]
)
def test_a_number_prints_as_it_is_or_is_refused(value: str, sentence: str, tmp_path: Path) -> None:
    assert "人均面积13.5平方米，各项人均共1.75。" in text(folder(tmp_path, COMPARED))
    with pytest.raises(InputError, match=sentence):
        disclosure.check(folder(tmp_path, COMPARED, 人均面积=value))


def test_the_schema_of_a_pack_describes_what_it_asks_for(tmp_path: Path) -> None:
    home = folder(tmp_path, COMPARED, 方式="线上")
    named = [str(home / "templates" / "compared-2024"), "-o", str(tmp_path / "schema.json")]
    assert CliRunner().invoke(app, ["pack", "schema", *named]).exit_code == 0
    made = json.loads((tmp_path / "schema.json").read_text("utf-8"))
    own = made["definitions"]["自有数据"]["properties"]
    assert own["检查次数"]["description"] == "必填；数量；次；全年组织的安全生产检查。填整数，例如 12"
    assert own["人均面积上年数"]["description"] == "选填；数值；平方米；上年的人均面积。填数字，例如 1234.56"
    data = loaded((home / "data.yaml").read_text("utf-8"))
    validator = jsonschema.Draft7Validator(made)
    assert not list(validator.iter_errors(data))
    for wrong in ({"方式": "电话"}, {"检查次数": 1.5}, {"检查": 1}, {"清单": [{"钱": 1}]}, {"单位": "千元"}):
        assert not validator.is_valid({**data, "自有数据": {**data["自有数据"], **wrong}}), wrong
