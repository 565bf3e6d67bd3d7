"""工作簿 — the tables of a document in Excel: one sheet a table, numbers as numbers, sums as formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from disclosure.document import Cell, Document, Row, Style, TableBlock, plain
from disclosure.document.table_on_paper import ems, placed
from disclosure.outputs import Artifact
from disclosure.outputs.needed_tables import needed_tables

_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - the same bytes at any time
_FONT, _SIZE, _TITLE_SIZE = "宋体", 10.5, 16
_PAPER_A4 = 9
_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_WIDTH = 2.15  # of one Chinese character, in Excel's column units
_PLACES = 15  # digits an Excel number keeps
_WIDE = 24  # more columns than this do not fit one page across
_ON_ONE_PAGE = 45  # nor more rows than this one page down
_LINE_HEIGHT, _ROW_EDGE = 13.5, 3.0


def write(document: Document, style: Style, stem: str) -> tuple[Artifact, ...]:  # noqa: ARG001 - a form has one look
    """写工作簿 — `stem.xlsx`; raises OutputError for a document without tables."""
    tables = needed_tables(document, "xlsx")
    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": document.title, "author": document.author, "created": _CREATED})
    for name, table in zip(sheet_names(tables), tables, strict=True):
        _Sheet(book, name, table).write()
    book.close()
    return (Artifact(f"{stem}.xlsx", buffer.getvalue()),)


def sheet_names(tables: Sequence[TableBlock]) -> list[str]:
    """表名 — legal, at most 31 characters, each only once whatever its case."""
    names: list[str] = []
    for table in tables:
        plain_name = _FORBIDDEN.sub("", f"{table.number} {plain(table.title)}".strip()) or "表"
        names.append(_unused(plain_name, set(map(str.casefold, names))))
    return names


def _unused(name: str, taken: set[str]) -> str:
    short, number = name[:_LONGEST_NAME], 2
    while short.casefold() in taken:
        tail = f"（{number}）"
        short, number = name[: _LONGEST_NAME - len(tail)] + tail, number + 1
    return short


class _Sheet:
    """One table on one sheet: title, corner texts, head, body, notes."""

    def __init__(self, book: Any, name: str, table: TableBlock) -> None:
        self._book, self._table = book, table
        self._sheet = book.add_worksheet(name)
        self._last = len(table.widths) - 1
        self._widths = column_widths(table)
        self._formats: dict[tuple[Any, ...], Any] = {}
        self._values = {(row, column): cell.value for row, column, cell in placed(table.body)}

    def write(self) -> None:
        table = self._table
        row = self._above()
        head = row
        self._rows(table.head, row)
        row += len(table.head)
        self._first = row
        self._rows(table.body, row)
        row += len(table.body)
        for note in table.notes:
            self._across(row, plain(note), self._format(text_wrap=True, align="left"))
            self._sheet.set_row(row, _LINE_HEIGHT * _lines_in(plain(note), sum(self._widths)) + _ROW_EDGE)
            row += 1
        self._page(head, row - 1)

    def _above(self) -> int:
        """Title, number at the right, owner at the left and unit at the right; gives the next free row."""
        table = self._table
        self._across(0, plain(table.title), self._format(bold=True, align="center", font_size=_TITLE_SIZE))
        self._sheet.set_row(0, 28)
        self._sheet.write_string(1, self._last, table.number, self._format(align="right"))
        self._sheet.write_string(2, 0, table.owner, self._format(align="left"))
        self._sheet.write_string(2, self._last, table.unit, self._format(align="right"))
        return 3

    def _rows(self, rows: Sequence[Row], first: int) -> None:
        lines: dict[int, int] = {}
        for row, column, cell in placed(rows):
            self._write_cell(first + row, column, cell)
            if cell.rowspan == 1:
                needed = _lines_in(plain(cell.content), sum(self._widths[column : column + cell.colspan]))
                lines[row] = max(lines.get(row, 1), needed)
        for row, number in lines.items():
            self._sheet.set_row(first + row, _LINE_HEIGHT * number + _ROW_EDGE)

    def _write_cell(self, row: int, column: int, cell: Cell) -> None:
        format = self._cell_format(cell)
        if cell.rowspan > 1 or cell.colspan > 1:
            last = (row + cell.rowspan - 1, column + cell.colspan - 1)
            self._sheet.merge_range(row, column, *last, "", format)
        if cell.value is None:
            self._text(row, column, plain(cell.content), format)
        elif self._adds(cell):
            self._sheet.write_formula(row, column, self._sum(cell), format, _as_float(cell.value))
        elif len(cell.value.as_tuple().digits) > _PLACES:
            self._text(row, column, plain(cell.content), format)
        else:
            self._sheet.write_number(row, column, _as_float(cell.value), format)

    def _text(self, row: int, column: int, text: str, format: Any) -> None:
        if text:
            self._sheet.write_string(row, column, text, format)
        else:
            self._sheet.write_blank(row, column, None, format)

    def _adds(self, cell: Cell) -> bool:
        """Whether the shown parts make the shown sum to the last digit."""
        shown = [self._values.get(part) or Decimal(0) for part in cell.parts]
        return bool(shown) and sum(shown) == cell.value

    def _sum(self, cell: Cell) -> str:
        return f"=SUM({','.join(_ranges([(row + self._first, column) for row, column in cell.parts]))})"

    def _cell_format(self, cell: Cell) -> Any:
        bold = any(text.strong for text in cell.content)
        own: dict[str, Any] = {"num_format": cell.number_format or "@"}
        if cell.indent:
            own["indent"] = cell.indent
        return self._format(border=1, align=cell.align, text_wrap=True, bold=bold, **own)

    def _format(self, **wanted: Any) -> Any:
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            base = {"font_name": _FONT, "font_size": _SIZE, "valign": "vcenter"}
            self._formats[key] = self._book.add_format({**base, **wanted})
        return self._formats[key]

    def _across(self, row: int, text: str, format: Any) -> None:
        if self._last:
            self._sheet.merge_range(row, 0, row, self._last, "", format)
        self._sheet.write_string(row, 0, text, format)

    def _page(self, head: int, last: int) -> None:
        sheet, table = self._sheet, self._table
        for column, width in enumerate(self._widths):
            sheet.set_column(column, column, width)
        sheet.set_paper(_PAPER_A4)
        if table.landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.center_horizontally()
        sheet.repeat_rows(head, head + len(table.head) - 1)
        if self._last >= _WIDE:
            sheet.repeat_columns(0, max(table.keys - 1, 0))
        else:
            sheet.fit_to_pages(1, 1 if len(table.body) <= _ON_ONE_PAGE else 0)
        sheet.print_area(0, 0, last, self._last)
        sheet.freeze_panes(head + len(table.head), 0)


def column_widths(table: TableBlock) -> list[float]:
    """列宽 — in Excel's units: the declared share, never less than the longest number of the column."""
    needed = [0.0] * len(table.widths)
    for _, column, cell in placed(table.body):
        if cell.value is not None and cell.colspan == 1:
            needed[column] = max(needed[column], len(plain(cell.content)) + 2.0)
    return [max(width * _WIDTH, need) for width, need in zip(table.widths, needed, strict=True)]


def _lines_in(text: str, width: float) -> int:
    """How many lines a text needs in a width of Excel's units."""
    return sum(max(1, ceil(ems(line) * _WIDTH / max(width - 1, 1))) for line in text.split("\n"))


def _as_float(value: Decimal) -> float:
    """A workbook holds binary numbers: at most 15 digits, which read back as the same decimals."""
    return float(value)


def _ranges(places: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Cells as ranges where they stand one below the other."""
    start = end = places[0]
    for place in places[1:]:
        if place == (end[0] + 1, end[1]):
            end = place
        else:
            yield _range(start, end)
            start = end = place
    yield _range(start, end)


def _range(start: tuple[int, int], end: tuple[int, int]) -> str:
    first = xl_rowcol_to_cell(*start)
    return first if start == end else f"{first}:{xl_rowcol_to_cell(*end)}"
