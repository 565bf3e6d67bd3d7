"""页末 — which paragraphs are kept with what follows, and which whole, so that pages end and begin well.

A lead-in that ends in ： stays with what it leads to; a part does not end with a page of three lines or less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from math import ceil

from disclosure.document.tree import Attachment, Block, Heading, PageBreak, Paragraph, TableBlock, plain

_LEADS_IN = ("：", ":")
_LETTERS = 28  # to a line
_LEAST = 4  # lines of a page
_MOST = 8  # lines that may go to the next page together: a third of one


@dataclass(frozen=True, slots=True)
class KeptParagraphs:
    """不分页的段落 — ids of those that stay with what follows, and of those that stay whole."""

    with_next: frozenset[str]
    whole: frozenset[str]

    def names(self, block: Paragraph) -> tuple[str, ...]:
        """名称 — of a paragraph: with-next, whole."""
        kinds = {"with-next": self.with_next, "whole": self.whole}
        return tuple(name for name, ids in kinds.items() if block.id in ids)


def kept_paragraphs(blocks: Sequence[Block]) -> KeptParagraphs:
    """不分页的段落 — of a document's blocks, in order."""
    ends = [list(_enough(blocks[place::-1])) for place in _ends_of_pages(blocks)]
    above_last = chain.from_iterable(end[1:] for end in ends)
    movable = filter(_may_move, chain.from_iterable(ends))
    return KeptParagraphs(_ids(chain(filter(leads_in, blocks), above_last)), whole=_ids(movable))


def _ids(blocks: Iterable[Block]) -> frozenset[str]:
    return frozenset(block.id for block in blocks)


def leads_in(block: Block | None) -> bool:
    """引导句 — whether a block is a paragraph that ends in ：, so that it stays with what it leads to."""
    return isinstance(block, Paragraph) and plain(block.content).rstrip().endswith(_LEADS_IN)


def _ends_of_pages(blocks: Sequence[Block]) -> Iterator[int]:
    """Places of blocks behind which a page begins; a heading stands on the page of what it heads."""
    following: Block | None = None
    for place, block in reversed(list(enumerate(blocks))):
        if _starts_page(following):
            yield place
        following = following if _is_inner_heading(block) else block


def _enough(backwards: Sequence[Block]) -> Iterator[Paragraph]:
    """The last paragraphs of a page, from the last up, of lines enough for one."""
    lines = 0
    for block in backwards:
        if not isinstance(block, Paragraph) or lines >= _LEAST:
            return
        lines += _lines_taken(block)
        yield block


def _lines_taken(block: Paragraph) -> int:
    return sum(max(ceil(len(line) / _LETTERS), 1) for line in plain(block.content).split("\n"))


def _may_move(block: Paragraph) -> bool:
    return _lines_taken(block) <= _MOST


def _starts_page(block: Block | None) -> bool:
    """Whether a page begins with it, or nothing follows."""
    if isinstance(block, TableBlock):
        return block.landscape
    return block is None or isinstance(block, PageBreak | Attachment | Heading)


def _is_inner_heading(block: Block) -> bool:
    return isinstance(block, Heading) and block.level > 1
