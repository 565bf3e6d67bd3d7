"""HTML 正文 — the blocks of a document as HTML, the same for the HTML page and the PDF.

Look and paper are the style's: elements carry classes, never inline styles. A word is never added inside a
paragraph, so that its characters stand in the page exactly as in the tree.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import starmap, takewhile
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
    Fit,
    Heading,
    Image,
    Line,
    Origin,
    PageBreak,
    Paragraph,
    TableBlock,
    Text,
    outline,
)
from disclosure.document.page_ends import kept_paragraphs
from disclosure.document.table_on_paper import by_row, placed, tall_rows
from disclosure.document.unbroken import pieces

DRAFT = "草稿"
_BORDER = 0.5
Place = tuple[int, int]  # of a cell: row of head and body, column of the grid

# What the markup needs whatever the look: it stands before the style, which may say otherwise.
CSS = """
body, p { margin: 0; }
p, h1, h2, h3, h4, th, td, figcaption { white-space: pre-wrap; }
.unbroken { white-space: nowrap; }
mark { background: #ffe066; color: inherit; }
.contents ol { list-style: none; margin: 0; padding: 0; }
.contents a { color: inherit; text-decoration: none; }
.page-break { display: none; }
.picture svg, .image img { max-width: 100%; height: auto; }
.table table { width: 100%; table-layout: fixed; border-collapse: collapse; }
.table-title { display: block; }
/* A float here makes the table overrun its page. What does not fit on the line goes to a second one, \
at its right. */
.table-corners { display: flex; flex-wrap: wrap; justify-content: flex-end; }
.table-corners span { white-space: nowrap; }
.table-owner { margin-right: auto; }
.table-number + .table-unit { margin-left: 2em; }
th, td { text-align: left; overflow-wrap: anywhere; }
th.center, td.center { text-align: center; }
th.right, td.right { text-align: right; padding-right: .55em; }
.indent-1 { padding-left: 1.27em; }  /* a letter more than any cell */
.indent-2 { padding-left: 2.27em; }
td:empty::before { content: "\\3000"; }  /* a row of empty cells is as high as any */
@media print {
  /* With a name of its own, upright text after a landscape page begins an upright page. */
  body { page: portrait; }
  .cover { page: cover; }
  .landscape { page: landscape; break-before: page; }
  .contents, h1, .page-break + * { break-before: page; }
  h1, h2, h3, h4, caption, .with-next { break-after: avoid; } /* a table's caption too, be it empty */
  figure, tr, .whole { break-inside: avoid; }
  .picture { max-width: var(--wide, none); margin: auto; }
  tr.tall { break-inside: auto; }
  /* No row alone under the head or over the notes; the notes go with the last rows. */
  tbody tr:first-child { break-after: avoid; }
  tbody tr:last-child, .note { break-before: avoid; }
  .page-break + .table { margin-top: 0; }
  .fitted table { font-size: var(--letters); line-height: var(--pitch); }
  .fitted .note { font-size: var(--notes); line-height: 1.5; }
  .fitted th, .fitted td { padding-top: var(--air); padding-bottom: var(--air); }
  /* Positioned boxes are painted one after another; else a page's charts are drawn after all its text, and a
     sentence that runs on to the next page would be cut in two by their labels when the text is read out. */
  p, h1, h2, h3, h4, figure, .table { position: relative; }
  .contents[style] ol { line-height: var(--entry-pitch); }
  .contents a::after { content: leader(".") target-counter(attr(href), page); }
}
"""

DRAFT_CSS = f'@page {{ @top-center {{ content: "{DRAFT}"; font: 16pt 黑体; color: #a00000; }} }}\n'


def element(tag: str, content: str = "", **attributes: str | int | None) -> str:
    """元素 — an element; attributes that are None are left out, `class_` stands for class, `_` for `-`."""
    given = {name: str(value) for name, value in attributes.items() if value is not None}
    opening = " ".join([tag, *(_attribute(name, value) for name, value in given.items())])
    return f"<{opening}>{content}</{tag}>"


def _attribute(name: str, value: str) -> str:
    return f'{name.rstrip("_").replace("_", "-")}="{escape(value)}"'


def entries(document: Document, contents: Contents) -> list[Heading]:
    """目录条目 — the headings that a contents lists."""
    return outline(document, contents.depth)


def media_type(image: Image) -> str:
    """图片类型 — `image/png` or `image/jpeg`, by its first bytes."""
    return "image/png" if image.data.startswith(b"\x89PNG") else "image/jpeg"


def address(name: str) -> str:
    """地址 — of a file beside the page: what would end or change the address is written as its code."""
    return name.replace("%", "%25").replace("#", "%23")


def data_uri(image: Image) -> str:
    """内嵌图片 — the picture as a data: address."""
    return f"data:{media_type(image)};base64,{base64.b64encode(image.data).decode()}"


def span_attributes(cell: Cell) -> dict[str, int | None]:
    """合并单元格 — rowspan and colspan where they are not 1."""
    spans = {"rowspan": cell.rowspan, "colspan": cell.colspan}
    return {name: span if span > 1 else None for name, span in spans.items()}


class Body:
    """正文 — writes the blocks of one document; `origins` is empty where figures tell nothing."""

    def __init__(self, document: Document, origins: Mapping[str, Origin]) -> None:
        self.document = document
        self.origins = origins
        self.kept = kept_paragraphs(document.blocks)

    def html(self) -> str:
        """整篇 — header and contents first, then everything else inside main."""
        blocks = self.document.blocks
        front = list(takewhile(lambda block: isinstance(block, Cover | Contents), blocks))
        return self.blocks(front) + "\n" + self.main(blocks[len(front) :])

    def main(self, blocks: Iterable[Block]) -> str:
        return element("main", self.blocks(blocks))

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "\n".join(map(self.block, blocks))

    def block(self, block: Block) -> str:  # noqa: PLR0911 - one return a kind of block
        match block:
            case Cover():
                return self.cover(block)
            case Contents():
                return self.contents(block)
            case Heading():
                return element(f"h{block.level}", self.line(block.content), id=block.id)
            case Paragraph():
                return self.paragraph(block)
            case TableBlock():
                return self.table(block)
            case ChartBlock():
                return self.chart(block)
            case Image():
                return self.image(block)
            case PageBreak():
                return element("div", id=block.id, class_="page-break")
            case Attachment():
                return element("section", self.blocks(block.blocks), id=block.id, class_="attachment")
            case _:
                assert_never(block)

    def paragraph(self, block: Paragraph) -> str:
        return element("p", self.line(block.content), id=block.id, class_=self.names(block))

    def names(self, block: Paragraph) -> str:
        return " ".join((block.role, *self.kept.names(block)))

    def cover(self, block: Cover) -> str:
        size = block.title_size and f"--title-size: {block.title_size}pt"
        parts = (("cover-top", block.top), ("cover-title", block.title), ("cover-line", block.lines))
        lines = (element("p", self.line(line), class_=name) for name, lines in parts for line in lines)
        return element("header", "".join(lines), id=block.id, class_="cover", style=size)

    def contents(self, block: Contents) -> str:
        items = "\n".join(map(self.contents_item, entries(self.document, block)))
        listed = element("p", escape(block.title), class_="contents-title") + element("ol", items)
        pitch = f"--entry-pitch: {block.pitch:g}pt" if block.pitch else None
        return element("nav", listed, id=block.id, class_="contents", aria_label=block.title, style=pitch)

    def contents_item(self, heading: Heading) -> str:
        link = element("a", self.words(heading.content), href=f"#{heading.id}")
        return element("li", link, class_=f"level-{heading.level}")

    def chart(self, block: ChartBlock) -> str:
        width = f"--wide:{drawing.WIDTH * block.scale:.2f}in" if block.scale < 1 else None
        picture = element("div", drawing.svg(block), class_="picture", style=width)
        caption = element("figcaption", self.line(block.caption))
        parts = caption + picture if block.caption_above else picture + caption
        return element("figure", parts, id=block.id, class_="chart")

    def image(self, block: Image) -> str:
        width = f"width:{block.width_mm:g}mm"
        picture = f'<img src="{data_uri(block)}" alt="{escape(block.alt)}" style="{width}">'
        return element("figure", picture, id=block.id, class_="image")

    # 表格

    def table(self, block: TableBlock) -> str:
        head, high = len(block.head), tall_rows(block, sum(block.widths))
        tall = ["tall" if number in high else None for number in range(head + len(block.body))]
        shares = (f'<col style="width:{width / sum(block.widths):.2%}">' for width in block.widths)
        rows = self.rows(block, tall)
        parts = (
            self.caption(block),
            element("colgroup", "".join(shares)),
            element("thead", "\n".join(rows[:head])) if block.head else "",
            element("tbody", "\n".join(rows[head:])),
        )
        notes = (element("p", self.line(note), class_="note") for note in block.notes)
        box = self.table_box(block, element("table", "\n".join(parts)))
        size, style = (" fitted", _fitted(block.fit)) if block.fit else ("", None)
        name = f"table{size} landscape" if block.landscape else f"table{size}"
        return element("div", box + "".join(notes), id=block.id, class_=name, style=style)

    def table_box(self, block: TableBlock, table: str) -> str:  # noqa: ARG002 - a page on screen says whose it is
        return element("div", table, class_="table-box")

    def caption(self, block: TableBlock) -> str:
        return element("caption", self.table_lines(block))

    def table_lines(self, block: TableBlock) -> str:
        """The lines above a table: title, then owner at one end of a line, number and unit at the other."""
        corners = _spans(
            ("table-owner", escape(block.owner)),
            ("table-number", escape(block.number)),
            ("table-unit", escape(block.unit)),
        )
        title = "".join(
            map(self.text, block.title)
        )  # uncut: readers take a span in a caption for a line of it
        return _spans(("table-title", title), ("table-corners", corners))

    def rows(self, block: TableBlock, classes: Sequence[str | None]) -> list[str]:
        """Of head and body, each a tr."""
        rows = (*block.head, *block.body)
        cells = ((row, self.cell(block, (row, column), cell)) for row, column, cell in placed(rows))
        lines = by_row(len(rows), cells)
        return [element("tr", "".join(line), class_=name) for line, name in zip(lines, classes, strict=True)]

    def cell(self, block: TableBlock, place: Place, cell: Cell) -> str:
        content = self.line(cell.content)
        return element(tag_of(cell), content, class_=align(cell), **cell_attributes(block, place, cell))

    # 文字

    def line(self, line: Line) -> str:
        return "".join(starmap(self.piece, pieces(line)))

    def piece(self, line: Line, together: bool) -> str:
        written = "".join(map(self.text, line))
        return element("span", written, class_="unbroken") if together else written

    def text(self, text: Text) -> str:
        origin = self.origins.get(text.figure) if text.figure else None
        return words(text) if origin is None else figure(text, origin)

    def words(self, line: Line) -> str:
        """The words of a heading once more, in the contents: without what a figure tells."""
        return "".join(map(words, line))


def tag_of(cell: Cell) -> str:
    """标签 — a header that is empty heads nothing."""
    return "th" if cell.head and cell.content else "td"


def align(cell: Cell) -> str | None:
    """对齐 — as a class, and how far a name is set in; the usual has none."""
    indent = f"indent-{cell.indent}" if cell.indent else None
    return indent if cell.align == "left" else cell.align


def cell_attributes(block: TableBlock, place: Place, cell: Cell) -> dict[str, str | int | None]:
    """单元格的属性 — its spans, its bar, and what a header heads: its column, a group of them, or its row."""
    over = "colgroup" if cell.colspan > 1 else "col"
    scope = over if place[0] < len(block.head) else "row"
    return {
        "scope": scope if tag_of(cell) == "th" else None,
        "style": f"--bar:{cell.bar}%" if cell.bar else None,
        **span_attributes(cell),
    }


def _fitted(fit: Fit) -> str:
    """How a table is set on paper; half of a border's width belongs to a row's air."""
    air = max(fit.air - _BORDER, 0) / 2
    return f"--letters:{fit.size:g}pt;--pitch:{fit.pitch:g}pt;--air:{air:g}pt;--notes:{fit.notes:g}pt"


def _spans(*parts: tuple[str, str]) -> str:
    return "".join(element("span", text, class_=name) for name, text in parts if text)


def words(text: Text) -> str:
    """文字 — characters and ends of lines, their emphasis and, in a draft, the mark of something missing."""
    characters = escape(text.text, quote=False).replace("\n", "<br>")
    if text.missing:
        return element("mark", characters)
    return element("strong", characters) if text.strong else characters


def figure(text: Text, origin: Origin, href: str | None = None) -> str:
    """数字及其来历 — a figure to be focused; what it tells stands in an attribute, outside the sentence."""
    parts = (
        f"{origin.name}：{text.text}",
        f"公式：{origin.formula}" if origin.formula else "",
        f"依据：{'；'.join(origin.inputs)}" if origin.inputs else "",
        f"出处：{origin.source}" if origin.source else "",
    )
    label = "\n".join(filter(None, parts))
    if href:
        return element(
            "a", words(text), class_="figure", href=href, data_figure=text.figure, aria_label=label
        )
    return element(
        "span",
        words(text),
        class_="figure",
        role="note",
        tabindex=0,
        data_figure=text.figure,
        aria_label=label,
    )
