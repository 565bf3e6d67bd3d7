"""各是什么 — which paragraphs are headings, notes, contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from disclosure.load.published.blocks import Kind
from disclosure.load.published.pdf.over_pages import Joined
from disclosure.load.published.pdf.paragraphs import ENDS, LEADER, NUMBERED, Paragraph

_CONTENTS = {"目录", "目次"}
_NOTE = re.compile(r"(注|备注|附注|说明)\s*\d*[：:.．、]")
_BLANKS, _LEADER = re.compile(r"\s+"), re.compile(r"[….．·—\s]*\d{0,3}$")
_LONGEST = 60  # characters of a heading
_LONGER = 90  # of an entry of the contents
_LARGER, _SMALLER = 1.1, 0.95  # than the letters of the body
_MOST_CONTENTS = 5  # of a document
_ASIDE = 3.0  # points by which notes of a table may stand differently

Block = Paragraph | Joined


def kinds(blocks: Sequence[Block]) -> dict[Paragraph, tuple[Kind, int]]:
    """各段 — the kind of each paragraph and the level of a heading."""
    body = _body_size(blocks)
    contents, notes = set(_contents(blocks)), set(_notes(blocks, body))

    def kind(block: Paragraph) -> tuple[Kind, int]:
        text = block.said()[0]
        if block in contents or block in notes:
            return ("contents" if block in contents else "note"), 0
        level = _level(text) if _may_be_heading(text) else 0
        larger = block.size > _LARGER * body and _may_be_heading(text)
        return ("heading" if level or larger else "body"), level

    return {block: kind(block) for block in blocks if isinstance(block, Paragraph)}


def _body_size(blocks: Iterable[Block]) -> float:
    sizes: Counter[float] = Counter()
    for block in blocks:
        if isinstance(block, Paragraph):
            sizes[round(block.size, 1)] += len(block.said()[0])
    return max(sizes, key=sizes.__getitem__, default=0.0)


def _may_be_heading(text: str) -> bool:
    return len(text) <= _LONGEST and not text.endswith((*ENDS, "，", ",")) and "。" not in text


def _level(text: str) -> int:
    return next((level for level, pattern in enumerate(NUMBERED, 1) if pattern.match(text)), 0)


def _contents(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """The title of the contents and its lines, until its first entry stands there as a heading."""
    starts = (number for number, block in enumerate(blocks) if _plain(block) in _CONTENTS)
    for start in islice(starts, _MOST_CONTENTS):
        entries = list(_until_table(blocks[start + 1 :]))
        said = list(map(_plain, entries))
        again = next((at for at, text in enumerate(said) if at and text == said[0]), None)
        other = (at for at, entry in enumerate(entries) if not _is_entry(entry, blocks[start]))
        end = next(other, len(entries)) if again is None else again
        yield from (block for block in (blocks[start], *entries[:end]) if isinstance(block, Paragraph))


def _is_entry(block: Paragraph, title: Block) -> bool:
    """Whether it ends with a page or a leader to it, or else might be a heading and stands on the title's page."""
    text, there = (
        block.said()[0],
        isinstance(title, Paragraph) and title.lines[0].sheet is block.lines[0].sheet,
    )
    return LEADER.search(text) is not None or (there and _may_be_heading(text))


def _until_table(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Joined) or len(block.said()[0]) > _LONGER:
            return
        yield block


def _plain(block: Block) -> str:
    return "" if isinstance(block, Joined) else _LEADER.sub("", _BLANKS.sub("", block.said()[0]))


def _notes(blocks: Sequence[Block], body: float) -> Iterator[Paragraph]:
    """What stands right under a table and says that it is a note, and small print that goes on below it."""
    above: Block | None = None
    for block in blocks:
        if isinstance(block, Joined):
            above = block
        elif _is_note(above, block, body):
            above = block
            yield block
        else:
            above = None


def _is_note(above: Block | None, block: Paragraph, body: float) -> bool:
    if above is None:
        return False
    if _NOTE.match(block.said()[0]):
        return True
    if isinstance(above, Joined):
        return False
    first, then = above.lines[0], block.lines[0]
    beside = abs(first.line.left - then.line.left) < _ASIDE and first.sheet is then.sheet
    return beside and block.size < _SMALLER * body and block.size <= above.size
