"""页眉页脚 — lines at the edges of pages that say the same on several, and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import chain, takewhile
from typing import cast

from disclosure.loading.published.pdf.tables import Item, PageLine, is_line

_EDGE = 0.12  # of a page's height at each end
_FEWEST, _SHARE = 3, 0.4  # pages, and their share, on which the same words are no text of the document
_DIGITS, _BLANKS = re.compile(r"[0-9０-９]+"), re.compile(r"\s+")
_NUMBER = re.compile(r"[-—–―－─·.|~～]*第?(#|[ivxlcIVXLC]+)页?(([/／|,，、]|of|共)+#页?)*[-—–―－─·.|~～]*")

Said = tuple[bool, str]  # whether at the head of a page, and the words with # for numbers


def running(pages: Sequence[Sequence[Item]]) -> set[Item]:
    """页眉页脚 — those lines; what stands nearer to an edge is one, too, or none of the rest is."""
    edges = [(at_head, _edge(items, at_head)) for items in pages for at_head in (True, False)]
    said = Counter(
        chain.from_iterable({_words_of(at_head, line) for line in lines} for at_head, lines in edges)
    )
    often = max(_FEWEST, _SHARE * len(pages))
    found = (takewhile(partial(_runs, said, often, at_head), lines) for at_head, lines in edges)
    return set(chain.from_iterable(found))


def _runs(said: Counter[Said], often: float, at_head: bool, line: PageLine) -> bool:
    words = _words_of(at_head, line)
    least = 2 if _NUMBER.fullmatch(words[1]) else often
    return said[words] >= least and not words[1].endswith("。")


def _edge(items: Sequence[Item], at_head: bool) -> list[PageLine]:
    """Lines near the head from the top down, or lines near the foot from the bottom up."""
    ordered = items if at_head else items[::-1]
    lines = cast("Iterable[PageLine]", takewhile(is_line, ordered))
    return list(takewhile(partial(_is_near, at_head), lines))


def _is_near(at_head: bool, item: PageLine) -> bool:
    _, bottom, _, top = item.sheet.box
    edge = _EDGE * (top - bottom)
    return item.line.base > top - edge if at_head else item.line.base < bottom + edge


def _words_of(at_head: bool, line: PageLine) -> Said:
    return at_head, _DIGITS.sub("#", _BLANKS.sub("", line.line.text))
