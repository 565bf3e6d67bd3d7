"""已公开的文件 — tables and texts as the accounts software or a publication has them, in any kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

from disclosure.loading.published.blocks import PublishedDocument
from disclosure.loading.published.matrix import Cell, Matrix

__all__ = [
    "Cell",
    "Matrix",
    "PublishedDocument",
    "document",
    "document_of",
    "files",
    "read",
    "require_kind",
    "tables_of",
]
# The libraries for web pages and old formats are loaded on use.
_READING = "disclosure.loading.published.read_published"
_FOLDER = "disclosure.loading.published.document_folder"


def read(path: Path, shown: str) -> Sequence[Matrix]:
    """读取表 — every table of a file."""
    tables: Sequence[Matrix] = import_module(_READING).read(path, shown)
    return tables


def require_kind(data: bytes, name: str, shown: str, *, tables: bool) -> None:
    """须读得了 — raises InputError for a kind of file that is not read, or of which no tables are."""
    import_module(_READING).require_kind(data, name, shown, tables=tables)


def tables_of(data: bytes, name: str, shown: str) -> Sequence[Matrix]:
    """读取表 — likewise, by its bytes and its name."""
    tables: Sequence[Matrix] = import_module(_READING).tables_of(data, name, shown)
    return tables


def document(path: Path, shown: str) -> PublishedDocument:
    """读取文件 — its headings, paragraphs, notes and tables in order."""
    found: PublishedDocument = import_module(_READING).document(path, shown)
    return found


def document_of(data: bytes, name: str, shown: str) -> PublishedDocument:
    """读取文件 — likewise, by its bytes and its name."""
    found: PublishedDocument = import_module(_READING).document_of(data, name, shown)
    return found


def files(path: Path, shown: str) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """各份文件 — of a folder, a zip or the one file: what each is called, what gives its content."""
    found: Iterator[tuple[str, Callable[[], bytes]]] = import_module(_FOLDER).files(path, shown)
    return found
