"""待填的印在哪一句 — of what is missing, the sentence that waits for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from disclosure.document import Document, Paragraph, of_kind, plain, walk

_SENTENCE = re.compile(r"[^。；]*[。；]?")
_LONGEST = 60  # characters before what is missing


@dataclass(frozen=True, slots=True)
class Waiting:
    """等着的一句 — as it reads now, and the id of its paragraph."""

    text: str
    passage: str


def waiting(document: Document) -> Mapping[str, Waiting]:
    """等着的各句 — by 【待填：…】, each where it stands first."""
    found: dict[str, Waiting] = {}
    for marker, one in _sentences(document):
        found.setdefault(marker, one)
    return found


def _sentences(document: Document) -> Iterator[tuple[str, Waiting]]:
    for paragraph in of_kind(Paragraph, walk(document)):
        for marker in (text.text for text in paragraph.content if text.missing):
            whole = plain(paragraph.content)
            said = next((one for one in _SENTENCE.findall(whole) if marker in one), whole)
            before, _, after = said.partition(marker)
            start = f"……{before[-_LONGEST:]}" if len(before) > _LONGEST else before
            yield marker, Waiting(f"{start}{marker}{after}", paragraph.id)
