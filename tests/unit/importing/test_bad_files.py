"""Files that are not what they seem, or harmful: one Chinese sentence each, with its place."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from disclosure.errors import InputError
from disclosure.importing import import_tables
from disclosure.load import published
from tests.unit.importing.test_again import page

CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def told(folder: Path, name: str, content: bytes) -> str:
    (folder / name).write_bytes(content)
    with pytest.raises(InputError) as caught:
        import_tables([folder / name], folder / "data", "yunnan-2023")
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("表.et", OLE, "这种格式不能直接读取，请用 WPS 打开，另存为 .xlsx（Excel 工作簿）再导入"),
        ("表.wps", OLE, "这种格式不能直接读取，请用 WPS 打开，另存为 .docx（Word 文档）再导入"),
        ("表.doc", OLE, "这种格式不能直接读取，请用 Word 或 WPS 打开，另存为 .docx（Word 文档）再导入"),
        ("表.xlsx", b"", "文件是空的，请重新复制"),
        ("表.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "文件设了打开密码，请打开后取消密码，保存后再导入"),
        (
            "表.xls",
            OLE + "WordDocument".encode("utf-16-le"),
            "内容是旧格式的 Word 文档，请用 Word 或 WPS 打开，另存为 .docx（Word 文档）再导入",
        ),
        ("表.xls", OLE, "工作簿不完整或已损坏，请用 Excel 或 WPS 打开后另存为 .xlsx"),
        ("表.xlsx", b"PK\x03\x04" + bytes(80), "文件不完整或已损坏，请重新复制，或用 Excel、WPS 打开后另存为 .xlsx"),
        ("表.txt", b"1,2,3", "不是可以读取的表格文件，请另存为 .xlsx、.docx 或网页再导入"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(name: str, content: bytes, sentence: str, tmp_path: Path) -> None:
    assert told(tmp_path, name, content) == f"{name}：{sentence}"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="^表.xlsx：找不到这个文件，请检查文件名和路径是否写对$"):
        import_tables([tmp_path / "表.xlsx"], tmp_path / "data", "yunnan-2023")


def test_a_pdf_is_told_what_to_export_instead(tmp_path: Path) -> None:
    assert "请向软件导出 .xlsx" in told(tmp_path, "表.pdf", b"%PDF-1.7")


def test_a_page_renamed_to_a_workbook_is_read_as_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "表.xls").write_text(page(100, 50), encoding="gb18030")
    assert len(import_tables([tmp_path / "表.xls"], tmp_path / "data", "yunnan-2023").taken) == 5


def test_a_sheet_of_another_office_suite_is_read(tmp_path: Path) -> None:
    rows = [["支出决算表"], ["部门：某某局", "金额单位：元"], ["合计", "1.50"]]
    (tmp_path / "表.ods").write_bytes(open_document(rows))
    (matrix,) = published.read(tmp_path / "表.ods", "表.ods")
    assert [cell.text for row in matrix.rows for cell in row.values()][-2:] == ["合计", "1.50"]
    assert str(matrix.source(2, 1)) == "表.ods 一!B3"


def open_document(rows: list[list[str]]) -> bytes:
    """The least of an .ods."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    cells = "".join(
        "<table:table-row>" + "".join(CELL.format(text) for text in row) + "</table:table-row>" for row in rows
    )
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0"'
        f' xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet><table:table table:name="一">{cells}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return buffer.getvalue()


def workbook(write: object, rows: int = 0) -> bytes:
    """支出决算表 on a sheet, with something else in the cell of 合计, and empty formatted rows below."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("支出")
    head = ["项目", "", "本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]
    for row, values in enumerate(
        [["支出决算表"], ["部门：某某局", "", "金额单位：元"], head, ["科目编码", "科目名称"]]
    ):
        sheet.write_row(row, 0, values)
    sheet.write_row(4, 0, ["", "合计", 5, 5])
    write(sheet)  # type: ignore[operator]
    border = book.add_format({"border": 1})
    for row in range(5, 5 + rows):
        sheet.write_blank(row, 0, None, border)
    book.close()
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("write", "sentence"),
    [
        (lambda sheet: sheet.write_formula(4, 2, "=1/0", None, "#DIV/0!"), "是错误值 #DIV/0!"),
        (lambda sheet: sheet.write_formula(4, 2, "=A1", None, "#REF!"), "是错误值 #REF!"),
        (lambda sheet: sheet.write_datetime(4, 2, datetime.date(2023, 5, 1)), "单元格是日期 2023-05-01，不是数"),
        (lambda sheet: sheet.write_string(4, 2, "约五元"), "“约五元”不是数"),
    ],
)
def test_a_cell_that_is_no_amount_is_named(write: object, sentence: str, tmp_path: Path) -> None:
    said = told(tmp_path, "表.xlsx", workbook(write))
    assert "表.xlsx 支出!C5：" in said
    assert sentence in said


def test_numbers_stored_as_text_are_numbers(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(workbook(lambda sheet: sheet.write_string(4, 2, "５．00")))
    assert import_tables([tmp_path / "表.xlsx"], tmp_path / "data", "yunnan-2023").taken


def test_nothing_is_kept_of_200000_empty_rows(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(workbook(lambda _: None, rows=200_000))
    (matrix,) = published.read(tmp_path / "表.xlsx", "表.xlsx")
    assert len(matrix.rows) == 5
    assert import_tables([tmp_path / "表.xlsx"], tmp_path / "data", "yunnan-2023").taken


@pytest.mark.parametrize("part", ["xl/workbook.xml", "content.xml", "word/document.xml"])
def test_a_bomb_is_not_unpacked(part: str, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, b"<a/>")
        with archive.open("xl/bomb.xml", "w", force_zip64=True) as stream:
            for _ in range(310):
                stream.write(bytes(1024 * 1024))
    assert "过大" in told(tmp_path, "表.xlsx", buffer.getvalue())


def test_a_span_without_end_is_not_laid_out(tmp_path: Path) -> None:
    row = '<tr><td rowspan="999999" colspan="999999">1</td></tr>' * 3
    assert "过大" in told(tmp_path, "表.html", f"<html><table>{row}</table></html>".encode())
