"""各是什么 — which paragraphs are headings, notes, contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice, takewhile
from typing import TypeGuard, cast

from disclosure.loading.published.blocks import Kind
from disclosure.loading.published.pdf.over_pages import Joined
from disclosure.loading.published.pdf.paragraphs import ENDS, LEADER, Paragraph, level_of
from disclosure.loading.published.pdf.runs import runs

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
    found = list(filter(_is_paragraph, blocks))
    body = _body_size(found)
    own: dict[Paragraph, tuple[Kind, int]] = dict.fromkeys(_of_contents(blocks), ("contents", 0))
    notes: dict[Paragraph, tuple[Kind, int]] = dict.fromkeys(_below_tables(blocks, body), ("note", 0))
    return {block: _kind_of(block, body) for block in found} | notes | own


def _is_paragraph(block: Block) -> TypeGuard[Paragraph]:
    return isinstance(block, Paragraph)


def _kind_of(block: Paragraph, body: float) -> tuple[Kind, int]:
    may_be_heading = _may_be_heading(block.text)
    level = may_be_heading * level_of(block.text)
    larger = may_be_heading and block.size > _LARGER * body
    return "heading" if level or larger else "body", level


def _body_size(blocks: Iterable[Paragraph]) -> float:
    sizes: Counter[float] = Counter()
    for block in blocks:
        sizes[round(block.size, 1)] += len(block.text)
    return max(sizes, key=sizes.__getitem__, default=0.0)


def _may_be_heading(text: str) -> bool:
    return len(text) <= _LONGEST and not text.endswith((*ENDS, "，", ",")) and "。" not in text


def _of_contents(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """The title of the contents and its lines."""
    starts = (number for number, block in enumerate(blocks) if _as_entry(block) in _CONTENTS)
    for start in islice(starts, _MOST_CONTENTS):
        title, *entries = cast("Iterator[Paragraph]", takewhile(_is_short, blocks[start:]))
        yield from (title, *entries[: _end(title, entries)])


def _is_short(block: Block) -> bool:
    return isinstance(block, Paragraph) and len(_as_entry(block)) <= _LONGER


def _end(title: Paragraph, entries: Sequence[Paragraph]) -> int:
    """Where the first entry stands once more, as a heading; or else where a line looks like none."""
    said = list(map(_as_entry, entries))
    looks = len(list(takewhile(partial(_is_entry, title), entries)))
    return said.index(said[0], 1) if said[0] in said[1:] else looks


def _is_entry(title: Paragraph, block: Paragraph) -> bool:
    """Whether it ends with a page or a leader to it, or might be a heading and stands on the title's page."""
    there = title.lines[0].sheet is block.lines[0].sheet
    return LEADER.search(block.text) is not None or (there and _may_be_heading(block.text))


def _as_entry(block: Block) -> str:
    return "" if isinstance(block, Joined) else _LEADER.sub("", _BLANKS.sub("", block.text))


def _below_tables(blocks: Iterable[Block], body: float) -> Iterator[Paragraph]:
    """What stands right under a table and says that it is a note, and small print that goes on below it."""
    below = runs(blocks, lambda run, block: _is_paragraph(block) and _is_note(run[-1], block, body))
    return chain.from_iterable(filter(_is_paragraph, run) for run in below if isinstance(run[0], Joined))


def _is_note(above: Block, block: Paragraph, body: float) -> bool:
    return _NOTE.match(block.text) is not None or (
        _is_paragraph(above) and _goes_on_below(above, block, body)
    )


def _goes_on_below(above: Paragraph, block: Paragraph, body: float) -> bool:
    first, then = above.lines[0], block.lines[0]
    beside = abs(first.line.left - then.line.left) < _ASIDE and first.sheet is then.sheet
    return beside and block.size < _SMALLER * body and block.size <= above.size
