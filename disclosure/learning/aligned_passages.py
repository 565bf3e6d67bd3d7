"""逐段对照 — the passages of a draft with those of a document, in order, and how far they are apart."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import accumulate, takewhile
from typing import NamedTuple, Protocol

from rapidfuzz.distance import Indel

from disclosure.learning.projection import in_gaps
from disclosure.learning.signs import Signs

_ALIKE, _HEADINGS_ALIKE, _OTHER_KIND = 0.4, 0.34, 0.75  # of 1, from where on two passages can be the same
_NEVER, _MOST_APART = 10**9, 500  # signs; a draft that is farther apart is gone through again
_ALONE = 12  # signs that a passage of the draft alone counts as


class Passage(Protocol):
    """一段 — its signs, and whether it is a heading."""

    @property
    def signs(self) -> Signs: ...
    @property
    def is_heading(self) -> bool: ...


class DraftedPassage(Passage, Protocol):
    """草稿的一段 — and whether a number is missing in it: such a gap is no excuse for what stands there."""

    @property
    def lacks_number(self) -> bool: ...


class _Shape(NamedTuple):
    """What two passages are alike by."""

    signs: str
    is_heading: bool


@dataclass(frozen=True, slots=True)
class Alignment:
    """对上的 — which passage of the draft is which of the document; how far the two are apart."""

    pairs: tuple[tuple[int, int], ...]
    distance: int


class Aligner:
    """对照者 — holds drafts against a document; what two begin alike with is gone through once."""

    def __init__(self, document: Sequence[Passage]) -> None:
        self._document = document
        self._lengths = [0, *(len(one.signs.signs) for one in document)]  # of nothing, and of each
        self._ends = [*accumulate(self._lengths)]
        self._apart = cache(self._apart_from_each)
        self._most = _MOST_APART
        self._draft: list[_Shape] = []  # the one before, and the rows that it made
        self._rows = [self._ends]

    def aligned(self, draft: Sequence[DraftedPassage]) -> Alignment:
        """对照 — by the way through both that leaves the fewest signs that only one of them has."""
        shapes = [_Shape(one.signs.signs, one.is_heading) for one in draft]
        self._go_through(shapes)
        while self._rows[-1][-1] > self._most:  # what was left out may have been nearer
            self._most, self._draft = 2 * self._most, []
            self._go_through(shapes)
        pairs = tuple(reversed(list(self._pairs_back())))
        return Alignment(pairs, sum(self._adding_up(pairs, draft)))

    def _go_through(self, draft: list[_Shape]) -> None:
        alike = sum(1 for _ in takewhile(_is_alike, zip(self._draft, draft, strict=False)))
        del self._rows[alike + 1 :]
        ends = accumulate(len(one.signs) for one in draft)
        for shape, end in [*zip(draft, ends, strict=True)][alike:]:
            self._rows.append(self._row_below(self._rows[-1], shape, end))
        self._draft = draft

    def _apart_from_each(self, shape: _Shape) -> list[int]:
        shapes = (_Shape(one.signs.signs, one.is_heading) for one in self._document)
        return [_NEVER, *map(partial(_signs_apart, shape), shapes)]

    def _row_below(self, above: list[int], shape: _Shape, end: int) -> list[int]:
        """How far the draft down to a passage and the document down to each of its own are apart.

        That is at least by how much the one is longer: where it is too much, nothing is worked out.
        """
        alone, least = len(shape.signs), _NEVER
        near = slice(bisect_left(self._ends, end - self._most), bisect_right(self._ends, end + self._most))
        columns = ([_NEVER, *above], above, self._lengths, self._apart(shape))
        row = [_NEVER] * near.start
        for before, over, length, apart in zip(*(column[near] for column in columns), strict=True):
            least = min(over + alone, least + length, before + apart)
            row.append(least)
        return row + [_NEVER] * (len(self._ends) - len(row))

    def _pairs_back(self) -> Iterator[tuple[int, int]]:
        rows, mine, theirs = self._rows, len(self._draft), len(self._document)
        while mine and theirs:
            shape = self._draft[mine - 1]
            if rows[mine][theirs] == rows[mine - 1][theirs - 1] + self._apart(shape)[theirs]:
                mine, theirs = mine - 1, theirs - 1
                yield mine, theirs
            elif rows[mine][theirs] == rows[mine - 1][theirs] + len(shape.signs):
                mine -= 1
            else:
                theirs -= 1

    def _adding_up(self, pairs: Sequence[tuple[int, int]], draft: Sequence[DraftedPassage]) -> Iterator[int]:
        """What each passage adds; one that only the draft has counts the same however short it is made."""
        for one, other in pairs:
            mine, theirs = draft[one].signs, self._document[other].signs
            apart = self._apart(self._draft[one])[other + 1]
            in_gap = 0 if draft[one].lacks_number else in_gaps(mine.signs, theirs.signs)
            yield apart - in_gap + _other_numbers(mine, theirs)
        yield self._ends[-1] - sum(self._lengths[other + 1] for _, other in pairs)
        yield _ALONE * (len(draft) - len(pairs))


def _is_alike(both: tuple[_Shape, _Shape]) -> bool:
    return both[0] == both[1]


def _signs_apart(one: _Shape, other: _Shape) -> int:
    """How many signs are apart; very many where the two cannot be the same."""
    same_kind = _HEADINGS_ALIKE if one.is_heading else _ALIKE
    least = same_kind if one.is_heading == other.is_heading else _OTHER_KIND
    most = int((1 - least) * (len(one.signs) + len(other.signs)))
    found: int = Indel.distance(one.signs, other.signs, score_cutoff=most)
    return found if found <= most else _NEVER


def _other_numbers(one: Signs, other: Signs) -> int:
    """How many numbers are printed otherwise; that one has more is told by its signs."""
    apart = Indel.distance(one.numbers, other.numbers) - abs(len(one.numbers) - len(other.numbers))
    return apart // 2
