"""句法 — the sentences of a pack as patterns: clauses with the figure that each number in them is.

They are read off the documents of the trial departments: what stands in them is what the pack can say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from disclosure.auditing.shapes import Clause, clauses, folded
from disclosure.document import Document, Heading, Line, Paragraph, plain, walk

_CODE = re.compile(r"(?<=\.)(class|section|item)\.\d{3,7}(?=\.|$)")
_ENTRY = re.compile(r"\[\d+\]")
_DIGITS = re.compile(r"\d+")
_UNIT = re.compile(r"(?:亿|万)?元|%")


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


@dataclass(frozen=True)
class Grammar:
    """句法 — every pattern of a pack, its headings in order, and every figure that there is."""

    patterns: tuple[Pattern, ...]
    headings: tuple[str, ...]
    figures: frozenset[str]

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


def of_documents(
    documents: Iterable[tuple[Document, int, bool]], bodies: tuple[str, ...], figures: Iterable[str]
) -> Grammar:
    """句法 — what documents say, each with its year; `bodies` are the names of their departments.

    Of one that is said to be a variant only what the others before have no words for.
    """
    patterns: dict[tuple[str, tuple[Slot, ...], str], int] = {}
    made: list[Pattern] = []
    headings: dict[str, None] = {}
    said: set[tuple[str, tuple[str, ...]]] = set()
    for document, year, is_variant in documents:
        last, own = -1, said if is_variant else set[tuple[str, tuple[str, ...]]]()
        for heading, line in lines(document):
            headings[heading] = None
            for clause in filter(lambda clause: clause.numbers, clauses(plain(line), year, bodies)):
                key = (unnumbered(clause.shape), tuple(_slots(clause, line)), heading)
                if _about(*key) in own and key not in patterns:
                    continue
                number = patterns.setdefault(key, len(made))
                if number == len(made):
                    made.append(Pattern(*key))
                made[number].after.add(last)
                last = number
        said |= {_about(pattern.shape, pattern.slots, pattern.heading) for pattern in made}
    return Grammar(tuple(made), tuple(headings), frozenset(map(general, figures)))


def _about(shape: str, slots: tuple[Slot, ...], _heading: str) -> tuple[str, tuple[str, ...]]:
    """What a clause says of which figures, whatever it says of them: 年初预算 or 全年预算."""
    return shape, tuple(slot.figure.rpartition(".")[0] for slot in slots)


def lines(document: Document) -> Iterator[tuple[str, Line]]:
    """各行 — of headings and paragraphs, each with the heading that it stands under."""
    heading = ""
    for block in walk(document):
        match block:
            case Heading():
                heading = heading_words(plain(block.content))
                yield heading, block.content
            case Paragraph():
                yield heading, block.content


def _slots(clause: Clause, line: Line) -> Iterator[Slot]:
    ends = list(accumulate(len(text.text) for text in line))
    for token in clause.numbers:
        run = next(text for text, end in zip(line, ends, strict=True) if token.start < end)
        unit = _UNIT.search(run.text)
        if run.figure:
            yield Slot(general(run.figure), unit.group() if unit else "")
        else:
            yield Slot(said=token.text)


def general(figure: str) -> str:
    """不论哪个科目、哪一条 — a figure with {} for its code, [] for the number of an entry."""
    return _ENTRY.sub("[]", _CODE.sub(r"\1.{}", figure))
