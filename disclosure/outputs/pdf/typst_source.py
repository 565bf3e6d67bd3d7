"""typst 源文 — the blocks of a document as typst has them, and what its tags must be told afterwards.

Every text is a string of typst's code: nothing of it is ever read as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
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
    Line,
    PageBreak,
    Paragraph,
    TableBlock,
    Text,
    of_kind,
    outline,
    plain,
)
from disclosure.document.table_on_paper import paged
from disclosure.fonts import FALLBACK
from disclosure.outputs.docx.reference_look import Look
from disclosure.outputs.docx.sections import groups
from disclosure.outputs.docx.word_tables import corner
from disclosure.outputs.markup import media_type
from disclosure.outputs.pdf.typst_fonts import Faces
from disclosure.outputs.pdf.typst_look import called, letters, page, points, preamble, string
from disclosure.outputs.pdf.typst_tables import MAY_BREAK, SetTable, TableTags

_ATTACHED = """\
#pdf.attach({path}, relationship: "data", mime-type: "application/json", description: "各表的数据")
"""
_STICKY = ", sticky: true"
_PICTURE_HEIGHT = 0.9  # of the page at most: its caption stands on the same one
_FAMILIES = re.compile(r"""font-family="[^"]*\"""")

# A picture no wider or higher than there is room for.
_FITTING = """\
#let fitting(path, wide, high, alt) = layout(room => {
  let shown = image(path, width: calc.min(wide, room.width), alt: alt)
  if measure(shown).height <= high { shown } else { image(path, height: high, alt: alt) }
})
"""
# What it lists are headings, and tables that it says by other words than their titles.
_CONTENTS = """\
#context {{
  let entries = ({entries})
  show outline.entry: it => {{
    let (set-as, said) = entries.at(str(it.element.label))
    let number = str(counter(page).at(it.element.location()).first())
    link(it.element.location(), set-as[#said#in-leader[#box(width: 1fr, pdf.artifact(repeat[…]))#number]])
  }}
  outline(title: none, target: heading.where(outlined: true).or(figure.where(kind: table, outlined: true)))
}}
"""


@dataclass(slots=True)
class Source:
    """源文 — its text, the files it names, the lines that it prints, what the tags of its tables are."""

    text: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    tables: list[TableTags] = field(default_factory=list)

    def attach(self, files: Mapping[str, bytes]) -> None:
        """附上 — files of the data that the document shows."""
        self.files.update(files)
        self.text += "".join(_ATTACHED.format(path=string(f"/{name}")) for name in files)


def source(document: Document, look: Look, faces: Faces) -> Source:
    """写源文 — with the tables of attachments set like the document's own."""
    flat = replace(document, blocks=tuple(chain.from_iterable(map(_flat, document.blocks))))
    return _Writer(paged(flat, look.paper), look, faces).written()


def _flat(block: Block) -> Sequence[Block]:
    return block.blocks if isinstance(block, Attachment) else (block,)


