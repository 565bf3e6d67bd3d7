"""须有的表 — the tables of a document for an output that holds nothing else."""

from __future__ import annotations

from disclosure.document import Document, Style, TableBlock, titled_tables
from disclosure.errors import OutputError


def require_tables(document: Document, _style: Style, formats: str) -> None:
    """须有公开表 — raises OutputError, naming the formats, where there is none."""
    needed_tables(document, formats)


def needed_tables(document: Document, formats: str) -> list[TableBlock]:
    """须有的表 — every table with a title; raises OutputError where there is none, naming the formats."""
    if tables := list(titled_tables(document)):
        return tables
    raise OutputError(
        f"这个模板没有公开表，不能生成 {formats}；请换一个有公开表的模板（见 disclosure pack list），"
        f"或从 --format 里去掉 {formats}"
    )
