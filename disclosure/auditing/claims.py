"""所称 — the numbers that a document states, each with the figure that it is said to be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import Literal, NamedTuple

from rapidfuzz.distance import Levenshtein

from disclosure.auditing.grammar import Grammar, Pattern, Slot, general, unnumbered
from disclosure.auditing.matching import Match, Shape, matched
from disclosure.auditing.named_subjects import code_of
from disclosure.auditing.shapes import NUMBER, Clause, Token, clauses, telling
from disclosure.errors import Source
from disclosure.money import EXACT, SCALE

_UNIT = re.compile(r"\s*(亿元|万元|元|[%％])")
_FACTORS: dict[str, Decimal] = {"亿元": Decimal(100_000_000), "万元": SCALE["万元"], "元": SCALE["元"]}
_DIRECTION = re.compile(r"减少|下降|降低|增加|增长|上升|提高|减|降|增")
_DOWN = ("减少", "下降", "降低", "减", "降")
_SIGNED = re.compile(r"\.(?:change|rate)$|^原因\..*\.金额$")  # the words say which way
# What is said of the number before, and has no name of its own.
_RELATIVE = re.compile(r"^(?:#年度?)?(?:占|增长|下降|增加|减少|降低|上升|完成|比|较|各)")
_LEAF = re.compile(
    r"\.((?:against_(?:opening|adjusted)\.(?:change|rate)|(?:opening_)?completion_rate"
    r"|opening_budget|adjusted_budget|share|change|rate|final|prior))$"
)
# Words that say which number of a node is meant, whatever pattern the clause is like.
_BUDGETS = {"年初预算": "opening_budget", "全年预算": "adjusted_budget", "调整预算": "adjusted_budget"}
_COMPLETED = {"opening_budget": "opening_completion_rate", "adjusted_budget": "completion_rate"}
_BUDGET = re.compile("|".join(_BUDGETS))
_CODED = re.compile(r"\b(class|section|item)\.\{\}")
_SURE, _NAMED = 80, 96  # of 100, how like its pattern a clause is: in its place, anywhere
_YEAR = "year"
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

    `places` are the decimals printed, `half` how far the exact value may lie away. `unit` is empty for
    counts, and for amounts that have none. `start` and `end` are its place in the text of its block.
    """

    figure: str
    value: Decimal
    half: Decimal
    places: int
    unit: Unit
    said: str
    block: int
    start: int
    end: int
    is_amount: bool = False
    is_sure: bool = False
    cell: Source | None = None  # of a table, whose block is -1


@dataclass(frozen=True, slots=True)
class Sentence:
    """读过的分句 — a clause with numbers, the pattern that it is like, if any, and whether it is surely that."""

    passage: Passage
    clause: Clause
    pattern: Pattern | None = None
    is_sure: bool = False


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
    matches = matched(shapes, grammar)
    return [_sentence(place, matches.get(number), grammar) for number, place in enumerate(found)]


def _sentence(found: tuple[Passage, Clause], match: Match | None, grammar: Grammar) -> Sentence:
    if match is None:
        return Sentence(*found)
    pattern = grammar.patterns[match.pattern]
    is_named = match.likeness >= _NAMED and pattern.shape in grammar.unique
    is_alike = match.likeness >= _SURE and not (telling(found[1].shape) ^ telling(pattern.shape)) - {
        "年初",
        "全年",
    }
    return Sentence(*found, pattern, is_named or (match.in_place and is_alike))


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
            yield from reader.clause(clause, sentence or Sentence(passage, clause))


class _Reader:
    """A paragraph while it is read: the subject that it speaks of, the node of the last figure."""

    def __init__(self, passage: Passage, known: frozenset[str], year: int, used: frozenset[str]) -> None:
        self._passage, self._known, self._year, self._used = passage, known, year, used
        self._subject, self._class = "", ""
        self._node: str | None = ""  # None: of something that no pattern knows

    def clause(self, clause: Clause, sentence: Sentence) -> Iterator[Claim]:
        slots = iter(_slots(clause, sentence.pattern))
        before = clause.start
        for token in clause.tokens:
            if token.kind == "subject" and (clause.numbers or "(项)" in token.text):
                self._subject = unnumbered(token.text)
            elif token.kind == "number":
                slot = next(slots)
                if not slot.said:
                    yield self._claim(token, self._as_worded(slot, before, token), before, sentence)
                before = token.end

    def _claim(self, token: Token, slot: Slot, before: int, sentence: Sentence) -> Claim:
        figure, is_sure = self._figure(slot, sentence)
        unit = _UNIT.match(self._passage.text, token.end)
        word = unit[1] if unit else ""
        factor = _FACTORS.get(word, _FACTORS.get(slot.unit, Decimal(1)) if not word else Decimal(1))
        digits = Decimal(token.text.replace(",", ""))
        value = EXACT.multiply(digits, factor) * self._sign(figure, before, token)
        places = -int(digits.as_tuple().exponent)
        half = EXACT.multiply(Decimal(5).scaleb(-places - 1), factor)
        kind: Unit = "%" if word in ("%", "％") else "元" if word else ""
        end = unit.end() if unit else token.end
        said = self._passage.text[token.start : end]
        return Claim(
            figure,
            value,
            half,
            places,
            kind,
            said,
            self._passage.block,
            token.start,
            end,
            slot.unit in _FACTORS,
            is_sure,
        )

    def _as_worded(self, slot: Slot, before: int, token: Token) -> Slot:
        """年初预算 or 全年预算, and the completion of which, as the words before the number say."""
        words = _BUDGET.findall(self._passage.text, before, token.start)
        leaf = _LEAF.search(slot.figure)
        if not words or not leaf:
            return slot
        budget = _BUDGETS[words[-1]]
        worded = _COMPLETED[budget] if slot.unit == "%" else budget
        return replace(slot, figure=f"{slot.figure[: leaf.start()]}.{worded}")

    def _figure(self, slot: Slot, sentence: Sentence) -> tuple[str, bool]:
        """What a number is, and whether surely: what is said of something unknown is unknown, too."""
        figure, leaf = slot.figure, _LEAF.search(slot.figure)
        is_relative = leaf and _RELATIVE.match(unnumbered(sentence.clause.shape))
        if leaf and is_relative and self._node:
            of_node = f"{self._node}.{leaf[1]}"
            figure = of_node if general(of_node) in self._known else figure
        is_sure = sentence.is_sure and not (is_relative and self._node is None)
        figure = self._coded(figure)
        if figure != _YEAR:
            found = _LEAF.search(figure) if is_sure else None
            self._node = figure[: found.start()] if found else None
        return figure, is_sure

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


def as_precise(claims: Sequence[Claim]) -> list[Claim]:
    """同样的位数 — amounts as precise as the document prints them: 38.8万元 beside 817.16万元 is 38.80."""
    places = max((claim.places for claim in claims if claim.unit == "元"), default=0)
    return [
        replace(claim, places=places, half=claim.half.scaleb(claim.places - places))
        if claim.unit == "元"
        else claim
        for claim in claims
    ]


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
