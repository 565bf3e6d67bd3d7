"""清单工作簿 — plain lists as an Excel workbook, one sheet a list; the same bytes at any time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from math import ceil
from typing import Any, NamedTuple

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - the same bytes at any time
FONT = "宋体"
_MOST_ROWS = 1_048_575
_LINE, _MOST_LINES = 16, 25  # points; 409 at most
_NARROW = "\u2000"
_A4 = 9
_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.6}  # inches
_CELL = {"border": 1, "valign": "top", "text_wrap": True}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "line": {},
    "head": {"bold": True, "border": 1, "align": "center", "text_wrap": True},
    "body": _CELL,
    "entry": {**_CELL, "bg_color": "#FFF9E3"},  # as in the fill-in workbook
}


class Listing(NamedTuple):
    """清单 — name of the sheet, head, widths of the columns, rows of texts; by column, what may be chosen.

    `above` are lines over the head, the first one the title; `entries` are the columns that somebody fills
    in; the last `unprinted` columns are for programs.
    """

    name: str
    head: Sequence[str]
    widths: Sequence[int]
    rows: Iterable[Sequence[str]]
    choices: Mapping[int, Sequence[str]] = {}
    above: Sequence[str] = ()
    entries: Collection[int] = ()
    unprinted: int = 0


def workbook(title: str, listings: Iterable[Listing]) -> bytes:
    """写清单 — every text stays text, whatever it begins with."""
    import xlsxwriter  # noqa: PLC0415 - only where a workbook is asked for

    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": title, "created": CREATED})
    looks = {name: book.add_format({"font_name": FONT, **look}) for name, look in _LOOKS.items()}
    for listing in listings:
        _write_listing(book.add_worksheet(listing.name), listing, looks)
    book.close()
    return buffer.getvalue()


def _write_listing(sheet: Any, listing: Listing, looks: Mapping[str, Any]) -> None:
    top, last = len(listing.above), len(listing.head) - 1
    for row, line in enumerate(listing.above):
        sheet.write_string(row, 0, line, looks["line" if row else "title"])
    for column, (name, width) in enumerate(zip(listing.head, listing.widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, name, looks["head"])
    for column, words in listing.choices.items():
        sheet.data_validation(top + 1, column, _MOST_ROWS, column, {"validate": "list", "source": [*words]})
    cells = [looks["entry" if column in listing.entries else "body"] for column in range(last + 1)]
    end = top
    for end, row_of_texts in enumerate(listing.rows, top + 1):
        texts = list(row_of_texts)
        sheet.set_row(end, row_height(texts, listing.widths))
        for column, text in enumerate(texts):
            sheet.write_string(end, column, text, cells[column])
    sheet.freeze_panes(top + 1, 0)
    print_closely(sheet, top, end, last - listing.unprinted)


def row_height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """行高（磅） — so that nothing is cut: LibreOffice, or a sheet printed unseen, fits no row to a text."""
    cells = zip(texts, widths, strict=True)
    return _LINE * min(max((_lines_of_cell(text, width) for text, width in cells), default=1), _MOST_LINES)


def _lines_of_cell(text: str, width: int) -> int:
    """A Chinese character is as broad as two; a word that does not fit leaves room at the end of a line."""
    breadths = (sum(1 + (sign > _NARROW) for sign in line) for line in text.split("\n"))
    return sum(max(ceil(breadth / max(width - 1, 1)), 1) for breadth in breadths)


def across_a4(sheet: Any, head: int) -> None:
    """横排 A4 — as wide as the page, the row of the head on every page, which is numbered."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.set_footer("&R第 &P 页，共 &N 页")


def print_closely(sheet: Any, head: int, end: int, last: int) -> None:
    """密排 — likewise with narrow margins, the rows and columns up to these alone."""
    across_a4(sheet, head)
    sheet.set_margins(**_MARGINS)
    sheet.print_area(0, 0, end, last)
