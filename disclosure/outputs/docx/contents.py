"""目录 — its entries with a page reference each, an estimate of the pages for their cached numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from math import ceil, floor
from typing import assert_never

from disclosure import drawing
from disclosure.document import (
    Attachment,
    Block,
    ChartBlock,
    Contents,
    Cover,
    Document,
    Heading,
    Image,
    PageBreak,
    Paragraph,
    Style,
    TableBlock,
    of_kind,
    outline,
    plain,
)
from disclosure.document.page_ends import leads_in
from disclosure.document.table_on_paper import ems, row_heights
from disclosure.document.tables_on_pages import paged
from disclosure.outputs.docx.reference_look import Look, read_look
from disclosure.outputs.docx.sections import groups, starts_page
from disclosure.outputs.docx.word_tables import corner
from disclosure.outputs.docx.wordml import DIGIT, bookmark_name, field, paragraph, runs, tab

_TWIPS_PER_MM = 56.7
_TWIPS_PER_INCH = 1440
_INDENTED = ("body", "item", "heading_2", "heading_3", "heading_4")
_CONTENTS_TITLE = 920  # twips: its line and the space below
_PAGE_FILLED = 0.985  # letters of two fonts make a line a little higher
_CLOSEST = 22 * 20  # line pitch of the contents at least, in twips
_BESIDE_ENTRY = 4.0  # letters at least for the leader and the number behind an entry
_LEAST = 2  # lines that are worth filling
_SMALLEST_CHART = 8 / 10.5  # of its size: letters of 8 pt
_SEAM = re.compile(r"(?<=[一-鿿])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])(?=[一-鿿])")


def on_one_page(document: Document, look: Look) -> Document:
    """目录在一页里 — the document with the lines of its contents closer where they so stand on one page."""
    blocks = (
        _closer(block, document, look) if isinstance(block, Contents) else block for block in document.blocks
    )
    return replace(document, blocks=tuple(blocks))


def _closer(contents: Contents, document: Document, look: Look) -> Contents:
    """As it is where it fits so, and where even the closest lines would not do."""
    listed = outline(document, contents.depth)
    roles = {f"contents_{heading.level}" for heading in listed} or {"contents_1"}
    lines = sum(_entry_lines(heading, look) for heading in listed)
    pitch = int((look.page.text_height * _PAGE_FILLED - _CONTENTS_TITLE) / max(lines, 1))
    return (
        replace(contents, pitch=pitch / 20) if _CLOSEST <= pitch < min(map(look.pitch, roles)) else contents
    )


def _entry_lines(heading: Heading, look: Look) -> int:
    """Of an entry, with its leader and its number."""
    role = f"contents_{heading.level}"
    width = (ems(plain(heading.content), DIGIT) + _BESIDE_ENTRY) * look.advance(role) + look.left(role)
    return ceil(width / look.page.text_width)


def _contents_line(heading: Heading, page: int, style: str, width: int, pitch: int | None) -> str:
    name = bookmark_name(heading.id)
    number = field(f"PAGEREF {name} \\h", str(page))
    text = f"{runs(heading.content)}<w:r><w:tab/></w:r>{number}"
    link = f'<w:hyperlink w:anchor="{name}" w:history="1">{text}</w:hyperlink>'
    return paragraph(style, link, tabs=tab(width, leader="dot"), pitch=pitch)


def entries(document: Document, contents: Contents, pages: Mapping[str, int], look: Look) -> Iterator[str]:
    """目录行 — title, dotted leader, page. Not in a TOC field: there LibreOffice keeps the cached numbers."""
    pitch = round(contents.pitch * 20) if contents.pitch else None
    for heading in outline(document, contents.depth):
        style = look.styles[f"contents_{heading.level}"]
        yield _contents_line(heading, pages[heading.id], style, look.page.text_width, pitch)


def estimate_pages(document: Document, style: Style) -> dict[str, int]:
    """估算页码 — heading id → page, from characters a line, lines a page; Word and LibreOffice correct it."""
    look = _measured(style)
    return laid_out(on_one_page(paged(document, look.paper), look), look)


@lru_cache(maxsize=8)  # a batch has few looks
def _measured(style: Style) -> Look:
    """A look that goes into no file: nothing of it changes."""
    return read_look(style)


def laid_out(document: Document, look: Look) -> dict[str, int]:
    """估算页码 — the same for a look that is open already."""
    return _Estimate(document, look).pages()


def charts_in_place(document: Document, style: Style) -> Document:
    """图的位置 — a chart that a page has no room for shrinks up to a quarter, else paragraphs come before it.

    Where pages end is estimated, so that charts are alike in all outputs.
    """
    if not of_kind(ChartBlock, document.blocks):
        return document
    return replace(document, blocks=tuple(_Estimate(document, _measured(style)).arranged()))


def _in_contents(block: Block) -> bool:
    return isinstance(block, Heading) or (isinstance(block, TableBlock) and bool(block.listed))


class _Estimate:
    """A walk down the pages: where it stands, and how high each block is."""

    def __init__(self, document: Document, look: Look) -> None:
        self.document = document
        self.look = look
        self.number = 0
        self.used = 0.0
        self.paper = look.page
        self.broken = False  # what follows the contents starts a page
        self.found: dict[str, int] = {}  # id of a heading or listed table → page

    def pages(self) -> dict[str, int]:
        for group in groups(self.document.blocks):
            self.paper = group.page(self.look.page)
            self.new_page()
            for block in group.blocks:
                self.add(block)
        return self.found

    def arranged(self) -> Iterator[Block]:
        """The blocks in the order in which they fill the pages, charts as small as they must be."""
        for group in groups(self.document.blocks):
            self.paper = group.page(self.look.page)
            self.new_page()
            waiting = group.blocks
            above: Block | None = None
            while waiting:
                above, *waiting = self.next_ones(above, waiting)
                self.add(above)
                yield above

    def next_ones(self, above: Block | None, waiting: Sequence[Block]) -> Sequence[Block]:
        """What comes next, in order."""
        chart, *following = waiting
        if not isinstance(chart, ChartBlock):
            return waiting
        chart = self.shrunk(chart)
        filling = [] if leads_in(above) else list(self.filling(chart, following))
        return (*filling, chart, *following[len(filling) :])

    def left(self) -> float:
        return self.paper.text_height - self.used

    def shrunk(self, chart: ChartBlock) -> ChartBlock:
        """As small as the page has room for; as it is where there it would be too small."""
        over = sum(self.heights(chart)) - self.left()
        scale = 1 - over / (drawing.height(chart) * _TWIPS_PER_INCH)
        return replace(chart, scale=floor(scale * 100) / 100) if _SMALLEST_CHART <= scale < 1 else chart

    def filling(self, chart: ChartBlock, following: Iterable[Block]) -> Iterator[Paragraph]:
        """The paragraphs that fill what a page has left where a chart does not fit."""
        left = self.left()
        if sum(self.heights(chart)) <= left:
            return
        for block in following:
            if not isinstance(block, Paragraph) or leads_in(block) or left < _LEAST * self.look.pitch("body"):
                return
            left -= sum(self.heights(block))
            yield block

    def new_page(self) -> None:
        self.number, self.used = self.number + 1, 0.0

    def add(self, block: Block) -> None:
        if self.broken or starts_page(block):
            self.fresh_page()
        self.broken = isinstance(block, Contents)
        self.place(block)

    def place(self, block: Block) -> None:
        heights = list(self.heights(block))
        if isinstance(block, Heading):
            # It stays with the first line of what follows.
            self.room(sum(heights) + self.look.pitch("body"))
        if _in_contents(block):
            self.found[block.id] = self.number
        for height in heights:
            self.room(height)
            self.used += height
        if isinstance(block, Attachment):
            self.attached(block)

    def attached(self, attachment: Attachment) -> None:
        """Its headings start no page of their own accord: it comes as its office made it."""
        for block in attachment.blocks:
            if isinstance(block, PageBreak):
                self.fresh_page()
            self.place(block)

    def fresh_page(self) -> None:
        if self.used:
            self.new_page()

    def room(self, height: float) -> None:
        if self.used + height > self.paper.text_height:
            self.fresh_page()

    def heights(self, block: Block) -> Iterator[float]:
        match block:
            case Cover() | PageBreak() | Attachment():
                return
            case Contents():
                yield self.look.pitch("contents_title") + self.look.space("contents_title")
                for heading in outline(self.document, block.depth):
                    lines = list(self.lines(f"contents_{heading.level}", plain(heading.content)))
                    yield from [block.pitch * 20] * len(lines) if block.pitch else lines
            case Heading():
                yield from self.lines(f"heading_{block.level}", plain(block.content))
            case Paragraph():
                yield from self.lines(block.role, plain(block.content))
            case TableBlock():
                yield from self.table(block)
            case ChartBlock():
                yield (
                    drawing.height(block) * block.scale * _TWIPS_PER_INCH
                    + self.look.space("figure")
                    + self.look.pitch("caption")
                )
            case Image():
                yield block.width_mm * _TWIPS_PER_MM * 0.75  # the usual shape of a picture
            case _:
                assert_never(block)

    def lines(self, role: str, text: str) -> Iterator[float]:
        """A height for each line; the space around the paragraph goes with the first."""
        indent = 2 if role in _INDENTED else 0
        # Word and LibreOffice put a quarter of a character between Chinese and digits.
        width = ems(text, DIGIT) + indent + len(_SEAM.findall(text)) / 4
        count = max(ceil(width * self.look.advance(role) / self.paper.text_width), 1)
        yield self.look.pitch(role) + self.look.space(role)
        yield from [self.look.pitch(role)] * (count - 1)

    def table(self, table: TableBlock) -> Iterator[float]:
        total = self.paper.text_width
        if table.title:
            yield self.look.pitch("table_title") + self.look.space("table_title")
        corners = corner(table, self.look.size("table_corner"), total)
        yield from [self.look.pitch("table_corner")] * len(corners)
        yield from (height * 20 for height in row_heights(table, total / 20))
        for note in table.notes:
            yield from self.lines("note", plain(note))
