"""对应之处 — where the words of a draft stand in a published passage that says nearly the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein, Opcode

from disclosure.learning.signs import GAP, NUMBER, Signs

_TEXTS = 4_000  # pairs of passages, of a document and its drafts
_OF_NUMBER = 12  # signs that a number outweighs


@dataclass(frozen=True, slots=True)
class Projection:
    """对应 — for each place between two signs of the draft the first and the last one of the published."""

    draft: Signs
    published: Signs
    first: tuple[int, ...]
    last: tuple[int, ...]

    def said(self, start: int, end: int, ends: tuple[bool, bool] = (True, True)) -> str:
        """所对的文字 — of signs from `start` to `end`; `ends`: with what was put in before, behind them."""
        begin = self._earliest(start) if ends[0] else self.last[start]
        stop = self._latest(end) if ends[1] else self.first[end]
        return self.published.between(begin, stop)

    def _earliest(self, place: int) -> int:
        return (self.last if self._in_gap(place - 1) else self.first)[place]

    def _latest(self, place: int) -> int:
        return (self.first if self._in_gap(place) else self.last)[place]

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
    """待填处有几号 — how many of the signs that only one of the two has are gaps and words that stand there.

    A number that stands there is not said, and outweighs some words: a draft that prints it is nearer.
    """
    spans = (_gap_span(draft, published, place) for place in gap_places(draft))
    return sum(
        1 + max(0, end - start - _OF_NUMBER * published.count(NUMBER, start, end)) for start, end in spans
    )


def gap_places(signs: str) -> Iterator[int]:
    """待填处在第几号 — of the signs of a draft."""
    return (found.start() for found in re.finditer(GAP, signs))


def _gap_span(draft: str, published: str, place: int) -> tuple[int, int]:
    """From where to where what is published stands in a gap, all that is left where the rest is the same."""
    first, last = _places_between(draft, published)
    before, behind = draft[:place], draft[place + 1 :]
    start = len(before) if _stands_as_it_is(before, published.startswith) else first[place]
    end = len(published) - len(behind) if _stands_as_it_is(behind, published.endswith) else last[place + 1]
    return start, max(start, end)


def _stands_as_it_is(words: str, stands: Callable[[str], bool]) -> bool:
    """Whether words without a gap stand at an end of what is published."""
    return GAP not in words and stands(words)


@lru_cache(maxsize=_TEXTS)
def _places_between(draft: str, published: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """For each place between two signs of the draft the first and the last one of the published."""
    first, last = [0], [0]
    for step in Levenshtein.opcodes(draft, published):
        behind_signs = _places_behind(step)
        first += behind_signs
        last += behind_signs
        last[-1] = step.dest_end  # behind what was put in, too
    return tuple(first), tuple(last)


def _places_behind(step: Opcode) -> list[int]:
    """Of each sign that a step takes from the draft; all the same where it takes them out."""
    signs = range(1, step.src_end - step.src_start + 1)
    return [min(step.dest_start + number, step.dest_end) for number in signs]
