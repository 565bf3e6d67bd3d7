"""40 edits by hand of a finished DOCX: each told rightly, and nothing else told."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import pytest

from disclosure.errors import InputError
from disclosure.learning.reconciled import MadeNow, Reconciled, made_now, reconcile, reconciled_with
from disclosure.outputs import writer
from tests.contract import hand_edits as by
from tests.contract.hand_edits import ABROAD, DUTY, NOTE, Edit, Told
from tests.departments import EXAMPLES
from tests.finished import EXAMPLE_NAMES, finished

NAME = "yuxi-beijing-2023"
INCOME = "2023年度收入合计322.24万元"
FIFTH = "2.社会保障和就业支出（类）"
DUTY_4 = "4. 组织开展对外宣传推介"
HEAD = "（二）项目支出情况"
LINE = "外事接待支出0.00万元，外事接待0批次，0人次（不包括陪同人员），共计支出0.00万元。"

EDITS: dict[str, tuple[Edit, Told]] = {
    "nothing": (by.nothing, []),
    "a word of the form": (by.word(INCOME, "收入合计", "收入总计"), [("改词", "合", "总")]),
    "a word typed in the data": (by.word(DUTY, "信息资料", "文字材料"), [("改词", "信息资", "文字材")]),
    "words added at an end": (
        by.word(ABROAD, "0.00万元。", "0.00万元，与上年持平。"),
        [("改词", "", "，与上年持平")],
    ),
    "words taken out": (
        by.word("（不包括陪同人员），共计支出0.00万元", "（不包括陪同人员）", ""),
        [("改词", "（不包括陪同人员）", "")],
    ),
    "a word of a heading": (by.word(HEAD, "项目支出情况", "项目支出说明"), [("改词", "情况", "说明")]),
    "a heading's number": (by.word(HEAD, "（二）", "（三）"), [("改词", "二", "三")]),
    "the cover": (by.word("2023年度单位决算", "单位决算", "单位决算公开"), [("改词", "", "公开")]),
    "a table's title": (by.word("收入决算表", "收入决算表", "收入决算明细表"), [("改词", "", "明细")]),
    "a table's note": (by.word(NOTE, "取得", "实现"), [("改词", "取得", "实现")]),
    "a table's unit": (by.word("公开02表", "金额单位：元", "单位：元"), [("改词", "金额", "")]),
    "a term": (by.word("9.基本支出", "日常工作任务", "日常任务"), [("改词", "工作", "")]),
    "a number": (by.word(FIFTH, "14.03", "14.30"), [("改数", "14.03万元", "14.30万元")]),
    "a unit": (by.word(FIFTH, "14.03万元", "14.03元"), [("改数", "14.03万元", "14.03元")]),
    "a rate": (by.word(FIFTH, "4.35%", "4.36%"), [("改数", "4.35%", "4.36%")]),
    "a number and a word": (
        by.several(by.word(FIFTH, "14.03", "15.03"), by.word(FIFTH, "主要用于", "用于")),
        [("改数", "14.03万元", "15.03万元"), ("改词", "主要", "")],
    ),
    "two numbers": (
        by.several(by.word(FIFTH, "14.03", "15.03"), by.word(FIFTH, "4.35%", "5%")),
        [("改数", "14.03万元", "15.03万元"), ("改数", "4.35%", "5%")],
    ),
    "a count": (by.word("国内公务接待46批次", "46批次", "64批次"), [("改数", "46", "64")]),
    "a year": (by.word(ABROAD, "0.00万元", "0.01万元"), [("改数", "0.00万元", "0.01万元")]),
    "a cell's number": (by.cell(1, 3, 2, "3,222,37", "3,222,73"), [("改数", "", "")]),
    "a cell's words": (by.cell(1, 1, 0, "项目", "收入项目"), [("改词", "", "收入")]),
    "a row gone": (by.row_gone(10, 4), [("删行", "", "")]),
    "a row added": (
        by.row_added(10, 3, ["其他费用", "99", "1", "2", "3"]),
        [("添行", "", "其他费用｜99｜1｜2｜3")],
    ),
    "a table gone": (by.table_gone(9), [("删表", "", "")]),
    "a table retyped": (by.retyped(10), [("重打的表", "", "")]),
    "cells merged": (by.cells_merged(10, 5), [("重打的表", "", "")]),
    "a paragraph gone": (by.gone(ABROAD), [("删段", ABROAD, "")]),
    "a heading gone": (by.gone(HEAD), [("删段", HEAD, "")]),
    "a paragraph added": (
        by.added(ABROAD, "本年没有安排出国任务。"),
        [("添段", "", "本年没有安排出国任务。")],
    ),
    "a paragraph pasted twice": (by.pasted(DUTY, LINE), [("添段", "", DUTY)]),
    "a paragraph moved": (by.moved(DUTY, DUTY_4), [("移动", "", DUTY)]),
    "a paragraph moved far": (by.moved(ABROAD, NOTE), [("移动", "", ABROAD)]),
    "paragraphs joined": (by.joined(DUTY, DUTY_4), [("改词", "", DUTY_4), ("删段", DUTY_4, "")]),
    "bookmarks lost": (by.without_marks, []),
    "bookmarks lost and a number": (
        by.several(by.without_marks, by.word(FIFTH, "14.03", "14.30")),
        [("改数", "14.03万元", "14.30万元")],
    ),
    "bookmarks lost and a paragraph gone": (
        by.several(by.without_marks, by.gone(ABROAD)),
        [("删段", ABROAD, "")],
    ),
    "runs split": (by.runs_split(FIFTH), []),
    "runs split and a number": (
        by.several(by.runs_split(FIFTH), by.word(FIFTH, "14.03", "14.30")),
        [("改数", "14.03万元", "14.30万元")],
    ),
    "width and blanks": (
        by.several(by.word(ABROAD, "（境）", "(境)"), by.word("1.因公出国", "支出0.00", "支出 0.00 ")),
        [],
    ),
    "width of digits": (by.word(ABROAD, "0.00万元", "０.００万元"), []),
    "words put in by a revision": (
        by.tracked_in(ABROAD, "特此说明。"),
        [("修订", "", "特此说明。"), ("改词", "", "特此说明。")],
    ),
    "words taken out by a revision": (
        by.tracked_out(DUTY, "报送"),
        [("修订", "报送", ""), ("改词", "报送", "")],
    ),
    "a row taken out by a revision": (by.tracked_row_out(13, 4), [("修订", "1.", ""), ("删行", "1.", "")]),
    "a paragraph taken out by a revision": (
        by.tracked_paragraph_out(DUTY),
        [("修订", "3. 收集", ""), ("删段", DUTY, "")],
    ),
    "a comment": (by.commented(ABROAD), []),
}


@pytest.fixture(scope="module")
def made() -> bytes:
    composed = finished(NAME).composed
    (file,) = writer("docx")(composed.document, composed.style, composed.filename)
    return file.data


@cache
def now() -> MadeNow:
    """Of the example, made once for all that is held against it."""
    return made_now(EXAMPLES / NAME)


def told(file: Path) -> Reconciled:
    return reconciled_with(now(), file)


def edited(made: bytes, edit: Edit, path: Path) -> Path:
    file = docx.Document(BytesIO(made))
    edit(file)
    file.save(str(path))
    return path


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_told_and_nothing_else(name: str, made: bytes, tmp_path: Path) -> None:
    edit, expected = EDITS[name]
    found = told(edited(made, edit, tmp_path / "改过的.docx"))
    assert [one.kind for one in found.edits] == [kind for kind, *_ in expected]
    for one, (_, before, after) in zip(found.edits, expected, strict=True):
        assert before in one.before
        assert after in one.after


def test_comments_are_told_of_and_are_no_edit(made: bytes, tmp_path: Path) -> None:
    found = told(edited(made, by.commented(ABROAD), tmp_path / "改过的.docx"))
    assert found.edits == ()
    assert found.remarks == ("有批注1处，批注里的话没有比",)


def test_a_number_is_told_with_its_figure_and_where_it_comes_from(made: bytes, tmp_path: Path) -> None:
    (edit,) = told(edited(made, by.word(FIFTH, "14.03", "14.30"), tmp_path / "改过的.docx")).edits
    assert edit.figure == "general_expenditure.class.208.final"
    assert edit.heading == "（二）一般公共预算财政拨款支出决算具体情况"
    assert "现在的数据印“14.03万元”，改成了“14.30万元”" in edit.offer
    assert "一般公共预算" in edit.offer


def test_a_typed_word_is_told_with_its_key_and_line(made: bytes, tmp_path: Path) -> None:
    (edit,) = told(edited(made, by.word(DUTY, "报送", "上报"), tmp_path / "改过的.docx")).edits
    assert edit.offer.startswith("数据里录入的文字：“部门.职责”（data.yaml 第14行")


def test_a_word_of_the_form_is_told_with_the_override(made: bytes, tmp_path: Path) -> None:
    (edit,) = told(edited(made, by.word(FIFTH, "主要用于", "用于"), tmp_path / "改过的.docx")).edits
    assert "disclosure pack override general" in edit.offer


def test_a_cell_is_told_by_row_and_column(made: bytes, tmp_path: Path) -> None:
    (edit,) = told(edited(made, by.cell(1, 3, 2, "3,222,37", "3,222,73"), tmp_path / "改过的.docx")).edits
    assert edit.place == "第1个表格第4行第3列"


def test_the_folder_is_not_written(made: bytes, tmp_path: Path) -> None:
    home = tmp_path / "数据"
    shutil.copytree(EXAMPLES / NAME, home)
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    file = edited(made, by.word(FIFTH, "14.03", "14.30"), tmp_path / "改过的.docx")
    assert reconcile(home, file) == reconcile(home, file)
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_what_is_no_word_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "改过的.docx"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(InputError, match=r"改过的\.docx"):
        told(path)


def saved_by_libreoffice(path: Path) -> Path:
    out = path.parent / "另存"
    profile = f"-env:UserInstallation={(path.parent / 'office').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return out / path.name


@pytest.mark.libreoffice
def test_the_same_edits_are_told_of_a_file_saved_by_libreoffice(made: bytes, tmp_path: Path) -> None:
    edit = by.several(
        by.word(FIFTH, "14.03", "14.30"),
        by.word(DUTY, "报送", "上报"),
        by.cell(1, 3, 2, "3,222,37", "3,222,73"),
        by.row_gone(10, 4),
        by.gone(ABROAD),
    )
    plain = edited(made, edit, tmp_path / "改过的.docx")
    expected = [(one.kind, one.before, one.after) for one in told(plain).edits]
    assert [kind for kind, *_ in expected] == ["改词", "改数", "删行", "改数", "删段"]
    saved = told(saved_by_libreoffice(plain)).edits
    assert [(one.kind, one.before, one.after) for one in saved] == expected


@pytest.mark.sampled(3)
@pytest.mark.libreoffice
@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_an_untouched_file_says_the_same_saved_by_libreoffice_or_not(name: str, tmp_path: Path) -> None:
    composed = finished(name).composed
    (file,) = writer("docx")(composed.document, composed.style, composed.filename)
    path = tmp_path / file.name
    path.write_bytes(file.data)
    made = made_now(EXAMPLES / name)
    assert reconciled_with(made, path).edits == ()
    assert reconciled_with(made, saved_by_libreoffice(path)).edits == ()
