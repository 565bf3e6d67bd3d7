"""成对的块 — which block of an edited file is which of the one that was made: by id, order and likeness."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from rapidfuzz.fuzz import ratio

from disclosure.auditing.shapes import folded
from disclosure.load.word.marked_blocks import MarkedBlock

_SAME_ID, _SAME_PLACE = 30, 50  # of a hundred: below, a text is another one
_TELLING = 6  # characters by which a text that has moved is known again

Likeness = Callable[[int, int], float]


def key(block: MarkedBlock) -> str:
    """所说 — of a paragraph or of a table, cell by cell, folded."""
    cells = (folded(cell.text).text for row in block.rows for cell in row)
    return "\t".join(cells) if block.is_table else folded(block.text).text


class Pairs:
    """成对 — indexes of blocks made and of blocks edited, each in at most one pair."""

    def __init__(self, made: Sequence[MarkedBlock], edited: Sequence[MarkedBlock]) -> None:
        self._made, self._edited = made, edited
        self._keys = list(map(key, made)), list(map(key, edited))
        self.of_made: dict[int, int] = {}
        self._taken: set[int] = set()
        self._by_id()
        self._between(self._same)
        self._between(self._alike)
        self._anywhere()

    @property
    def of_edited(self) -> Mapping[int, int]:
        """反过来 — by the index of the edited one."""
        return {edited: made for made, edited in self.of_made.items()}

    def moved(self) -> frozenset[int]:
        """移动了的 — the fewest made blocks without which the others stand in their order."""
        return frozenset(self.of_made) - frozenset(_in_order(sorted(self.of_made.items())))

    def _pair(self, made: int, edited: int) -> None:
        self.of_made[made] = edited
        self._taken.add(edited)

    def _by_id(self) -> None:
        """Those that say the same first: what is joined with another has the ids of both."""
        known = set(self._keys[0])
        for index, edited in sorted(self._same_ids(), key=self._differs):
            is_new = self._keys[1][edited] not in known
            if self._is_free(index, edited) and (is_new or self._likeness(index, edited) >= _SAME_ID):
                self._pair(index, edited)

    def _differs(self, pair: tuple[int, int]) -> bool:
        return self._keys[0][pair[0]] != self._keys[1][pair[1]]

    def _is_free(self, made: int, edited: int) -> bool:
        return made not in self.of_made and edited not in self._taken

    def _same_ids(self) -> Iterator[tuple[int, int]]:
        """An id that stands twice was copied with its paragraph, and says nothing."""
        theirs = list(_marks_of(self._edited))
        counted, by_mark = Counter(mark for mark, _ in theirs), dict(theirs)
        ours = ((index, mark) for mark, index in _marks_of(self._made) if counted[mark] == 1)
        return ((index, by_mark[mark]) for index, mark in ours)

    def _likeness(self, made: int, edited: int) -> float:
        if self._made[made].is_table != self._edited[edited].is_table:
            return 0
        return ratio(self._keys[0][made], self._keys[1][edited])

    def _between(self, pairing: Callable[[Sequence[int], Sequence[int]], Iterator[tuple[int, int]]]) -> None:
        """Pairs in the gaps between those that stand in order."""
        anchors = _in_order(sorted(self.of_made.items()))
        stops = [(-1, -1), *((made, self.of_made[made]) for made in anchors)]
        for (low, left), (high, right) in pairwise((*stops, (len(self._made), len(self._edited)))):
            ours = [index for index in range(low + 1, high) if index not in self.of_made]
            theirs = [index for index in range(left + 1, right) if index not in self._taken]
            for made, edited in list(pairing(ours, theirs)):
                self._pair(made, edited)

    def _same(self, ours: Sequence[int], theirs: Sequence[int]) -> Iterator[tuple[int, int]]:
        keys = [self._keys[0][index] for index in ours], [self._keys[1][index] for index in theirs]
        for start, left, size in SequenceMatcher(None, *keys, autojunk=False).get_matching_blocks():
            yield from zip(ours[start : start + size], theirs[left : left + size], strict=True)

    def _alike(self, ours: Sequence[int], theirs: Sequence[int]) -> Iterator[tuple[int, int]]:
        return in_order_alike(ours, theirs, self._likeness, _SAME_PLACE)

    def _anywhere(self) -> None:
        """What lost its id and its place: by a text that is long enough."""
        rest = {self._keys[1][index]: index for index in range(len(self._edited)) if index not in self._taken}
        for index, said in enumerate(self._keys[0]):
            if index not in self.of_made and len(said) >= _TELLING and said in rest:
                self._pair(index, rest.pop(said))


def _marks_of(blocks: Sequence[MarkedBlock]) -> Iterator[tuple[str, int]]:
    return ((mark, index) for index, block in enumerate(blocks) for mark in block.marks)


def in_order_alike(
    ours: Sequence[int], theirs: Sequence[int], likeness: Likeness, least: float
) -> Iterator[tuple[int, int]]:
    """依次相像的 — each with the one most like it behind the last that was taken."""
    start = 0
    for made in ours:
        rest = range(start, len(theirs))
        best = max(rest, key=lambda at: likeness(made, theirs[at]), default=None)
        if best is not None and likeness(made, theirs[best]) >= least:
            yield made, theirs[best]
            start = best + 1


def _in_order(pairs: Sequence[tuple[int, int]]) -> list[int]:
    """The longest run of pairs that go up on both sides."""
    ends, chain = list[int](), list[list[int]]()
    for made, edited in pairs:
        at = bisect_left(ends, edited)
        before = chain[at - 1] if at else []
        ends[at : at + 1] = [edited]
        chain[at : at + 1] = [[*before, made]]
    return chain[-1] if chain else []
