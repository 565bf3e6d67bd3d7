"""成对的块 — which block of an edited file is which of the one that was made: by id, order and likeness."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import chain, filterfalse, pairwise, starmap
from operator import itemgetter

from rapidfuzz.fuzz import ratio

from disclosure.auditing.shapes import folded
from disclosure.loading.word.marked_blocks import MarkedBlock

_SAME_ID, _SAME_PLACE = 30, 50  # of a hundred: below, a text is another one
_TELLING = 6  # characters by which a text that has moved is known again

Likeness = Callable[[int, int], float]
Pair = tuple[int, int]  # indexes of a block made and of the one edited


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
        return frozenset(self.of_made) - frozenset(dict(self._in_their_order()))

    def _in_their_order(self) -> Sequence[Pair]:
        return _in_order(sorted(self.of_made.items()))

    def _add(self, pairs: Iterable[Pair]) -> None:
        new = dict(pairs)
        self.of_made |= new
        self._taken.update(new.values())

    def _by_id(self) -> None:
        """Those that say the same first: what is joined with another has the ids of both."""
        for pair in sorted(filter(self._may_be_one, self._same_ids()), key=self._differs):
            self._add(filter(self._is_free, [pair]))

    def _differs(self, pair: Pair) -> bool:
        return self._keys[0][pair[0]] != self._keys[1][pair[1]]

    def _may_be_one(self, pair: Pair) -> bool:
        """Alike, or the edited one says what none of those made does."""
        return self._likeness(*pair) >= _SAME_ID or self._keys[1][pair[1]] not in self._keys[0]

    def _is_free(self, pair: Pair) -> bool:
        return pair[0] not in self.of_made and pair[1] not in self._taken

    def _same_ids(self) -> Iterator[Pair]:
        theirs = _told_once(list(_marks_of(self._edited)))
        return ((index, theirs[mark]) for mark, index in _marks_of(self._made) if mark in theirs)

    def _likeness(self, made: int, edited: int) -> float:
        if self._made[made].is_table != self._edited[edited].is_table:
            return 0
        return ratio(self._keys[0][made], self._keys[1][edited])

    def _between(self, pairing: Callable[[Sequence[int], Sequence[int]], Iterator[Pair]]) -> None:
        """Pairs in the gaps between those that stand in order."""
        self._add(chain.from_iterable(starmap(pairing, self._gaps())))

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """Those made and those edited that are in no pair yet."""
        end = len(self._made), len(self._edited)
        for (low, left), (high, right) in pairwise(((-1, -1), *self._in_their_order(), end)):
            yield _not_in(self.of_made, low + 1, high), _not_in(self._taken, left + 1, right)

    def _same(self, ours: Sequence[int], theirs: Sequence[int]) -> Iterator[Pair]:
        keys = [self._keys[0][index] for index in ours], [self._keys[1][index] for index in theirs]
        for start, left, size in SequenceMatcher(None, *keys, autojunk=False).get_matching_blocks():
            yield from zip(ours[start : start + size], theirs[left : left + size], strict=True)

    def _alike(self, ours: Sequence[int], theirs: Sequence[int]) -> Iterator[Pair]:
        return in_order_alike(ours, theirs, self._likeness, _SAME_PLACE)

    def _anywhere(self) -> None:
        """What lost its id and its place: by a text that is long enough, the first that was made."""
        ours = _telling_texts(self._keys[0], reversed(_not_in(self.of_made, 0, len(self._made))))
        theirs = _telling_texts(self._keys[1], _not_in(self._taken, 0, len(self._edited)))
        self._add((ours[said], theirs[said]) for said in filter(theirs.__contains__, ours))


def _not_in(taken: Container[int], start: int, end: int) -> list[int]:
    return list(filterfalse(taken.__contains__, range(start, end)))


def _telling_texts(said: Sequence[str], indexes: Iterable[int]) -> dict[str, int]:
    return {said[index]: index for index in indexes if len(said[index]) >= _TELLING}


def _told_once(marks: Sequence[tuple[str, int]]) -> dict[str, int]:
    """An id that stands twice was copied with its paragraph, and says nothing."""
    counted = Counter(map(itemgetter(0), marks))
    return {mark: index for mark, index in marks if counted[mark] == 1}


def _marks_of(blocks: Sequence[MarkedBlock]) -> Iterator[tuple[str, int]]:
    return ((mark, index) for index, block in enumerate(blocks) for mark in block.marks)


def in_order_alike(
    ours: Sequence[int], theirs: Sequence[int], likeness: Likeness, least: float
) -> Iterator[Pair]:
    """依次相像的 — each with the one most like it behind the last that was taken."""
    start = 0
    for made in ours:
        rest = range(start, len(theirs))
        best = max(rest, key=lambda at: likeness(made, theirs[at]), default=None)
        if best is not None and likeness(made, theirs[best]) >= least:
            yield made, theirs[best]
            start = best + 1


def _in_order(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest run of pairs that go up on both sides."""
    ends, runs = list[int](), [list[Pair]()]  # of each length the run that ends lowest
    for pair in pairs:
        at = bisect_left(ends, pair[1])
        ends[at : at + 1] = [pair[1]]
        runs[at + 1 : at + 2] = [[*runs[at], pair]]
    return runs[-1]
