"""读取已成文的文件 — by what a file holds, not by its name: its blocks, or its tables; raises InputError."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from itertools import filterfalse
from operator import methodcaller
from pathlib import Path, PurePath
from typing import Any

from disclosure.loading import data_files, word
from disclosure.loading.published import blocks_in_place, html, ods, pdf, plain_text, tables_of_sheet, xls
from disclosure.loading.published.blocks import PublishedDocument
from disclosure.loading.published.matrix import Cell, Matrix
from disclosure.loading.workbook import workbook_cells as sheets
from disclosure.loading.workbook.sheet_xml import LargeError
from disclosure.loading.workbook.workbook_cells import CellError, Cells
from disclosure.loading.workbook.workbook_package import chunks
from disclosure.model import AttachedImage, AttachedTable
from disclosure.model.shape import COUNT, WORD

_PICTURE = "是图片，里面的字不能读出，请用原来的 Word 文档，另存为 .docx 再试"
_PACKED = "是压缩包，不是一份文件；请先解压，再读里面的文件"
_SAVE_AS = {
    ".et": "请用 WPS 打开，另存为 .xlsx（Excel 工作簿）再试",
    ".ett": "请用 WPS 打开，另存为 .xlsx（Excel 工作簿）再试",
    ".xlsb": "请用 Excel 或 WPS 打开，另存为 .xlsx（Excel 工作簿）再试",
    ".wps": "请用 WPS 打开，另存为 .docx（Word 文档）再试",
    ".doc": "请用 Word 或 WPS 打开，另存为 .docx（Word 文档）再试",
    ".ofd": "请用原来的 Word 文档，另存为 .docx（Word 文档）再试",
}
_OTHERS = {
    **{ending: f"这种格式不能直接读取，{advice}" for ending, advice in _SAVE_AS.items()},
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".gif"), _PICTURE),
    **dict.fromkeys((".rar", ".7z", ".gz", ".tar"), _PACKED),
}
_PLAIN = (".txt", ".md")
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
_BOOK = "xl/workbook.xml"  # within it, each part is bounded when it is read
_MAX_UNPACKED = 200 * 1024 * 1024
_FEW = 5
_START = 4_000  # characters, in which a file says what it is
_MOST_MERGED = 2_000_000
_DAMAGED = "文件不完整或已损坏，请重新复制，或用 Excel、WPS 打开后另存为 .xlsx"
_LARGE = "展开后过大，不像决算公开的文件，请只留要读的部分"
_CONCEALED = "工作表被隐藏，请核对后取消隐藏，或删去这张工作表，再导入"
# What a document may hold that bears on its tables and is not read, or read otherwise than it looks.
_TOLD = ("文本框", "修订痕迹", "隐藏文字", "嵌入对象", "单元格里的表格", "表格中的图片")
_BESIDE = ("页眉、页脚", "批注")  # no text of a document
_UNSEEN = (
    "隐藏文字",
    "与底色相同的文字",
    "小得看不见的文字",
    "折叠标题下的内容",
    "没有结束的域之后的文字",
    "插入的其他文件",
)

Found = PublishedDocument | list[Matrix]
Reader = Callable[[bytes, str], Found]


def document(path: Path, shown: str) -> PublishedDocument:
    """读取 — the blocks of a file."""
    return document_of(data_files.content(path, shown), path.name, shown)


def document_of(data: bytes, name: str, shown: str) -> PublishedDocument:
    """读取 — the blocks of a file by its bytes and its name."""
    found = _found(_reader(data, name, shown), data, shown)
    return found if isinstance(found, PublishedDocument) else tables_of_sheet.document(found, shown)


def read(path: Path, shown: str) -> list[Matrix]:
    """读取 — the matrices of a file: one for each sheet, or one for the whole document."""
    return tables_of(data_files.content(path, shown), path.name, shown)


def require_kind(data: bytes, name: str, shown: str, *, tables: bool) -> None:
    """须读得了 — raises InputError for a kind of file that is not read; what is in it is not looked at."""
    (_reader_of_tables if tables else _reader)(data, name, shown)


def tables_of(data: bytes, name: str, shown: str) -> list[Matrix]:
    """读取 — likewise, by its bytes and its name."""
    found = _found(_reader_of_tables(data, name, shown), data, shown)
    return (
        found if isinstance(found, list) else [blocks_in_place.one_matrix(found, _remark(found.lost, shown))]
    )


def _reader_of_tables(data: bytes, name: str, shown: str) -> Reader:
    reader = _reader(data, name, shown)
    if reader in _NOT_IMPORTED:
        raise data_files.fault(_NOT_IMPORTED[reader], shown)
    return reader


def _found(reader: Reader, data: bytes, shown: str) -> Found:
    try:
        return reader(data, shown)
    except LargeError:
        raise data_files.fault(_LARGE, shown) from None


def _reader(data: bytes, name: str, shown: str) -> Reader:
    ending = PurePath(name).suffix.lower()
    if ending in _OTHERS:
        raise data_files.fault(_OTHERS[ending], shown)
    if not data.strip():
        raise data_files.fault("文件是空的，请重新复制", shown)
    if data.startswith(_ZIP):
        return _zipped(data, shown)
    begun = (reader for start, reader in _BEGINNINGS.items() if data.startswith(start))
    return next(begun, None) or _reader_of_text(data, ending, shown)


def _reader_of_text(data: bytes, ending: str, shown: str) -> Reader:
    if _SPREADSHEET_XML in data[:_START]:
        raise data_files.fault(
            "内容是 XML 表格（Excel 2003 的 XML），请用 Excel 或 WPS 打开后另存为 .xlsx 再试", shown
        )
    if html.is_page(data):
        return _html
    if ending in _PLAIN:
        return _plain_text
    raise data_files.fault(_UNKNOWN, shown)


def _zipped(data: bytes, shown: str) -> Reader:
    names, kind = _archived(data, shown)
    looks = {
        _xlsx: _BOOK in names,
        _refusing(xls.PASSWORD): "encrypted-package" in names or b"encryption-data" in kind,
        _refusing(f"内容是 .odt 文档，{_SAVE_AS['.wps']}"): b"opendocument.text" in kind,
        _ods: "content.xml" in names,
        _docx: "[Content_Types].xml" in names,
    }
    return next((reader for reader, is_so in looks.items() if is_so), _refusing(_PACKED))


def _refusing(message: str) -> Reader:
    return partial(_not_read, message)


def _not_read(message: str, _data: bytes, shown: str) -> Found:
    raise data_files.fault(message, shown)


def _archived(data: bytes, shown: str) -> tuple[set[str], bytes]:
    """What is in an archive, and what an OpenDocument says of itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if _BOOK not in names and _unpacked(archive) > _MAX_UNPACKED:
                raise data_files.fault(_LARGE, shown)
            manifest = "META-INF/manifest.xml"
            kind = next(chunks(archive, manifest), b"") if manifest in names else b""
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, RuntimeError):
        raise data_files.fault(_DAMAGED, shown) from None
    return names, kind


