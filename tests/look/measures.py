"""What is measured on paper: each fault with its page and words; of how many, where a share is allowed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from disclosure.document import Contents, Cover, Heading, of_kind, outline, plain, walk
from tests.look.paper import Leaf, Paper, Placed, Said, body, folded

RAGGED = 6.0  # points that a full line may end short of the measure
SMALLEST = 7.95  # points: 8 pt as a file rounds it
NEAR = 2.0  # points between a number and the rule beside it
EMPTY = 0.4  # of a page's room
FEW_LINES, FEW_LETTERS = 3, 2
NUMBER = re.compile(r"[-−]?\d[\d,]*(\.\d+)?%?")
_PARTED = re.compile(
    r"\d\|(?:[万亿]?元|%|年|月|日|人|辆|批|个|台|套|件|次|户|项|平方米|公里|[.,]?\d)|\d[万亿]\|元|\d年\|度"
)
_MARKS = "，。；：！？、）》”’〉」』】〕％…·"
_NOT_FIRST = set(folded(_MARKS)) | set("”’%")
_SIGNS = re.compile(r"[^\w\s]")


class Fault(NamedTuple):
    """Something amiss: the page (0: of the whole), the words that stand there."""

    page: int
    words: str

    def __str__(self) -> str:
        return f"第{self.page}页“{self.words}”" if self.page else self.words


class Measure(NamedTuple):
    """A kind of fault: what finds it, the share of `among` that is allowed (0: not a single one)."""

    name: str
    faults: Callable[[Paper], Iterator[Fault]]
    among: Callable[[Paper], int] | None = None
    limit: float = 0.0


def _followed(one: Said) -> Sequence[tuple[Placed, Placed]]:
    return list(pairwise(one.lines))


def _full_lines(paper: Paper) -> int:
    return sum(len(_followed(one)) for one in body(paper))


def ragged(paper: Paper) -> Iterator[Fault]:
    for one in body(paper):
        for placed, _ in _followed(one):
            short = paper.leaf(placed.page).right - placed.line.right
            if short > RAGGED:
                yield Fault(placed.page, f"{placed.text[-12:]}（短 {short:.0f} 磅）")


def parted(paper: Paper) -> Iterator[Fault]:
    for one in body(paper):
        for placed, after in _followed(one):
            if _PARTED.search(f"{placed.text[-6:]}|{after.text[:6]}"):
                yield Fault(placed.page, f"{placed.text[-6:]}|{after.text[:6]}")


def punctuation_first(paper: Paper) -> Iterator[Fault]:
    for one in body(paper):
        for placed in one.lines[1:]:
            if placed.text[:1] in _NOT_FIRST:
                yield Fault(placed.page, placed.text[:8])


def broken_numbers(paper: Paper) -> Iterator[Fault]:
    for leaf in paper.leaves:
        for cell in (cell for table in leaf.tables for cell in table.cells):
            if "\n" in cell.text and NUMBER.fullmatch(folded(cell.text)):
                yield Fault(leaf.number, cell.text.replace("\n", "|"))


def touching_numbers(paper: Paper) -> Iterator[Fault]:
    """Numbers in tables that stand on a rule, or so near that they are one with it."""
    for leaf in paper.leaves:
        for cell in (cell for table in leaf.tables for cell in table.cells):
            if NUMBER.fullmatch(folded(cell.text)):
                left, bottom, right, top = cell.area.box
                inside = [
                    glyph
                    for glyph in leaf.page.glyphs
                    if bottom < glyph.middle < top and left < glyph.centre < right and glyph.text != " "
                ]
                nearest = min(min(glyph.left - left, right - glyph.right) for glyph in inside)
                if nearest < NEAR:
                    yield Fault(leaf.number, f"{folded(cell.text)}（离线 {nearest:.1f} 磅）")


def _pages(paper: Paper) -> Iterator[Leaf]:
    """Those that are to be full: not the cover, the last, nor one before what begins a page of its own."""
    covers = len(of_kind(Cover, paper.document.blocks[:1]))
    for leaf in paper.leaves[covers:-1]:
        if leaf.number + 1 not in paper.begun:
            yield leaf


def empty_pages(paper: Paper) -> Iterator[Fault]:
    for leaf in _pages(paper):
        if leaf.is_blank or leaf.empty > EMPTY:
            yield Fault(leaf.number, f"{_end(leaf)}（空 {leaf.empty:.0%}）")


def short_pages(paper: Paper) -> Iterator[Fault]:
    """Pages of three lines or fewer that belong to a text from the page before."""
    texts: Counter[int] = Counter(placed.page for one in body(paper) for placed in one.lines)
    others = {one.lines[0].page for one in paper.said if isinstance(one.block, Heading)}
    for leaf in paper.leaves:
        few = 0 < len(leaf.lines) <= FEW_LINES and not leaf.tables and not leaf.page.pictures
        if few and texts[leaf.number] and leaf.number not in others:
            yield Fault(leaf.number, _end(leaf))


def _end(leaf: Leaf) -> str:
    return folded(leaf.lines[-1].text)[-14:] if leaf.lines else "只有表" if leaf.tables else "空白页"


def _letters(paper: Paper) -> int:
    return sum(len(leaf.page.texts) for leaf in paper.leaves)


def small_letters(paper: Paper) -> Iterator[Fault]:
    for leaf in paper.leaves:
        small = [glyph for glyph in leaf.page.glyphs if glyph.size < SMALLEST and glyph.text != " "]
        if small:
            sizes = "、".join(f"{size:g}" for size in sorted({round(glyph.size, 1) for glyph in small}))
            yield Fault(
                leaf.number, f"{''.join(glyph.text for glyph in small[:8])}…（{len(small)} 字，{sizes} 磅）"
            )


def short_last_lines(paper: Paper) -> Iterator[Fault]:
    for one in body(paper):
        if len(one.lines) > 1 and len(one.lines[-1].text) <= FEW_LETTERS:
            yield Fault(one.lines[-1].page, f"{one.lines[-2].text[-6:]}|{one.lines[-1].text}")


def lonely_leads(paper: Paper) -> Iterator[Fault]:
    """Paragraphs that end in a colon, what they announce on the next page."""
    for one, after in pairwise(paper.said):
        placed, leaf = one.lines[-1], paper.leaf(one.lines[-1].page)
        below = [
            *(table.box[1] for table in leaf.tables),
            *(line.base for line in leaf.lines),
        ]  # a chart's too
        if one.text.endswith(":") and after.lines[0].page > placed.page and min(below) >= placed.line.base:
            yield Fault(placed.page, placed.text[-14:])


def lost_marks(paper: Paper) -> Iterator[Fault]:
    """Punctuation of the document that is not on the page, texts that are not."""
    for text in paper.said and paper.lost:
        yield Fault(0, f"没有找到“{text[:20]}”")
    for one in paper.said:
        there = "".join(placed.text for placed in one.lines)
        lost = Counter(_SIGNS.findall(one.text)) - Counter(_SIGNS.findall(there))
        if lost:
            yield Fault(one.lines[-1].page, f"{one.text[-10:]}（缺 {''.join(lost.elements())}）")


def wrong_contents(paper: Paper) -> Iterator[Fault]:
    """Entries of the contents that name another page than the one that their heading stands on."""
    for contents in of_kind(Contents, walk(paper.document)):
        for heading in outline(paper.document, contents.depth):
            text, page = plain(heading.content), paper.headings.get(heading.id)
            listed, label = paper.listed.get(folded(text), ""), paper.leaf(page).label if page else ""
            if not label or listed != label:
                yield Fault(page or 0, f"{text[:14]}：目录印 {listed or '无'}，在 {label or '无'}")


MEASURES = (
    Measure("参差的行（短 6 磅以上）", ragged, _full_lines, 0.02),
    Measure("数和单位分在两行", parted),
    Measure("标点在行首", punctuation_first),
    Measure("表里的数折行", broken_numbers),
    Measure("表里的数挨着线", touching_numbers),
    Measure("空四成以上的页", empty_pages),
    Measure("三行以下的页", short_pages),
    Measure("小于 8 磅的字", small_letters),
    Measure("末行两字以下", short_last_lines),
    Measure("冒号在页末", lonely_leads),
    Measure("缺的标点和文字", lost_marks),
    Measure("目录的页码不对", wrong_contents),
)
