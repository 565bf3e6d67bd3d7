"""录入文字 — every running text that an office typed (reasons, duties, attachments), not the pack's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from disclosure.model import AttachedFile, AttachedTable, AttachedText, Submission
from disclosure.model.attachment_content import AttachedCell
from disclosure.model.key_paths import texts

HOLE = "\ufffc"  # stands where a template prints a figure: that number is right by construction
# Up to the next that opens: a text of open braces alone is not searched to its end at each of them.
_PRINTED = re.compile(r"\{\{(?:[^{]|\{(?!\{))*?\}\}")
_SENTENCE_END = re.compile(r"(?<=[。！？])")
_COMMAND = re.compile(r"\{[%#](?:[^{]|\{(?![%#]))*?[%#]\}")


@dataclass(frozen=True, slots=True)
class Passage:
    """一段文字 — the key path or file it stands in, and one paragraph of it."""

    place: str
    text: str


def passages(submission: Submission) -> Iterator[Passage]:
    """各段文字 — paragraph by paragraph."""
    for place, text in chain(texts(submission), _attached_texts(submission)):
        yield from _paragraphs(place, text)


def _attached_texts(submission: Submission) -> Iterator[tuple[str, str]]:
    for number, attachment in enumerate(submission.attachments or (), 1):
        file = submission.files.get(attachment.file or "", AttachedFile())
        yield from ((f"附件[{number}]（{attachment.title}）", text) for text in _texts_of(file))


def sentences(paragraphs: Iterable[Passage]) -> Iterator[Passage]:
    """句子 — the sentences of paragraphs."""
    for paragraph in paragraphs:
        for sentence in filter(str.strip, _SENTENCE_END.split(paragraph.text)):
            yield Passage(paragraph.place, sentence)


def matches(wanted: re.Pattern[str], where: Iterable[Passage]) -> Iterator[tuple[Passage, re.Match[str]]]:
    """各处 — each match of a pattern, with the paragraph or sentence it stands in."""
    for passage in where:
        for match in wanted.finditer(passage.text):
            yield passage, match


def _texts_of(file: AttachedFile) -> Iterator[str]:
    """The texts of a file; a row of a table as Markdown writes it."""
    yield file.text or ""
    for part in file.parts:
        match part:
            case AttachedText():
                yield part.text
            case AttachedTable():
                yield from map(_row_text, part.rows)


def _row_text(row: tuple[AttachedCell, ...]) -> str:
    cells = (" ".join(cell.text.split()) for cell in row)
    return f"| {' | '.join(cells)} |"


def _paragraphs(place: str, text: str) -> Iterator[Passage]:
    shown = _COMMAND.sub("", _PRINTED.sub(HOLE, text))
    for line in shown.splitlines():
        if line.strip(" #|"):
            yield Passage(place, line.strip())
