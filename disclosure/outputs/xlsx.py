"""工作簿 — the tables of a document in Excel: one sheet a table, numbers as numbers, sums as formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from itertools import chain
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from disclosure.document import Cell, Document, Row, Style, TableBlock, plain
from disclosure.document.table_on_paper import ems, placed
from disclosure.document.tables_on_pages import panel_columns, standing_columns, with_parted_head
from disclosure.outputs import Artifact
from disclosure.outputs.needed_tables import needed_tables

_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - the same bytes at any time
_FONT, _SIZE, _TITLE_SIZE = "宋体", 10.5, 16
_PAPER_A4 = 9
_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_WIDTH = 2.15  # of one Chinese character, in Excel's column units
_PLACES = 15  # digits an Excel number keeps
_LINE_HEIGHT, _ROW_EDGE = 15.2, 1.5  # a line of the tallest stand-in for 宋体
_TITLE_HEIGHT, _USUAL_HEIGHT = 28.0, 15.0
_NAME_AT_LEAST = 8.0
_BESIDE = 2.5  # of a column, besides its number: the edges, and the room to the next one
_A4 = (595, 842)  # points
_SIDE, _EDGE, _UNDER_HEADER, _HEADER, _INCH = 36.0, 45.0, 86.0, 36.0, 72
_SMALLEST = 8 / _SIZE  # of the size on the screen: letters of 8 pt
_RESERVE = 0.86  # of the room: digits of a stand-in for 宋体, and with them the columns, are wider
_IN_HEADER = 11  # letters of headers and footers: they shrink with the sheet
_SAID_THERE = f'&"{_FONT}"&{_IN_HEADER}'
_PAGE_NUMBER = f"&C{_SAID_THERE}— &P —"


def write(document: Document, style: Style, stem: str) -> tuple[Artifact, ...]:  # noqa: ARG001 - a form has one look
    """写工作簿 — `stem.xlsx`; raises OutputError for a document without tables."""
    tables = [on_sheet(table) for table in needed_tables(document, "xlsx")]
    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_format_properties": {"font_name": _FONT, "font_size": _SIZE},  # widths are counted in it
        },
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
        self._book, self._table = book, with_parted_head(table)
        self._sheet = book.add_worksheet(name)
        self._last = len(table.widths) - 1
        self._widths = column_widths(table)
        self._heights: dict[int, float] = {}
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
        start, end = note_columns(table)
        for note in table.notes:
            self._across(row, start, end, plain(note), self._format(text_wrap=True, align="left"))
            self._high(row, _lines_in(plain(note), sum(self._widths[start : end + 1])))
            row += 1
        self._page(head, row - 1)

    def _above(self) -> int:
        """Title, number at the right, owner at the left and unit at the right; gives the next free row."""
        table = self._table
        end = note_columns(table)[1]
        self._across(
            0, 0, end, plain(table.title), self._format(bold=True, align="center", font_size=_TITLE_SIZE)
        )
        self._sheet.set_row(0, _TITLE_HEIGHT)
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
            self._high(first + row, number)

    def _high(self, row: int, lines: int) -> None:
        self._heights[row] = _LINE_HEIGHT * lines + _ROW_EDGE
        self._sheet.set_row(row, self._heights[row])

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
        own = {"num_format": cell.number_format} if cell.number_format else {"num_format": "@"}
        indent = cell.indent or int(cell.align == "right")  # no number touches the next column
        wraps = cell.value is None
        return self._format(border=1, align=cell.align, indent=indent, text_wrap=wraps, bold=bold, **own)

    def _format(self, **wanted: Any) -> Any:
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            base = {"font_name": _FONT, "font_size": _SIZE, "valign": "vcenter"}
            self._formats[key] = self._book.add_format({**base, **wanted})
        return self._formats[key]

    def _across(self, row: int, start: int, end: int, text: str, format: Any) -> None:
        if end > start:
            self._sheet.merge_range(row, start, row, end, "", format)
        self._sheet.write_string(row, start, text, format)

    def _page(self, head: int, last: int) -> None:
        sheet, table = self._sheet, self._table
        for column, width in enumerate(self._widths):
            sheet.set_column(column, column, width)
        sheet.set_paper(_PAPER_A4)
        sheet.center_horizontally()
        sheet.set_footer(_PAGE_NUMBER)
        sheet.freeze_panes(head + len(table.head), 0)
        if panel_columns(table):
            self._in_panels(head, last)
        else:
            self._on_one_width(head, last)

    def _on_one_width(self, head: int, last: int) -> None:
        """As many pages as it takes, or one; each with the title, the unit and the head."""
        sheet, table = self._sheet, self._table
        width = _in_points(self._widths)
        across = table.landscape or _room_across(_A4[0]) / width < _SMALLEST
        high, wide = sorted(_A4, reverse=not across)
        scale = min(_room_across(wide) / width, 1)
        tall = _TITLE_HEIGHT + (head - 1) * _USUAL_HEIGHT + sum(self._heights.values())
        is_one = tall * min(scale, _SMALLEST) <= high - 2 * _EDGE
        (sheet.set_landscape if across else sheet.set_portrait)()
        sheet.set_margins(*(side / _INCH for side in (_SIDE, _SIDE, _EDGE, _EDGE)))
        sheet.repeat_rows(0, head + len(table.head) - 1)
        sheet.fit_to_pages(1, 1 if is_one else 0)
        sheet.print_area(0, 0, last, self._last)

    def _in_panels(self, head: int, last: int) -> None:
        """A few columns a page, as on paper; what stands above a table is the header of each page."""
        sheet, table = self._sheet, self._table
        panels = panel_columns(table)
        widest = max(_on_a_page(table, panel, self._widths) for panel in panels)
        sheet.set_landscape()
        sheet.set_margins(*(side / _INCH for side in (_SIDE, _SIDE, _UNDER_HEADER, _EDGE)))
        title, owner, number, unit = map(
            _in_header, (plain(table.title), table.owner, table.number, table.unit)
        )
        sheet.set_header(
            f'&L{_SAID_THERE}\n\n{owner}&C&"{_FONT}"&{_TITLE_SIZE}&B{title}&R{_SAID_THERE}\n{number}\n{unit}',
            {"margin": _HEADER / _INCH},
        )
        sheet.repeat_rows(head, head + len(table.head) - 1)
        if table.keys:
            sheet.repeat_columns(0, table.keys - 1)
        sheet.set_v_pagebreaks([panel.start for panel in panels[1:]])
        sheet.set_print_scale(int(100 * min(_room_across(_A4[1]) / widest, 1)))
        sheet.print_area(head, 0, last, self._last)


def _room_across(width: float) -> float:
    return (width - 2 * _SIDE) * _RESERVE


def _in_points(widths: Sequence[float]) -> float:
    """Columns of so many digits of the usual font, each with its edges."""
    return sum((7 * width + 5) * 0.75 for width in widths)


def _in_header(text: str) -> str:
    return text.replace("&", "&&")


def on_sheet(table: TableBlock) -> TableBlock:
    """工作表上的表 — in panels where its letters would be too small on one page, the first columns on each.

    A form whose cells reach over its columns stays in one piece.
    """
    standing = standing_columns(table)
    fewer = range((table.panel or len(table.widths) - standing) - 1, 0, -1)
    parted = (replace(table, keys=standing, panel=columns) for columns in fewer)
    return next(filter(_can_be_read, chain((table,), parted)), table)


def _can_be_read(table: TableBlock) -> bool:
    needed = _needed(table)
    widest = max(_on_a_page(table, panel, needed) for panel in _pages_across(table))
    return widest * _SMALLEST <= _room_across(max(_A4))


def note_columns(table: TableBlock) -> tuple[int, int]:
    """表注的栏 — from the first to the last; of a table in panels on the first page alone.

    There not in the first columns, which each page repeats: they would repeat a part of the note.
    """
    panels = panel_columns(table)
    return (table.keys, panels[0].stop - 1) if panels else (0, len(table.widths) - 1)


def column_widths(table: TableBlock) -> list[float]:
    """列宽 — in Excel's units: the declared share, never less than the longest number of the column.

    Columns that are wider than their numbers give way where letters on the page would be too small.
    """
    needed = _needed(table)
    wished = list(map(max, _declared_widths(table), needed))
    room = _room_across(max(_A4) if table.landscape else min(_A4)) / _SMALLEST
    part = min(
        _part(room, *(_on_a_page(table, panel, widths) for widths in (needed, wished)))
        for panel in _pages_across(table)
    )
    return [need + (wish - need) * part for need, wish in zip(needed, wished, strict=True)]


def _needed(table: TableBlock) -> list[float]:
    """The least that columns may give way to: those that stand on each page not at all."""
    declared = _declared_widths(table)
    needed = [*declared[: table.keys], *(min(width, _NAME_AT_LEAST) for width in declared[table.keys :])]
    for _, column, cell in placed(table.body):
        if cell.value is not None and cell.colspan == 1:
            needed[column] = max(needed[column], len(plain(cell.content)) + _BESIDE)
    return needed


def _declared_widths(table: TableBlock) -> list[float]:
    return [width * _WIDTH for width in table.widths]


def _pages_across(table: TableBlock) -> list[range]:
    """The columns of each page, besides the first ones that stand on every page."""
    return panel_columns(table) or [range(table.keys, len(table.widths))]


def _on_a_page(table: TableBlock, panel: range, widths: Sequence[float]) -> float:
    """How wide a page's columns are, in points."""
    return _in_points([*widths[: table.keys], *widths[panel.start : panel.stop]])


def _part(room: float, needed: float, wished: float) -> float:
    """How much of what is wished besides what is needed there is room for."""
    return 1.0 if wished <= max(room, needed) else max(room - needed, 0.0) / (wished - needed)


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
