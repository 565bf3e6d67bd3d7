"""没有学会的 — sentences of a published document that the draft does not say, each with its place and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from rapidfuzz.distance import Levenshtein

from disclosure.learning.draft_passages import DraftPassage, PublishedPassage
from disclosure.learning.projection import projection
from disclosure.learning.signs import GAP, Signs, signs_of
from disclosure.learning.tries import Tried
from disclosure.load.published.blocks import Place, PublishedDocument, PublishedTable, PublishedText

_NEAR_A_TABLE, _SHORT = 4, 60  # texts before a table and letters: its title, number, unit
_SENTENCES = re.compile(r"[^。；]*[。；]?")
_SAYS = re.compile(r"[。；：，\d]")
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class NotLearnt:
    """没有学会的一句 — what the document says, where, and why it was not learnt."""

    text: str
    place: Place
    reason: str


@dataclass(frozen=True, slots=True)
class OtherNumber:
    """数不同的 — a number of the document that is another in the data; `expected` is what these make it."""

    text: str
    place: Place
    stated: str
    expected: str


def not_learnt(
    made: Tried, document: PublishedDocument, passages: Sequence[PublishedPassage], taken: set[int]
) -> Iterator[NotLearnt]:
    """没有学会的各句 — `taken` are the blocks that were learnt as typed texts."""
    mine_of = {theirs: mine for mine, theirs in made.alignment.pairs}
    for number, passage in enumerate(passages):
        if number in mine_of:
            yield from _said_otherwise(made.draft.passages[mine_of[number]], passage)
        elif passage.block not in taken and not _is_beside_table(document, passage):
            yield NotLearnt(passage.text.text, passage.text.place(), "模板里没有这一段")


def other_numbers(made: Tried, passages: Sequence[PublishedPassage]) -> Iterator[OtherNumber]:
    """数不同的 — where the words are the same."""
    for mine, theirs in made.pairs(passages):
        one, other = filled(mine.signs, theirs.signs), theirs.signs
        if one.signs == other.signs:
            for expected, stated in zip(one.numbers, other.numbers, strict=True):
                if expected != stated and not mine.is_heading:
                    yield OtherNumber(theirs.text.text, theirs.text.place(), stated, expected)


def filled(draft: Signs, published: Signs) -> Signs:
    """填上待填的 — a passage of the draft with what the document says in its gaps."""
    if GAP not in draft.signs:
        return draft
    found, text = projection(draft, published), draft.text
    for place, sign in enumerate(draft.signs):
        if sign == GAP:
            text = text.replace(GAP, found.in_gap(place), 1)
    return signs_of(text)


def _said_otherwise(mine: DraftPassage, theirs: PublishedPassage) -> Iterator[NotLearnt]:
    """Each sentence of the passage in which words differ."""
    one, other = filled(mine.signs, theirs.signs), theirs.signs
    if one.signs == other.signs:
        return
    told = set[int]()
    for step in Levenshtein.opcodes(one.signs, other.signs):
        if step.tag != "equal":
            place = min(step.dest_start, len(other.spans) - 1)
            start, sentence = _sentence_at(other.text, other.spans[place][0])
            if start not in told:
                told.add(start)
                says = one.between(step.src_start, step.src_end)[:_SHOWN]
                said = other.between(step.dest_start, step.dest_end)[:_SHOWN]
                yield NotLearnt(
                    sentence,
                    theirs.text.place(start),
                    f"模板写“{says}”，原文写“{said}”，没有找到是哪一处措辞",
                )


def _sentence_at(text: str, place: int) -> tuple[int, str]:
    found = next((one for one in _SENTENCES.finditer(text) if one.end() > place), None)
    return (found.start(), found.group().strip()) if found else (0, text)


def _is_beside_table(document: PublishedDocument, passage: PublishedPassage) -> bool:
    """Whether it is the title, the number, the unit or a note of a table, or a name that stands alone."""
    if passage.text.kind == "note" or not (passage.is_heading or _SAYS.search(passage.text.text)):
        return True
    behind = document.blocks[passage.block + 1 : passage.block + 1 + _NEAR_A_TABLE]
    texts = list(takewhile(lambda block: isinstance(block, PublishedText), behind))
    is_before = len(texts) < len(behind) and isinstance(behind[len(texts)], PublishedTable)
    return is_before and len(passage.text.text) <= _SHORT
