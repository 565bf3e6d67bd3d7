"""What a document should be read back as, and what it was read back as, in the same shape."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from disclosure.document import (
    Contents,
    Cover,
    Document,
    Heading,
    Paragraph,
    Row,
    TableBlock,
    outline,
    plain,
    walk,
)
from disclosure.document.table_on_paper import placed
from disclosure.document.tables_on_pages import CONTINUED
from disclosure.loading.published.blocks import PublishedDocument, PublishedTable, PublishedText

Text = tuple[str, int, str]  # kind, level, words
Grid = dict[tuple[int, int], str]

_BLANKS = re.compile(r"\s+")
# Signs that share a glyph in some font: which of them was printed cannot be told.
_SAME_GLYPH = str.maketrans("―‐‑−・•", "—---··")


def squeezed(text: str) -> str:
    """Without blanks, signs of one glyph alike."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text.translate(_SAME_GLYPH)))


def printed_tables(document: Document) -> Iterator[Grid]:
    """The cells of each table on paper, at every place that they cover; what goes on is one table."""
    whole: list[list[Row]] = []
    for table in (block for block in walk(document) if isinstance(block, TableBlock)):
        if table in document.annex:
            continue
        if CONTINUED in plain(table.title):
            whole[-1] += table.body
        else:
            whole.append([*table.head, *table.body])
    yield from map(_grid, whole)


def _grid(rows: list[Row]) -> Grid:
    grid: Grid = {}
    for row, column, cell in placed(rows):
        for down in range(row, row + cell.rowspan):
            for across in range(column, column + cell.colspan):
                grid[down, across] = squeezed(plain(cell.content))
    return grid


def read_tables(read: PublishedDocument) -> Iterator[Grid]:
    """The cells of each table as they were read."""
    for table in read.blocks:
        if isinstance(table, PublishedTable):
            rows = enumerate(table.matrix.rows)
            held = {
                (row, column): squeezed(cell.text) for row, cells in rows for column, cell in cells.items()
            }
            yield {place: held.get(place, "") for place in table.places}


def printed_texts(document: Document) -> list[Text]:
    """Titles, headings, paragraphs, notes and the contents, in reading order, each as its words make it."""
    return [_as_read(kind, squeezed(text)) for kind, text in _printed(document) if squeezed(text)]


def _as_read(kind: str, text: str) -> Text:
    """A heading is known by its number alone: an attachment counts its levels from the top again."""
    if kind not in {"heading", "body"}:
        return kind, 0, text
    signs = zip(
        ("第.{1,3}部分|附件", "[一二三四五六七八九十]+、", r"\([一二三四五六七八九十]+\)", r"\d+[.、]"),
        (1, 2, 3, 4),
        strict=True,
    )
    level = next((level for sign, level in signs if re.match(sign, text)), 0)
    is_heading = level and len(text) <= 60 and not re.search("。|[;:]$", text)
    return ("heading", level, text) if is_heading else ("body", 0, text)


def _printed(document: Document) -> Iterator[tuple[str, str]]:
    for block in walk(document):
        if isinstance(block, Cover):
            yield "title", "".join(map(plain, block.title))
            yield from (("title", plain(line)) for line in block.lines)
        elif isinstance(block, Contents):
            yield "contents", block.title
            yield from (("contents", plain(entry.content)) for entry in outline(document, block.depth))
        elif isinstance(block, Heading):
            yield "heading", plain(block.content)
        elif isinstance(block, Paragraph):
            yield block.role if block.role == "note" else "body", plain(block.content)
        elif isinstance(block, TableBlock) and block not in document.annex:
            if CONTINUED not in plain(block.title):  # else its title is there once more, and not read
                yield "body", plain(block.title)
                yield "body", "".join((block.owner, block.number, block.unit))
            yield from (("note", plain(note)) for note in block.notes)


_LEADER = re.compile(r"[.…·-]+\d+$")


def read_texts(read: PublishedDocument) -> list[Text]:
    """The same of what was read, but for what runs at the edges of pages; a title has no level."""
    texts = (block for block in read.blocks if isinstance(block, PublishedText) and block.kind != "running")
    return [_said(text) for text in texts]


def _said(text: PublishedText) -> Text:
    words = squeezed(text.text)
    if text.kind == "contents":
        return "contents", 0, _LEADER.sub("", words)
    return ("title" if text.kind == "heading" and not text.level else text.kind), text.level, words


def running_texts(read: PublishedDocument) -> list[str]:
    """What runs at the edges of pages."""
    texts = (block for block in read.blocks if isinstance(block, PublishedText) and block.kind == "running")
    return [squeezed(text.text) for text in texts]
