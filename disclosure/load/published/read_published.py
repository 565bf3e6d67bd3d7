"""读取已成文的表 — a file by what it holds, not by its name; any kind becomes matrices; raises InputError."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from disclosure.errors import Source
from disclosure.load import data_files, word
from disclosure.load.published import html, ods, xls
from disclosure.load.published.matrix import Cell, Matrix, Spanned, spread
from disclosure.load.workbook import workbook_cells as sheets
from disclosure.load.workbook.sheet_xml import LargeError
from disclosure.load.workbook.workbook_cells import CellError, Cells
from disclosure.load.workbook.workbook_package import chunks
from disclosure.model import AttachedFile, AttachedTable, AttachedText
from disclosure.model.shape import COUNT, WORD

_SAVE_AS = {
    ".et": "请用 WPS 打开，另存为 .xlsx（Excel 工作簿）再导入",
    ".ett": "请用 WPS 打开，另存为 .xlsx（Excel 工作簿）再导入",
    ".xlsb": "请用 Excel 或 WPS 打开，另存为 .xlsx（Excel 工作簿）再导入",
    ".wps": "请用 WPS 打开，另存为 .docx（Word 文档）再导入",
    ".doc": "请用 Word 或 WPS 打开，另存为 .docx（Word 文档）再导入",
    ".pdf": "PDF 里的表不能可靠地读出，请向软件导出 .xlsx，或用 Word 打开后另存为 .docx，核对后再导入",
}
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
_BOOK = "xl/workbook.xml"  # within it, each part is bounded when it is read
_MAX_UNPACKED = 200 * 1024 * 1024
_FEW = 5
_START = 4_000  # characters, in which a file says what it is
_MOST_MERGED = 2_000_000
_DAMAGED = "文件不完整或已损坏，请重新复制，或用 Excel、WPS 打开后另存为 .xlsx"
_LARGE = "展开后过大，不像决算公开的表，请只留要导入的表"
_CONCEALED = "工作表被隐藏，请核对后取消隐藏，或删去这张工作表，再导入"
# What a document may hold that bears on its tables and is not read, or read otherwise than it looks.
_TOLD = ("文本框", "修订痕迹", "隐藏文字", "嵌入对象", "单元格里的表格", "表格中的图片")


def read(path: Path, shown: str) -> list[Matrix]:
    """读取 — the matrices of a file: one for each sheet, or one for the whole document."""
    advice = _SAVE_AS.get(path.suffix.lower())
    if advice:
        raise data_files.fault(f"这种格式不能直接读取，{advice}", shown)
    data = data_files.content(path, shown)
    try:
        return list(_reader(data, shown)(path, data, shown))
    except LargeError:
        raise data_files.fault(_LARGE, shown) from None


Reader = Callable[[Path, bytes, str], Iterable[Matrix]]


def _reader(data: bytes, shown: str) -> Reader:
    if not data.strip():
        raise data_files.fault("文件是空的，请重新复制", shown)
    if data.startswith(_OLE):
        return _xls
    if data.startswith(_ZIP):
        return _zipped(data, shown)
    if data.startswith(b"%PDF"):
        raise data_files.fault(_SAVE_AS[".pdf"], shown)
    if _SPREADSHEET_XML in data[:_START]:
        raise data_files.fault(
            "内容是 XML 表格（Excel 2003 的 XML），请用 Excel 或 WPS 打开后另存为 .xlsx 再导入", shown
        )
    if html.is_page(data):
        return _html
    raise data_files.fault("不是可以读取的表格文件，请另存为 .xlsx、.docx 或网页再导入", shown)


def _zipped(data: bytes, shown: str) -> Reader:
    names, kind = _archived(data, shown)
    if _BOOK in names:
        return _xlsx
    if "encrypted-package" in names or b"encryption-data" in kind:
        raise data_files.fault(xls.PASSWORD, shown)
    if b"opendocument.text" in kind:
        raise data_files.fault(f"内容是 .odt 文档，{_SAVE_AS['.wps']}", shown)
    if "content.xml" in names:
        return _ods
    if "[Content_Types].xml" not in names:
        raise data_files.fault("是压缩包，不是表格文件；请先解压，再导入里面的文件", shown)
    return _docx


def _archived(data: bytes, shown: str) -> tuple[set[str], bytes]:
    """What is in an archive, and what an OpenDocument says of itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if _BOOK not in names and _unpacked(archive) > _MAX_UNPACKED:
                raise LargeError
            manifest = "META-INF/manifest.xml"
            kind = next(chunks(archive, manifest), b"") if manifest in names else b""
    except LargeError:
        raise
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, RuntimeError):
        raise data_files.fault(_DAMAGED, shown) from None
    return names, kind


def _unpacked(archive: zipfile.ZipFile) -> int:
    return sum(part.file_size for part in archive.infolist())


def _xlsx(path: Path, data: bytes, shown: str) -> Iterator[Matrix]:  # noqa: ARG001 - readers are called alike
    yield from map(_sheet_matrix, sheets.read(path, shown))


