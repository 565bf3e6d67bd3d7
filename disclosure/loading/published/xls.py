"""旧格式工作簿 — the sheets of an .xls as xlrd finds them: values, errors, merged cells, last results."""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, TextIO

import xlrd
from xlrd.biffh import XLRDError
from xlrd.compdoc import EOCSID, CompDoc
from xlrd.sheet import Sheet

from disclosure.chinese_numbers import shifted
from disclosure.loading import data_files
from disclosure.loading.workbook.number_formats import DAY_ONE, Kind, kind_of, moment
from disclosure.loading.workbook.sheet_xml import MAX_CELLS, Facts, LargeError, Place, Room
from disclosure.loading.workbook.workbook_cells import Cells, dense

PASSWORD = "文件设了打开密码，请打开后取消密码，保存后再试"
_DAMAGED = "工作簿不完整或已损坏，请用 Excel 或 WPS 打开后另存为 .xlsx"
# What a file is that holds no workbook to be read, by the names in it.
_OTHERS = {
    "EncryptedPackage": PASSWORD,
    "WordDocument": "内容是旧格式的 Word 文档，请用 Word 或 WPS 打开，另存为 .docx（Word 文档）再试",
}
_ALIGNMENTS = {1: "superscript", 2: "subscript"}
_EMPTY = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
# A link stands after the first and last row and column of its cells; xlrd keeps it once for each of them.
_LINK = re.compile(
    rb"(.{8})\xd0\xc9\xea\x79\xf9\xba\xce\x11\x8c\x82\x00\xaa\x00\x4b\xa9\x0b\x02\x00\x00\x00", re.DOTALL
)


def read(data: bytes, shown: str) -> Iterator[Cells]:
    """读取 — every sheet of the file; raises InputError and LargeError."""
    room = Room()
    for book, sheet in _sheets(data, shown):
        found = _Found(book, sheet, room)
        merged = tuple(
            ((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in sheet.merged_cells
        )
        yield Cells(shown, sheet.name, dense(found.values, shown), found.facts, merged)


def _sheets(data: bytes, shown: str) -> Iterator[tuple[xlrd.Book, Sheet]]:
    """One sheet after the other; on a damaged file xlrd raises whatever the step raises at which it fails."""
    try:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:  # xlrd prints what it finds odd
            stream = _stream(data, nowhere)
            book = xlrd.open_workbook(
                file_contents=stream, logfile=nowhere, formatting_info=True, on_demand=True, ragged_rows=True
            )
            for number in range(book.nsheets):
                yield book, book.sheet_by_index(number)
                book.unload_sheet(number)
    except LargeError:
        raise
    except Exception as error:
        raise data_files.fault(_why_unread(error, data), shown) from None


def _why_unread(error: Exception, data: bytes) -> str:
    if "encrypted" in str(error):
        return PASSWORD
    return next((said for name, said in _OTHERS.items() if name.encode("utf-16-le") in data), _DAMAGED)


def _stream(data: bytes, nowhere: TextIO) -> bytes:
    """The workbook within the file, without what would make xlrd go on without end."""
    container = CompDoc(data, nowhere)
    # Without circles: what comes after stands behind.
    container.SSAT = [after if after > at else EOCSID for at, after in enumerate(container.SSAT)]
    for name in ("Workbook", "Book"):
        memory, start, length = container.locate_named_stream(name)
        if memory:
            stream = memory[start : start + length]
            if _linked_cells(stream) > MAX_CELLS:
                raise LargeError
            return stream
    raise XLRDError


def _length(value: Any) -> int:
    return len(value) if isinstance(value, str) else 0


def _linked_cells(stream: bytes) -> int:
    links = (struct.unpack("<4H", link) for link in _LINK.findall(stream))
    return sum((last - first + 1) * (right - left + 1) for first, last, left, right in links)


class _Found:
    def __init__(self, book: xlrd.Book, sheet: Sheet, room: Room) -> None:
        self._book, self._sheet = book, sheet
        self.values: dict[Place, Any] = {}
        self.facts = Facts(concealed=sheet.visibility != 0)
        for row in range(sheet.nrows):
            for column, kind in enumerate(sheet.row_types(row)):
                if kind not in _EMPTY:
                    value = sheet.cell_value(row, column)
                    room.take(cells=1, text=_length(value))
                    self.values[row, column] = self._value((row, column), kind, value)

    def _value(self, place: Place, kind: int, value: Any) -> Any:
        match kind:
            case xlrd.XL_CELL_ERROR:
                self.facts.errors[place] = xlrd.error_text_from_code.get(value, "#N/A")
                return self.facts.errors[place]
            case xlrd.XL_CELL_BOOLEAN:
                return value == 1
            case xlrd.XL_CELL_DATE:
                return moment(value, DAY_ONE[self._book.datemode == 1])
            case xlrd.XL_CELL_NUMBER:
                self.facts.note(place, self._look(place), value)
            case xlrd.XL_CELL_TEXT:
                return "".join(self._runs(place, value))
        return value

    def _look(self, place: Place) -> Kind:
        number = self._sheet.cell_xf_index(*place)
        looks = (self._book.format_map[one.format_key] for one in self._book.xf_list[number : number + 1])
        return next((kind_of(look.format_key, look.format_str or "") for look in looks), "")

    def _runs(self, place: Place, text: str) -> Iterator[str]:
        """The pieces of a text, each in a font of its own; digits set above the line stay so."""
        runs = [(0, -1), *self._sheet.rich_text_runlist_map.get(place, ()), (len(text), -1)]
        for (start, font), (end, _) in pairwise(runs):
            fonts = self._book.font_list[font : font + 1] if font >= 0 else ()
            alignment = next((_ALIGNMENTS.get(one.escapement, "") for one in fonts), "")
            yield shifted(text[start:end], alignment)
