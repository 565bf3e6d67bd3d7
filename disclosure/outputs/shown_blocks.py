"""一部分的样子 — some blocks of a document as plain text, Markdown or a fragment of HTML, for a script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from disclosure.document import (
    Attachment,
    Block,
    Cell,
    ChartBlock,
    Document,
    Heading,
    Paragraph,
    TableBlock,
    plain,
)
from disclosure.document.table_on_paper import placed
from disclosure.outputs.markup import Body
from disclosure.outputs.tidy_data import column_names

_MARKS = re.compile(r"([\\`*_\[\]<>|#~])")


def shown(document: Document, blocks: Sequence[Block], format: str) -> str:
    """样子 — of these blocks, as `text`, `md` or `html`."""
    if format == "html":
        return Body(document, {}).blocks(blocks)
    write = _markdown_lines if format == "md" else _plain_lines
    return "\n".join(line for block in _each(blocks) for line in write(block))


def _each(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield from block.blocks if isinstance(block, Attachment) else (block,)


def _plain_lines(block: Block) -> Iterator[str]:
    match block:
        case Heading() | Paragraph():
            yield plain(block.content)
        case TableBlock():
            yield from filter(None, [block.number, plain(block.title)])
            yield from ("\t".join(row) for row in _spread_out(block))
            yield from map(plain, block.notes)
        case ChartBlock():
            yield block.alt


def _markdown_lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {_plain_marks(plain(block.content))}\n"
        case Paragraph():
            yield f"{_plain_marks(plain(block.content))}\n"
        case TableBlock():
            yield from (f"{_plain_marks(text)}\n" for text in (block.number, plain(block.title)) if text)
            yield from _pipe_table(block)
            yield from (f"{_plain_marks(plain(note))}\n" for note in block.notes)
        case ChartBlock():
            yield f"{_plain_marks(block.alt)}\n"


def _pipe_table(block: TableBlock) -> Iterator[str]:
    """Markdown has one row of heads: each column is called by all that stands above it."""
    names = column_names(block)
    width = len(block.widths)
    yield f"| {' | '.join(_plain_marks(names.get((0, column), '')) for column in range(width))} |"
    yield f"|{' --- |' * width}"
    yield from (f"| {' | '.join(map(_plain_marks, row))} |" for row in _spread_out(block)[len(block.head) :])
    yield ""


def _spread_out(block: TableBlock) -> list[list[str]]:
    rows = (*block.head, *block.body)
    grid = [[""] * len(block.widths) for _ in rows]
    for row, column, cell in placed(rows):
        grid[row][column] = _cell_words(cell)
    return grid


def _cell_words(cell: Cell) -> str:
    return " ".join(plain(cell.content).split())


def _plain_marks(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)
