"""A document on paper, read back from its PDF: which lines each paragraph takes, on which pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from disclosure.document import (
    Block,
    Contents,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Style,
    TableBlock,
    outline,
    plain,
    walk,
)
from disclosure.document.page_boxes import PageBox, page_boxes
from disclosure.loading.published.pdf import painted, tables
from disclosure.loading.published.pdf.tables import PageLine, PageTable
from disclosure.loading.published.pdf.text_lines import Line

POINTS = 72 / 25.4
_RUNNING = re.compile(r"[—–-]?(\d+)[—–-]?|第(\d+)页.*|草稿")  # what runs at the edges of the pages
_UNSEEN = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]")
# What may stand behind an entry of the contents, the title of the first part of a table.
_BEHIND: dict[type[Block], str] = {Contents: "[0-9]*", TableBlock: "(?:1[0-9]+)?"}
_MOST_LINES = 200  # of a paragraph, and of what stands between them
_MOST_BETWEEN = 60  # lines that may stand between two of a paragraph: a chart's, at the top of a page

Told = Contents | Heading | Paragraph | TableBlock


def folded(text: str) -> str:
    """Without blanks, each sign in its usual form."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def key(text: str) -> str:
    """Letters and digits alone: what a line says whatever became of its punctuation."""
    return "".join(filter(str.isalnum, folded(text)))


class Placed(NamedTuple):
    """A line and the page that it stands on."""

    page: int
    line: Line

    @property
    def text(self) -> str:
        return folded(self.line.text)


class Said(NamedTuple):
    """A paragraph, or a part of one that ends its line, a heading or a table's title; the lines it takes."""

    block: Told
    text: str
    lines: Sequence[Placed]


@dataclass(frozen=True)
class Leaf:
    """A page: lines outside of tables, tables, what runs at its edges, its room, the sizes of its letters."""

    number: int
    lines: Sequence[Line]
    tables: Sequence[PageTable]
    running: Sequence[str]
    floor: float
    right: float
    height: float
    page: painted.Page

    @property
    def label(self) -> str:
        """The page number that is printed on it."""
        found = (_RUNNING.fullmatch(text) for text in self.running)
        return next((one[1] or one[2] for one in found if one and (one[1] or one[2])), "")

    @property
    def is_blank(self) -> bool:
        return not (self.lines or self.tables or self.page.pictures)

    @property
    def empty(self) -> float:
        """The share of its room that is free below all that stands on it."""
        ends = [*(line.box[1] for line in self.lines), *(table.box[1] for table in self.tables)]
        return max(min(ends) - self.floor, 0) / self.height if ends and not self.page.pictures else 0


@dataclass
class Paper:
    """A document's pages, and where each of its texts stands on them."""

    document: Document
    leaves: Sequence[Leaf]
    lost: list[str] = field(default_factory=list)

    @cached_property
    def said(self) -> Sequence[Said]:
        placed = [Placed(leaf.number, line) for leaf in self.leaves for line in leaf.lines]
        return list(_Matching(placed, self.lost).all(self.document))

    @cached_property
    def headings(self) -> dict[str, int]:
        """The page of each heading and titled table, by its id."""
        first = [(one.block, one.lines[0].page) for one in self.said if one.lines]
        return {block.id: page for block, page in reversed(first) if isinstance(block, Heading | TableBlock)}

    @cached_property
    def listed(self) -> dict[str, str]:
        """The number that the contents print behind each entry."""
        entries = (one for one in self.said if isinstance(one.block, Contents))
        return {
            one.text: key("".join(placed.text for placed in one.lines))[len(key(one.text)) :]
            for one in entries
        }

    @cached_property
    def begun(self) -> set[int]:
        """Pages that a part, a table of the set, or what follows a page break begins."""
        openings = set(_openings(self.document))
        starts = {one.block.id: one.lines[0] for one in reversed(self.said) if one.lines}
        firsts = {leaf.number: leaf.lines[0] for leaf in self.leaves if leaf.lines}
        begun = (page for name, (page, line) in starts.items() if name in openings and firsts[page] == line)
        return {*begun, *(page for page, line in firsts.items() if key(line.text).startswith(self._titles))}

    @cached_property
    def _titles(self) -> tuple[str, ...]:
        """Of the tables of the set: each of their parts begins a page, too."""
        numbered = (block for block in walk(self.document) if isinstance(block, TableBlock) and block.number)
        return tuple(key(plain(table.title)) for table in numbered if key(plain(table.title)))

    def leaf(self, number: int) -> Leaf:
        return self.leaves[number - 1]


