"""读取已成文的表 — a file by what it holds, not by its name; each kind becomes matrices; raises InputError."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from disclosure.errors import Source
from disclosure.load import files, word
from disclosure.load.published import html
from disclosure.load.published.matrix import Cell, Matrix, Spanned, TooLargeError, spread
from disclosure.load.workbook import cells as sheets
from disclosure.load.workbook.cells import CellError, Cells
from disclosure.model import AttachedTable, AttachedText

_SAVE_AS = {
    ".et": "请用 WPS 打开，另存为 .xlsx（Excel 工作簿）再导入",
    ".ett": "请用 WPS 打开，另存为 .xlsx（Excel 工作簿）再导入",
    ".xlsb": "请用 Excel 或 WPS 打开，另存为 .xlsx（Excel 工作簿）再导入",
    ".wps": "请用 WPS 打开，另存为 .docx（Word 文档）再导入",
    ".doc": "请用 Word 或 WPS 打开，另存为 .docx（Word 文档）再导入",
    ".pdf": "PDF 里的表不能可靠地读出，请向软件导出 .xlsx，或用 Word 打开后另存为 .docx，核对后再导入",
}
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WORD_97 = "WordDocument".encode("utf-16-le")
_MAX_UNPACKED = 200 * 1024 * 1024
_MAX_AREA = 2_000_000
_DAMAGED = "文件不完整或已损坏，请重新复制，或用 Excel、WPS 打开后另存为 .xlsx"
_LARGE = "展开后过大，不像决算公开的表，请只留要导入的表"


def read(path: Path, shown: str) -> list[Matrix]:
    """读取 — the matrices of a file: one for each sheet, or one for the whole document."""
    advice = _SAVE_AS.get(path.suffix.lower())
    if advice:
        raise files.fault(f"这种格式不能直接读取，{advice}", shown)
    data = files.content(path, shown)
    try:
        return list(_reader(data, shown)(path, data, shown))
    except TooLargeError:
        raise files.fault(_LARGE, shown) from None


Reader = Callable[[Path, bytes, str], Iterable[Matrix]]


def _reader(data: bytes, shown: str) -> Reader:
    if not data.strip():
        raise files.fault("文件是空的，请重新复制", shown)
    if data.startswith(_OLE):
        return _old(data, shown)
    if data.startswith(_ZIP):
        return _zipped(data, shown)
    if data.startswith(b"%PDF"):
        raise files.fault(_SAVE_AS[".pdf"], shown)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return _html
    raise files.fault("不是可以读取的表格文件，请另存为 .xlsx、.docx 或网页再导入", shown)


def _old(data: bytes, shown: str) -> Reader:
    if _LOCKED in data:
        raise files.fault("文件设了打开密码，请打开后取消密码，保存后再导入", shown)
    if _WORD_97 in data:
        raise files.fault(f"内容是旧格式的 Word 文档，{_SAVE_AS['.doc']}", shown)
    return _calamine


def _zipped(data: bytes, shown: str) -> Reader:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names, size = set(archive.namelist()), sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError, EOFError):
        raise files.fault(_DAMAGED, shown) from None
    if "xl/workbook.xml" in names:
        return _xlsx
    if size > _MAX_UNPACKED:
        raise files.fault(_LARGE, shown)
    return _calamine if "content.xml" in names else _docx


def _xlsx(path: Path, data: bytes, shown: str) -> Iterator[Matrix]:  # noqa: ARG001 - readers are called alike
    yield from map(_sheet, sheets.read(path, shown))


def _calamine(path: Path, data: bytes, shown: str) -> Iterator[Matrix]:  # noqa: ARG001
    yield from map(_sheet, sheets.other(data, shown, _MAX_AREA))


def _sheet(cells: Cells) -> Matrix:
    rows = [
        {column: found for column in range(len(values)) if (found := _cell(cells, row, column)) is not None}
        for row, values in enumerate(cells.rows)
    ]
    for (top, left), (bottom, right) in cells.merged:
        anchor = rows[top].get(left) if top < len(rows) else None
        if anchor is not None:
            for row in range(top, min(bottom + 1, len(rows))):
                rows[row].update(dict.fromkeys(range(left, min(right + 1, len(cells.rows[row]))), anchor))
    return Matrix(cells.name, rows, cells.source)


def _cell(cells: Cells, row: int, column: int) -> Cell | None:
    source, place = cells.source, (row, column)
    value = cells.value(row, column)
    if place in cells.facts.errors:
        message = f"单元格是错误值 {cells.facts.errors[place]}，请改正后重新导出"
        return Cell(cells.facts.errors[place], row, column, source(row, column), message)
    if place in cells.facts.uncalculated:
        message = "公式没有算出的结果，请用 Excel 或 WPS 打开，保存一次再导入"
        return Cell("？", row, column, source(row, column), message)
    if value is None:
        return None
    try:
        return Cell(sheets.said(value, int if not isinstance(value, str) else str), row, column, source(row, column))
    except CellError as error:
        return Cell("？", row, column, source(row, column), str(error))


def _docx(path: Path, data: bytes, shown: str) -> Iterator[Matrix]:  # noqa: ARG001
    try:
        parts = word.read(data).parts
    except word.DocxError as error:
        raise files.fault(str(error), shown) from None
    yield _document([_part(part) for part in parts if isinstance(part, AttachedText | AttachedTable)], shown)


def _part(part: AttachedText | AttachedTable) -> html.Part:
    if isinstance(part, AttachedText):
        return part.text
    return [[Spanned(cell.text.strip(), cell.rowspan, cell.colspan) for cell in row] for row in part.rows]


def _html(path: Path, data: bytes, shown: str) -> Iterator[Matrix]:  # noqa: ARG001
    yield _document(html.parts(files.text(path, shown)), shown)


def _document(parts: list[html.Part], shown: str) -> Matrix:
    """Texts are rows of one cell, so that a title above a table is found as on a sheet."""
    rows: list[dict[int, Cell]] = []
    places: list[tuple[int, int]] = []  # of each row: number of the table, first row of the table
    table = 0
    for part in parts:
        table += isinstance(part, list)
        places += [(table, len(rows))] * (len(part) if isinstance(part, list) else 1)

        def place(row: int, column: int, part: html.Part = part, table: int = table) -> Source:
            inside = f"第{table}个表格第{row + 1}行第{column + 1}列"
            return Source(shown, cell=inside if isinstance(part, list) else f"第{table + 1}个表格上方")

        made = spread(part if isinstance(part, list) else [[Spanned(part)]], place)
        rows += [{column: _moved(cell, len(rows)) for column, cell in row.items()} for row in made]
    return Matrix("", rows, lambda row, column: _place(shown, places[row], row, column))


def _moved(cell: Cell, first: int) -> Cell:
    return Cell(cell.text, cell.row + first, cell.column, cell.source, cell.fault)


def _place(shown: str, place: tuple[int, int], row: int, column: int) -> Source:
    return Source(shown, cell=f"第{place[0]}个表格第{row - place[1] + 1}行第{column + 1}列")
