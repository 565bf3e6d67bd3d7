"""录入文字 — every running text that an office typed (reasons, duties, attachments), not the pack's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, count

from disclosure.errors import Source
from disclosure.loading import text_files
from disclosure.model import AttachedFile, AttachedTable, AttachedText, AttachmentFile, Submission
from disclosure.model.attachment_content import AttachedCell
from disclosure.model.key_paths import item, texts
from disclosure.model.own_data import OWN
from disclosure.model.pending import unconfirmed

HOLE = "\ufffc"  # stands where a template prints a figure: that number is right by construction
# Up to the next that opens: a text of open braces alone is not searched to its end at each of them.
_PRINTED = re.compile(r"\{\{(?:[^{]|\{(?!\{))*?\}\}")
_SENTENCE_END = re.compile(r"(?<=[。！？])")
_COMMAND = re.compile(r"\{[%#](?:[^{]|\{(?![%#]))*?[%#]\}")


@dataclass(frozen=True, slots=True)
class Passage:
    """一段文字 — the key path it stands at, one paragraph of it, file and line or paragraph of a file."""

    place: str
    text: str
    at: Source | None = None


def passages(submission: Submission) -> Iterator[Passage]:
    """各段文字 — paragraph by paragraph."""
    for place, text in typed_texts(submission):
        yield from _paragraphs(place, text, submission.locate(place))
    for path, attachment, name in _attached_files(submission):
        for part, text in texts_of(submission.files.get(name, AttachedFile())):
            yield from _paragraphs(f"{path}（{attachment.title}）", text, Source(name, part=part))


def typed_texts(submission: Submission) -> Iterator[tuple[str, str]]:
    """录入的文字 — every running text of the data, by its key path; files of attachments are none of them."""
    return chain(texts(submission), texts(submission.own.values, OWN))


def attached_texts(submission: Submission) -> Iterator[tuple[str, str, str]]:
    """附件文件里的文字 — of each attachment that is a file: its key path, the file, all that stands in it."""
    for path, _, name in _attached_files(submission):
        parts = texts_of(submission.files.get(name, AttachedFile()))
        yield path, name, "\n".join(text for _, text in parts).strip()


def _attached_files(submission: Submission) -> Iterator[tuple[str, AttachmentFile, str]]:
    """Of each attachment that is a file: its key path, what the data say of it, the file."""
    listed = enumerate(submission.attachments or ())
    return ((item("附件", index), entry, entry.file) for index, entry in listed if entry.file)


def unconfirmed_texts(submission: Submission) -> dict[str, str]:
    """待确认的文字 — the marks of those that nobody has confirmed, by key path; attached files with them."""
    in_files = {path: text for path, _, text in attached_texts(submission)}
    return {**dict(unconfirmed(submission)), **dict(unconfirmed(in_files))}


def sentences(paragraphs: Iterable[Passage]) -> Iterator[Passage]:
    """句子 — the sentences of paragraphs."""
    for paragraph in paragraphs:
        for sentence in filter(str.strip, _SENTENCE_END.split(paragraph.text)):
            yield replace(paragraph, text=sentence)


def matches(wanted: re.Pattern[str], where: Iterable[Passage]) -> Iterator[tuple[Passage, re.Match[str]]]:
    """各处 — each match of a pattern, with the paragraph or sentence it stands in."""
    for passage in where:
        for match in wanted.finditer(passage.text):
            yield passage, match


def texts_of(file: AttachedFile) -> Iterator[tuple[str, str]]:
    """文件里的文字 — and where they stand in it; a row of a table as Markdown writes it."""
    yield "", file.text or ""
    paragraphs, tables = count(1), count(1)
    for part in file.parts:
        match part:
            case AttachedText():
                yield f"第{next(paragraphs)}段", part.text
            case AttachedTable():
                table = next(tables)
                rows = enumerate(map(_row_text, part.rows), 1)
                yield from ((f"第{table}张表第{number}行", row) for number, row in rows)


def _row_text(row: tuple[AttachedCell, ...]) -> str:
    cells = (" ".join(cell.text.split()) for cell in row)
    return f"| {' | '.join(cells)} |"


def with_holes(text: str) -> str:
    """人写的字 — a text with holes where a template prints figures, without its commands."""
    return _COMMAND.sub("", _PRINTED.sub(HOLE, text))


def _paragraphs(place: str, text: str, source: Source | None) -> Iterator[Passage]:
    for number, line in enumerate(with_holes(text).splitlines()):
        if line.strip(" #|"):
            yield Passage(place, line.strip(), source and text_files.line_of(source, number))
