"""没有学会的 — sentences of a published document that the draft does not say, each with its place and why."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, filterfalse, starmap

from rapidfuzz.distance import Levenshtein, Opcode

from disclosure.learning.attached_passages import attached
from disclosure.learning.draft_passages import DraftPassage, PublishedPassage
from disclosure.learning.gaps import is_of_text
from disclosure.learning.projection import gap_places, projection
from disclosure.learning.signs import GAP, Signs, signs_of
from disclosure.learning.tries import Tried
from disclosure.loading.published.blocks import Place, PublishedDocument, PublishedTable, PublishedText

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
    """没有学会的各句 — `taken` are the blocks learnt as typed texts; of attachments it is told how many."""
    drafts, beside = {theirs.block: mine for mine, theirs in made.pairs(passages)}, attached(passages)
    in_no_pack = partial(_in_no_pack, document, taken)
    for passage in filterfalse(partial(_is_of, beside), passages):
        mine = drafts.get(passage.block)
        yield from _sentences_not_said(made, mine, passage) if mine else in_no_pack(passage)
    open = (one for one in beside.values() if not _says_so(drafts.get(one.block), one))
    yield from _of_attachments([one for one in open if not _is_beside_table(document, one)])


def _is_of(blocks: Collection[int], passage: PublishedPassage) -> bool:
    return passage.block in blocks


def _says_so(mine: DraftPassage | None, theirs: PublishedPassage) -> bool:
    return mine is not None and filled(mine.signs, theirs.signs).signs == theirs.signs.signs


def _of_attachments(passages: Sequence[PublishedPassage]) -> Iterator[NotLearnt]:
    reason = f"附件里的 {len(passages)} 段没有学，附件是另外的文件，请放进数据文件夹，在“附件”里写上文件名"
    yield from (NotLearnt(first.text.text, first.text.place(), reason) for first in passages[:1])


def _sentences_not_said(made: Tried, mine: DraftPassage, theirs: PublishedPassage) -> Iterator[NotLearnt]:
    """Each sentence once."""
    every = chain(_sentences_otherwise(mine, theirs), _numbers_unknown(made, mine, theirs))
    first = {one.text: one for one in reversed(list(every))}
    yield from reversed(first.values())


def _numbers_unknown(made: Tried, mine: DraftPassage, theirs: PublishedPassage) -> Iterator[NotLearnt]:
    """What the document says where the draft lacks a number."""
    found = projection(mine.signs, theirs.signs)
    for gap, place in zip(mine.gaps, gap_places(mine.signs.signs), strict=True):
        if found.in_gap(place) and not is_of_text(made, gap):
            sign = min(found.first[place], len(theirs.signs.spans) - 1)
            start, sentence = _sentence_at(theirs.text.text, theirs.signs.spans[sign][0])
            yield NotLearnt(sentence, theirs.text.place(start), f"没有读出{gap}")


def _in_no_pack(
    document: PublishedDocument, taken: Collection[int], passage: PublishedPassage
) -> Iterator[NotLearnt]:
    if passage.block not in taken and not _is_beside_table(document, passage):
        yield NotLearnt(passage.text.text, passage.text.place(), "模板里没有这一段")


def other_numbers(made: Tried, passages: Sequence[PublishedPassage]) -> Iterator[OtherNumber]:
    """数不同的 — where the words are the same."""
    beside = attached(passages)
    pairs = (pair for pair in made.pairs(passages) if not _is_of(beside, pair[1]))
    return chain.from_iterable(starmap(_other_numbers_there, pairs))


def _other_numbers_there(mine: DraftPassage, theirs: PublishedPassage) -> Iterator[OtherNumber]:
    one, other = filled(mine.signs, theirs.signs), theirs.signs
    if one.signs == other.signs and not mine.is_heading:
        numbers = zip(one.numbers, other.numbers, strict=True)
        for expected, stated in filter(_differ, numbers):
            yield OtherNumber(theirs.text.text, theirs.text.place(), stated, expected)


def _differ(numbers: tuple[str, str]) -> bool:
    return numbers[0] != numbers[1]


def filled(draft: Signs, published: Signs) -> Signs:
    """填上待填的 — a passage of the draft with what the document says in its gaps."""
    if GAP not in draft.signs:
        return draft
    said = map(projection(draft, published).in_gap, gap_places(draft.signs))
    return signs_of(re.sub(GAP, lambda _: next(said), draft.text))


def _sentences_otherwise(mine: DraftPassage, theirs: PublishedPassage) -> Iterator[NotLearnt]:
    """Each sentence of the passage in which words differ, once."""
    one, other = filled(mine.signs, theirs.signs), theirs.signs
    told = set[int]()
    for step in filter(_is_no_match, Levenshtein.opcodes(one.signs, other.signs)):
        place = min(step.dest_start, len(other.spans) - 1)
        start, sentence = _sentence_at(other.text, other.spans[place][0])
        if start not in told:
            told.add(start)
            says = one.between(step.src_start, step.src_end)[:_SHOWN]
            said = other.between(step.dest_start, step.dest_end)[:_SHOWN]
            reason = f"模板写“{says}”，原文写“{said}”，没有找到是哪一处措辞"
            yield NotLearnt(sentence, theirs.text.place(start), reason)


def _is_no_match(step: Opcode) -> bool:
    return bool(step.tag != "equal")


def _sentence_at(text: str, place: int) -> tuple[int, str]:
    found = next((one for one in _SENTENCES.finditer(text) if one.end() > place), None)
    return (found.start(), found.group().strip()) if found else (0, text)


def _is_beside_table(document: PublishedDocument, passage: PublishedPassage) -> bool:
    """Whether it is the title, the number, the unit or a note of a table, or a name that stands alone."""
    return passage.text.kind == "note" or _is_name(passage) or _is_above_table(document, passage)


def _is_name(passage: PublishedPassage) -> bool:
    return not (passage.is_heading or _SAYS.search(passage.text.text))


def _is_above_table(document: PublishedDocument, passage: PublishedPassage) -> bool:
    """Whether it is short and only a few texts stand between it and a table."""
    behind = document.blocks[passage.block + 1 : passage.block + 1 + _NEAR_A_TABLE]
    other = next((block for block in behind if not isinstance(block, PublishedText)), None)
    return isinstance(other, PublishedTable) and len(passage.text.text) <= _SHORT
