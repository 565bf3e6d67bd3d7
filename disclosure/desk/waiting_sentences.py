"""待填的印在哪一句 — of what is missing, the sentence or the table that waits for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain, repeat
from operator import attrgetter

from disclosure.document import Block, Document, Paragraph, TableBlock, plain, walk

_END, _SENTENCE = re.compile(r"[。；]"), re.compile(r"[^。；]*[。；]?")
_MARKER = re.compile(r"【待填：(.*?)(?:等\d+处)?】")
_LONGEST = 60  # characters before what is missing


@dataclass(frozen=True, slots=True)
class Waiting:
    """等着的一句 — as it reads now, or the title of a table; the id of what prints it."""

    text: str
    passage: str


def waiting(document: Document) -> Mapping[str, Waiting]:
    """等着的各句 — by the name of what is missing, each where it stands first."""
    return dict(reversed(list(chain.from_iterable(map(_waiting_in, walk(document))))))


def _waiting_in(block: Block) -> Iterator[tuple[str, Waiting]]:
    match block:
        case Paragraph():
            content, said = block.content, partial(_sentence_around, plain(block.content))
        case TableBlock():
            rows = (*block.head, *block.body)
            content = tuple(chain.from_iterable(cell.content for row in rows for cell in row.cells))
            said = partial(_title_of, block)
        case _:
            return
    for marker in map(attrgetter("text"), filter(attrgetter("missing"), content)):
        yield from zip(_names_lacking(marker), repeat(Waiting(said(marker), block.id)))


def _names_lacking(marker: str) -> list[str]:
    """One name, or several."""
    return [name for whole in _MARKER.findall(marker) for name in (whole, *whole.split("、"))]


def _title_of(table: TableBlock, _: str) -> str:
    return plain(table.title)


def _sentence_around(text: str, marker: str) -> str:
    before, _, after = text.partition(marker)
    start, rest = _END.split(before)[-1], _SENTENCE.findall(after)[0]
    cut = f"……{start[-_LONGEST:]}" if len(start) > _LONGEST else start
    return f"{cut}{marker}{rest}"
