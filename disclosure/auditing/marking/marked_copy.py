"""带批注的副本 — of a PDF or a .docx; the file itself stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath

from disclosure.auditing.audit_finding import AuditFinding
from disclosure.auditing.marking import docx_comments, pdf_notes
from disclosure.loading import data_files
from disclosure.loading.published.pdf.painted import PdfError
from disclosure.loading.word import DocxError

Writer = Callable[[bytes, Iterable[AuditFinding], str], bytes]


def _pdf(data: bytes, findings: Iterable[AuditFinding], _: str) -> bytes:
    return pdf_notes.noted(data, findings)


_WRITERS: Mapping[bytes, Writer] = {b"%PDF": _pdf, b"PK\x03\x04": docx_comments.commented}
_ENDINGS = (".pdf", ".docx")


def can_be_marked(name: str) -> bool:
    """能否批注 — of what is named so."""
    return PurePosixPath(name).suffix.lower() in _ENDINGS


def marked_copy(data: bytes, findings: Iterable[AuditFinding], name: str) -> bytes:
    """标注 — a copy of a file (its bytes, and how its places call it) with notes; raises InputError."""
    write = next(writer for start, writer in _WRITERS.items() if data.startswith(start))
    try:
        return write(data, findings, name)
    except (PdfError, DocxError) as error:
        raise data_files.fault(f"不能写批注：{error}", name) from None
