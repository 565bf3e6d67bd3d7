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
from disclosure.loading import published
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
        ("表.et", OLE, "这种格式不能直接读取，请用 WPS 打开，另存为 .xlsx（Excel 工作簿）再试"),
        ("表.wps", OLE, "这种格式不能直接读取，请用 WPS 打开，另存为 .docx（Word 文档）再试"),
        ("表.doc", OLE, "这种格式不能直接读取，请用 Word 或 WPS 打开，另存为 .docx（Word 文档）再试"),
        ("表.xlsx", b"", "文件是空的，请重新复制"),
        (
            "表.xlsx",
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "文件设了打开密码，请打开后取消密码，保存后再试",
        ),
        (
            "表.xls",
            OLE + "WordDocument".encode("utf-16-le"),
            "内容是旧格式的 Word 文档，请用 Word 或 WPS 打开，另存为 .docx（Word 文档）再试",
        ),
        ("表.xls", OLE, "工作簿不完整或已损坏，请用 Excel 或 WPS 打开后另存为 .xlsx"),
        (
            "表.xlsx",
            b"PK\x03\x04" + bytes(80),
            "文件不完整或已损坏，请重新复制，或用 Excel、WPS 打开后另存为 .xlsx",
        ),
        ("表.txt", b"1,2,3", "不是可以读取的文件，请另存为 .xlsx、.docx 或网页再试"),
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


def open_document(rows: list[list[str]], cell: str = CELL) -> bytes:
    """The least of an .ods."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    cells = "".join(
        "<table:table-row>" + "".join(cell.format(text) for text in row) + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0"'
        f' xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="一">{cells}'
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
    head = [
        "项目",
        "",
        "本年支出合计",
        "基本支出",
        "项目支出",
        "上缴上级支出",
        "经营支出",
        "对附属单位补助支出",
    ]
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
        (
            lambda sheet: sheet.write_datetime(4, 2, datetime.date(2023, 5, 1)),
            "单元格是日期 2023-05-01，不是数",
        ),
        (lambda sheet: sheet.write_string(4, 2, "约五元"), "“约五元”不是数"),
    ],
)
def test_a_cell_that_is_no_amount_is_named(write: object, sentence: str, tmp_path: Path) -> None:
    said = told(tmp_path, "表.xlsx", workbook(write))
    assert "表.xlsx 支出!C5：" in said
    assert sentence in said


def test_a_number_that_is_none_is_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(lambda sheet: sheet.write_number(4, 2, 87654)))) as whole:
        parts = {
            name: whole.read(name).decode().replace("<v>87654</v>", "<v>NaN</v>") for name in whole.namelist()
        }
    assert "表.xlsx 支出!C5：单元格里的数已损坏，请重新填写" in told(tmp_path, "表.xlsx", archive(**parts))


def test_numbers_stored_as_text_are_numbers(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(workbook(lambda sheet: sheet.write_string(4, 2, "５．00")))
    assert import_tables([tmp_path / "表.xlsx"], tmp_path / "data", "yunnan-2023").taken


def test_nothing_is_kept_of_200000_empty_rows(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(workbook(lambda _: None, rows=200_000))
    (matrix,) = published.read(tmp_path / "表.xlsx", "表.xlsx")
    assert len(matrix.rows) == 5
    assert import_tables([tmp_path / "表.xlsx"], tmp_path / "data", "yunnan-2023").taken


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """An archive with a part of 310 MB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/bomb.xml", "w", force_zip64=True) as stream:
            for _ in range(310):
                stream.write(bytes(1024 * 1024))
    return buffer.getvalue()


@pytest.mark.parametrize("part", ["xl/workbook.xml", "content.xml", "word/document.xml"])
def test_a_bomb_is_not_unpacked(bomb: bytes, part: str, tmp_path: Path) -> None:
    buffer = io.BytesIO(bomb)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, b"<a/>")
    assert "过大" in told(tmp_path, "表.xlsx", buffer.getvalue())


def test_a_span_without_end_is_not_laid_out(tmp_path: Path) -> None:
    row = '<tr><td rowspan="999999" colspan="999999">1</td></tr>' * 3
    assert "过大" in told(tmp_path, "表.html", f"<html><table>{row}</table></html>".encode())


def archive(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (archive(**{"表.xlsx": ""}), "是压缩包，不是一份文件；请先解压，再读里面的文件"),
        (archive(**{"encrypted-package": ""}), "文件设了打开密码，请打开后取消密码，保存后再试"),
        (
            archive(
                **{"content.xml": "", "META-INF/manifest.xml": "application/vnd.oasis.opendocument.text"}
            ),
            "内容是 .odt 文档，请用 WPS 打开，另存为 .docx（Word 文档）再试",
        ),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "内容是 XML 表格（Excel 2003 的 XML），请用 Excel 或 WPS 打开后另存为 .xlsx 再试",
        ),
    ],
)
def test_a_file_of_another_kind_is_told_what_it_is(content: bytes, sentence: str, tmp_path: Path) -> None:
    assert told(tmp_path, "表.xls", content) == f"表.xls：{sentence}"


def texts(folder: Path, page: str, coding: str = "utf-8") -> list[list[str]]:
    (folder / "表.html").write_bytes(page.encode(coding))
    (matrix,) = published.read(folder / "表.html", "表.html")
    return [[cell.text for cell in row.values()] for row in matrix.rows]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_page_is_read_in_the_coding_it_was_exported_in(coding: str, tmp_path: Path) -> None:
    assert texts(tmp_path, "<html><meta charset=gb2312><table><tr><td>决算<td>５．００", coding) == [
        ["决算", "５．００"]
    ]


