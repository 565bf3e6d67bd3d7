"""对应之处 — where the words of a draft stand in a published passage that says nearly the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from disclosure.learning.signs import GAP, Signs

_TEXTS = 4_000  # pairs of passages, of a document and its drafts


@dataclass(frozen=True, slots=True)
class Projection:
    """对应 — for each place between two signs of the draft the first and the last one of the published."""

    draft: Signs
    published: Signs
    first: tuple[int, ...]
    last: tuple[int, ...]

    def said(self, start: int, end: int, ends: tuple[bool, bool] = (True, True)) -> str:
        """所对的文字 — of signs from `start` to `end`; `ends`: with what was put in before, behind them."""
        begin = (self.first if ends[0] and not self._in_gap(start - 1) else self.last)[start]
        stop = (self.last if ends[1] and not self._in_gap(end) else self.first)[end]
        return self.published.between(begin, stop)

    def _in_gap(self, place: int) -> bool:
        """Whether what was put in at the end of some words is of the gap beside them."""
        return self.draft.signs[max(place, 0) : place + 1] == GAP

    def in_gap(self, place: int) -> str:
        """待填处所对的 — of the gap that is sign number `place`."""
        return self.published.between(*_gap_span(self.draft.signs, self.published.signs, place))


def projection(draft: Signs, published: Signs) -> Projection:
    """对应起来 — by the fewest signs put in, taken out or put for others."""
    return Projection(draft, published, *_places_between(draft.signs, published.signs))


@lru_cache(maxsize=_TEXTS)
def in_gaps(draft: str, published: str) -> int:
    """待填处有几号 — how many of the signs that only one of the two has are gaps and what stands there."""
    if GAP not in draft:
        return 0
    spans = (_gap_span(draft, published, place) for place, sign in enumerate(draft) if sign == GAP)
    return sum(end - start + 1 for start, end in spans)


def _gap_span(draft: str, published: str, place: int) -> tuple[int, int]:
    """From where to where what is published stands in a gap, all that is left where the rest is the same."""
    first, last = _places_between(draft, published)
    before, behind = draft[:place], draft[place + 1 :]
    start = len(before) if GAP not in before and published.startswith(before) else first[place]
    ends = GAP not in behind and published.endswith(behind)
    end = len(published) - len(behind) if ends else last[place + 1]
    return start, max(start, end)


@lru_cache(maxsize=_TEXTS)
def _places_between(draft: str, published: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """For each place between two signs of the draft the first and the last one of the published."""
    first, last = [0] * (len(draft) + 1), [0] * (len(draft) + 1)
    for one in Levenshtein.opcodes(draft, published):
        if one.tag == "insert":
            last[one.src_start] = one.dest_end
        for step in range(1, one.src_end - one.src_start + 1):
            place = one.dest_start if one.tag == "delete" else one.dest_start + step
            first[one.src_start + step] = last[one.src_start + step] = place
    return tuple(first), tuple(last)
