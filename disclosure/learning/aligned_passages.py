"""逐段对照 — the passages of a draft with those of a document, in order, and how far they are apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Protocol

from rapidfuzz.distance import Indel

from disclosure.learning.projection import in_gaps, lacked
from disclosure.learning.signs import Signs

_ALIKE, _HEADINGS_ALIKE, _OTHER_KIND = 0.4, 0.34, 0.75  # of 1, from where on two passages can be the same
_PAIRS = 400_000
_ALONE = 12  # signs that a passage of the draft alone counts as, and a number that it lacks


class Passage(Protocol):
    """一段 — its signs, and whether it is a heading."""

    @property
    def signs(self) -> Signs: ...
    @property
    def is_heading(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Alignment:
    """对上的 — which passage of the draft is which of the document; how far the two are apart."""

    pairs: tuple[tuple[int, int], ...]
    distance: int


def aligned(draft: Sequence[Passage], document: Sequence[Passage]) -> Alignment:
    """对照 — by the way through both that leaves the fewest signs that only one of them has."""
    columns = len(document)
    rows: list[list[int]] = [[0] * (columns + 1)]
    for number, one in enumerate(document):
        rows[0][number + 1] = rows[0][number] + len(one.signs.signs)
    for one in draft:
        rows.append(_row_below(rows[-1], one, document))
    pairs = tuple(reversed(list(_pairs_back(rows, draft, document))))
    return Alignment(pairs, sum(_adding_up(pairs, draft, document)))


def _adding_up(
    pairs: Sequence[tuple[int, int]], draft: Sequence[Passage], document: Sequence[Passage]
) -> Iterator[int]:
    """What each passage adds; one that only the draft has counts the same however short it is made.

    So does each number that stands in a gap: packs that print it from the data are nearer.
    """
    theirs = set(map(itemgetter(1), pairs))
    for one, other in pairs:
        signs = draft[one].signs.signs, document[other].signs.signs
        apart = distance_between(draft[one], document[other]) or 0
        yield apart - in_gaps(*signs) + lacked(*signs, _ALONE)
        yield _other_numbers(draft[one].signs, document[other].signs)
    yield from (len(one.signs.signs) for place, one in enumerate(document) if place not in theirs)
    yield _ALONE * (len(draft) - len(pairs))


def _row_below(above: Sequence[int], one: Passage, document: Sequence[Passage]) -> list[int]:
    alone = len(one.signs.signs)
    row = [above[0] + alone]
    for number, other in enumerate(document):
        least = min(above[number + 1] + alone, row[number] + len(other.signs.signs))
        if above[number] < least:
            apart = distance_between(one, other)
            least = least if apart is None else min(least, above[number] + apart)
        row.append(least)
    return row


def _pairs_back(
    rows: Sequence[Sequence[int]], draft: Sequence[Passage], document: Sequence[Passage]
) -> Iterator[tuple[int, int]]:
    mine, theirs = len(draft), len(document)
    while mine and theirs:
        apart = distance_between(draft[mine - 1], document[theirs - 1])
        if apart is not None and rows[mine][theirs] == rows[mine - 1][theirs - 1] + apart:
            mine, theirs = mine - 1, theirs - 1
            yield mine, theirs
        elif rows[mine][theirs] == rows[mine - 1][theirs] + len(draft[mine - 1].signs.signs):
            mine -= 1
        else:
            theirs -= 1


def distance_between(one: Passage, other: Passage) -> int | None:
    """相差几号 — of two passages; None where they cannot be the same."""
    same_kind = _HEADINGS_ALIKE if one.is_heading else _ALIKE
    least = same_kind if one.is_heading == other.is_heading else _OTHER_KIND
    return _signs_apart(one.signs.signs, other.signs.signs, least)


@lru_cache(maxsize=_PAIRS)
def _signs_apart(one: str, other: str, least: float) -> int | None:
    most = int((1 - least) * (len(one) + len(other)))
    found: int = Indel.distance(one, other, score_cutoff=most)
    return found if found <= most else None


def _other_numbers(one: Signs, other: Signs) -> int:
    """How many numbers are printed otherwise; that one has more is told by its signs."""
    apart = Indel.distance(one.numbers, other.numbers) - abs(len(one.numbers) - len(other.numbers))
    return apart // 2
