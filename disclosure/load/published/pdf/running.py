"""页眉页脚 — lines at the edges of pages that say the same on several, and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, takewhile

from disclosure.load.published.pdf.tables import Item, PageLine

_EDGE = 0.12  # of a page's height at each end
_FEWEST, _SHARE = 3, 0.4  # pages, and their share, on which the same words are no text of the document
_DIGITS, _BLANKS = re.compile(r"[0-9０-９]+"), re.compile(r"\s+")
_NUMBER = re.compile(r"[-—–―－─·.|~～]*第?(#|[ivxlcIVXLC]+)页?(([/／|,，、]|of|共)+#页?)*[-—–―－─·.|~～]*")

Said = tuple[bool, str]  # whether at the head of a page, and the words with # for numbers


def running(pages: Sequence[Sequence[Item]]) -> set[Item]:
    """页眉页脚 — those lines; what stands nearer to an edge is one, too, or none of the rest is."""
    said = Counter(chain.from_iterable({_said(*each) for each in _edges(items)} for items in pages))
    often = max(_FEWEST, _SHARE * len(pages))

    def runs(at_head: bool, line: PageLine) -> bool:
        words = _said(at_head, line)
        number = _NUMBER.fullmatch(words[1])
        return said[words] > 1 if number else said[words] >= often and not words[1].endswith("。")

    found: set[Item] = set()
    for items in pages:
        for at_head in (True, False):
            lines = (line for head, line in _edges(items) if head == at_head)
            found.update(takewhile(lambda line, head=at_head: runs(head, line), lines))  # type: ignore[misc]
    return found


def _edges(items: Sequence[Item]) -> Iterator[tuple[bool, PageLine]]:
    """Lines near the head from the top down, lines near the foot from the bottom up."""
    for at_head, ordered in ((True, items), (False, items[::-1])):
        for item in takewhile(lambda item, head=at_head: _is_near(item, head), ordered):  # type: ignore[misc]
            if isinstance(item, PageLine):
                yield at_head, item


def _is_near(item: Item, at_head: bool) -> bool:
    if not isinstance(item, PageLine):
        return False
    _, bottom, _, top = item.sheet.box
    edge = _EDGE * (top - bottom)
    return item.line.base > top - edge if at_head else item.line.base < bottom + edge


def _said(at_head: bool, line: PageLine) -> Said:
    return at_head, _DIGITS.sub("#", _BLANKS.sub("", line.line.text))
