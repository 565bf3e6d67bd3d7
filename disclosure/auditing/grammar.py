"""句法 — the sentences of a pack as patterns: clauses with the figure that each number in them is.

They are read off the documents of the trial departments: what stands in them is what the pack can say.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from disclosure.auditing.shapes import FREE, Clause, clauses, folded
from disclosure.document import Document, Heading, Line, Paragraph, Text, plain, walk

_CODE = re.compile(r"(?<=\.)(class|section|item)\.\d{3,7}(?=\.|$)")
_ENTRY = re.compile(r"\[\d+\]")
YEARS = {"year": 0, "上年度": 1}  # how long ago
_DIGITS = re.compile(r"\d+")
_UNIT = re.compile(r"(?:亿|万)?元|%")
_ANY_TEXT, _FEWEST_FIXED = "[^#]{2,60}?", 8  # letters of the form around a text that an office wrote


@dataclass(frozen=True, slots=True)
class Slot:
    """一个数的位置 — the figure printed there, its unit; of a number of the wording what it says instead.

    {} stands for the code of a subject, [] for the number of an entry.
    """

    figure: str = ""
    unit: str = ""
    said: str = ""


@dataclass(slots=True)
class Pattern:
    """句式 — a clause with numbers: its shape, its slots, the heading above.

    `after` are the patterns that come before it in trial documents, by their numbers; -1 is the beginning.
    """

    shape: str
    slots: tuple[Slot, ...]
    heading: str
    after: set[int] = field(default_factory=set)

    @property
    def node(self) -> str:
        """数的归属 — of its last figure, without what it says of it (决算数, 占比)."""
        return self.slots[-1].figure.rpartition(".")[0]


class Spoken(NamedTuple):
    """一份说明 — a document and its year; a variant says in other words what its pack may say.

    `typed` are texts of the trial department in whose place an office writes its own.
    """

    document: Document
    year: int
    is_variant: bool = False
    typed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Grammar:
    """句法 — every pattern of a pack, its headings in order, and every figure that there is."""

    patterns: tuple[Pattern, ...]
    headings: tuple[str, ...]
    figures: frozenset[str]

    def without(self, heading: str) -> Grammar:
        """除去一节 — as if nothing were said under a heading."""
        kept = [number for number, pattern in enumerate(self.patterns) if pattern.heading != heading]
        now = {was: number for number, was in enumerate((-1, *kept), -1)}
        patterns = (
            replace(pattern, after=set(map(now.__getitem__, pattern.after & now.keys())))
            for pattern in map(self.patterns.__getitem__, kept)
        )
        return Grammar(tuple(patterns), tuple(filter(heading.__ne__, self.headings)), self.figures)

    @cached_property
    def free(self) -> tuple[tuple[int, re.Pattern[str]], ...]:
        """有自由文字的句式 — by number, what a clause is like that says so with any other text there."""
        return tuple(
            (number, re.compile(_ANY_TEXT.join(map(re.escape, pattern.shape.split(FREE)))))
            for number, pattern in enumerate(self.patterns)
            if len(pattern.shape.replace(FREE, "")) >= _FEWEST_FIXED and FREE in pattern.shape
        )

    @cached_property
    def unique(self) -> frozenset[str]:
        """只有一个意思的句式 — shapes that say the same figures under whatever heading."""
        meant: dict[str, set[tuple[Slot, ...]]] = defaultdict(set)
        for pattern in self.patterns:
            meant[pattern.shape].add(pattern.slots)
        return frozenset(shape for shape, slots in meant.items() if len(slots) == 1)


def heading_words(text: str) -> str:
    """标题的字 — folded, without its number, years as one sign."""
    return _DIGITS.sub("#", unnumbered(folded(text).text))


_NUMBERED = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|[(]?[一二三四五六七八九十]{1,3}[)、.．]+|[(]?\d{1,3}[)、.．](?!\d)|[①-⑳])"
)


def unnumbered(text: str) -> str:
    """去编号 — a text without the number before it."""
    return _NUMBERED.sub("", text)


def of_documents(documents: Iterable[Spoken], bodies: tuple[str, ...], figures: Iterable[str]) -> Grammar:
    """句法 — what documents say; `bodies` are the names of their departments."""
    reader = _Reader(bodies)
    for spoken in documents:
        reader.read(spoken)
    return Grammar(tuple(reader.patterns.values()), tuple(reader.headings), frozenset(map(general, figures)))


class _Reader:
    """Patterns by what they are, while documents are read one after another."""

    def __init__(self, bodies: tuple[str, ...]) -> None:
        self.patterns: dict[tuple[str, tuple[Slot, ...], str], Pattern] = {}
        self.headings: dict[str, None] = {}
        self._bodies, self._numbers = bodies, dict[int, int]()

    def read(self, spoken: Spoken) -> None:
        """读一份 — of a variant only what the others before have no words for."""
        said = {_about(pattern) for pattern in self.patterns.values()} if spoken.is_variant else set()
        last = -1
        for pattern in self._clauses(spoken):
            key = (pattern.shape, pattern.slots, pattern.heading)
            if key in self.patterns or _about(pattern) not in said:
                known = self.patterns.setdefault(key, pattern)
                known.after.add(last)
                last = self._numbers.setdefault(id(known), len(self._numbers))

    def _clauses(self, spoken: Spoken) -> Iterator[Pattern]:
        typed = re.compile("|".join(map(re.escape, sorted(spoken.typed, key=len, reverse=True))) or "$^")
        for heading, line in lines(spoken.document):
            self.headings[heading] = None
            for clause in filter(attrgetter("numbers"), clauses(plain(line), spoken.year, self._bodies)):
                shape = typed.sub(FREE, unnumbered(clause.shape))
                yield Pattern(shape, tuple(_slots(clause, line, spoken.year)), heading)


def _about(pattern: Pattern) -> tuple[str, tuple[str, ...]]:
    """What a clause says of which figures, whatever it says of them: 年初预算 or 全年预算."""
    return pattern.shape, tuple(slot.figure.rpartition(".")[0] for slot in pattern.slots)


def lines(document: Document) -> Iterator[tuple[str, Line]]:
    """各行 — of headings and paragraphs, each with the heading that it stands under."""
    heading = ""
    for block in walk(document):
        match block:
            case Heading(content=content):
                heading = heading_words(plain(content))
                yield heading, content
            case Paragraph(content=content):
                yield heading, content


def _slots(clause: Clause, line: Line, year: int) -> Iterator[Slot]:
    ends = list(accumulate(len(text.text) for text in line))
    for token in clause.numbers:
        run = line[bisect_right(ends, token.start)]
        yield _figure_slot(run, token.text, year) if run.figure else Slot(said=token.text)


def _figure_slot(run: Text, number: str, year: int) -> Slot:
    """A year is this one or last, as it stands in the sentence."""
    unit = _UNIT.search(run.text)
    is_last = run.figure in YEARS and number == str(year - 1)
    figure = max(YEARS, key=YEARS.__getitem__) if is_last else general(run.figure or "")
    return Slot(figure, unit.group() if unit else "")


def general(figure: str) -> str:
    """不论哪个科目、哪一条 — a figure with {} for its code, [] for the number of an entry."""
    return _ENTRY.sub("[]", _CODE.sub(r"\1.{}", figure))
