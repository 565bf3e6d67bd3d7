"""已公开的文件 — tables and texts as the accounts software or a publication has them, in any kind of file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from disclosure.errors import InputError
from disclosure.load.published.blocks import PublishedDocument
from disclosure.load.published.matrix import Cell, Matrix

__all__ = ["Cell", "Matrix", "PublishedDocument", "document", "documents", "read"]
# The libraries for web pages and old formats are loaded on use.
_READING = "disclosure.load.published.read_published"
_FOLDER = "disclosure.load.published.document_folder"


def read(path: Path, shown: str) -> Sequence[Matrix]:
    """读取表 — every table of a file."""
    tables: Sequence[Matrix] = import_module(_READING).read(path, shown)
    return tables


def document(path: Path, shown: str) -> PublishedDocument:
    """读取文件 — its headings, paragraphs, notes and tables in order."""
    found: PublishedDocument = import_module(_READING).document(path, shown)
    return found


def documents(path: Path, shown: str) -> Iterator[PublishedDocument | InputError]:
    """读取一批 — the documents of a folder or a zip one after another, or why one cannot be read."""
    found: Iterator[PublishedDocument | InputError] = import_module(_FOLDER).documents(path, shown)
    return found
