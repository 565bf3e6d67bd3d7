"""读句子 — the clauses of a document, each with the pattern of the pack that it is like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from disclosure.auditing.grammar import Grammar, Pattern, unnumbered
from disclosure.auditing.matching import Match, Shape, matched
from disclosure.auditing.shapes import Clause, clauses, telling

_SURE, _NAMED = 80, 96  # of 100, how like its pattern a clause is: in its place, anywhere
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


def read(passages: Iterable[Passage], speech: Speech) -> list[Sentence]:
    """逐句读 — every clause in order; those without a number are like no pattern."""
    sentences = list(chain.from_iterable(_sentences_of(passage, speech) for passage in passages))
    numbered = list(filter(attrgetter("clause.numbers"), sentences))
    matches = matched(list(map(_shape_of, numbered)), speech.grammar)
    known = {
        id(numbered[place]): _matched(numbered[place], match, speech.grammar)
        for place, match in matches.items()
    }
    return [known.get(id(sentence), sentence) for sentence in sentences]


def _sentences_of(passage: Passage, speech: Speech) -> list[Sentence]:
    return [Sentence(passage, clause) for clause in _clauses_of(passage.text, speech.year, speech.bodies)]


@lru_cache(maxsize=_PARAGRAPHS)
def _clauses_of(text: str, year: int, bodies: tuple[str, ...]) -> tuple[Clause, ...]:
    """Once, though a document is held against several packs."""
    return tuple(clauses(text, year, bodies))


def _shape_of(sentence: Sentence) -> Shape:
    clause = sentence.clause
    numbers = map(attrgetter("text"), clause.numbers)
    return Shape(unnumbered(clause.shape), sentence.passage.heading, tuple(numbers))


def _matched(sentence: Sentence, match: Match, grammar: Grammar) -> Sentence:
    """Surely, where it says in full what only one pattern says, or stands in its place and differs little."""
    pattern = grammar.patterns[match.pattern]
    tells = telling(sentence.clause.shape) ^ telling(pattern.shape)
    ways = (
        (match.likeness >= _NAMED, pattern.shape in grammar.unique),
        (match.likeness >= _SURE, match.in_place, tells <= _BUDGETS),
    )
    return Sentence(sentence.passage, sentence.clause, pattern, any(map(all, ways)))


def sure(sentences: Sequence[Sentence]) -> int:
    """几句读准了."""
    return sum(map(attrgetter("is_sure"), sentences))
