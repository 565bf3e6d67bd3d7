"""标注 — a copy of a workbook: comments in cells at fault, a sheet of all remarks, rows ready for 豁免."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from disclosure.loading.workbook import MARK
from disclosure.workbook.appearance import breadth

PREFIX = f"{MARK}标注-"  # a name that begins so is not read with the data
LISTED = f"{MARK}校验"
WAIVERS = f"{MARK}可复制到豁免"
MISSING = "待填"
HEAD = ("级别", "代码", "位置", "问题", "现为", "应为", "改法")
_PLACE = re.compile(r"(?P<file>[^：；]+\.xls[xm]) (?P<sheet>[^：；，!]+)!(?P<cell>[A-Z]{1,3}\d+)")
_RED, _HEAD_FILL, _LINK = "FFF8CBAD", "FFD9E2F3", "FF0563C1"
_MOST = 20  # cells of one remark; a total of hundreds of cells is no use in each of them
_TOLD = 3  # places of one remark in the list: LibreOffice breaks no line in a cell that is a link
_LIST_WIDTHS = (7, 9, 44, 52, 20, 24, 44)
_WAIVER_WIDTHS = (9, 50, 24, 36, 12, 18)
_HOW = "属实而不必改的，把这一行复制到“附件与核定”的【豁免】里，再填理由、姓名、日期"
_COMMENT_WIDTH, _COMMENT_BREADTH, _COMMENT_LINE = 360, 48, 20
_LINE_HEIGHT, _MARGIN = 16, 2


@dataclass(frozen=True, slots=True)
class Remark:
    """标注内容 — a sentence, how grave, what to do, and where: as sources are printed (a.xlsx 三公!B5)."""

    level: str
    sentence: str
    places: tuple[str, ...]
    code: str = ""
    stated: str = ""
    expected: str = ""
    fix: str = ""

    @property
    def comment(self) -> str:
        """批注 — what is said in a cell."""
        details = zip(HEAD[4:], (self.stated, self.expected, self.fix), strict=True)
        told = (f"{name}：{text}" for name, text in details if text)
        return "\n".join((f"{self.level} {self.code}".rstrip() + f"：{self.sentence}", *told))

    def cells(self) -> Iterator[_Cell]:
        """格子 — the cells, of any workbook, that its places name, or its sentence where it has none."""
        found = map(_PLACE.search, self.places[:_MOST] or (self.sentence,))
        return (_Cell(**match.groupdict()) for match in found if match)


class _Cell(NamedTuple):
    file: str
    sheet: str
    cell: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


def mark(
    folder: Path, workbooks: Iterable[str], remarks: Sequence[Remark], waivers: Sequence[Sequence[str]] = ()
) -> list[tuple[str, bytes]]:
    """标注 — the marked copy of each of these workbooks and of those that a remark names: name and bytes.

    `waivers` are the rows that may be copied into the block 豁免, their head first.
    """
    present = _files_there(folder, workbooks, remarks) if remarks else []
    return [(f"{PREFIX}{name}", _marked(folder / name, remarks, waivers)) for name in present]


def _files_there(folder: Path, workbooks: Iterable[str], remarks: Sequence[Remark]) -> list[str]:
    named = (cell.file for remark in remarks for cell in remark.cells())
    return [name for name in dict.fromkeys(chain(workbooks, named)) if (folder / name).is_file()]


def _marked(path: Path, remarks: Sequence[Remark], waivers: Sequence[Sequence[str]]) -> bytes:
    import openpyxl  # noqa: PLC0415 - heavy, and only for this copy

    from disclosure.workbook.marked_bytes import saved  # noqa: PLC0415

    book = openpyxl.load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm")
    for remark in remarks:
        if remark.level != MISSING:
            for cell in _own(remark, path.name, book):
                _comment(book[cell.sheet][cell.cell], remark.comment)
    _list_remarks(book, path.name, remarks)
    _list_waivers(book, waivers)
    return saved(book)


def _own(remark: Remark, file: str, book: Any) -> list[_Cell]:
    """The cells of a remark that stand in this workbook."""
    return [cell for cell in remark.cells() if cell.file == file and cell.sheet in book.sheetnames]


def _comment(cell: Any, sentence: str) -> None:
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    text = f"{cell.comment.text}\n{sentence}" if cell.comment else sentence
    height = _COMMENT_LINE * _lines(text, _COMMENT_BREADTH)
    cell.comment = Comment(text, "校验", height=height, width=_COMMENT_WIDTH)
    cell.fill = PatternFill("solid", fgColor=_RED)


def _list_remarks(book: Any, file: str, remarks: Sequence[Remark]) -> None:
    """All remarks, those outside this workbook too; a place in it leads to its first cell."""
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.worksheet.hyperlink import Hyperlink  # noqa: PLC0415

    sheet = _sheet(book, LISTED, 0, HEAD, _LIST_WIDTHS)
    for row, remark in enumerate(remarks, 2):
        own = _own(remark, file, book)
        _put_texts(sheet, row, _row(remark, file))
        if own:
            at, name = sheet.cell(row, HEAD.index("位置") + 1), own[0].sheet.replace("'", "''")
            at.hyperlink = Hyperlink(ref=at.coordinate, location=f"'{name}'!{own[0].cell}")
            at.font = Font(color=_LINK, underline="single")
    sheet.auto_filter.ref = sheet.dimensions
    book.active = 0


def _row(remark: Remark, file: str) -> tuple[str, ...]:
    places = [place.removeprefix(f"{file} ") for place in remark.places]
    more = f"等{len(places)}处" if len(places) > _TOLD else ""
    where = "；".join(places[:_TOLD] or map(str, remark.cells())) + more
    return (remark.level, remark.code, where, remark.sentence, remark.stated, remark.expected, remark.fix)


def _list_waivers(book: Any, waivers: Sequence[Sequence[str]]) -> None:
    if not waivers:
        return
    head, *rows = waivers
    sheet = _sheet(book, WAIVERS, 1, head, _WAIVER_WIDTHS)
    for number, row in enumerate(rows, 2):
        _put_texts(sheet, number, row)
    sheet.cell(1, len(head) + 2).value = f"{MARK}{_HOW}"
    sheet.print_area = f"A1:{sheet.cell(len(waivers), len(head)).coordinate}"


def _sheet(book: Any, name: str, position: int, head: Sequence[str], widths: Sequence[int]) -> Any:
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415

    if name in book.sheetnames:
        del book[name]
    sheet = book.create_sheet(name, position)
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    _put_texts(sheet, 1, head)
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor=_HEAD_FILL)
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight = True, 0
    return sheet


def _put_texts(sheet: Any, row: int, texts: Sequence[str]) -> None:
    """A row of texts, which stay texts whatever they begin with, as high as the highest."""
    from openpyxl.styles import Alignment  # noqa: PLC0415

    lines = 1
    for column, text in enumerate(texts, 1):
        cell = sheet.cell(row, column)
        cell.value, cell.data_type, cell.number_format = text or None, "s", "@"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        width = int(sheet.column_dimensions[cell.column_letter].width) - _MARGIN
        lines = max(lines, _lines(text, width))
    sheet.row_dimensions[row].height = _LINE_HEIGHT * lines


def _lines(text: str, width: int) -> int:
    return sum(1 + breadth(line) // width for line in text.splitlines())
