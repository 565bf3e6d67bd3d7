"""网站编辑器片段 — a body fragment to paste into a government site's editor, charts as PNG files beside it.

Such editors drop script, style, class and id: the look stands in inline styles, and nothing is lost without it.
Headings begin at h2, since the page has its own title.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import assert_never

from disclosure import charts
from disclosure.document import (
    Attachment,
    Block,
    Cell,
    ChartBlock,
    Contents,
    Cover,
    Document,
    Heading,
    Image,
    Line,
    PageBreak,
    Paragraph,
    Role,
    Row,
    Style,
    TableBlock,
)
from disclosure.outputs import Artifact
from disclosure.outputs.markup import DRAFT, element, entries, media_type, span_attributes, words

CENTER = "text-align:center"
RIGHT = "text-align:right"
NOTE = "font-size:0.9em"
PARAGRAPH: dict[Role, str | None] = {
    "body": "text-indent:2em",
    "item": "text-indent:2em",
    "plain": None,
    "note": NOTE,
    "caption": CENTER,
}
TABLE = "width:100%;border-collapse:collapse;font-size:0.9em"
CELL = "border:1px solid #000;padding:4px"
HEAD_CELL = f"{CELL};font-weight:normal"


def write(document: Document, style: Style, stem: str) -> tuple[Artifact, ...]:  # noqa: ARG001 - the site has its own look
    """写片段 — `stem.cms.html`, then `stem-图1.png` and so on."""
    fragment = _Fragment(document, stem)
    draft = element("p", DRAFT, style=CENTER) if document.draft else ""
    text = "\n".join(part for part in (draft, fragment.blocks(document.blocks)) if part)
    return (Artifact(f"{stem}.cms.html", f"{text}\n".encode()), *fragment.pictures)


class _Fragment:
    """Writes the blocks and keeps the pictures that they refer to."""

    def __init__(self, document: Document, stem: str) -> None:
        self.document = document
        self.stem = stem
        self.pictures: list[Artifact] = []

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "\n".join(filter(None, map(self.block, blocks)))

    def block(self, block: Block) -> str:  # noqa: PLR0911 - one return a kind of block
        match block:
            case Cover():
                return _cover(block)
            case Contents():
                lines = (_paragraph(heading.content) for heading in entries(self.document, block))
                return "\n".join([element("p", escape(block.title, quote=False), style=CENTER), *lines])
            case Heading():
                return element(
                    f"h{block.level + 1}", _line(block.content), style=CENTER if block.level == 1 else None
                )
            case Paragraph():
                return _paragraph(block.content, PARAGRAPH[block.role])
            case TableBlock():
                return _table(block)
            case ChartBlock():
                return self.chart(block)
            case Image():
                kind = media_type(block).rpartition("/")[2]
                return self.picture(block.data, block.alt, kind, block.width_mm)
            case PageBreak():
                return ""
            case Attachment():
                return self.blocks(block.blocks)
            case _:
                assert_never(block)

    def chart(self, block: ChartBlock) -> str:
        parts = (
            self.picture(charts.png(block), block.alt, "png", charts.WIDTH * 25.4),
            _paragraph(block.caption, CENTER),
        )
        return "\n".join(reversed(parts) if block.caption_above else parts)

    def picture(self, data: bytes, alt: str, kind: str, width_mm: float) -> str:
        name = f"{self.stem}-图{len(self.pictures) + 1}.{kind}"
        self.pictures.append(Artifact(name, data))
        look = f"width:{width_mm:.0f}mm;max-width:100%"
        return element("p", f'<img src="{escape(name)}" alt="{escape(alt)}" style="{look}">', style=CENTER)


def _cover(block: Cover) -> str:
    return "\n".join(
        [
            *map(_paragraph, block.top),
            *(_paragraph(line, f"{CENTER};font-size:1.6em") for line in block.title),
            *(_paragraph(line, CENTER) for line in block.lines),
        ]
    )


def _table(block: TableBlock) -> str:
    lines = (
        _paragraph(block.title, CENTER) if block.title else "",
        element("p", escape(block.number, quote=False), style=RIGHT) if block.number else "",
        element("p", escape(block.owner, quote=False)) if block.owner else "",
        element("p", escape(block.unit, quote=False), style=RIGHT) if block.unit else "",
        element("table", _rows("thead", block.head, "col") + _rows("tbody", block.body, "row"), style=TABLE),
        *(_paragraph(note, NOTE) for note in block.notes),
    )
    return "\n".join(line for line in lines if line)


def _rows(tag: str, rows: tuple[Row, ...], scope: str) -> str:
    lines = (element("tr", "".join(_cell(cell, scope) for cell in row.cells)) for row in rows)
    return element(tag, "\n".join(lines)) if rows else ""


def _cell(cell: Cell, scope: str) -> str:
    look = f"{HEAD_CELL if cell.head else CELL};text-align:{cell.align}"
    tag, heads = ("th", scope) if cell.head else ("td", None)
    return element(tag, _line(cell.content), style=look, scope=heads, **span_attributes(cell))


def _paragraph(line: Line, style: str | None = None) -> str:
    return element("p", _line(line), style=style)


def _line(line: Line) -> str:
    return "".join(map(words, line))
