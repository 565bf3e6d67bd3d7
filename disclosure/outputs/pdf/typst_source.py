"""typst 源文 — the blocks of a document as typst has them, and what its tags must be told afterwards.

Every text is a string of typst's code: nothing of it is ever read as markup.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import starmap
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
from disclosure.document.content import cover
from disclosure.document.page_ends import kept_paragraphs
from disclosure.document.tables_on_pages import flattened, paged
from disclosure.document.unbroken import HALF_MARKS, pieces
from disclosure.fonts import FALLBACK
from disclosure.outputs.docx.contents import on_one_page
from disclosure.outputs.docx.reference_look import Look
from disclosure.outputs.docx.sections import groups
from disclosure.outputs.docx.word_tables import corner
from disclosure.outputs.markup import media_type
from disclosure.outputs.pdf.typst_fonts import Faces
from disclosure.outputs.pdf.typst_look import called, letters, page, points, preamble, role_function, string
from disclosure.outputs.pdf.typst_tables import MAY_BREAK, SetTable, TableTags

_ATTACHED = """\
#pdf.attach({path}, relationship: "data", mime-type: "application/json", description: "各表的数据")
"""
_NEW_PAGE = "#pagebreak(weak: true)\n"
_STICKY = ", sticky: true"
_KEPT = {"with-next": _STICKY, "whole": ", whole: true"}
_HALF = "#h(.5em, weak: true);"  # not at the end of a line
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
    let named = [#said#in-leader[#box(width: 1fr, pdf.artifact(repeat[.]))]]
    let paged = in-leader[~#number]  // beside the last line of the name, however long that is
    link(it.element.location(), set-as(grid(columns: (1fr, auto), align: left + bottom, named, paged)))
  }}
  outline(title: none, target: heading.where(outlined: true).or(figure.where(kind: table, outlined: true)))
}}
"""


@dataclass(slots=True)
class Source:
    """源文 — its text, files it names, lines that it prints, what the tags of its tables are, its cover."""

    text: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    tables: list[TableTags] = field(default_factory=list)
    cover: Cover | None = None

    def attach(self, files: Mapping[str, bytes]) -> None:
        """附上 — files of the data that the document shows."""
        self.files.update(files)
        self.text += "".join(_ATTACHED.format(path=string(f"/{name}")) for name in files)


def source(document: Document, look: Look, faces: Faces) -> Source:
    """写源文 — with the tables of attachments set like the document's own."""
    return _Writer(on_one_page(paged(flattened(document), look.paper), look), look, faces).written()


