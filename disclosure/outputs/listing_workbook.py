"""清单工作簿 — plain lists as an Excel workbook, one sheet a list; the same bytes at any time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import NamedTuple

_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - the same bytes at any time
_FONT = "宋体"
_MOST_ROWS = 1_048_575


class Listing(NamedTuple):
    """清单 — name of the sheet, head, widths of the columns, rows of texts; by column, what may be chosen."""

    name: str
    head: Sequence[str]
    widths: Sequence[int]
    rows: Iterable[Sequence[str]]
    choices: Mapping[int, Sequence[str]] = {}


def workbook(title: str, listings: Iterable[Listing]) -> bytes:
    """写清单 — every text stays text, whatever it begins with."""
    import xlsxwriter  # noqa: PLC0415 - only where a workbook is asked for

    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": title, "created": _CREATED})
    head = book.add_format(
        {"bold": True, "font_name": _FONT, "border": 1, "align": "center", "text_wrap": True}
    )
    body = book.add_format({"font_name": _FONT, "border": 1, "valign": "top", "text_wrap": True})
    for listing in listings:
        sheet = book.add_worksheet(listing.name)
        for column, (name, width) in enumerate(zip(listing.head, listing.widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, head)
        for column, words in listing.choices.items():
            sheet.data_validation(1, column, _MOST_ROWS, column, {"validate": "list", "source": [*words]})
        for number, row in enumerate(listing.rows, 1):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text, body)
        sheet.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()
