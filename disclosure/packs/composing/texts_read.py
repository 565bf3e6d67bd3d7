"""文字读作什么 — what each typed text prints by itself, its figures filled in; or why it cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from disclosure.checks import passages
from disclosure.document import Block, Row, TableBlock, plain
from disclosure.document.content import lines_around
from disclosure.errors import TemplateError
from disclosure.facts import Facts
from disclosure.model import Submission
from disclosure.model.key_paths import item, join
from disclosure.packs.composing.compose import Composer
from disclosure.packs.composing.rendering import id_of_text
from disclosure.packs.pack_chain import Chain


@dataclass(frozen=True, slots=True)
class TextRead:
    """读作 — the lines printed; how the ids of its own blocks begin; a fault, and its line in the text."""

    lines: tuple[str, ...]
    id: str
    fault: str = ""
    line: int | None = None


def texts_read(chain: Chain, facts: Facts) -> dict[str, TextRead]:
    """各段文字读作什么 — of every running text and attachment, by its key path, as in a draft."""
    composer, given = Composer(chain, facts, draft=True), facts.submission
    typed = {place: _of_text(composer, place, text) for place, text in passages.typed_texts(given)}
    return typed | dict(_of_attachments(composer, given))


def _of_text(composer: Composer, place: str, text: str) -> TextRead:
    id = id_of_text(place)
    return _read_as(partial(composer.document_renderer.paragraphs, text, place, id, shift=2), id)


def _of_attachments(composer: Composer, given: Submission) -> Iterator[tuple[str, TextRead]]:
    for number, entry in enumerate(given.attachments or (), 1):
        file = given.files.get(entry.file or "")
        id, row = f"attachment-{number}", item("附件", number - 1)
        place = row if entry.file else join(row, "文字")  # as it is typed
        if file and file.data is not None:
            yield place, TextRead(tuple(text for _, text in passages.texts_of(file) if text), id)
        else:
            yield place, _read_as(partial(composer.attached_text, number, entry), id)


def _read_as(make: Callable[[], Sequence[Block]], id: str) -> TextRead:
    try:
        return TextRead(tuple(line for block in make() for line in _printed_lines(block)), id)
    except TemplateError as error:
        return TextRead((), id, str(error), error.line)


def _printed_lines(block: Block) -> Iterator[str]:
    rows = (*block.head, *block.body) if isinstance(block, TableBlock) else ()
    yield from filter(None, (*map(plain, lines_around(block)), *map(_row_said, rows)))


def _row_said(row: Row) -> str:
    return "　".join(plain(cell.content) for cell in row.cells)
