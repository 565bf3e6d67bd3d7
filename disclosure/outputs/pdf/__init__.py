"""PDF — tagged, bookmarked, its fonts embedded; laid out by one of two engines."""

from __future__ import annotations

from disclosure.document import Document, Style
from disclosure.outputs import Artifact
from disclosure.outputs.pdf import weasyprint_engine


def write(document: Document, style: Style, stem: str) -> tuple[Artifact, ...]:
    """写 PDF — `stem.pdf`."""
    return (Artifact(f"{stem}.pdf", weasyprint_engine.laid_out(document, style)),)
