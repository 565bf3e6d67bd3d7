"""The fill-in workbook on paper: every sheet a form to be signed, no page of blanks, nothing cut off."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from disclosure.workbook import BOOK
from tests.unit.workbook.clerk import converted, written

MOST_PAGES = 27  # 56 before the sheets were set up for paper, 29 of them lists of subjects
SUBJECTS = "科目"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    folder = written("panzhihua-chengdu-2024", tmp_path_factory.mktemp("paper") / "data")
    return openpyxl.load_workbook(folder / BOOK)


def forms(book: openpyxl.Workbook) -> list[Worksheet]:
    return [sheet for sheet in book.worksheets if sheet.title != SUBJECTS]


def test_every_cell_with_a_text_is_printed(book: openpyxl.Workbook) -> None:
    for sheet in forms(book):
        left, top, right, bottom = range_boundaries(sheet.print_area.rpartition("!")[2])
        filled = [cell for row in sheet.iter_rows() for cell in row if cell.value not in (None, "")]
        outside = [
            cell.coordinate
            for cell in filled
            if not (left <= cell.column <= right and top <= cell.row <= bottom)
        ]
        assert outside == [], sheet.title


def test_the_lists_of_subjects_take_one_line_of_paper(book: openpyxl.Workbook) -> None:
    assert book[SUBJECTS].print_area.endswith("$A$1:$C$1")


def test_every_page_says_which_sheet_it_is_of_and_can_be_signed(book: openpyxl.Workbook) -> None:
    for sheet in forms(book):
        assert (sheet.page_setup.fitToHeight, sheet.page_setup.paperSize) == (0, 9)
        assert {"编制：", "审核：", "负责人："} <= set(re.split(r"\s+", sheet.oddFooter.left.text.strip()))
        assert "&A" in sheet.oddFooter.right.text
    assert {sheet.print_title_rows for sheet in forms(book)[1:]} == {"$1:$2"}


def test_narrow_sheets_stand_upright_wide_ones_across(book: openpyxl.Workbook) -> None:
    ways = {sheet.title: sheet.page_setup.orientation for sheet in forms(book)}
    assert ways["预算"] == ways["采购"] == "portrait"
    assert ways["单位信息"] == ways["支出"] == ways["绩效自评"] == "landscape"
    pages_wide = {sheet.title: sheet.page_setup.fitToWidth or 1 for sheet in forms(book)}
    assert [title for title, wide in pages_wide.items() if wide > 1] == ["绩效自评"]  # 23 columns


@pytest.mark.libreoffice
def test_the_pages_are_few_and_none_is_blank(tmp_path: Path) -> None:
    folder = written("panzhihua-chengdu-2024", tmp_path / "data")
    pdf = converted(folder / BOOK, tmp_path, "pdf")
    text = subprocess.run(
        ["pdftotext", pdf, "-"], check=True, capture_output=True, timeout=60
    ).stdout.decode()
    pages = text.split("\f")[:-1]
    assert len(pages) <= MOST_PAGES
    (about_the_body,) = (page for page in pages if "【部门】" in page)
    assert "监督索引号" in about_the_body, "its rows stand on the page of its head"
    assert [
        page for page in pages if len("".join(page.split())) < len("编制：审核：负责人：日期：第1页，共20页")
    ] == []
