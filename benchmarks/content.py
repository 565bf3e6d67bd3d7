"""文稿的文字 — the words of a finished document as JSON, for a program that only prints them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from disclosure.document import (
    Attachment,
    Block,
    ChartBlock,
    Contents,
    Cover,
    Document,
    Heading,
    Paragraph,
    Row,
    TableBlock,
    plain,
)


def write(document: Document, path: Path) -> None:
    """写出 — the title, and block by block what is printed."""
    blocks = list(_worded(document.blocks))
    path.write_text(
        json.dumps({"title": document.title, "blocks": blocks}, ensure_ascii=False), encoding="utf-8"
    )


def _worded(blocks: tuple[Block, ...]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        match block:
            case Cover():
                yield {"kind": "cover", "lines": [*map(plain, (*block.top, *block.title, *block.lines))]}
            case Contents():
                yield {"kind": "contents"}
            case Heading():
                yield {"kind": "heading", "id": block.id, "level": block.level, "text": plain(block.content)}
            case Paragraph():
                yield {"kind": "paragraph", "text": plain(block.content)}
            case TableBlock():
                yield _table(block)
            case ChartBlock():
                yield _chart(block)
            case Attachment():
                yield from _worded(block.blocks)


def _table(block: TableBlock) -> dict[str, Any]:
    return {
        "kind": "table",
        "title": plain(block.title),
        "corner": " ".join(filter(None, (block.owner, block.number, block.unit))),
        "width": len(block.widths),
        "wide": block.landscape,
        "head": _rows(block.head),
        "body": _rows(block.body),
        "notes": [*map(plain, block.notes)],
    }


def _rows(rows: tuple[Row, ...]) -> list[list[dict[str, Any]]]:
    return [
        [
            {
                "text": plain(cell.content),
                "align": cell.align,
                "rows": cell.rowspan,
                "columns": cell.colspan,
                "value": None if cell.value is None else float(cell.value),
            }
            for cell in row.cells
        ]
        for row in rows
    ]


def _chart(block: ChartBlock) -> dict[str, Any]:
    series = [
        {
            "name": one.name,
            "values": [float(point.value) for point in one.points],
            "labels": [point.label for point in one.points],
        }
        for one in block.series
    ]
    return {
        "kind": "chart",
        "shape": block.shape,
        "categories": block.categories,
        "series": series,
        "caption": plain(block.caption),
    }
