"""The import reads what the eye sees: marks are no digits, looks that change a number are told."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from docx import Document

from disclosure.importing.recognising import printed_numbers
from disclosure.loading import published
from tests.unit.importing.test_doubts import changed, doubts


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,402.19", "1402.19"),
        ("１，４０２．１９", "1402.19"),
        ("1 402.19", "1402.19"),
        ("1,234,567", "1234567"),
        ("1402.19", "1402.19"),
        ("-1,402.5", "-1402.5"),
        ("４６", "46"),
    ],
)
def test_a_number_however_it_is_set_is_read(text: str, amount: str) -> None:
    assert printed_numbers.amount(text) == Decimal(amount)
    assert printed_numbers.is_number(text)


@pytest.mark.parametrize(
    "text",
    ["46①", "545²", "12⑩", "46⑴", "46₁", "1402,19", "1,40,2.19", "1234,567", "1,2345", "46 1", "1402.19¹"],
)
def test_what_the_eye_would_not_take_for_the_number_is_none(text: str) -> None:
    assert printed_numbers.amount(text) is None
    assert not printed_numbers.is_number(text)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("150①", "“150①”里的“①”像是注号，不知道是不是数的一部分；请去掉注号再导入"),
        ("150<sup>2</sup>", "“150²”里的“²”像是注号，不知道是不是数的一部分；请去掉注号再导入"),
        ("1,50", "“1,50”里的逗号或空格不是三位一节，不知道是多少；请改正再导入"),
    ],
)
def test_a_mark_and_a_bad_comma_are_told(cell: str, sentence: str, tmp_path: Path) -> None:
    text = changed({0: f"<td>{cell}</td><td>100</td><td>50</td>"})
    (reason,) = doubts(tmp_path, text)["公开03表 支出决算表"]
    assert reason.endswith(sentence)


def seen(path: Path) -> list[str]:
    """The texts of a file's cells."""
    return [
        cell.text for sheet in published.read(path, path.name) for row in sheet.rows for cell in row.values()
    ]


def test_a_raised_digit_of_a_workbook_stays_raised(tmp_path: Path) -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet, raised = book.add_worksheet(), book.add_format({"font_script": 1})
        sheet.write_rich_string("A1", "46", raised, "1")
        sheet.write_rich_string("B1", "面积 m", raised, "2", "，共 3 间")
    (tmp_path / "表.xlsx").write_bytes(data.getvalue())
    assert seen(tmp_path / "表.xlsx") == ["46¹", "面积 m²，共 3 间"]


def test_a_raised_digit_of_a_document_stays_raised(tmp_path: Path) -> None:
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0).paragraphs[0]
    cell.add_run("1402.19")
    cell.add_run("1").font.superscript = True
    document.save(str(tmp_path / "表.docx"))
    assert seen(tmp_path / "表.docx") == ["1402.19¹"]
