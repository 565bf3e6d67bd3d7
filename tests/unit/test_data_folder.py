"""What surrounds the workbook: files that are no data, texts written in Word, an import before `new`."""

from __future__ import annotations

import shlex
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from disclosure import api, projects
from disclosure.errors import InputError
from disclosure.files import in_command
from disclosure.loading import read

MINIMAL = """
格式版本: 1
模板: sichuan-2024
单位: 万元
年度: 2024
部门: {全称: 某某市档案馆, 类型: 单位, 职责: {文件: 职责.md}}
支出:
  - {项: 2080506, 性质: 基本, 款: {30109: 15.32}}
"""
IMPORTED = '格式版本: "1"\n模板: "sichuan-2024"\n单位: "万元"\n年度: "2024"\n部门: {"全称": "某某市档案馆"}\n'
EXPLAINED = "反映机关事业单位实施养老保险制度由单位实际缴纳的职业年金支出。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data.yaml").write_text(MINIMAL, encoding="utf-8")
    (tmp_path / "职责.md").write_text("\ufeff", encoding="utf-8")  # as `new` made it
    return tmp_path


def balances(folder: Path) -> None:
    book = openpyxl.Workbook()
    book["Sheet"]["A1"] = "科目余额表"
    book.save(folder / "科目余额表.xlsx")


def in_word(folder: Path, *paragraphs: str) -> None:
    document, stream = Document(), BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.add_table(1, 1)
    document.save(stream)
    (folder / "职责.docx").write_bytes(stream.getvalue())


def test_tables_that_are_no_data_stop_nothing_and_are_named(tmp_path: Path) -> None:
    made = projects.new(tmp_path / "a", pack="sichuan-2024", department="某某市档案馆")
    folder = made.paths[0].parent
    balances(folder)
    (folder / "旧账.xls").write_bytes(b"old")
    passed_over = [note for note in api.check(folder).remarks if "没有读" in note]
    assert passed_over == [
        "“科目余额表.xlsx”里没有填报工作簿的表，没有读；不是数据的不用管",
        "“旧账.xls”没有读（这种格式不能直接读取）；里面有数据的，请另存为 .xlsx",
    ]


def test_where_no_data_are_found_hidden_files_are_not_listed(tmp_path: Path) -> None:
    for name in (".disclosure.toml", "~$决算数据.xlsx", "通知.pdf"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(InputError, match="文件夹里现有：通知.pdf$"):
        read(tmp_path)


def test_a_text_written_in_word_stands_for_the_one_named(folder: Path) -> None:
    in_word(folder, "负责档案的接收。", "负责档案的利用。")
    submission = read(folder)
    assert submission.department.duties == "负责档案的接收。\n\n负责档案的利用。"
    assert submission.remarks == ("“职责.docx”没有带入：表格（“负责档案的利用。”附近）",)


def test_a_text_written_twice_is_one_sentence_naming_both(folder: Path) -> None:
    in_word(folder, "负责档案的接收。")
    (folder / "职责.md").write_text("负责档案。", encoding="utf-8")
    with pytest.raises(InputError, match="同时有 职责.md、职责.docx，不知道以哪一个为准"):
        read(folder)


def test_new_takes_over_what_was_imported(tmp_path: Path) -> None:
    (tmp_path / "导入.yaml").write_text(IMPORTED, encoding="utf-8")
    made = projects.new(tmp_path)
    assert (made.year, made.year_from) == (2024, "取自 导入.yaml")
    submission = read(tmp_path)
    assert (submission.unit, submission.department.full_name) == ("万元", "某某市档案馆")


def test_new_refuses_what_the_import_says_otherwise(tmp_path: Path) -> None:
    (tmp_path / "导入.yaml").write_text(IMPORTED, encoding="utf-8")
    with pytest.raises(InputError, match="--year 写的是“2025”，文件夹里 导入.yaml 是“2024”"):
        projects.new(tmp_path, year=2025)


@pytest.mark.parametrize("path", ["档案馆2024", "x y/中文 目录", "甲(本级)&乙"])
def test_a_printed_path_can_be_pasted(path: str) -> None:
    assert shlex.split(f"disclosure build {in_command(Path(path))} --draft")[2] == path


def test_a_form_of_another_year_is_told(folder: Path) -> None:
    (folder / "data.yaml").write_text(MINIMAL.replace("年度: 2024", "年度: 2025"), encoding="utf-8")
    (told,) = [note for note in api.check(folder).remarks if "年度的式样" in note]
    assert told.startswith("模板 sichuan-2024 是2024年度的式样，数据是2025年度的")


def test_an_explanation_of_the_catalogue_is_offered(folder: Path) -> None:
    missing = api.compose(folder, draft=True).missing
    (asked,) = [place for place in missing if "名词“2080506 机关事业单位职业年金缴费支出”的解释" in place]
    assert f"可用：“{EXPLAINED}”" in asked


@pytest.mark.parametrize(
    "name", ["2080506", "机关事业单位职业年金缴费支出", "2080506 机关事业单位职业年金缴费支出"]
)
def test_a_subject_is_explained_by_code_or_name(folder: Path, name: str) -> None:
    given = (
        f"{MINIMAL}名词:\n  - {{名称: {name}, 解释: 指职业年金。}}\n  - {{名称: 2050204, 解释: 指高中。}}\n"
    )
    (folder / "data.yaml").write_text(given, encoding="utf-8")
    composed = api.compose(folder, draft=True)
    assert not [one for one in composed.missing if "名词“" in one]
    (told,) = [note for note in composed.notes if note.startswith("“名词”")]
    assert "2050204" in told
