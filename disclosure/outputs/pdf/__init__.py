"""PDF — tagged, bookmarked, its fonts embedded; laid out by one of two engines.

WeasyPrint takes the look from the CSS, typst from the reference document, as the DOCX does. Who said nothing
gets WeasyPrint, and typst where WeasyPrint or its Pango is missing.
"""

from __future__ import annotations

import logging
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from disclosure.document import Document, PdfEngine, Style, titled_tables
from disclosure.errors import OutputError
from disclosure.outputs import PDF_ENGINES, Artifact
from disclosure.outputs.tidy_data import write_json

ARCHIVED = "（存档）"  # behind the name: beside the PDF that is published
INSTEAD = "这台电脑没有 WeasyPrint 或 Pango，PDF 改由 typst 排版：内容相同，样子照 Word 文件"
_log = logging.getLogger(__name__)


def write(document: Document, style: Style, stem: str) -> tuple[Artifact, ...]:
    """写 PDF — `stem.pdf`; raises OutputError where the engine that was asked for, or any, is missing."""
    name = style.pdf_engine or _usual()
    if name == "typst" and not style.pdf_engine:
        _log.warning(INSTEAD)
    if name == "typst" and style.own_css:
        own = f"style/{style.name}"
        _log.warning(
            f"PDF 由 typst 排版，样子照模板的 Word 参考文档（{own}.docx），没有用 {own}.css；"
            "要用的，加 --pdf weasyprint"
        )
    return (Artifact(f"{stem}.pdf", _engine(name).laid_out(document, style)),)


def write_archive(document: Document, style: Style, stem: str) -> tuple[Artifact, ...]:
    """写存档 PDF — `stem（存档）.pdf`: PDF/A-3a by typst, the data of the tables in it as `stem.json`.

    Raises OutputError where typst is missing, and for a document without a date.
    """
    attached = write_json(document, style, stem) if titled_tables(document) else ()
    data = _engine("typst").archived(document, style, {one.name: one.data for one in attached})
    return (Artifact(f"{stem}{ARCHIVED}.pdf", data),)


def require_engine(_document: Document, style: Style, _formats: str) -> None:
    """须有引擎 — raises OutputError where the engine that was asked for, or any, is missing."""
    _engine(style.pdf_engine or _usual()).library()


def require_archive(document: Document, _style: Style, _formats: str) -> None:
    """须能存档 — raises OutputError where typst is missing, and for a document without a date."""
    _engine("typst").require_archive(document)


def engines() -> tuple[PdfEngine, ...]:
    """装了的引擎 — those that can lay out a PDF here."""
    return tuple(filter(_is_there, PDF_ENGINES.values()))


def _is_there(name: PdfEngine) -> bool:
    try:
        _engine(name).library()
    except OutputError:
        return False
    return True


def _usual() -> PdfEngine:
    """The engine of who said none."""
    try:
        _engine("weasyprint").library()
    except OutputError:
        if find_spec("typst") is None:
            raise
        return "typst"
    return "weasyprint"


def _engine(name: PdfEngine) -> Any:
    """Imported on use: each brings a heavy library."""
    return import_module(f"disclosure.outputs.pdf.{name}_engine")
