"""OpenDocument 表格 — the sheets of an .ods; what is repeated is counted out only where it holds anything."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from math import isnan
from typing import Any

from disclosure.chinese_numbers import shifted
from disclosure.loading import data_files
from disclosure.loading.workbook.sheet_xml import Facts, LargeError, Merged, Parser, Place, Room
from disclosure.loading.workbook.workbook_cells import Cells, dense
from disclosure.loading.workbook.workbook_package import DAMAGED, chunks

_MOST = 100 * 1024 * 1024  # bytes of a content.xml
_DAMAGED = "工作簿不完整或已损坏，请用 Excel 或 WPS 打开后另存为 .xlsx"
_ERROR = re.compile(r"#[A-Z/0]+[!?]|#N/A|#NAME\?|(?:Err|错误):\d+")
# Parts of a sheet that are no cells of it: deleted content, comments, drawings, copies of other files.
_APART = frozenset(
    {"tracked-changes", "annotation", "shapes", "forms"} | {"frame", "custom-shape", "dde-links", "ruby-text"}
)
_BROKEN = (*DAMAGED, RuntimeError)
_SHIFTS = {"sup": "superscript", "sub": "subscript"}  # super 58%, sub 58%
_SEEN = re.compile(r"\d+(?:\.\d+)?")
_SPACE = {"s": " ", "tab": "\t", "line-break": "\n"}

Content = tuple[Any, str]  # a value, and what is to be said of it: error, formula, percentage


def read(archive: zipfile.ZipFile, shown: str) -> Iterator[Cells]:
    """读取 — every sheet of the file; raises InputError and LargeError."""
    if archive.getinfo("content.xml").file_size > _MOST:
        raise LargeError
    reader = _ContentReader()
    try:
        reader.read(chunks(archive, "content.xml"))
    except LargeError:
        raise
    except _BROKEN:
        raise data_files.fault(_DAMAGED, shown) from None
    for sheet in reader.sheets:
        yield sheet.cells(shown)


class _OdsSheet:
    def __init__(self, name: str, room: Room, *, hidden: bool) -> None:
        self._name, self._room, self._hidden = name, room, hidden
        self._found: dict[Place, Content] = {}
        self._merged: list[Merged] = []
        self._cells: dict[int, Content] = {}  # of the row that is read
        self._row = self._column = 0

    def put(self, content: Content | None, times: int, spans: tuple[int, int]) -> None:
        if spans != (1, 1):
            last = (self._row + spans[0] - 1, self._column + spans[1] - 1)
            self._merged.append(((self._row, self._column), last))
        if content is not None:
            self._room.take(cells=times)
            self._cells.update(dict.fromkeys(range(self._column, self._column + times), content))
        self._column += times

    def end_row(self, times: int) -> None:
        self._room.take(cells=len(self._cells) * (times - 1))
        for row in range(self._row, self._row + times if self._cells else 0):
            self._found.update({(row, column): content for column, content in self._cells.items()})
        self._cells = {}
        self._row, self._column = self._row + times, 0

    def cells(self, shown: str) -> Cells:
        facts = Facts(concealed=self._hidden)
        for place, (value, kind) in self._found.items():
            facts.note(place, kind, value)
        values = {place: value for place, (value, _) in self._found.items()}
        return Cells(shown, self._name, dense(values, shown), facts, tuple(self._merged))


class _ContentReader(Parser):
    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[_OdsSheet] = []
        self._room = Room()
        self._hidden_styles: set[str] = set()
        self._style = self._alignment = ""
        self._shifts: dict[str, str] = {}  # by style of a text
        self._apart = self._paragraph = 0
        self._cell: dict[str, str] | None = None
        self._rows: list[int] = []  # how often each row that is open is repeated
        self._text: list[str] = []

    def start(self, name: str, given: dict[str, str]) -> None:
        self._apart += name in _APART
        if not self._apart:
            self._begin(name, {key.rpartition("}")[2]: value for key, value in given.items()})

    def _begin(self, name: str, given: dict[str, str]) -> None:
        match name:
            case "style":
                self._style = given.get("name", "")
            case "table-properties" if given.get("display") == "false":
                self._hidden_styles.add(self._style)
            case "text-properties" if "text-position" in given:
                self._shifts[self._style] = _SHIFTS.get(given["text-position"][:3], "")
            case "span" if self._cell is not None:
                self._alignment = self._shifts.get(given.get("style-name", ""), "")
            case "table":
                self._begin_sheet(given)
            case "table-row":
                self._rows.append(_times(given, "number-rows-repeated"))
            case "table-cell" | "covered-table-cell":
                self._cell, self._text = {**given, "kind": name}, []
            case "p" if self._cell is not None:
                self._begin_paragraph()
            case "s" | "tab" | "line-break" if self._paragraph:
                self._text.append(_SPACE[name] * min(_times(given, "c"), 10))

    def _begin_sheet(self, given: dict[str, str]) -> None:
        hidden = given.get("style-name", "") in self._hidden_styles
        self.sheets.append(_OdsSheet(given.get("name", ""), self._room, hidden=hidden))

    def _begin_paragraph(self) -> None:
        self._paragraph += 1
        if self._text:
            self._text.append("\n")
        else:
            self._text.append("")  # a paragraph that shows nothing is one all the same

    def characters(self, text: str) -> None:
        if self._paragraph and not self._apart:
            self._room.take(text=len(text))
            self._text.append(shifted(text, self._alignment))

    def end(self, name: str) -> None:
        if self._apart:
            self._apart -= name in _APART
            return
        match name:
            case "p" if self._paragraph:
                self._paragraph -= 1
            case "span":
                self._alignment = ""
            case "table-cell" | "covered-table-cell" if self._cell is not None and self.sheets:
                self._end_cell(self.sheets[-1], self._cell)
            case "table-row" if self.sheets:
                self.sheets[-1].end_row(self._rows.pop())

    def _end_cell(self, sheet: _OdsSheet, given: dict[str, str]) -> None:
        is_covered = given["kind"] == "covered-table-cell"
        content = None if is_covered else _content(given, "".join(self._text), is_shown=bool(self._text))
        spans = (_times(given, "number-rows-spanned"), _times(given, "number-columns-spanned"))
        sheet.put(content, _times(given, "number-columns-repeated"), spans)
        self._cell = None


def _content(given: dict[str, str], text: str, *, is_shown: bool) -> Content | None:
    kind = given.get("value-type", "")
    failed = _failed_formula(kind, text) if "formula" in given else None
    if failed is None and kind in _VALUES:
        value = _VALUES[kind](given)
        return value, "scaled" if is_shown and _is_disguised(value, kind, text) else kind
    return failed or _seen_text(given, text)


def _failed_formula(kind: str, text: str) -> Content | None:
    if _is_error(kind, text.strip()):
        return text.strip() or "#N/A", "error"
    return None if kind + text else ("", "formula")


def _is_disguised(value: Any, kind: str, text: str) -> bool:
    """Whether a number is seen otherwise than it is held: by another than it, or not at all."""
    # 14021900 seen as 1402.1900 → True;  1402.1934 seen as ￥1,402.19 → False
    if kind not in ("float", "currency") or isnan(value):
        return False
    seen = _SEEN.findall(text.replace(",", ""))
    if len(seen) != 1:
        return not text.strip() and value != 0
    half = Decimal("0.500001").scaleb(-len(seen[0].partition(".")[2]))
    return abs(Decimal(seen[0]) - abs(Decimal(value))) > half


def _is_error(kind: str, text: str) -> bool:
    return kind == "error" or _ERROR.fullmatch(text) is not None


def _seen_text(given: dict[str, str], text: str) -> Content | None:
    seen = text or given.get("string-value", "")
    return (seen, "") if seen.strip() else None


def _float_value(given: dict[str, str]) -> float:
    return float(given.get("value", ""))


_VALUES: dict[str, Callable[[dict[str, str]], Any]] = {
    "float": _float_value,
    "currency": _float_value,
    "percentage": _float_value,
    "date": lambda given: datetime.datetime.fromisoformat(given.get("date-value", "")),
    "time": lambda _: datetime.time(),
    "boolean": lambda given: given.get("boolean-value") == "true",
}


def _times(given: dict[str, str], name: str) -> int:
    return max(int(given.get(name, "1")), 1)
