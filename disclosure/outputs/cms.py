"""网站编辑器片段 — a body fragment to paste into a government site's editor, charts as PNG files beside it.

Such editors drop script, style, class and id: the look stands in inline styles, nothing is lost without it.
Headings begin at h2, since the page has its own title.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import assert_never

from disclosure import drawing
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
    Text,
    plain,
)
from disclosure.document.tables_on_pages import in_panels
from disclosure.document.unbroken import is_number
from disclosure.outputs import Artifact
from disclosure.outputs.markup import (
    DRAFT,
    address,
    element,
    entries,
    media_type,
    span_attributes,
    tag_of,
    words,
)

_SPACE = "　"
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
# What is wider than the site's column scrolls; without this, tables are still as narrow as the PDF's.
BOX = "overflow-x:auto"
TABLE = "width:100%;border-collapse:collapse;font-size:0.9em"
CELL = "border:1px solid #000;padding:4px"
UNBROKEN = ";white-space:nowrap"
CORNERS = "display:flex;flex-wrap:wrap;justify-content:space-between;column-gap:2em"
HEAD_CELL = f"{CELL};font-weight:normal"


def write(document: Document, style: Style, stem: str) -> tuple[Artifact, ...]:  # noqa: ARG001 - the site has its own look
    """写片段 — `stem.cms.html`, then `stem-图1.png` and so on."""
    document = in_panels(document)
    fragment = _Fragment(document, stem)
    draft = element("p", DRAFT, style=CENTER) if document.draft else ""
    text = "\n".join(filter(None, (draft, fragment.blocks(document.blocks))))
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
                return self.contents(block)
            case Heading():
                return _heading(block)
            case Paragraph():
                return _paragraph(block.content, PARAGRAPH[block.role])
            case TableBlock():
                return _table_with_lines(block)
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

    def contents(self, block: Contents) -> str:
        lines = (_paragraph(heading.content) for heading in entries(self.document, block))
        return "\n".join([_paragraph((Text(block.title),), CENTER), *lines])

    def chart(self, block: ChartBlock) -> str:
        parts = (
            self.picture(drawing.png(block), block.alt, "png", drawing.WIDTH * 25.4),
            _paragraph(block.caption, CENTER),
        )
        return "\n".join(reversed(parts) if block.caption_above else parts)

    def picture(self, data: bytes, alt: str, kind: str, width_mm: float) -> str:
        name = f"{self.stem}-图{len(self.pictures) + 1}.{kind}"
        self.pictures.append(Artifact(name, data))
        look = f"width:{width_mm:.0f}mm;max-width:100%"
        image = f'<img src="{escape(address(name))}" alt="{escape(alt)}" style="{look}">'
        return element("p", image, style=CENTER)


def _heading(block: Heading) -> str:
    style = CENTER if block.level == 1 else None
    return element(f"h{block.level + 1}", _words_of(block.content), style=style)


def _cover(block: Cover) -> str:
    titles = (_paragraph(line, f"{CENTER};font-size:1.6em") for line in block.title)
    lines = (_paragraph(line, CENTER) for line in block.lines)
    return "\n".join([*map(_paragraph, block.top), *titles, *lines])


def _table_with_lines(block: TableBlock) -> str:
    """The lines above a table that have anything to say, the table, its notes."""
    title = _paragraph(block.title, CENTER) if block.title else ""
    rows = _rows("thead", block.head, "col") + _rows("tbody", block.body, "row")
    box = element("div", element("table", rows, style=TABLE), style=BOX)
    notes = [_paragraph(note, NOTE) for note in block.notes]
    return "\n".join(filter(None, [title, _corners(block), box, *notes]))


def _corners(block: TableBlock) -> str:
    """Owner at one end of a line, number and unit at the other; a space keeps them apart in any editor."""
    right = _SPACE.join(filter(None, (block.number, block.unit)))
    ends = filter(None, (block.owner + _SPACE * bool(block.owner and right), right))
    spans = "".join(element("span", escape(end, quote=False)) for end in ends)
    return element("p", spans, style=CORNERS if block.owner else RIGHT) if spans else ""


def _rows(tag: str, rows: tuple[Row, ...], scope: str) -> str:
    lines = (element("tr", "".join(_table_cell(cell, scope) for cell in row.cells)) for row in rows)
    return element(tag, "\n".join(lines)) if rows else ""


def _table_cell(cell: Cell, scope: str) -> str:
    unbroken = UNBROKEN * is_number(plain(cell.content))
    look = f"{HEAD_CELL if cell.head else CELL};text-align:{cell.align}{unbroken}"
    tag = tag_of(cell)
    heads = scope if tag == "th" else None
    return element(tag, _words_of(cell.content), style=look, scope=heads, **span_attributes(cell))


def _paragraph(line: Line, style: str | None = None) -> str:
    return element("p", _words_of(line), style=style)


def _words_of(line: Line) -> str:
    return "".join(map(words, line))
