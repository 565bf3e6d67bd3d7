"""写 Word 文件 — blocks to body elements, section by section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count
from typing import Any, assert_never

from docx.oxml import parse_xml

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
    Text,
)
from disclosure.document.page_ends import kept_paragraphs
from disclosure.document.tables_on_pages import paged
from disclosure.outputs import Artifact
from disclosure.outputs.docx.contents import entries, laid_out, on_one_page
from disclosure.outputs.docx.drawings import native_chart, picture
from disclosure.outputs.docx.package import new_main_part, references, save
from disclosure.outputs.docx.reference_look import Look, read_look
from disclosure.outputs.docx.sections import Group, groups, seat_sections, section
from disclosure.outputs.docx.word_tables import table_xml
from disclosure.outputs.docx.wordml import bookmark, paragraph, root, run, runs, w

_PICTURE_HEIGHT = 0.9  # of the page at most: its caption stands on the same one
_MM_PER_INCH = 25.4


def write(document: Document, style: Style, stem: str) -> tuple[Artifact, ...]:
    """写 Word 文件 — one .docx; cached page numbers of the contents come from a layout of the same blocks."""
    look = read_look(style)
    document = on_one_page(paged(document, look.paper), look)
    main = new_main_part(document, look)
    numbers = laid_out(document, look)
    _Body(document, look, main, numbers).fill()
    return (Artifact(f"{stem}.docx", save(main.package)),)


class _Body:
    """The body being written: what waits for the next paragraph, and the numbers given out."""

    def __init__(self, document: Document, look: Look, main: Any, pages: Mapping[str, int]) -> None:
        self.document = document
        self.look = look
        self.main = main
        self.pages = pages
        self.serial = count(1)  # ids of bookmarks and drawings
        self.page = look.page
        self.kept = kept_paragraphs(document.blocks)
        self.waiting: list[str] = []  # ids of blocks that have no paragraph of their own
        self.new_page = False
        self.attached: list[tuple[Attachment, list[str]]] = []

    def fill(self) -> None:
        """Write every group, then put the attachments in their places and close the sections."""
        bare, full = references(self.main, self.look, draft=self.document.draft)
        by_section = groups(self.document.blocks) or [Group("portrait", [])]
        written = "".join(self.group(group, bare if group.kind == "cover" else full) for group in by_section)
        # Parsed in one piece: lxml takes seconds to move thousands of cells from one tree to another.
        self.main._element = parse_xml(root("document", f"<w:body>{written}</w:body>"))
        body = self.main.element.body
        if self.attached:
            self.merge(body, full)
        seat_sections(body)

    def merge(self, body: Any, references: str) -> None:
        from disclosure.outputs.docx.merged_attachments import Merger  # noqa: PLC0415 - docxcompose is heavy

        merger = Merger(self.main, references, self.serial)
        for place, (block, marks) in zip(body.findall(w("altChunk")), self.attached, strict=True):
            merger.merge(place, block, marks)

    def group(self, group: Group, references: str) -> str:
        self.page = group.page(self.look.page)
        inner = "".join(chain.from_iterable(map(self.block, group.blocks)))
        if group.kind == "attachment":  # it brings the section that closes it
            self.attached[-1][1].extend(self.taken())
            return inner
        # A page break with nothing after it has no paragraph to be in.
        loose = "".join(bookmark(next(self.serial), name) for name in self.taken())
        return inner + loose + section(self.page, references)

    def marked(self, block_id: str, content: str) -> str:
        """Content inside the bookmarks of its block and of those that waited for it."""
        for name in (*self.taken(), block_id):
            content = bookmark(next(self.serial), name, content)
        return content

    def taken(self) -> list[str]:
        waiting, self.waiting = self.waiting, []
        return waiting

    def breaks(self) -> bool:
        """Whether the next paragraph starts a page; asked once."""
        breaks, self.new_page = self.new_page, False
        return breaks

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Cover():
                yield from self.cover(block)
            case Contents():
                yield from self.contents(block)
            case Heading():
                yield self.heading(block)
            case Paragraph():
                yield self.paragraph(block)
            case TableBlock():
                mark = self.marked(block.id, "")
                yield from table_xml(block, self.look, self.page.text_width, mark, new_page=self.breaks())
            case ChartBlock():
                yield from self.chart(block)
            case Image():
                yield self.first(block.id, "figure", self.picture(block))
            case PageBreak():
                self.waiting.append(block.id)
                self.new_page = True
            case Attachment():
                self.attached.append((block, [*self.taken(), block.id]))
                self.new_page = False
                yield "<w:altChunk/>"  # holds the place until the rest is there
            case _:
                assert_never(block)

    def paragraph(self, block: Paragraph) -> str:
        keep, whole = (block.id in ids for ids in (self.kept.with_next, self.kept.whole))
        return self.first(block.id, block.role, runs(block.content), keep=keep, whole=whole)

    def first(
        self, block_id: str, role: str, content: str, *, keep: bool = False, whole: bool = False
    ) -> str:
        """The paragraph that carries its block's bookmark and starts a page where one was asked for."""
        marked = self.marked(block_id, content)
        style = self.look.styles[role]
        return paragraph(style, marked, keep=keep, whole=whole, new_page=self.breaks())

    def cover(self, block: Cover) -> Iterator[str]:
        yield from (paragraph(self.look.styles["cover_top"], runs(line)) for line in block.top)
        half_points = block.title_size and block.title_size * 2
        titles = [runs(title, half_points) for title in block.title]
        if titles:
            titles[0] = self.marked(block.id, titles[0])
        yield from self.below("cover_title", titles, self.look.above_title(len(block.top)))
        yield from self.below("cover_line", map(runs, block.lines), self.look.below_title)

    def below(self, role: str, contents: Iterable[str], before: int) -> Iterator[str]:
        """Paragraphs of a role, the first some way below what is above."""
        for index, content in enumerate(contents):
            yield paragraph(self.look.styles[role], content, before=None if index else before)

    def contents(self, block: Contents) -> Iterator[str]:
        yield self.first(block.id, "contents_title", run(Text(block.title)))
        yield from entries(self.document, block, self.pages, self.look)
        self.new_page = True

    def heading(self, block: Heading) -> str:
        self.new_page = self.new_page or block.level == 1
        return self.first(block.id, f"heading_{block.level}", runs(block.content), keep=True)

    def chart(self, block: ChartBlock) -> Iterator[str]:
        caption = runs(block.caption)
        if block.caption_above:
            yield self.first(block.id, "caption", caption, keep=True)
            yield paragraph(self.look.styles["figure"], self.graphic(block))
        else:
            yield self.first(block.id, "figure", self.graphic(block), keep=True)
            yield paragraph(self.look.styles["caption"], caption)

    def graphic(self, block: ChartBlock) -> str:
        if not block.picture:
            return native_chart(self.main, block, self.page.text_width, next(self.serial))
        return self.picture(
            Image(block.id, drawing.png(block), block.alt, drawing.WIDTH * _MM_PER_INCH * block.scale)
        )

    def picture(self, image: Image) -> str:
        room = (self.page.text_width, round(self.page.text_height * _PICTURE_HEIGHT))
        return picture(self.main, image, room, next(self.serial))
