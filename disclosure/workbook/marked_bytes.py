"""标注的存盘 — a marked workbook as bytes: in memory alone, and the same at any time of day.

The library's own `save` puts in the time, and writes each sheet to a temporary file, which a disk may lack
room for; heavy, so only imported where a copy is made.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

_DATE = datetime(1980, 1, 1)  # noqa: DTZ001 - the earliest that a zip can say


class _InMemory(ExcelWriter):  # type: ignore[misc] # the library is untyped
    def write_worksheet(self, ws: Any) -> None:
        """As the library's own, but for the file."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        content = BytesIO()
        writer = WorksheetWriter(ws, content)
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path[1:], content.getvalue())
        self.manifest.append(ws)


def saved(book: Any) -> bytes:
    """存盘 — the workbook's bytes."""
    raw, fixed = BytesIO(), BytesIO()
    book.properties.created = book.properties.modified = _DATE
    _InMemory(book, ZipFile(raw, "w", ZIP_DEFLATED)).save()
    with ZipFile(raw) as source, ZipFile(fixed, "w") as target:
        for name in sorted(source.namelist()):
            entry = ZipInfo(name, _DATE.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return fixed.getvalue()