def _xls(path: Path, data: bytes, shown: str) -> Iterator[Matrix]:  # noqa: ARG001
    yield from map(_sheet_matrix, xls.read(data, shown))


def _ods(path: Path, data: bytes, shown: str) -> Iterator[Matrix]:  # noqa: ARG001
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield from map(_sheet_matrix, ods.read(archive, shown))


def _sheet_matrix(cells: Cells) -> Matrix:
    rows = [_row_of(cells, row) for row in range(len(cells.rows))]
    _spread_merged(rows, cells)
    return Matrix(cells.name, rows, cells.source, _CONCEALED if cells.facts.concealed else "")


def _row_of(cells: Cells, row: int) -> dict[int, Cell]:
    columns = range(len(cells.rows[row]))
    return {column: _published_cell(cells, row, column) for column in columns if cells.holds(row, column)}


def _spread_merged(rows: list[dict[int, Cell]], cells: Cells) -> None:
    """A merged cell shows what its first place holds, and nothing of what else may lie below it."""
    height, width, room = len(rows), max(map(len, cells.rows), default=0), _MOST_MERGED
    for (top, left), (bottom, right) in cells.merged:
        places = range(left, min(right + 1, width))
        room -= max(0, min(bottom + 1, height) - top) * len(places) + 1
        if room < 0:
            raise LargeError
        anchor = rows[top].get(left) if top < height else None
        for row in rows[top : bottom + 1]:
            _cover(row, places, anchor)


def _cover(row: dict[int, Cell], places: range, anchor: Cell | None) -> None:
    if anchor is not None:
        row.update(dict.fromkeys(places, anchor))
        return
    for column in places:
        row.pop(column, None)


def _published_cell(cells: Cells, row: int, column: int) -> Cell:
    source, place, facts = cells.source(row, column), (row, column), cells.facts
    if place in facts.errors:
        message = f"单元格是错误值 {facts.errors[place]}，请改正后重新导出"
        return Cell(facts.errors[place], row, column, source, message)
    if place in facts.uncalculated:
        message = "公式没有算出的结果，请用 Excel 或 WPS 打开，保存一次再导入"
        return Cell("？", row, column, source, message)
    value = cells.value(row, column)
    try:
        text = sheets.said(value, COUNT)
        return Cell(text, row, column, source, cells.look_fault(row, column))
    except CellError as error:
        day = sheets.said(value, WORD) if isinstance(value, date) else ""
        return Cell("？", row, column, source, str(error), day)


def _docx(path: Path, data: bytes, shown: str) -> Iterator[Matrix]:  # noqa: ARG001
    try:
        document = word.read(data)
    except word.DocxError as error:
        raise data_files.fault(str(error), shown) from None
    yield replace(_document(_page_parts(document), shown), lost=_remark(document.lost, shown))


def _page_parts(document: AttachedFile) -> list[html.Part]:
    return [_page_part(part) for part in document.parts if isinstance(part, AttachedText | AttachedTable)]


def _remark(lost: Iterable[str], shown: str) -> str:
    bearing = [what for what in lost if what.startswith(_TOLD)]
    return f"{shown}：文件里有{'、'.join(bearing[:_FEW])}，请核对有关的数" if bearing else ""


def _page_part(part: AttachedText | AttachedTable) -> html.Part:
    if isinstance(part, AttachedText):
        return part.text
    return [[Spanned(cell.text.strip(), cell.rowspan, cell.colspan) for cell in row] for row in part.rows]


def _html(path: Path, data: bytes, shown: str) -> Iterator[Matrix]:
    text = data.decode("utf-16", "replace") if html.is_utf_16(data) else data_files.text(path, shown)
    yield _document(html.parts(data_files.without_control_characters(text)), shown)


def _document(parts: list[html.Part], shown: str) -> Matrix:
    """Texts are rows of one cell, so that a title above a table is found as on a sheet."""
    rows: list[dict[int, Cell]] = []
    places: list[tuple[int, int]] = []  # of each row: number of the table, first row of the table
    table = 0
    for part in parts:
        anchors, place = (part, _in_table) if isinstance(part, list) else ([[Spanned(part)]], _above_table)
        table += isinstance(part, list)
        places += [(table, len(rows))] * len(anchors)
        made = spread(anchors, partial(place, shown, table))
        rows += [{column: _moved(cell, len(rows)) for column, cell in row.items()} for row in made]
    return Matrix("", rows, lambda row, column: _document_place(shown, places[row], row, column))


def _in_table(shown: str, table: int, row: int, column: int) -> Source:
    return Source(shown, cell=f"第{table}个表格第{row + 1}行第{column + 1}列")


def _above_table(shown: str, table: int, _row: int, _column: int) -> Source:
    return Source(shown, cell=f"第{table + 1}个表格上方")


def _moved(cell: Cell, first: int) -> Cell:
    return Cell(cell.text, cell.row + first, cell.column, cell.source, cell.fault)


def _document_place(shown: str, place: tuple[int, int], row: int, column: int) -> Source:
    return _in_table(shown, place[0], row - place[1], column)
