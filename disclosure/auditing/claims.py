"""所称 — the numbers that a document states, each with the figure that it is said to be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, groupby
from operator import attrgetter

from rapidfuzz.distance import Levenshtein

from disclosure.auditing import printed_number
from disclosure.auditing.general_reader import OWN, Statements, counted, names_nothing, words_before
from disclosure.auditing.grammar import YEARS, Pattern, Slot, general, unnumbered
from disclosure.auditing.named_subjects import code_of
from disclosure.auditing.printed_number import Unit
from disclosure.auditing.sentences import Passage, Sentence, Speech
from disclosure.auditing.shapes import NUMBER, Token
from disclosure.errors import Source

DIRECTED = re.compile(r"\.(?:change|rate)$|^原因\..*\.金额$")  # the words say which way
# What is said of the number before, and has no name of its own.
_RELATIVE = re.compile(r"^(?:#年度?)?(?:占|增长|下降|增加|减少|降低|上升|完成|比|较|各)")
_LEAF = re.compile(
    r"\.((?:against_(?:opening|adjusted)\.(?:change|rate)|(?:opening_)?completion_rate"
    r"|opening_budget|adjusted_budget|share|change|rate|final|prior))$"
)
# Words that say which number of a node is meant, whatever pattern the clause is like.
_BUDGETS = {"年初预算": "opening_budget", "全年预算": "adjusted_budget", "调整预算": "adjusted_budget"}
_COMPLETED = {"opening_budget": "opening_completion_rate", "adjusted_budget": "completion_rate"}
_AGAINST = {"opening_budget": "against_opening", "adjusted_budget": "against_adjusted"}
_DIRECTED = ("change", "rate")
_BUDGET = re.compile("|".join(_BUDGETS))
_CODED = re.compile(r"\b(class|section|item)\.\{\}")
_DIGITS = {"class": 3, "section": 5, "item": 7}
_NOTHING = Slot()
_REASONS = "原因."


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
    block: int = -1
    start: int = 0
    end: int = 0
    is_sure: bool = False
    lacks_unit: bool = False  # an amount or a rate, by the pattern
    cell: Source | None = None  # of a table, which is no block of text

    @property
    def is_own(self) -> bool:
        """是不是这段话自己的数 — of what no figure of the program is."""
        return OWN.search(self.figure) is not None

    @property
    def is_amount(self) -> bool:
        """是不是金额."""
        return self.unit == "元"


def claims(sentences: Iterable[Sentence], speech: Speech, used: frozenset[str]) -> list[Claim]:
    """各个所称的数 — without those of the wording (单价100万元以上); `used` are codes of the tables."""
    found, subject = list[Claim](), ""
    for passage, group in groupby(sentences, attrgetter("passage")):
        reader, said = _Reader(speech, used, passage, subject), list(group)
        found += chain.from_iterable(map(reader.sentence, said))
        subject = _named_in(said)
    return _as_precise(found)


def _named_in(paragraph: Iterable[Sentence]) -> str:
    """The 项 that a line names and says nothing of, as the one below it may."""
    clauses = [one.clause for one in paragraph]
    names = [token.text for clause in clauses for token in clause.tokens if "(项)" in token.text]
    return names[-1] if names and not any(clause.numbers for clause in clauses) else ""


class _Reader:
    """A paragraph while it is read: the subject that it speaks of, the node of the last figure."""

    def __init__(self, speech: Speech, used: frozenset[str], passage: Passage, subject: str) -> None:
        self._speech, self._used = speech, used
        self._statements = Statements(passage, speech, subject)
        self._subject, self._class = subject, ""
        self._node: str | None = ""  # None: of something that no pattern knows

    def sentence(self, one: Sentence) -> Iterator[Claim]:
        """一个分句的数."""
        slots, said = iter(_slots(one)), iter(words_before(one.clause, self._speech.year))
        before = one.clause.start
        for token in one.clause.tokens:
            match token.kind:
                case "subject":
                    self._speaks_of(token.text, one)
                case "number":
                    yield from self._claims(one, token, next(slots), before, next(said))
                    before = token.end
        self._heard(next(said), one.passage.text[: one.clause.start])

    def _speaks_of(self, name: str, one: Sentence) -> None:
        """A name alone, without a number, is no new subject: 主要用于：事业单位医疗保险."""
        if one.clause.numbers or "(项)" in name:
            self._subject = unnumbered(name)
        if "(项)" in name:
            self._statements.is_about(self._subject)

    def _claims(self, one: Sentence, token: Token, slot: Slot, before: int, said: str) -> Iterator[Claim]:
        if slot.said:
            return
        words, text = one.passage.text[before : token.start], one.passage.text
        inside = self._heard(said, text[: one.clause.start])
        figure, is_sure = self._figure(_as_worded(slot, words), one)
        read = printed_number.read(token.text, text, token.end, slot.unit)
        figure, is_sure = self._as_spoken(figure, is_sure, read.unit, inside)
        if count := "" if read.unit else counted(text[: token.start], text[read.end :]):
            figure, is_sure = count, True
        signed = DIRECTED.search(figure) and printed_number.is_downwards(words)
        yield Claim(
            figure,
            -read.value if signed else read.value,
            read.half,
            read.places,
            read.unit,
            text[token.start : read.end],
            one.passage.block,
            token.start,
            read.end,
            is_sure,
            bool(slot.unit and not read.unit),
        )

    def _figure(self, slot: Slot, one: Sentence) -> tuple[str, bool]:
        """What a number is, and whether surely: what is said of something unknown is unknown, too."""
        leaf = _LEAF.search(slot.figure) if _RELATIVE.match(unnumbered(one.clause.shape)) else None
        figure = self._coded(self._of_node(leaf[1]) or slot.figure if leaf else slot.figure)
        is_sure = all((one.is_sure, figure, not (leaf and self._node is None)))
        self._goes_on(figure, is_sure)
        return figure, is_sure

    def _heard(self, words: str, before: str) -> str:
        """The words within the last bracket; behind one, what was spoken of before it is again."""
        inside = self._statements.hears(words, before)
        if inside != words:
            self._node = self._statements.node or None
        return inside

    def _as_spoken(self, figure: str, is_sure: bool, unit: Unit, words: str) -> tuple[str, bool]:
        """Of an amount or a rate of which no pattern is sure, what the words around it say."""
        leaf = _LEAF.search(figure)
        if not unit:
            return figure, is_sure
        node = figure[: leaf.start()] if leaf else ""
        is_sure = is_sure and not self._statements.is_of_item(node, words, unit)
        if is_sure and leaf:
            return f"{node}.{self._statements.goes_on(node, leaf[1], words)}", True
        is_told = is_sure and not (figure.startswith(_REASONS) and names_nothing(words, unit))
        reading = "" if is_told else self._statements.read(words, unit)
        return (reading, True) if reading else (figure, is_told)

    def _of_node(self, leaf: str) -> str:
        """What a leaf of the node spoken of is; empty where there is no such figure."""
        figure = f"{self._node}.{leaf}"
        return figure if general(figure) in self._speech.grammar.figures else ""

    def _goes_on(self, figure: str, is_sure: bool) -> None:
        found = _LEAF.search(figure) if is_sure else None
        if figure not in YEARS:
            self._node = figure[: found.start()] if found else None

    def _coded(self, figure: str) -> str:
        level = _CODED.search(figure)
        if not level:
            return figure
        digits = _DIGITS[level[1]]
        code = code_of(self._subject, digits, self._speech.year, self._class, self._used)
        self._class = code[:3] or self._class
        return _CODED.sub(rf"\1.{code}", figure) if code else ""


def _as_worded(slot: Slot, words: str) -> Slot:
    """Of 年初预算 or 全年预算: itself, what is completed, what differs, as the words before a number say."""
    said, leaf = _BUDGET.findall(words), _LEAF.search(slot.figure)
    if not (said and leaf):
        return slot
    budget, kind = _BUDGETS[said[-1]], leaf[1].rpartition(".")[2]
    compared = f"{_AGAINST[budget]}.{kind}" if kind in _DIRECTED else ""
    worded = compared or (_COMPLETED[budget] if slot.unit == "%" else budget)
    return replace(slot, figure=f"{slot.figure[: leaf.start()]}.{worded}")


def _as_precise(claims: Sequence[Claim]) -> list[Claim]:
    """Amounts as precise as the document prints them: 38.8万元 beside 817.16万元 is 38.80."""
    places = max((claim.places for claim in claims if claim.is_amount), default=0)
    return [_to_places(claim, places) if claim.is_amount else claim for claim in claims]


def _to_places(claim: Claim, places: int) -> Claim:
    return replace(claim, places=places, half=claim.half.scaleb(claim.places - places))


def _slots(one: Sentence) -> Sequence[Slot]:
    """Of each number of a clause; where its pattern does not have as many, of those that stand alike."""
    count, pattern = len(one.clause.numbers), one.pattern
    if pattern is None or len(pattern.slots) == count:
        return pattern.slots if pattern else [_NOTHING] * count
    alike = dict(_alike(unnumbered(one.clause.shape), pattern))
    return [alike.get(number, _NOTHING) for number in range(count)]


def _alike(shape: str, pattern: Pattern) -> Iterator[tuple[int, Slot]]:
    """The numbers of a shape that stand where a number of the pattern does."""
    same = (change for change in Levenshtein.opcodes(pattern.shape, shape) if change.tag == "equal")
    pairs = chain.from_iterable(
        zip(range(one.src_start, one.src_end), range(one.dest_start, one.dest_end), strict=True)
        for one in same
    )
    for there, here in pairs:
        if shape[here] == NUMBER:
            yield shape.count(NUMBER, 0, here), pattern.slots[pattern.shape.count(NUMBER, 0, there)]