class _Writer:
    """The source of one document as it grows."""

    def __init__(self, document: Document, look: Look, faces: Faces) -> None:
        self.document, self.look, self.faces = document, look, faces
        self.made = Source(cover=cover(document))
        self.above: list[int] = []  # the levels of the headings under which it stands
        contents = of_kind(Contents, document.blocks)
        self.listed = {entry.id for one in contents for entry in outline(document, one.depth)}
        self.page = look.page
        self.kept = kept_paragraphs(document.blocks)

    def written(self) -> Source:
        parts = [preamble(self.document, self.look, self.faces), _FITTING]
        for group in groups(self.document.blocks):
            self.page = group.page(self.look.page)
            parts.append(page(self.page, numbered=group.kind != "cover"))
            parts.extend(map(self.block, group.blocks))
        self.made.text = "".join(parts)
        return self.made

    def block(self, block: Block) -> str:  # noqa: PLR0911 - one return a kind of block
        match block:
            case Cover():
                return self.cover(block)
            case Contents():
                return self.contents(block)
            case Heading():
                return self.heading(block)
            case Paragraph():
                said = "".join(_KEPT[name] for name in self.kept.names(block))
                return self.paragraph(block.role, block.content, said)
            case TableBlock():
                return self.table(block)
            case ChartBlock():
                return self.chart(block)
            case Image():
                return self.picture(block)
            case PageBreak() | Attachment():  # of an attachment the blocks stand in its place
                return _NEW_PAGE
            case _:
                assert_never(block)

    # 文字

    def line(self, line: Line) -> str:
        self.made.lines.append(plain(line).replace(MAY_BREAK, ""))
        return "".join(starmap(_piece_code, pieces(line)))

    def paragraph(self, role: str, line: Line, options: str = "") -> str:
        return f"#{called(role)}(par[{self.line(line)}]{options})\n"

    def heading(self, block: Heading) -> str:
        """Tags may neither begin below the first level nor leave one out: theirs is how deep it stands."""
        while self.above and self.above[-1] >= block.level:
            self.above.pop()
        self.above.append(block.level)
        options = f"{len(self.above)}, {string(block.id)}, {_bool(block.id in self.listed)}"
        page = _NEW_PAGE if block.level == 1 else ""
        return f"{page}#heading-{block.level}({options})[{self.line(block.content)}]\n"

    # 各种块

    def cover(self, block: Cover) -> str:
        size = f"#set text({letters(block.title_size, block.title_size * 1.3)});" if block.title_size else ""
        parts = (
            *(self.paragraph("cover_top", line) for line in block.top),
            f"#v({points(self.look.above_title(len(block.top)))})\n",
            *(f"#as-cover-title(par[{size}{self.line(line)}])\n" for line in block.title),
            f"#v({points(self.look.below_title)})\n",
            *(self.paragraph("cover_line", line) for line in block.lines),
        )
        return "".join(parts)

    def contents(self, block: Contents) -> str:
        title = self.paragraph("contents_title", (Text(block.title),))
        entries = "".join(map(self.entry, outline(self.document, block.depth)))
        roles = [f"contents_{level}" for level in range(1, block.depth + 1)]
        closer = "".join(role_function(role, self.look, self.faces, block.pitch) for role in roles)
        return f"{_NEW_PAGE}{title}{closer}{_CONTENTS.format(entries=entries or ':')}{_NEW_PAGE}"

    def entry(self, entry: Heading) -> str:
        role = called(f"contents_{entry.level}")
        return f"  {string(entry.id)}: ({role}, [{self.line(entry.content)}]),\n"

    def chart(self, block: ChartBlock) -> str:
        path = self.file(self.named(drawing.svg(block)), "svg")
        drawn = f"fitting({path}, {drawing.WIDTH * block.scale:g}in, {self.high}, {string(block.alt)})"
        if block.caption_above:
            return self.paragraph("caption", block.caption, _STICKY) + f"#as-figure({drawn})\n"
        return f"#as-figure({drawn}{_STICKY})\n" + self.paragraph("caption", block.caption)

    def picture(self, block: Image) -> str:
        path = self.file(block.data, media_type(block).rpartition("/")[2])
        shown = f"fitting({path}, {block.width_mm:g}mm, {self.high}, {string(block.alt)})"
        # One that its office did not describe is passed over, as in the page.
        return f"#as-figure({shown if block.alt else f'pdf.artifact({shown})'})\n"

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
        listed = _bool(block.id in self.listed)
        return (
            f"#figure(kind: table, outlined: {listed}, caption: {caption})[{table.source()}]"
            f"#label({string(block.id)})\n"
        )

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


def _piece_code(line: Line, together: bool) -> str:
    """In a box, where typst takes the empty half of a mark at its end away."""
    if not together:
        return "".join(map(_text_code, line))
    half = _HALF if line[-1].text.endswith(HALF_MARKS) else ""
    return f"#box[{''.join(map(_text_code, line))}];{half}"


def _text_code(text: Text) -> str:
    """Characters and ends of lines, their emphasis and, in a draft, the mark of something missing."""
    said = "#linebreak();".join(map(_as_code, text.text.split("\n")))
    if text.missing:
        return f"#highlight[{said}];"
    return f"#as-strong[{said}];" if text.strong else said


def _as_code(text: str) -> str:
    """A line may end between boxes; typst would print a sign that says so."""
    if MAY_BREAK in text:
        return "".join(f"#box({string(one)});" for one in text.split(MAY_BREAK))
    return f"#{string(text)};"
