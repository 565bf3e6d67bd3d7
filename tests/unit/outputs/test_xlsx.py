"""The workbook: numbers as numbers, texts as texts, sums as formulas only where what is shown adds up."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from disclosure.document import Cell, Document, Paragraph, Row, Style, TableBlock, Text
from disclosure.errors import OutputError
from disclosure.outputs.xlsx import column_widths, sheet_names, write
from disclosure.readback.sheet_values import cells

STYLE = Style("", b"", "")


def number(value: str, *parts: tuple[int, int]) -> Cell:
    return Cell((Text(value),), "right", value=Decimal(value), number_format="#,##0.00", parts=parts)


def words(text: str, **others: Any) -> Cell:
    return Cell((Text(text),), **others)


HEAD = (
    Row((words("项目", head=True, rowspan=2), words("支出", head=True, colspan=2))),
    Row((words("基本", head=True), words("项目", head=True))),
)
BODY = (
    Row((words("合计"), number("30.00", (1, 1), (2, 1)), number("5.01", (1, 2), (2, 2)))),
    Row((words("=HYPERLINK(1)"), number("10.00"), number("5.00"))),
    Row((words("+甲"), number("20.00"), Cell(align="right"))),
)
TABLE = TableBlock(
    "t",
    HEAD,
    BODY,
    (12, 6, 6),
    (Text("支出决算表"),),
    "公开03表",
    "部门：某局",
    "单位：元",
    ((Text("注：无。"),),),
)


def book(*tables: TableBlock, formulas: bool = False) -> Any:
    (artifact,) = write(Document("某局决算", "某局", tables), STYLE, "某局")
    assert artifact.name == "某局.xlsx"
    return load_workbook(BytesIO(artifact.data), data_only=not formulas)


def rows(sheet: Any) -> list[list[Any]]:
    return [[value for value in row if value not in (None, "")] for row in sheet.iter_rows(values_only=True)]


def test_a_sheet_holds_title_corners_head_body_and_notes() -> None:
    assert rows(book(TABLE).active) == [
        ["支出决算表"],
        ["公开03表"],
        ["部门：某局", "单位：元"],
        ["项目", "支出"],
        ["基本", "项目"],
        ["合计", 30, 5.01],
        ["=HYPERLINK(1)", 10, 5],
        ["+甲", 20],
        ["注：无。"],
    ]


def test_head_cells_are_merged() -> None:
    assert {"A4:A5", "B4:C4", "A1:C1"} <= {str(found) for found in book(TABLE).active.merged_cells.ranges}


def test_a_sum_is_a_formula_with_its_value_where_the_shown_parts_add_exactly() -> None:
    sheet = book(TABLE, formulas=True).active
    assert sheet["B6"].value == "=SUM(B7:B8)"
    assert sheet["C6"].value == 5.01  # its parts are shown as 5.00 and blank: a tail of rounding
    assert book(TABLE).active["B6"].value == 30


def test_numbers_are_numbers_with_their_format_and_texts_never_formulas() -> None:
    sheet = book(TABLE, formulas=True).active
    assert (sheet["B7"].data_type, sheet["B7"].number_format) == ("n", "#,##0.00")
    assert (sheet["A7"].data_type, sheet["A7"].value) == ("s", "=HYPERLINK(1)")
    assert sheet["A8"].data_type == "s"


def test_a_zero_that_the_form_leaves_blank_is_blank() -> None:
    assert book(TABLE).active["C8"].value is None


def test_an_amount_of_more_digits_than_excel_keeps_is_written_as_text() -> None:
    body = (Row((words("合计"), number("12345678901234567.89"), number("1.00"))),)
    sheet = book(replace(TABLE, body=body)).active
    assert sheet["B6"].value == "12345678901234567.89"


def test_the_page_is_set_up_for_printing() -> None:
    sheet = book(replace(TABLE, landscape=True)).active
    assert sheet.print_area == "'公开03表 支出决算表'!$A$1:$C$9"
    assert sheet.print_title_rows == "$1:$5"  # each page has the title, the unit and the head
    assert "&P" in sheet.oddFooter.center.text
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.freeze_panes == "A6"


def wide() -> TableBlock:
    """Eight columns of amounts, three a page, under two heads of four."""
    heads = (words("科目", head=True, rowspan=2), *(words(name, head=True, colspan=4) for name in "甲乙"))
    names = tuple(words(f"{number}", head=True) for number in range(1, 9))
    body = Row((words("2010301"), *(number("817.16") for _ in range(8))))
    widths = (8.0, *(9.0,) * 8)
    return replace(TABLE, head=(Row(heads), Row(names)), body=(body,), widths=widths, keys=1, panel=3)


def test_a_table_in_panels_prints_a_panel_a_page_with_what_stands_above_it() -> None:
    sheet = book(wide()).active
    assert [one.id for one in sheet.col_breaks.brk] == [4, 7]
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$4:$5", "$A:$A")
    assert sheet.print_area == "'公开03表 支出决算表'!$A$4:$I$7"
    assert sheet.page_setup.orientation == "landscape"
    header = (sheet.oddHeader.left.text, sheet.oddHeader.center.text, sheet.oddHeader.right.text)
    assert [said.split("\n")[-1] for said in header] == ["部门：某局", "&B支出决算表", "单位：元"]


def test_a_head_over_two_panels_stands_in_both_and_the_note_only_in_the_first() -> None:
    sheet = book(wide()).active
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert {"B4:D4", "F4:G4", "H4:I4"} <= merged
    assert [sheet[place].value for place in ("B4", "E4", "F4", "H4")] == ["甲", "甲", "乙", "乙"]
    assert (sheet["A7"].value, sheet["B7"].value) == (None, "注：无。")


def test_what_is_written_in_panels_reads_back_alike() -> None:
    document = Document("某局决算", "某局", (wide(),))
    files = write(document, STYLE, "某局")
    assert list(cells(files, document, STYLE)) == []
    assert [*cells(files, replace(document, blocks=(replace(wide(), owner="部门：他局"),)), STYLE)]


def amounts_side_by_side(columns: int) -> TableBlock:
    """So many columns of long amounts that no page has room for them in letters of 8 pt."""
    head = Row((words("科目", head=True), *(words(f"{column}", head=True) for column in range(1, columns))))
    body = Row((words("2010301"), *(number("123456789.12") for _ in range(1, columns))))
    return replace(TABLE, head=(head,), body=(body,), widths=(8.0, *(6.0,) * (columns - 1)), keys=1)


@pytest.mark.parametrize(("columns", "begun"), [(9, []), (16, [9]), (31, [9, 17, 25])])
def test_a_table_of_many_long_amounts_goes_over_pages_before_its_letters_are_below_8_pt(
    columns: int, begun: list[int]
) -> None:
    table = amounts_side_by_side(columns)
    sheet = book(table).active
    assert [one.id for one in sheet.col_breaks.brk] == begun
    assert 10.5 * (sheet.page_setup.scale or 100) / 100 >= 8
    document = Document("某局决算", "某局", (table,))
    assert list(cells(write(document, STYLE, "某局"), document, STYLE)) == []


def test_a_form_whose_cells_reach_over_its_columns_is_never_cut() -> None:
    table = amounts_side_by_side(16)
    form = replace(table, head=(), body=(*table.body, Row((words("合计", colspan=16),))))
    assert not book(form).active.col_breaks.brk


def test_a_row_of_several_lines_has_room_for_the_tallest_stand_in_of_its_font() -> None:
    sheet = book(replace(TABLE, body=(Row((words("一\n二\n三\n四\n五"), words(""), words(""))),))).active
    assert sheet.row_dimensions[6].height >= 5 * 1.437 * 10.5  # Noto Serif CJK, from top to bottom


def test_columns_give_way_to_letters_that_can_be_read_but_numbers_stay_whole() -> None:
    many = replace(TABLE, body=(Row(tuple(number("12,345.67".replace(",", "")) for _ in range(12))),))
    broad = replace(many, head=(), widths=(20.0,) * 12)
    letters = [width * 7 * 0.75 for width in column_widths(broad)]
    assert sum(letters) < 800
    assert min(column_widths(broad)) >= len("12345.67") + 2


def test_sheet_names_are_legal_short_and_unique() -> None:
    long = replace(TABLE, title=(Text("一般公共预算财政拨款/“三公”经费[预算]支出决算情况明细表及说明"),))
    names = sheet_names([long, long, TABLE, replace(TABLE, number="", title=(Text("?*"),))])
    assert len(set(names)) == 4
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


def test_the_same_document_gives_the_same_bytes_and_no_date_of_today() -> None:
    document = Document("某局决算", "某局", (TABLE,))
    first, second = (write(document, STYLE, "a")[0].data for _ in range(2))
    assert first == second
    core = zipfile.ZipFile(BytesIO(first)).read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\d", core)) == {"2000-01-01"}


def test_a_document_without_tables_is_no_workbook() -> None:
    with pytest.raises(OutputError, match="没有公开表，不能生成 xlsx；.*或从 --format 里去掉 xlsx"):
        write(Document("", "", (Paragraph("p", (Text("字"),)),)), STYLE, "a")
