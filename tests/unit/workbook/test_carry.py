"""Last year carried over: names and texts, last year's figures, nothing of this year's."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from disclosure import api, projects
from disclosure.checks import Finding
from disclosure.errors import InputError
from disclosure.loading import read
from disclosure.model.pending import PENDING
from disclosure.workbook import BOOK
from disclosure.workbook.carry_over import carried, stale
from tests.departments import EXAMPLES
from tests.unit.workbook.clerk import small

LAST = EXAMPLES / "panzhihua-chengdu-2024"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("new") / "2025"
    projects.new(made, last=LAST)
    return made


def cells(folder: Path, sheet: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(folder / BOOK)[sheet].iter_rows(values_only=True))


def test_a_new_folder_holds_the_workbook_and_the_texts(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == sorted([BOOK, "职责.md", "机构设置.md"])
    assert (folder / "职责.md").read_text(encoding="utf-8-sig").startswith("1.联系四川省级机关")


def test_a_text_with_last_years_dates_or_figures_is_marked(folder: Path) -> None:
    assert (folder / "机构设置.md").read_text(encoding="utf-8-sig").startswith(f"{PENDING}\n")


@pytest.mark.parametrize(
    ("text", "is_stale"),
    [
        ("1.负责某某工作。\n（2）承办其他事项。", False),
        ("内设科室三个。", False),
        ("内设科室3个。", True),
        ("2023年完成改革。", True),
        ("支出{{ 支出.决算数|万元 }}万元，见表{{ 1 }}。", False),
    ],
)
def test_numbering_and_templates_are_no_figures(text: str, is_stale: bool) -> None:
    assert stale(text) is is_stale


def test_last_years_figures_become_those_of_the_year_before(folder: Path) -> None:
    rows = {row[0]: row[1] for row in cells(folder, "上年数") if row[0]}
    assert rows["收支总计"] == 8171560
    assert rows["国内公务接待批次"] == 1051
    assert rows["公务接待费"] == 176100


def test_lines_keep_their_subjects_and_lose_their_amounts(folder: Path) -> None:
    lines = [row for row in cells(folder, "支出") if isinstance(row[0], int) and row[1]]
    assert lines[0][:6] == (1, "2010301 行政运行", "基本", "一般公共预算", None, None)
    sections = [row for row in cells(folder, "经济分类") if row[1] == "30101 基本工资"]
    assert {row[2] for row in sections} == {None}


def test_reasons_stand_beside_the_empty_cell(folder: Path) -> None:
    rows = {row[0]: row for row in cells(folder, "原因说明") if row[0]}
    assert rows["三公经费"][1] is None
    assert "压缩了公务用车和接待开支" in rows["三公经费"]


def test_every_line_without_an_amount_is_read_and_still_to_be_filled_in(folder: Path) -> None:
    lines = read(folder).expenditure or ()
    assert len(lines) == 16
    assert {(line.amount, line.section) for line in lines} == {(None, None)}


def test_marked_text_is_missing_from_a_publication_and_found_by_check(tmp_path: Path) -> None:
    folder = small(tmp_path / "a", 部门={"全称": "甲局", "机构设置": f"{PENDING}\n内设科室3个。"})
    composed = api.compose(folder, draft=True)
    pending = [name for name in composed.missing if "待确认" in name]
    assert [re.sub(r"![A-Z]+\d+", "!", name) for name in pending] == [
        f"{BOOK} 单位信息! 部门的机构设置（核对后删去“{PENDING}”）"
    ]
    assert [finding.where for finding in api.check(folder).of("C31")] == [("部门.机构设置",)]


def test_an_opening_that_is_not_last_years_closing_is_found(tmp_path: Path) -> None:
    line = {"项": "2010301", "性质": "基本"}
    last = small(tmp_path / "2023", 年度="2023", 结转结余=[{**line, "年末结转": "100"}])
    now = small(tmp_path / "2024", 上年数={"文件夹": "../2023"}, 结转结余=[{**line, "年初": "90"}])
    (found,) = api.check(now).of("C32")
    assert isinstance(found, Finding)
    assert (found.stated, found.expected) == ("90.00元", "100.00元")
    content = carried(read(last), "standard", 2024)
    assert content.data["结转结余"] == [{**line, "资金": "一般公共预算", "年初": "100"}]
    assert content.beside["结转结余", 0, "上年年末"] == "100"


def test_amounts_are_carried_in_the_unit_of_the_file() -> None:
    content = carried(read(EXAMPLES / "panzhihua-beijing-2023"), "standard", 2024)
    assert content.at(("上年数", "机关运行经费")) == "25.59"
    assert content.at(("单位",)) == "万元"


def test_nothing_that_is_there_is_overwritten(folder: Path) -> None:
    with pytest.raises(InputError, match="没有改动"):
        projects.new(folder, pack="sichuan-2024")


def test_what_is_missing_to_make_a_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="请用 --pack 写明模板"):
        projects.new(tmp_path / "a")
    with pytest.raises(InputError, match="请用 --year 写明"):
        projects.new(tmp_path / "a", pack="standard")


def test_the_amount_carried_is_exact() -> None:
    assert Decimal("25.59") * 10000 == read(EXAMPLES / "panzhihua-beijing-2023").agency_running_cost