def test_a_field_of_a_form_is_read_as_what_stands_in_it(tmp_path: Path) -> None:
    row = '<tr><td><input value="12.50"><input type="hidden" value="9"></td></tr>'
    assert texts(tmp_path, f"<html><table>{row}</table>") == [["12.50"]]


def test_a_title_in_an_outer_table_stays_above_its_own_table(tmp_path: Path) -> None:
    laid = "".join(
        f"<tr><td>{name}<table><tr><td>{name}的数</td></tr></table></td></tr>" for name in ("甲表", "乙表")
    )
    read = [row for row in texts(tmp_path, f"<html><table>{laid}</table>") if row]
    assert read == [["甲表"], ["甲表的数"], ["乙表"], ["乙表的数"]]


@pytest.mark.parametrize("end", ["<br>", "</p><p>", "</div><div>"])
def test_two_amounts_one_below_the_other_are_not_one(end: str, tmp_path: Path) -> None:
    changed = page(100, 50).replace("<td>150</td>", f"<td>1{end}50</td>")
    (tmp_path / "表.html").write_text(changed, encoding="utf-8")
    doubtful = import_tables([tmp_path / "表.html"], tmp_path / "data", "yunnan-2023").doubtful
    assert all("不是数" in reasons[0] for _, reasons in doubtful)
    assert doubtful


@pytest.mark.parametrize("part", ["<!--a>", "<![foo[", "<a ", "&#x41;", "<table><tr><td>", "<td>", "<p>1"])
def test_a_page_of_nothing_but_beginnings_ends(part: str, tmp_path: Path) -> None:
    said = told(tmp_path, "表.html", f"<html>{part * (4_000_000 // len(part))}".encode())
    assert "没有一张表可以导入" in said or "过大" in said


def cells_of(folder: Path, rows: str, rest: str = "") -> list[dict[int, str]]:
    """What is read of a sheet with this XML."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(io.BytesIO(workbook(lambda _: None))) as whole:
        parts = {name: whole.read(name).decode() for name in whole.namelist()}
    sheet = f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData>{rest}</worksheet>'
    (folder / "表.xlsx").write_bytes(archive(**{**parts, "xl/worksheets/sheet1.xml": sheet}))
    (matrix,) = published.read(folder / "表.xlsx", "表.xlsx")
    return [{column: cell.text for column, cell in row.items()} for row in matrix.rows]


def test_what_lies_below_a_merged_cell_is_not_seen(tmp_path: Path) -> None:
    """Excel keeps only the first value when cells are merged; other software keeps all."""
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="B2"><v>3</v></c></row>'
    )
    merged = '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:B2"/></mergeCells>'
    assert cells_of(tmp_path, rows, merged) == [{0: "1", 1: "1"}, {}]


def test_a_cell_that_does_not_say_its_place_stands_beside_the_one_before_it(tmp_path: Path) -> None:
    """Also beside an empty cell; and a row that does not say its place stands below the one before it."""
    cells = '<c><v>1</v></c><c r="C2"><v>2</v></c><c><v>3</v></c><c r="F2" s="0"/><c><v>4</v></c>'
    rows = f'<row r="2">{cells}</row>'
    rows += '<row><c/><c r="B3" s="0"/><c r="C3" s="0"/><c><v>5</v></c></row>'
    assert cells_of(tmp_path, rows) == [{}, {0: "1", 2: "2", 3: "3", 6: "4"}, {3: "5"}]


def test_a_deleted_amount_and_a_deleted_cell_of_a_document_are_no_figures(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    kept = f"<w:tc><w:p>{run.format(5)}<w:del><w:r><w:delText>7</w:delText></w:r></w:del></w:p></w:tc>"
    gone = f"<w:tc><w:tcPr><w:cellDel/></w:tcPr><w:p>{run.format(8)}</w:p></w:tc>"
    row = f"<w:tr>{gone}{kept}</w:tr>"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{space}"><w:body><w:tbl>{row}</w:tbl></w:body></w:document>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{kind}" Target="word/document.xml"/></Relationships>'
    )
    parts = {"[Content_Types].xml": "<Types/>", "_rels/.rels": relations, "word/document.xml": body}
    (tmp_path / "表.docx").write_bytes(archive(**parts))
    (matrix,) = published.read(tmp_path / "表.docx", "表.docx")
    assert [[cell.text for cell in row.values()] for row in matrix.rows] == [["5"]]
    assert matrix.lost == "表.docx：文件里有修订痕迹（按接受全部修订带入，请核对），请核对有关的数"


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "公开表").mkdir()
    with pytest.raises(InputError, match="公开表：是文件夹，不是文件，请写明里面的哪一个文件"):
        published.read(tmp_path / "公开表", "公开表")


@pytest.mark.parametrize(
    ("number", "fault"), [("NaN", "单元格里的数已损坏"), ("1e400", "数字超过 13 位"), ("x", "")]
)
def test_a_number_of_another_office_suite_that_is_none_is_told(
    number: str, fault: str, tmp_path: Path
) -> None:
    cell = f'<table:table-cell office:value-type="float" office:value="{number}"><text:p>{{}}</text:p>'
    content = open_document([["1.50"]], f"{cell}</table:table-cell>")
    (tmp_path / "表.ods").write_bytes(content)
    if not fault:
        assert "工作簿不完整或已损坏" in told(tmp_path, "表.ods", content)
        return
    (matrix,) = published.read(tmp_path / "表.ods", "表.ods")
    assert matrix.rows[0][0].fault.startswith(fault)


def test_a_span_of_thousands_of_digits_is_none(tmp_path: Path) -> None:
    row = f'<tr><td colspan="{"9" * 5000}">1</td><td colspan="２">2</td></tr>'
    assert texts(tmp_path, f"<html><table>{row}</table>") == [["1", "2", "2"]]
