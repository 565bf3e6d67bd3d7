"""一字一号 — text as it is held against other text: width folded, blanks gone, each number one sign.

What is not known in a draft (【待填：…】) is one sign, too, that is like nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from disclosure.auditing.shapes import folded

NUMBER, GAP = "\ue010", "\ue011"
_TOLD, _ENDS = "【待填：", "】"  # as drafts print what they lack
_LACKED = re.compile(f"{_TOLD}([^{_ENDS}]*){_ENDS}")
_NUMBER = re.compile(r"^(?:第|[(])?[一二三四五六七八九十]{1,3}(?=[)、.]|部分)|-?\d+(?:,\d{3})*(?:\.\d+)?")
_TEXTS = 4_000  # of a document and its drafts, with room to spare


@dataclass(frozen=True, slots=True)
class Signs:
    """各号 — the signs of a text, from where to where each stands in it, the numbers in order."""

    text: str
    signs: str
    spans: tuple[tuple[int, int], ...]
    numbers: tuple[str, ...]

    def first(self, place: int) -> int:
        """第几号起 — the first sign that does not begin before a place of the text."""
        return bisect_left(self.spans, (place, -1))

    def within_number(self, place: int) -> bool:
        """在一个数中间 — whether a place of the text stands within one sign."""
        at = bisect_right(self.spans, (place, len(self.text) + 1)) - 1
        return at >= 0 and self.spans[at][0] < place < self.spans[at][1]

    def between(self, start: int, end: int) -> str:
        """其间的文字 — of signs from `start` to `end`, blanks left out."""
        if start >= end:
            return ""
        return "".join(self.text[self.spans[start][0] : self.spans[end - 1][1]].split())


def gap_of(name: str) -> str:
    """待填 — as a draft prints what it lacks."""
    return f"{_TOLD}{name}{_ENDS}"


def without_gaps(text: str) -> tuple[str, tuple[str, ...]]:
    """待填各处 — a text of a draft with a sign for each gap; what the gaps are called."""
    return _LACKED.sub(GAP, text), tuple(_LACKED.findall(text))


@lru_cache(maxsize=_TEXTS)
def signs_of(text: str) -> Signs:
    """化为各号."""
    whole = folded(text)
    signs, spans, numbers, at = list[str](), list[tuple[int, int]](), list[str](), 0
    for found in _NUMBER.finditer(whole.text):
        signs.append(whole.text[at : found.start()] + NUMBER)
        spans += ((whole.at[place], whole.at[place + 1]) for place in range(at, found.start()))
        spans.append((whole.at[found.start()], whole.at[found.end() - 1] + 1))
        numbers.append(found.group())
        at = found.end()
    spans += ((whole.at[place], whole.at[place + 1]) for place in range(at, len(whole.text)))
    return Signs(text, "".join((*signs, whole.text[at:])), tuple(spans), tuple(numbers))