class _Writer:
    """The source of one document as it grows."""

    def __init__(self, document: Document, look: Look, faces: Faces) -> None:
        self.document, self.look, self.faces = document, look, faces
        self.made = Source()
        self.above: list[int] = []  # the levels of the headings under which it stands
        contents = of_kind(Contents, document.blocks)
        self.listed = {entry.id for one in contents for entry in outline(document, one.depth)}
        self.page = look.page

    def written(self) -> Source:
        parts = [preamble(self.document, self.look, self.faces), _FITTING]
        for group in groups(self.document.blocks):
            self.page = group.page(self.look.page)
            parts.append(page(self.page, numbered=group.kind != "cover"))
            parts.extend(chain.from_iterable(map(self.block, group.blocks)))
        self.made.text = "".join(parts)
        return self.made

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Cover():
                yield from self.cover(block)
            case Contents():
                yield from self.contents(block)
            case Heading():
                yield "#pagebreak(weak: true)\n" if block.level == 1 else ""
                yield self.heading(block)
            case Paragraph():
                yield self.paragraph(block.role, block.content)
            case TableBlock():
                yield self.table(block)
            case ChartBlock():
                yield self.chart(block)
            case Image():
                yield self.picture(block)
            case PageBreak():
                yield "#pagebreak(weak: true)\n"
            case Attachment():  # its blocks stand in its place
                yield from ()
            case _:
                assert_never(block)

    # 文字

    def line(self, line: Line) -> str:
        self.made.lines.append(plain(line).replace(MAY_BREAK, ""))
        return "".join(map(_text, line))

    def paragraph(self, role: str, line: Line, options: str = "") -> str:
        return f"#{called(role)}(par[{self.line(line)}]{options})\n"

    def heading(self, block: Heading) -> str:
        """Tags may neither begin below the first level nor leave one out: theirs is how deep it stands."""
        while self.above and self.above[-1] >= block.level:
            self.above.pop()
        self.above.append(block.level)
        options = f"{len(self.above)}, {string(block.id)}, {_bool(block.id in self.listed)}"
        return f"#heading-{block.level}({options})[{self.line(block.content)}]\n"

    # 各种块

    def cover(self, block: Cover) -> Iterator[str]:
        yield from (self.paragraph("cover_top", line) for line in block.top)
        size = f"#set text({letters(block.title_size, block.title_size * 1.3)});" if block.title_size else ""
        yield f"#v({points(self.look.above_title(len(block.top)))})\n"
        yield from (f"#as-cover-title(par[{size}{self.line(line)}])\n" for line in block.title)
        yield f"#v({points(self.look.below_title)})\n"
        yield from (self.paragraph("cover_line", line) for line in block.lines)

    def contents(self, block: Contents) -> Iterator[str]:
        yield "#pagebreak(weak: true)\n"
        yield self.paragraph("contents_title", (Text(block.title),))
        entries = "".join(
            f"  {string(entry.id)}: ({called(f'contents_{entry.level}')}, [{self.line(entry.content)}]),\n"
            for entry in outline(self.document, block.depth)
        )
        yield _CONTENTS.format(entries=entries or ":")
        yield "#pagebreak(weak: true)\n"

    def chart(self, block: ChartBlock) -> str:
        path = self.file(self.named(drawing.svg(block)), "svg")
        drawn = f"fitting({path}, {drawing.WIDTH}in, {self.high}, {string(block.alt)})"
        if block.caption_above:
            return self.paragraph("caption", block.caption, _STICKY) + f"#as-figure({drawn})\n"
        return f"#as-figure({drawn}{_STICKY})\n" + self.paragraph("caption", block.caption)

    def picture(self, block: Image) -> str:
        path = self.file(block.data, media_type(block).rpartition("/")[2])
        return f"#as-figure(fitting({path}, {block.width_mm:g}mm, {self.high}, {string(block.alt)}))\n"

    @property
    def high(self) -> str:
        return points(self.page.text_height * _PICTURE_HEIGHT)

    def file(self, data: bytes, ending: str) -> str:
        name = f"{len(self.made.files) + 1}.{ending}"
        self.made.files[name] = data
        return string(f"/{name}")

    def named(self, svg: str) -> bytes:
        """A chart with the families that the roles in it stand for."""
        faces = self.faces.by_role
        families = ", ".join(f"'{faces[role].family}'" for role in (drawing.FAMILY, FALLBACK))
        return _FAMILIES.sub(f'font-family="{families}"', svg).encode()

    def table(self, block: TableBlock) -> str:
        table = SetTable(block, self.look, self.line)
        self.made.tables.append(table.tags)
        above = self.above_table(block)
        caption = f"[{above}]" if above else "none"
        return f"#figure(kind: table, outlined: {_bool(block.id in self.listed)}, caption: {caption})[{table.source()}]{_label(block.id)}\n"

    def above_table(self, block: TableBlock) -> str:
        """Its title, then owner at one end of a line, number and unit at the other."""
        title = self.paragraph("table_title", block.title) if block.title else ""
        right = corner(block, self.look.size("table_corner"), self.page.text_width)
        owners = [""] * (len(right) - 1) + [block.owner]  # it stands on the last line
        return title + "".join(map(self.corner_line, owners, right))

    def corner_line(self, owner: str, right: Sequence[str]) -> str:
        self.made.lines.extend((owner, *right))
        words = "#h(2em);".join(f"#{string(text)};" for text in right)
        return f"#as-table-corner(par[#{string(owner)};#h(1fr);{words}])\n"


def _bool(said: object) -> str:
    return "true" if said else "false"


def _label(block_id: str) -> str:
    return f"#label({string(block_id)})"


def _text(text: Text) -> str:
    """Characters and ends of lines, their emphasis and, in a draft, the mark of something missing."""
    said = "#linebreak();".join(map(_characters, text.text.split("\n")))
    if text.missing:
        return f"#highlight[{said}];"
    return f"#as-strong[{said}];" if text.strong else said


def _characters(text: str) -> str:
    """A line may end between boxes; typst would print a sign that says so."""
    if MAY_BREAK in text:
        return "".join(f"#box({string(one)});" for one in text.split(MAY_BREAK))
    return f"#{string(text)};"
