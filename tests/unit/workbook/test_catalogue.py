"""An office's official list of subjects: imported from its workbook, preferred by names and drop-downs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from disclosure import classification, projects
from disclosure.errors import InputError
from disclosure.loading import read
from disclosure.workbook import BOOK
from tests.unit.workbook.clerk import small


def official(path: Path, *rows: tuple[Any, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def imported(tmp_path: Path, *rows: tuple[Any, ...]) -> str:
    path, _ = projects.import_catalogue(official(tmp_path / "科目.xlsx", *rows), 2025, tmp_path / "data")
    return path.read_text(encoding="utf-8-sig")


def test_codes_in_one_column(tmp_path: Path) -> None:
    text = imported(
        tmp_path, ("2025年科目",), ("科目编码", "科目名称", "说明"), (2019901, " 新科目 ", "反映新事项")
    )
    assert text == "编码,名称,说明\n2019901,新科目,反映新事项\n"


def test_codes_in_three_columns_go_on_until_written_anew(tmp_path: Path) -> None:
    rows = [
        ("类", "款", "项", "科目名称"),
        ("201", "", "", "一般公共服务支出"),
        ("", "03", "", "政府办公厅"),
        ("", "", "01", "行政运行"),
    ]
    assert imported(tmp_path, *rows).splitlines()[1:] == [
        "201,一般公共服务支出,", "20103,政府办公厅,", "2010301,行政运行,",
    ]  # fmt: skip


def test_faults_are_located(tmp_path: Path) -> None:
    path = official(tmp_path / "科目.xlsx", ("编码", "名称"), ("20199", "甲"), ("9999", "乙"))
    with pytest.raises(InputError, match="科目.xlsx Sheet!A3：“9999”不是科目编码"):
        projects.import_catalogue(path, 2025, tmp_path)
    with pytest.raises(InputError, match="没有找到科目"):
        projects.import_catalogue(official(tmp_path / "空.xlsx", ("甲",)), 2025, tmp_path)


def test_one_code_with_two_names_is_located(tmp_path: Path) -> None:
    path = official(tmp_path / "科目.xlsx", ("编码", "名称"), ("20199", "甲"), ("20199", "乙"))
    with pytest.raises(
        InputError, match="^科目.xlsx Sheet!A3：编码 20199 有两种写法：“甲”和“乙”，请只留一种$"
    ):
        projects.import_catalogue(path, 2025, tmp_path)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("科目.xls", "科目表应是一个 .xlsx 工作簿"),
        ("没有.xlsx", "找不到这个文件，请检查文件名和路径是否写对"),
    ],
)
def test_a_list_that_is_no_workbook_or_not_there_is_told(name: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "科目.xls").write_bytes(b"")
    with pytest.raises(InputError, match=f"{name}：{sentence}"):
        projects.import_catalogue(tmp_path / name, 2025, tmp_path)


def test_the_offices_list_comes_first(tmp_path: Path) -> None:
    imported(
        tmp_path,
        ("编码", "名称", "说明"),
        ("2010301", "新的行政运行", "反映……支出"),
        ("2019988", "新科目", ""),
    )
    folder = small(tmp_path / "data", 年度="2025")
    found = read(folder)
    subject = classification.subject("2010301", 2025, found.own_subjects)
    assert subject is not None
    assert (subject.name, subject.official) == ("新的行政运行", True)
    (folder / BOOK).unlink()
    projects.new(folder, pack="standard", year=2025)
    shown = [row[0] for row in openpyxl.load_workbook(folder / BOOK)["科目"].iter_rows(values_only=True)]
    assert {"2010301 新的行政运行", "2019988 新科目"} <= set(shown)
    assert shown[1:] == sorted(one for one in shown[1:] if one)


def test_a_list_may_say_what_subjects_belong_to(tmp_path: Path) -> None:
    text = imported(
        tmp_path,
        ("编码", "名称", "说明", "归类"),
        ("301", "工资福利支出", "", "人员经费"),
        ("30101", "基本工资", "反映", None),
        ("309", "基本建设", "", "公用经费"),
    )
    assert text.splitlines() == [
        "编码,名称,说明,归类", "301,工资福利支出,,人员经费", "30101,基本工资,反映,", "309,基本建设,,公用经费",
    ]  # fmt: skip
    found = read(small(tmp_path / "data", 年度="2025"))
    groups = classification.groups(2025, found.own_subjects)
    assert [group.classes for group in groups] == [("301",), ("309",)]


def test_what_a_subject_cannot_belong_to_is_told(tmp_path: Path) -> None:
    sentence = "科目.xlsx Sheet!D2：归类“人员”不认识，只写人员经费、公用经费、政府性基金、国有资本经营或空着"
    with pytest.raises(InputError, match=f"^{sentence}$"):
        imported(tmp_path, ("编码", "名称", "说明", "归类"), ("301", "工资福利支出", "", "人员"))


def test_a_kept_list_of_unequal_rows_is_told(tmp_path: Path) -> None:
    imported(tmp_path, ("编码", "名称", "归类"), ("301", "工资福利支出", "人员经费"))
    folder = small(tmp_path / "data", 年度="2025")
    (folder / "科目-2025.csv").write_text("编码,名称,说明,归类\n301,工资福利支出,\n", encoding="utf-8")
    with pytest.raises(InputError, match="第2行不是四列"):
        read(folder)


def test_the_workbook_says_how_many_items_nobody_has_explained(tmp_path: Path) -> None:
    items = [one for one in classification.functional_subjects(2025) if one.level == "项"]
    open = sum(not one.explanation for one in items)
    projects.new(tmp_path / "new", pack="sichuan-2025", department="甲局")
    sheet = openpyxl.load_workbook(tmp_path / "new" / BOOK)["科目"]
    assert 300 < open < len(items)
    assert sheet["C2"].value.startswith(f"※{open} 个项的解释待补：")
    assert "disclosure catalogue import" in sheet["C2"].value
