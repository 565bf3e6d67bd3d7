"""附件 — an office's own Word file as a block: whole for the DOCX, text, tables and pictures else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, cast

from disclosure.document import Attachment, Cell, Heading, Image, Paragraph, Row, TableBlock, Text
from disclosure.facts import Facts
from disclosure.model import AttachedCell, AttachedFile, AttachedImage, AttachedTable, AttachedText
from disclosure.packs.composing.plain_headings import repeats

_Part = Heading | Paragraph | TableBlock | Image
_DEEPEST = 4


def word(id: str, file: AttachedFile, title: str) -> Attachment:
    """附件块 — of a .docx; headings stand two levels below the attachment's own, which is not repeated."""
    again = "".join(_repeated(file.parts[:1], title))
    parts = file.parts[bool(again) :]
    made = (_part(f"{id}-{number}", part) for number, part in enumerate(parts, 1))
    return Attachment(
        f"{id}-file", file.publishable or b"", tuple(block for block in made if block is not None), again
    )


def _repeated(first: Iterable[AttachedText | AttachedTable | AttachedImage], title: str) -> Iterator[str]:
    texts = (part.text for part in first if isinstance(part, AttachedText))
    return (text for text in texts if repeats(text, title))


def notes(facts: Facts) -> Iterator[str]:
    """未能带入 — what of an attachment could not be carried into the other outputs, one sentence each."""
    for name, file in facts.submission.files.items():
        for lost in file.lost:
            yield f"附件“{name}”：{lost}"
        if file.withheld:
            named = "；".join(file.withheld)
            yield f"附件“{name}”有看不见的、会自己运行的或已损坏的内容，没有公开，请核对：{named}"


def _part(id: str, part: AttachedText | AttachedTable | AttachedImage) -> _Part | None:
    match part:
        case AttachedText(text, level):
            if not text.strip():
                return None
            if level:
                deep = cast("Literal[1, 2, 3, 4]", min(level + 2, _DEEPEST))
                return Heading(id, deep, (Text(text),))
            return Paragraph(id, (Text(text),))
        case AttachedImage(data, alt, width_mm):
            return Image(id, data, alt, width_mm)
        case AttachedTable():
            return _table(id, part)


def _table(id: str, table: AttachedTable) -> TableBlock:
    rows = [
        Row(tuple(_cell(cell, head=number < table.head_rows) for cell in row))
        for number, row in enumerate(table.rows)
    ]
    head, body = tuple(rows[: table.head_rows]), tuple(rows[table.head_rows :])
    return TableBlock(id, head, body, widths=table.widths, landscape=table.landscape)


def _cell(cell: AttachedCell, *, head: bool) -> Cell:
    return Cell((Text(cell.text),), "center" if head else "left", head, cell.rowspan, cell.colspan)