def _openings(document: Document) -> Iterator[str]:
    """Ids of the blocks that begin a page because the form says so."""
    before = None
    for block in walk(document):
        is_part = isinstance(block, Contents) or (isinstance(block, Heading) and block.level == 1)
        is_table = isinstance(block, TableBlock) and (block.number or block.landscape)
        if is_part or is_table or isinstance(before, PageBreak):
            yield block.id
        before = block


def read(data: bytes, document: Document, style: Style) -> Paper:
    upright, across = page_boxes(style.css, "portrait", "landscape")
    leaves = (_leaf(page, across if _is_across(page) else upright) for page in painted.pages(data))
    return Paper(document, list(leaves))


def _is_across(page: painted.Page) -> bool:
    left, bottom, right, top = page.sheet.box
    return right - left > top - bottom


def _leaf(page: painted.Page, box: PageBox) -> Leaf:
    items = tables.items(page)
    top, right, floor = (box.margins[f"margin-{side}"] * POINTS for side in ("top", "right", "bottom"))
    outside = [item.line for item in items if isinstance(item, PageLine)]
    running = [line for line in outside if _runs(line, floor, page.sheet.box[3] - top)]
    return Leaf(
        page.sheet.number,
        [line for line in outside if line not in running],
        [item for item in items if isinstance(item, PageTable)],
        [folded(line.text) for line in running],
        floor,
        page.sheet.box[2] - right,
        box.room[1] * POINTS,
        page,
    )


def _runs(line: Line, floor: float, top: float) -> bool:
    at_edge = not floor <= line.base <= top
    return at_edge and _RUNNING.fullmatch(folded(line.text)) is not None


class _Matching:
    """Texts of a document met in its lines, one after another."""

    def __init__(self, lines: Sequence[Placed], lost: list[str]) -> None:
        self._lines, self._lost, self._at = lines, lost, 0
        self._keys = [key(placed.line.text) for placed in lines]

    def all(self, document: Document) -> Iterator[Said]:
        for block, text in _texts(document):
            found = self._found(key(text), _BEHIND.get(type(block), ""))
            if found is None:
                self._lost.append(text)
            else:
                yield Said(block, folded(text), [self._lines[at] for at in found])

    def _found(self, wanted: str, behind: str) -> list[int] | None:
        starts = (at for at in range(self._at, len(self._lines)) if self._begins(at, wanted, behind))
        found = next(filter(None, (self._taken(at, wanted, behind) for at in starts)), None)
        self._at = found[-1] + 1 if found else self._at
        return found

    def _begins(self, at: int, wanted: str, behind: str) -> bool:
        is_first = bool(self._keys[at]) and wanted.startswith(self._keys[at])
        return is_first or self._ends(at, wanted, behind)

    def _ends(self, at: int, wanted: str, behind: str) -> bool:
        return re.fullmatch(re.escape(wanted) + behind, self._keys[at]) is not None

    def _taken(self, start: int, wanted: str, behind: str) -> list[int] | None:
        """The lines from one on that say a text, what stands between them left out."""
        taken: list[int] = []
        for at in range(start, min(start + _MOST_LINES, len(self._lines))):
            if self._ends(at, wanted, behind):
                return [*taken, at, *self._marks(at + 1, behind)]
            if taken and at - taken[-1] > _MOST_BETWEEN:
                break
            if self._begins(at, wanted, behind):
                taken.append(at)
                wanted = wanted[len(self._keys[at]) :]
        return None

    def _marks(self, at: int, behind: str) -> list[int]:
        """A line of nothing but punctuation, or of the number behind an entry of the contents."""
        line = self._lines[at].text if at < len(self._lines) else ""
        return [at] if line and (not key(line) or re.fullmatch(f"[.·]*{behind}", line)) else []


def _texts(document: Document) -> Iterator[tuple[Told, str]]:
    annex = {table.id for table in document.annex}
    for block in walk(document):
        match block:
            case Contents():
                listed = (plain(heading.content) for heading in outline(document, block.depth))
                yield from ((block, text) for text in (block.title, *listed))
            case Heading() | Paragraph():
                yield from ((block, text) for text in plain(block.content).split("\n") if key(text))
            case TableBlock() if key(plain(block.title)) and block.id not in annex:
                yield block, plain(block.title)


def body(paper: Paper) -> Iterable[Said]:
    """Paragraphs of running text."""
    roles = ("body", "plain", "item")
    return (one for one in paper.said if isinstance(one.block, Paragraph) and one.block.role in roles)
