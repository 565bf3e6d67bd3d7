"""读回核对 — finished files are read by other code than wrote them, and compared with the document.

Of the formats of this package, each by a reader of its own; what another package writes is its own to read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from zipfile import BadZipFile

from disclosure.document import Document, Style
from disclosure.errors import OutputError
from disclosure.outputs import Artifact
from disclosure.readback.along import Difference

_NOTHING = "（没有）"
Reader = Callable[[Sequence[Artifact], Document, Style], Iterator[Difference]]

# Modules are imported on use, as those that write are.
READERS = {
    "docx": "disclosure.readback.word_paragraphs:paragraphs",
    "pdf": "disclosure.readback.pdf_pages:pages",
    "pdf-a": "disclosure.readback.pdf_pages:archive",
    "html": "disclosure.readback.web_page:page",
    "cms": "disclosure.readback.web_page:fragment",
    "xlsx": "disclosure.readback.sheet_values:cells",
    "csv": "disclosure.readback.data_records:from_csv",
    "json": "disclosure.readback.data_records:from_json",
}


_REPORT = "没有写出文件，请换一种格式（--format），并把这句话报告软件维护人员"
_DAMAGED = (BadZipFile, SyntaxError, LookupError, ValueError, RuntimeError)  # SyntaxError: of XML


def require_same(format: str, files: Sequence[Artifact], document: Document, style: Style) -> None:
    """须与文稿相同 — the files of a format say what the document says; raises OutputError that says where."""
    module, _, name = READERS.get(format, "").partition(":")
    reader: Reader = getattr(import_module(module), name) if module else lambda *_: iter(())
    try:
        difference = next(reader(files, document, style), None)
    except _DAMAGED as error:
        raise OutputError(f"“{files[0].name}”写好后读不回来，不能核对；{_REPORT}") from error
    if difference is not None:
        where, wanted, found = difference
        raise OutputError(
            f"“{files[0].name}”写好后读回核对，与文稿不符：{where}应为“{wanted or _NOTHING}”，"
            f"读回的是“{found or _NOTHING}”；{_REPORT}"
        )
