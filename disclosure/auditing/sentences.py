"""读句子 — the clauses of a document, each with the pattern of the pack that it is like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import accumulate, chain, groupby, islice
from operator import attrgetter
from typing import NamedTuple

from disclosure.auditing.grammar import Grammar, Pattern, unnumbered
from disclosure.auditing.matching import SAME, Match, Shape, matched
from disclosure.auditing.shapes import Clause, clauses, is_bare, telling

_SURE, _NAMED = 80, 96  # of 100, how like its pattern a clause is: in its place, anywhere
_UNITS = {"%", "元"}
_PARAGRAPHS = 2_000  # of one document, about
_BUDGETS = {"年初", "全年"}  # which of the two, the number itself says


class Passage(NamedTuple):
    """一段文字 — the number of its block, its text, the words of the heading above."""

    block: int
    text: str
    heading: str


class Speech(NamedTuple):
    """怎样读 — what a pack says, of which year, the names of the body, the longest first."""

    grammar: Grammar
    year: int
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """读过的分句 — the pattern that it is like, if any, and whether it surely is that."""

    passage: Passage
    clause: Clause
    pattern: Pattern | None = None
    is_sure: bool = False

    @property
    def text(self) -> str:
        """文字."""
        return self.passage.text[self.clause.start : self.clause.end]


_NOTHING = Sentence(Passage(-1, "", ""), Clause("", (), 0, 0))


def read(passages: Iterable[Passage], speech: Speech) -> list[Sentence]:
    """逐句读 — every clause in order; those without a number are like no pattern."""
    sentences = list(chain.from_iterable(_sentences_of(passage, speech) for passage in passages))
    numbered = list(filter(attrgetter("clause.numbers"), sentences))
    opening = (next(group) for _, group in groupby(numbered, attrgetter("passage")))
    first = set(map(id, opening))
    matches = matched([_shape_of(one, id(one) in first) for one in numbered], speech.grammar)
    pairs = [(one, matches.get(place)) for place, one in enumerate(numbered)]
    known = accumulate(pairs, partial(_read_behind, speech.grammar), initial=_NOTHING)
    by_id = {id(one): found for one, found in zip(numbered, islice(known, 1, None), strict=True)}
    return [by_id.get(id(sentence), sentence) for sentence in sentences]


def _read_behind(grammar: Grammar, before: Sentence, pair: tuple[Sentence, Match | None]) -> Sentence:
    """A clause; one that names nothing is no surer than the one before it in the paragraph."""
    one, match = pair
    found = _matched(one, match, grammar) if match else one
    leans = is_bare(one.clause.shape) and one.passage == before.passage
    return replace(found, is_sure=before.is_sure) if leans and found.is_sure else found


def _sentences_of(passage: Passage, speech: Speech) -> list[Sentence]:
    return [Sentence(passage, clause) for clause in _clauses_of(passage.text, speech.year, speech.bodies)]


@lru_cache(maxsize=_PARAGRAPHS)
def _clauses_of(text: str, year: int, bodies: tuple[str, ...]) -> tuple[Clause, ...]:
    """Once, though a document is held against several packs."""
    return tuple(clauses(text, year, bodies))


def _shape_of(sentence: Sentence, opens: bool) -> Shape:
    clause = sentence.clause
    numbers = map(attrgetter("text"), clause.numbers)
    return Shape(unnumbered(clause.shape), sentence.passage.heading, tuple(numbers), opens)


def _matched(sentence: Sentence, match: Match, grammar: Grammar) -> Sentence:
    """Surely, where it says in full what only one pattern says, or stands in its place and differs little."""
    pattern = grammar.patterns[match.pattern]
    tells = telling(sentence.clause.shape) ^ telling(pattern.shape)
    ways = (
        (match.likeness >= _NAMED, pattern.shape in grammar.unique, not is_bare(pattern.shape)),
        (match.likeness >= _SURE, match.in_place, match.likeness == SAME or tells <= _BUDGETS),
    )
    is_other_unit = _units_said(sentence.clause.shape) ^ _units_said(pattern.shape) == _UNITS
    return Sentence(sentence.passage, sentence.clause, pattern, any(map(all, ways)) and not is_other_unit)


def _units_said(shape: str) -> set[str]:
    return set(filter(shape.__contains__, _UNITS))


def sure(sentences: Sequence[Sentence]) -> int:
    """几句读准了."""
    return sum(map(attrgetter("is_sure"), sentences))
