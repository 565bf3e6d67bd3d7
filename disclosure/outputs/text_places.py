"""文字印在哪里 — what of a document prints a typed text: its own paragraphs, a sentence or a cell with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from disclosure.document import Block, Document, Heading, Paragraph, TableBlock, plain, walk
from disclosure.outputs.number_links import cells_with_ids

_FULL_STOPS = "。；"


class TextPlaces:
    """印在哪里 — of one document."""

    def __init__(self, document: Document) -> None:
        self._printed = [found for block in walk(document) for found in _texts_with_ids(block)]

    def place(self, id: str, lines: Iterable[str]) -> str:
        """所在之处 — of a text by the id of its own blocks, else by what it reads where that stands once.

        Empty where nothing prints it, or where several say the same.
        """
        own = re.compile(rf"{re.escape(id)}(-\d+)?").fullmatch
        first, *others = self._saying("".join(lines).strip().rstrip(_FULL_STOPS)) or [""]
        return next((at for at, _ in self._printed if own(at)), "" if others else first)

    def _saying(self, said: str) -> list[str]:
        return [at for at, text in self._printed if said and said in text]


def _texts_with_ids(block: Block) -> Iterator[tuple[str, str]]:
    match block:
        case Heading() | Paragraph():
            yield block.id, plain(block.content)
        case TableBlock():
            yield from ((id, plain(cell.content)) for cell, id in cells_with_ids(block))
