"""所称 — the numbers that a document states, each with the figure that it is said to be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal, NamedTuple

from rapidfuzz.distance import Levenshtein

from disclosure.audit.grammar import Grammar, Pattern, Slot, general, unnumbered
from disclosure.audit.matching import Shape, matched
from disclosure.audit.named_subjects import code_of
from disclosure.audit.shapes import NUMBER, Clause, Token, clauses
from disclosure.money import EXACT, SCALE

_UNIT = re.compile(r"\s*(亿元|万元|元|[%％])")
_FACTORS = {"亿元": Decimal(100_000_000), **SCALE}
_DIRECTION = re.compile(r"减少|下降|降低|增加|增长|上升|提高|减|降|增")
_DOWN = ("减少", "下降", "降低", "减", "降")
_SIGNED = re.compile(r"\.(?:change|rate)$|^原因\..*\.金额$")  # the words say which way
# What is said of the number before, and has no name of its own.
_RELATIVE = re.compile(r"^(?:#年度?)?(?:占|增长|下降|增加|减少|降低|上升|完成|比|较|各)")
_LEAF = re.compile(
    r"\.((?:against_(?:opening|adjusted)\.(?:change|rate)|(?:opening_)?completion_rate"
    r"|opening_budget|adjusted_budget|share|change|rate|final|prior))$"
)
_CODED = re.compile(r"\b(class|section|item)\.\{\}")
_DIGITS = {"class": 3, "section": 5, "item": 7}

Unit = Literal["元", "%", ""]


class Passage(NamedTuple):
    """一段文字 — the number of its block, its text, the words of the heading above."""

    block: int
    text: str
    heading: str


@dataclass(frozen=True, slots=True)
class Claim:
    """所称的数 — a value (元, %, a count) and the figure that it is said to be; "" where nothing tells.

    `half` is how far the exact value may lie away by the digits printed. `unit` is empty for counts, and for
    amounts that have none. `start` and `end` are its place in the text of its block.
    """

    figure: str
    value: Decimal
    half: Decimal
    unit: Unit
    said: str
    block: int
    start: int
    end: int
    is_amount: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """读过的分句 — a clause with numbers, and the pattern that it is like, if any."""

    passage: Passage
    clause: Clause
    pattern: Pattern | None


def read(passages: Sequence[Passage], grammar: Grammar, year: int, bodies: Sequence[str]) -> list[Sentence]:
    """逐句读 — every clause with a number."""
    found = [
        (passage, clause)
        for passage in passages
        for clause in clauses(passage.text, year, bodies)
        if clause.numbers
    ]
    shapes = [
        Shape(unnumbered(clause.shape), passage.heading, tuple(token.text for token in clause.numbers))
        for passage, clause in found
    ]
    patterns = matched(shapes, grammar)
    return [
        Sentence(passage, clause, grammar.patterns[patterns[number]] if number in patterns else None)
        for number, (passage, clause) in enumerate(found)
    ]


def claims(
    passages: Sequence[Passage],
    sentences: Sequence[Sentence],
    grammar: Grammar,
    year: int,
    bodies: Sequence[str],
    used: frozenset[str] = frozenset(),
) -> Iterator[Claim]:
    """各个所称的数 — those of the wording itself (单价100万元以上) left out; `used` are codes of the tables."""
    by_block = {block: list(group) for block, group in groupby(sentences, lambda one: one.passage.block)}
    for passage in passages:
        reader = _Reader(passage, grammar.figures, year, used)
        matched_here = {one.clause.start: one for one in by_block.get(passage.block, ())}
        for clause in clauses(passage.text, year, bodies):
            sentence = matched_here.get(clause.start)
            yield from reader.clause(clause, sentence.pattern if sentence else None)


class _Reader:
    """A paragraph while it is read: the subject that it speaks of, the node of the last figure."""

    def __init__(self, passage: Passage, known: frozenset[str], year: int, used: frozenset[str]) -> None:
        self._passage, self._known, self._year, self._used = passage, known, year, used
        self._subject, self._class, self._node = "", "", ""

    def clause(self, clause: Clause, pattern: Pattern | None) -> Iterator[Claim]:
        slots = iter(_slots(clause, pattern))
        before = clause.start
        for token in clause.tokens:
            if token.kind == "subject":
                self._subject = unnumbered(token.text)
            elif token.kind == "number":
                slot = next(slots)
                if not slot.said:
                    yield self._claim(token, slot, before, clause)
                before = token.end

    def _claim(self, token: Token, slot: Slot, before: int, clause: Clause) -> Claim:
        figure = self._figure(slot, clause)
        unit = _UNIT.match(self._passage.text, token.end)
        word = unit[1] if unit else ""
        factor = _FACTORS.get(word, _FACTORS.get(slot.unit, Decimal(1)) if not word else Decimal(1))
        digits = Decimal(token.text.replace(",", ""))
        value = EXACT.multiply(digits, factor) * self._sign(figure, before, token)
        half = EXACT.multiply(Decimal(5).scaleb(int(digits.as_tuple().exponent) - 1), factor)
        kind: Unit = "%" if word in ("%", "％") else "元" if word else ""
        end = unit.end() if unit else token.end
        said = self._passage.text[token.start : end]
        return Claim(
            figure, value, half, kind, said, self._passage.block, token.start, end, slot.unit in _FACTORS
        )

    def _figure(self, slot: Slot, clause: Clause) -> str:
        figure = slot.figure
        leaf = _LEAF.search(figure)
        if leaf and self._node and _RELATIVE.match(unnumbered(clause.shape)):
            of_node = f"{self._node}.{leaf[1]}"
            figure = of_node if general(of_node) in self._known else figure
        figure = self._coded(figure)
        if leaf := _LEAF.search(figure):
            self._node = figure[: leaf.start()]
        return figure

    def _coded(self, figure: str) -> str:
        level = _CODED.search(figure)
        if not level:
            return figure
        code = code_of(self._subject, _DIGITS[level[1]], self._year, self._class, self._used)
        self._class = code[:3] or self._class
        return _CODED.sub(rf"\1.{code}", figure) if code else ""

    def _sign(self, figure: str, before: int, token: Token) -> int:
        said = _DIRECTION.findall(self._passage.text, before, token.start)
        return -1 if said and said[-1] in _DOWN and _SIGNED.search(figure) else 1


def _slots(clause: Clause, pattern: Pattern | None) -> list[Slot]:
    """Of each number of a clause; where the two do not have as many, of those that stand alike."""
    count = len(clause.numbers)
    if pattern is None:
        return [Slot()] * count
    if len(pattern.slots) == count:
        return list(pattern.slots)
    shape = unnumbered(clause.shape)
    found = [Slot()] * count
    for change in Levenshtein.opcodes(pattern.shape, shape):
        if change.tag == "equal":
            for offset in range(change.src_end - change.src_start):
                if shape[change.dest_start + offset] == NUMBER:
                    here = shape.count(NUMBER, 0, change.dest_start + offset)
                    there = pattern.shape.count(NUMBER, 0, change.src_start + offset)
                    found[here + count - shape.count(NUMBER)] = pattern.slots[there]
    return found
