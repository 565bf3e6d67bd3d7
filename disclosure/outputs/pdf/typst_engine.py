"""typst — the document in typst's own language, compiled in this process: needs nothing of the system.

Typst and pikepdf are an extra of this package; they are imported on use.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from disclosure import temporary
from disclosure.document import Document, Style
from disclosure.errors import OutputError
from disclosure.outputs.docx.reference_look import read_look
from disclosure.outputs.pdf.glyphs import require_glyphs
from disclosure.outputs.pdf.missing_engines import INSTALL
from disclosure.outputs.pdf.typst_fonts import Faces, faces
from disclosure.outputs.pdf.typst_source import Source, source

ARCHIVE = (
    '存档用的 PDF（pdf-a）由 typst 生成，需要：pip install "disclosure[typst]"；或从 --format 里去掉 pdf-a'
)
UNDATED = "存档用的 PDF（pdf-a）要有日期，这份文件没有；请从 --format 里去掉 pdf-a"
Standard = Literal["ua-1", "a-3a"]
_ACCESSIBLE: list[Standard] = ["ua-1"]
_ARCHIVED: list[Standard] = ["a-3a", "ua-1"]


def laid_out(document: Document, style: Style) -> bytes:
    """排版 — the finished file; raises OutputError where a character has no glyph or typst has a remark."""
    library()
    made = _source_of(document, style)
    return _finished(made, _ACCESSIBLE)


def archived(document: Document, style: Style, attached: Mapping[str, bytes]) -> bytes:
    """存档 — likewise, as PDF/A-3a with files of data in it; raises OutputError for a document undated."""
    require_archive(document)
    made = _source_of(document, style)
    made.attach(attached)
    return _finished(made, _ARCHIVED)


def library(missing: str = INSTALL) -> None:
    """typst 本身 — raises OutputError with the sentence where it, or pikepdf, is missing; loads neither."""
    if find_spec("typst") is None or find_spec("pikepdf") is None:
        raise OutputError(missing)


def require_archive(document: Document) -> None:
    """须能存档 — raises OutputError where something is missing, and for a document without a date."""
    if document.dated is None:
        raise OutputError(UNDATED)
    library(ARCHIVE)


def _source_of(document: Document, style: Style) -> Source:
    made = source(document, read_look(style), faces())
    require_glyphs(made.lines)
    return made


def _finished(made: Source, standards: list[Standard]) -> bytes:
    from disclosure.outputs.pdf.typst_tags import tagged  # noqa: PLC0415 - an extra

    return tagged(_compiled(made.text, made.files, faces(), standards), made.tables, made.cover)


def _compiled(text: str, files: Mapping[str, bytes], chosen: Faces, standards: list[Standard]) -> bytes:
    import typst  # noqa: PLC0415 - an extra

    with tempfile.TemporaryDirectory(dir=temporary.folder()) as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        try:
            data, warnings = typst.compile_with_warnings(
                text.encode(), root=folder, font_paths=chosen.listed, pdf_standards=[*standards]
            )
        except typst.TypstError as error:
            raise _remark(error) from error
    for warning in warnings:  # a font that is not found is one, and its text is not printed
        raise _remark(warning)
    return bytes(data)


def _remark(remark: Any) -> OutputError:
    return OutputError(
        f"typst 排不了这份文件（{remark.message}）；请用 --pdf weasyprint，并把这句话报告软件维护人员"
    )
