"""纯文本 — headings and paragraphs of a document, a line each."""

from disclosure.document import Document, Heading, Paragraph, Style, plain, walk
from disclosure.outputs import Artifact


def write(document: Document, style: Style, stem: str) -> tuple[Artifact, ...]:
    """写纯文本 — `stem.txt`; `style` says how paper looks, which a text has no use for."""
    said = (block for block in walk(document) if isinstance(block, Heading | Paragraph))
    lines = [plain(block.content) for block in said]
    return (Artifact(f"{stem}.txt", "\n".join(lines).encode()),)
