"""写出的各行 — of each block of a DOCX that was made: the line of the document it prints, figures and all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from disclosure.auditing.shapes import folded
from disclosure.document import (
    Block,
    Cell,
    ChartBlock,
    Cover,
    Document,
    Heading,
    Line,
    Paragraph,
    TableBlock,
    Text,
    of_kind,
    plain,
    walk,
)
from disclosure.learning.edited_pairs import key
from disclosure.load.word.marked_blocks import MarkedBlock
from disclosure.outputs.docx.wordml import bookmark_name


@dataclass(frozen=True, slots=True)
class MadeBlock:
    """写出的一块 — what it was read back as, the block of the document, its line; of a table its cells."""

    read: MarkedBlock
    block: Block | None
    line: Line = ()
    cells: Sequence[Sequence[Cell]] = field(default=())

    def cell(self, row: int, column: int) -> Cell:
        """单元格 — of a row; one of what was read where the document has none there."""
        if self.cells:
            return self.cells[row][column]
        return Cell((Text(self.read.rows[row][column].text),))


def made(read: Sequence[MarkedBlock], document: Document) -> list[MadeBlock]:
    """各块 — of a file read back, with the document that it was written from, wide tables in panels."""
    return list(_Made(document).of(read))


class _Made:
    def __init__(self, document: Document) -> None:
        blocks = list(walk(document))
        self._blocks = {bookmark_name(block.id): block for block in blocks}
        self._lines = defaultdict[str, list[Line]](list)
        for line in chain.from_iterable(map(_printed_lines, blocks)):
            self._lines[folded(plain(line)).text].append(line)
        self._tables = defaultdict[str, list[TableBlock]](list)
        for table in of_kind(TableBlock, blocks):
            self._tables[_table_key(table)].append(table)

    def of(self, read: Sequence[MarkedBlock]) -> Iterator[MadeBlock]:
        """In order: what says the same twice is taken in order, too."""
        block: Block | None = None
        for one in read:
            block = next((self._blocks[mark] for mark in one.marks if mark in self._blocks), block)
            yield self._table(one, block) if one.is_table else self._paragraph(one, block)

    def _table(self, one: MarkedBlock, block: Block | None) -> MadeBlock:
        tables = self._tables[key(one)]
        if not tables:
            return MadeBlock(one, block)
        table = tables.pop(0)
        return MadeBlock(one, table, cells=[row.cells for row in (*table.head, *table.body)])

    def _paragraph(self, one: MarkedBlock, block: Block | None) -> MadeBlock:
        lines = self._lines[key(one)]
        return MadeBlock(one, block, lines.pop(0) if lines else (Text(one.text),))


def _table_key(table: TableBlock) -> str:
    cells = (plain(cell.content) for row in (*table.head, *table.body) for cell in row.cells)
    return "\t".join(folded(cell).text for cell in cells)


def _printed_lines(block: Block) -> tuple[Line, ...]:
    match block:
        case Cover():
            return (*block.top, *block.title, *block.lines)
        case Heading() | Paragraph():
            return (block.content,)
        case TableBlock():
            return (block.title, *block.notes)
        case ChartBlock():
            return (block.caption,)
        case _:
            return ()
