"""须有的表 — the tables of a document for an output that holds nothing else."""

from __future__ import annotations

from disclosure.document import Document, TableBlock, titled_tables
from disclosure.errors import OutputError


def needed_tables(document: Document, format: str) -> list[TableBlock]:
    """须有的表 — every table with a title; raises OutputError where there is none, naming the format."""
    if tables := list(titled_tables(document)):
        return tables
    raise OutputError(
        f"这个模板没有公开表，不能生成 {format}；请换一个有公开表的模板（见 disclosure pack list），"
        f"或从 --format 里去掉 {format}"
    )
