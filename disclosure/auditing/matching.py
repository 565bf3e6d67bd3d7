"""对照 — the clauses of a document with the patterns of a pack: the best way through both, in order.

A clause takes the pattern that it is most like, the rather where it stands under the same heading and where
a trial document says the one after the other: 占12.5% alone could be a share of anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz, process

from disclosure.auditing.grammar import Grammar, Pattern, Slot
from disclosure.auditing.shapes import NUMBER, telling

# Likeness is of 100. A clause is worth a pattern from _LEAST on.
_LEAST, _WORTH = 62, 10
_LACKING = 12  # for each number that one of the two has more
_AT_HOME, _AFTER, _ELSEWHERE = 12, 25, -10
_PASSED_OVER = -2
_SAME_HEADING = 60
_OTHER_WORD = 15  # by which the names of figures differ
_OTHER_NUMBER = 40  # a number of the wording (单价100万元以上) that is another


class _Way(NamedTuple):
    """The clauses matched so far, the last first."""

    clause: int
    pattern: int
    before: _Way | None


@dataclass(frozen=True, slots=True)
class Shape:
    """一句的字形 — and the words of the heading above it."""

    shape: str
    heading: str
    numbers: tuple[str, ...] = ()


class Match(NamedTuple):
    """对上的句式 — its number, how like it the clause is (of 100), whether it stands where the pack has it.

    That is under the same heading, or behind a clause that the pack says before it.
    """

    pattern: int
    likeness: float
    in_place: bool


def matched(shapes: Sequence[Shape], grammar: Grammar) -> dict[int, Match]:
    """对上的 — for each clause that a pattern is like, by its number, that pattern."""
    if not shapes or not grammar.patterns:
        return {}
    best: dict[int, tuple[float, _Way | None]] = {-1: (0.0, None)}
    homes = _homes({one.heading for one in shapes}, grammar)
    for number, worth in enumerate(_worth(shapes, grammar, homes)):
        passed = {state: (score + _PASSED_OVER, way) for state, (score, way) in best.items()}
        best = passed | {
            pattern: _taken(number, pattern, gain, best, grammar) for pattern, gain in worth.items()
        }
    _, way = max(best.values(), key=lambda state: state[0])
    path = list(_along(way))
    before = [*(pattern for _, pattern in path[1:]), -1][: len(path)]
    return {
        clause: _match(shapes[clause], pattern, last, grammar, homes)
        for (clause, pattern), last in zip(path, before, strict=True)
    }


def _match(one: Shape, number: int, last: int, grammar: Grammar, homes: Mapping[str, str]) -> Match:
    pattern = grammar.patterns[number]
    in_place = homes[one.heading] == pattern.heading or (last >= 0 and last in pattern.after)
    return Match(number, fuzz.ratio(one.shape, pattern.shape), in_place)


def _taken(
    clause: int, pattern: int, gain: float, best: Mapping[int, tuple[float, _Way | None]], grammar: Grammar
) -> tuple[float, _Way | None]:
    """The best way that ends with this clause as this pattern."""
    anywhere, way = max(best.values(), key=lambda state: state[0])
    ways = [(anywhere + _ELSEWHERE, way)]
    for before in grammar.patterns[pattern].after & best.keys():
        score, other = best[before]
        ways.append((score + _AFTER, other))
    score, way = max(ways, key=lambda state: state[0])
    return score + gain, _Way(clause, pattern, way)


def _along(way: _Way | None) -> Iterator[tuple[int, int]]:
    while way:
        yield way.clause, way.pattern
        way = way.before


def _worth(shapes: Sequence[Shape], grammar: Grammar, homes: Mapping[str, str]) -> Iterator[dict[int, float]]:
    """For each clause what each pattern is worth that is like it at all."""
    patterns = [pattern.shape for pattern in grammar.patterns]
    for one in shapes:
        alike = process.extract(one.shape, patterns, scorer=fuzz.ratio, score_cutoff=_LEAST, limit=None)
        home = homes[one.heading]
        worth = {
            number: _worth_of(one, likeness, grammar.patterns[number], home) for _, likeness, number in alike
        }
        yield {number: gain for number, gain in worth.items() if gain > 0}


def _worth_of(one: Shape, likeness: float, pattern: Pattern, home: str) -> float:
    lacking = abs(pattern.shape.count(NUMBER) - one.shape.count(NUMBER))
    return (
        _WORTH
        + likeness
        - _LEAST
        + _AT_HOME * (pattern.heading == home)
        - _LACKING * lacking
        - _OTHER_NUMBER * _otherwise(one.numbers, pattern.slots)
        - _OTHER_WORD * len(telling(one.shape) ^ telling(pattern.shape))
    )


def _otherwise(numbers: Sequence[str], slots: Sequence[Slot]) -> int:
    """How many numbers of the wording are others."""
    return sum(bool(slot.said) and number != slot.said for number, slot in zip(numbers, slots, strict=False))


def _homes(headings: set[str], grammar: Grammar) -> dict[str, str]:
    """For each heading the pack's that it is; "" where it is none."""
    near = {one: process.extractOne(one, grammar.headings, scorer=fuzz.ratio) for one in headings}
    return {one: found[0] if found and found[1] >= _SAME_HEADING else "" for one, found in near.items()}
