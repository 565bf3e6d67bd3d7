"""对照 — the clauses of a document with the patterns of a pack: the best way through both, in order.

A clause takes the pattern that it is most like, the rather where it stands under the same heading and where
a trial document says the one after the other: 占12.5% alone could be a share of anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from rapidfuzz import fuzz, process

from disclosure.auditing.grammar import Grammar, Pattern, Slot
from disclosure.auditing.shapes import NUMBER, is_bare, telling, telling_of_heading

# Likeness is of 100. A clause is worth a pattern from _LEAST on.
_LEAST, _WORTH = 62, 10
SAME = 100.0
_LACKING = 12  # for each number that one of the two has more
_OTHER_WORD = 15  # by which the names of figures differ
_OTHER_NUMBER = 40  # a number of the wording (单价100万元以上) that is another
_AT_HOME, _AFTER, _SAME_NODE, _ELSEWHERE = 12, 25, 2, -10
_PASSED_OVER = -2
_SAME_HEADING = 60
_OTHER_SECTION = 12


class _Way(NamedTuple):
    """The clauses matched so far, the last first, and what they are worth together."""

    score: float
    clause: int = -1
    pattern: int = -1
    before: _Way | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """一句的字形 — the words of the heading above it, its numbers, whether it opens a paragraph."""

    shape: str
    heading: str
    numbers: tuple[str, ...] = ()
    opens: bool = False


class Match(NamedTuple):
    """对上的句式 — its number, how like it the clause is (of 100), whether it stands where the pack has it.

    That is under the same heading, or behind a clause that the pack says before it; of a clause that does not
    name what it speaks of (支出决算为8万元) directly behind that, or at the beginning of a paragraph.
    """

    pattern: int
    likeness: float
    in_place: bool


_SCORE = attrgetter("score")


def matched(shapes: Sequence[Shape], grammar: Grammar) -> dict[int, Match]:
    """对上的 — for each clause that a pattern is like, by its number, that pattern."""
    homes = _homes({one.heading for one in shapes}, grammar)
    ways = {-1: _Way(0.0)}  # by the pattern that they end with
    for number, worth in enumerate(_worth(shapes, grammar, homes)):
        ways = _longer(number, worth, ways, grammar)
    path = list(_along(max(ways.values(), key=_SCORE)))
    return {way.clause: _match(way, shapes[way.clause], grammar, homes) for way in path}


def _longer(
    clause: int, worth: Mapping[int, float], ways: Mapping[int, _Way], grammar: Grammar
) -> dict[int, _Way]:
    """Each way passes over the clause, or takes it as a pattern that it is worth.

    What passing over costs is what taking it gains: most ways then stay as they are.
    """
    passed = dict(ways)
    anywhere = max(ways.values(), key=_SCORE)
    of_node = _best_of_nodes(ways.values(), grammar)
    for pattern, gain in worth.items():
        expected = grammar.patterns[pattern]
        before = [
            (anywhere, _ELSEWHERE),
            (of_node.get(expected.node, anywhere), _ELSEWHERE + _SAME_NODE),
            *((ways[last], _AFTER) for last in expected.after & ways.keys()),
        ]
        way, bonus = max(before, key=lambda one: one[0].score + one[1])
        passed[pattern] = _Way(way.score + bonus + gain - _PASSED_OVER, clause, pattern, way)
    return passed


def _best_of_nodes(ways: Iterable[_Way], grammar: Grammar) -> dict[str, _Way]:
    """Of the ways that end with a figure of a node the best."""
    best: dict[str, _Way] = {}
    for way in filter(_ends_with_pattern, ways):
        node = grammar.patterns[way.pattern].node
        best[node] = max(way, best.get(node, way), key=_SCORE)
    return best


def _ends_with_pattern(way: _Way) -> bool:
    return way.pattern >= 0


def _along(way: _Way | None) -> Iterator[_Way]:
    while way and way.clause >= 0:
        yield way
        way = way.before


def _match(way: _Way, one: Shape, grammar: Grammar, homes: Mapping[str, str]) -> Match:
    pattern = grammar.patterns[way.pattern]
    at_home = homes[one.heading] == pattern.heading
    in_place = (at_home or _follows(way, pattern)) and _can_be_told(way, one, pattern)
    free = _with_other_text(one.shape, grammar)
    return Match(way.pattern, free.get(way.pattern) or fuzz.ratio(one.shape, pattern.shape), in_place)


def _follows(way: _Way, pattern: Pattern) -> bool:
    """Whether the clause that is matched before it is one that the pack says before it."""
    return way.before is not None and way.before.pattern in pattern.after - {-1}


def _can_be_told(way: _Way, one: Shape, pattern: Pattern) -> bool:
    """Whether it names what it speaks of, or stands where that is plain."""
    return one.opens or not is_bare(one.shape) or (_is_directly_behind(way) and _follows(way, pattern))


def _is_directly_behind(way: _Way) -> bool:
    return way.before is not None and way.before.clause == way.clause - 1


def _worth(shapes: Sequence[Shape], grammar: Grammar, homes: Mapping[str, str]) -> Iterator[dict[int, float]]:
    """For each clause what each pattern is worth that is like it at all."""
    patterns = [pattern.shape for pattern in grammar.patterns]
    for one in shapes:
        extracted = process.extract(one.shape, patterns, scorer=fuzz.ratio, score_cutoff=_LEAST, limit=None)
        alike = {number: like for _, like, number in extracted} | _with_other_text(one.shape, grammar)
        home = homes[one.heading]
        gains = ((number, _worth_of(one, alike[number], grammar.patterns[number], home)) for number in alike)
        yield dict(filter(_is_gain, gains))


def _is_gain(worth: tuple[int, float]) -> bool:
    return worth[1] > 0


def _with_other_text(shape: str, grammar: Grammar) -> dict[int, float]:
    """Patterns that a clause is but for the text that an office writes there itself."""
    return {number: SAME for number, said in grammar.free if said.fullmatch(shape)}


def _worth_of(one: Shape, likeness: float, pattern: Pattern, home: str) -> float:
    lacking = abs(pattern.shape.count(NUMBER) - one.shape.count(NUMBER))
    return (
        _WORTH
        + likeness
        - _LEAST
        + _AT_HOME * (pattern.heading == home)
        - _LACKING * lacking
        - _OTHER_NUMBER * _otherwise(one.numbers, pattern.slots)
        - _OTHER_WORD * (likeness < SAME and len(telling(one.shape) ^ telling(pattern.shape)))
    )


def _otherwise(numbers: Sequence[str], slots: Sequence[Slot]) -> int:
    """How many numbers of the wording are others."""
    return sum(bool(slot.said) and number != slot.said for number, slot in zip(numbers, slots, strict=False))


def _homes(headings: set[str], grammar: Grammar) -> dict[str, str]:
    """For each heading the pack's that it is; "" where it is none."""
    near = {one: max(grammar.headings, key=partial(_headings_alike, one), default="") for one in headings}
    return {one: home if _headings_alike(one, home) >= _SAME_HEADING else "" for one, home in near.items()}


def _headings_alike(one: str, other: str) -> float:
    """Of 100: letters alike, less what only one of them speaks of."""
    apart = telling_of_heading(one) ^ telling_of_heading(other)
    return max(fuzz.ratio(one, other) - _OTHER_SECTION * len(apart), 0)