def _unpacked(archive: zipfile.ZipFile) -> int:
    return sum(part.file_size for part in archive.infolist())


def _xlsx(data: bytes, shown: str) -> list[Matrix]:
    return list(map(_sheet_matrix, sheets.of(data, shown)))


def _xls(data: bytes, shown: str) -> list[Matrix]:
    return list(map(_sheet_matrix, xls.read(data, shown)))


def _ods(data: bytes, shown: str) -> list[Matrix]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return list(map(_sheet_matrix, ods.read(archive, shown)))


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
        message = "公式没有算出的结果，请用 Excel 或 WPS 打开，保存一次再试"
        return Cell("？", row, column, source, message)
    value = cells.value(row, column)
    try:
        text = sheets.said(value, COUNT)
        return Cell(text, row, column, source, cells.look_fault(row, column))
    except CellError as error:
        day = sheets.said(value, WORD) if isinstance(value, date) else ""
        return Cell("？", row, column, source, str(error), day)


def _docx(data: bytes, shown: str) -> PublishedDocument:
    try:
        found = word.read(data)
    except word.DocxError as error:
        raise data_files.fault(str(error), shown) from None
    lost = filterfalse(methodcaller("startswith", _BESIDE), found.lost)
    unseen = filter(methodcaller("startswith", _UNSEEN), found.withheld)
    pictures = _pictures(sum(map(_is_image, found.parts)))
    parts = map(_rows_or_text, filterfalse(_is_image, found.parts))
    return blocks_in_place.document(parts, shown, (*lost, *unseen, *pictures))


def _is_image(part: object) -> bool:
    return isinstance(part, AttachedImage)


def _rows_or_text(part: Any) -> blocks_in_place.Part:
    return part.rows if isinstance(part, AttachedTable) else part


def _html(data: bytes, shown: str) -> PublishedDocument:
    page = html.page(_decoded(data, shown))
    hidden = page.lost["隐藏文字"]
    told = [f"隐藏文字（{hidden} 处）"] if hidden else []
    return blocks_in_place.document(page.parts, shown, (*told, *_pictures(page.lost["图片"])))


def _plain_text(data: bytes, shown: str) -> PublishedDocument:
    found = plain_text.read(_decoded(data, shown), shown)
    return PublishedDocument(shown, found.blocks, tuple(_pictures(found.pictures)))


def _pdf(data: bytes, shown: str) -> PublishedDocument:
    return pdf.document(data, shown)


def _decoded(data: bytes, shown: str) -> str:
    """As an office exported it; what is no character of a text goes."""
    text = data.decode("utf-16", "replace") if html.is_utf_16(data) else data_files.decoded(data, shown)
    return data_files.without_control_characters(text)


def _pictures(number: int) -> list[str]:
    return [f"图片（{number} 张，里面的字没有读）"] if number else []


def _remark(lost: Iterable[str], shown: str) -> str:
    bearing = [what for what in lost if what.startswith(_TOLD)]
    return f"{shown}：文件里有{'、'.join(bearing[:_FEW])}，请核对有关的数" if bearing else ""


_UNKNOWN = "不是可以读取的文件，请另存为 .xlsx、.docx 或网页再试"
_BEGINNINGS: dict[bytes, Reader] = {_OLE: _xls, b"%PDF": _pdf}
_NOT_IMPORTED: dict[Reader, str] = {
    _pdf: "PDF 里的表不能可靠地读出，请向软件导出 .xlsx，或用 Word 打开后另存为 .docx，核对后再导入",
    _plain_text: _UNKNOWN,
}
