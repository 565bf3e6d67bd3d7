"""待填的印在哪一句 — of what is missing, the sentence that waits for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter

from disclosure.document import Document, Paragraph, of_kind, plain, walk

_END, _SENTENCE = re.compile(r"[。；]"), re.compile(r"[^。；]*[。；]?")
_LONGEST = 60  # characters before what is missing


@dataclass(frozen=True, slots=True)
class Waiting:
    """等着的一句 — as it reads now, and the id of its paragraph."""

    text: str
    passage: str


def waiting(document: Document) -> Mapping[str, Waiting]:
    """等着的各句 — by 【待填：…】, each where it stands first."""
    return dict(reversed(list(_sentences_waiting(document))))


def _sentences_waiting(document: Document) -> Iterator[tuple[str, Waiting]]:
    for paragraph in of_kind(Paragraph, walk(document)):
        for marker in map(attrgetter("text"), filter(attrgetter("missing"), paragraph.content)):
            before, _, after = plain(paragraph.content).partition(marker)
            start, rest = _END.split(before)[-1], _SENTENCE.findall(after)[0]
            cut = f"……{start[-_LONGEST:]}" if len(start) > _LONGEST else start
            yield marker, Waiting(f"{cut}{marker}{rest}", paragraph.id)
