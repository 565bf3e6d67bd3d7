"""另一个程序 — PDFium writes notes into a copy of a PDF: apart, as it reads (`pdfium_apart.py`).

What is added stands behind the file's own bytes where it has a plain table of objects; else the file is
written anew, for PDFium leaves out of a packed table what other readers want. No clock and no chance goes
into it.
"""

from __future__ import annotations

import marshal
import re
import sys
from ctypes import POINTER, cast, create_string_buffer
from hashlib import md5
from io import BytesIO
from typing import Any

DAMAGED, PASSWORD = "damaged", "password"
_OPACITY, _OPAQUE = 110, 255
_SIDE = 20.0  # points of a sign that stands for the notes of no place
_SECOND = re.compile(rb"(/ID ?\[ ?<[0-9A-Fa-f]*> ?)<[0-9A-Fa-f]{32}>")
_BOTH = re.compile(rb"(/ID ?\[ ?)<[0-9A-Fa-f]{32}>")
_TRAILER = b"\ntrailer"

Box = tuple[float, float, float, float]
Colour = tuple[int, int, int]
Note = tuple[int, Box | None, Colour, str]  # page from 1; without a box: a sign at the page's upper corner


def _noted(data: bytes, notes: list[Note], author: str) -> bytes | str:
    import pypdfium2  # noqa: PLC0415 - found only in the place that is named

    try:
        document = pypdfium2.PdfDocument(data)
        for number, box, colour, text in notes:
            page = document[number - 1]
            _annotate(pypdfium2.raw, page, box, colour, {b"Contents": text, b"T": author})
            page.close()
        return _saved(pypdfium2, document, data)
    except pypdfium2.PdfiumError as error:
        return PASSWORD if "assword" in str(error) else DAMAGED


def _annotate(raw: Any, page: Any, box: Box | None, colour: Colour, texts: dict[bytes, str]) -> None:
    made = raw.FPDFPage_CreateAnnot(page.raw, raw.FPDF_ANNOT_HIGHLIGHT if box else raw.FPDF_ANNOT_TEXT)
    left, bottom, right, top = box or _corner(page)
    raw.FPDFAnnot_SetColor(made, raw.FPDFANNOT_COLORTYPE_Color, *colour, _OPACITY if box else _OPAQUE)
    raw.FPDFAnnot_SetRect(made, raw.FS_RECTF(left, top, right, bottom))
    if box:
        corners = raw.FS_QUADPOINTSF(left, top, right, top, left, bottom, right, bottom)
        raw.FPDFAnnot_AppendAttachmentPoints(made, corners)
    for key, text in texts.items():
        wide = create_string_buffer(f"{text}\0".encode("utf-16-le", "replace"))
        raw.FPDFAnnot_SetStringValue(made, key, cast(wide, POINTER(raw.FPDF_WCHAR)))
    raw.FPDFAnnot_SetFlags(made, raw.FPDF_ANNOT_FLAG_PRINT)
    raw.FPDFPage_CloseAnnot(made)


def _corner(page: Any) -> Box:
    left, _, _, top = page.get_bbox()
    return (left + _SIDE, top - 2 * _SIDE, left + 2 * _SIDE, top - _SIDE)


def _saved(library: Any, document: Any, data: bytes) -> bytes:
    """Behind the file's own bytes; where its table is packed or in disorder, all of it anew."""
    raw, pages = library.raw, len(document)
    has_id = raw.FPDF_GetFileIdentifier(document.raw, raw.FILEIDTYPE_PERMANENT, None, 0) > 1
    added = _as_saved(document, raw.FPDF_INCREMENTAL)
    behind = added[len(data) :] if added.startswith(data) else b""
    if _TRAILER in behind and _opens(library, added, pages):
        return data + _without_chance(behind, data, has_id=has_id)
    return _without_chance(_as_saved(document, raw.FPDF_NO_INCREMENTAL), data, has_id=has_id)


def _as_saved(document: Any, how: int) -> bytes:
    buffer = BytesIO()
    document.save(buffer, flags=how)
    return buffer.getvalue()


def _opens(library: Any, data: bytes, pages: int) -> bool:
    try:
        return len(library.PdfDocument(data)) == pages
    except library.PdfiumError:
        return False


def _without_chance(added: bytes, data: bytes, *, has_id: bool) -> bytes:
    """PDFium draws the second half of the identifier by lot, and the first where the file has none."""
    mark = b"<" + md5(data, usedforsecurity=False).hexdigest().upper().encode() + b">"
    start = max(added.rfind(_TRAILER), 0)
    tail = _SECOND.sub(rb"\1" + mark, added[start:])
    return added[:start] + (tail if has_id else _BOTH.sub(rb"\1" + mark, tail))


if __name__ == "__main__":
    sys.stdout.buffer.write(marshal.dumps(_noted(*marshal.loads(sys.stdin.buffer.read()))))
