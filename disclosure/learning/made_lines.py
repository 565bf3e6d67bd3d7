"""写出的各行 — of each block of a DOCX that was made: the line of the document it prints, figures and all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar

from disclosure.auditing.shapes import folded
from disclosure.document import (
    Block,
    Cell,
    Document,
    Line,
    TableBlock,
    Text,
    of_kind,
    plain,
    walk,
)
from disclosure.document.content import lines_around
from disclosure.learning.edited_pairs import key
from disclosure.loading.word.marked_blocks import MarkedBlock
from disclosure.outputs.docx.wordml import bookmark_name

Part = TypeVar("Part", Line, TableBlock)


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
        self._lines = _by_what_it_says(chain.from_iterable(map(lines_around, blocks)), _line_key)
        self._tables = _by_what_it_says(of_kind(TableBlock, blocks), _table_key)

    def of(self, read: Sequence[MarkedBlock]) -> Iterator[MadeBlock]:
        """In order: what says the same twice is taken in order, too."""
        block: Block | None = None
        for one in read:
            block = self._marked(one) or block
            yield self._table(one, block) if one.is_table else self._paragraph(one, block)

    def _marked(self, one: MarkedBlock) -> Block | None:
        return next((self._blocks[mark] for mark in one.marks if mark in self._blocks), None)

    def _table(self, one: MarkedBlock, block: Block | None) -> MadeBlock:
        tables = self._tables[key(one)]
        return _made_table(one, tables.pop(0)) if tables else MadeBlock(one, block)

    def _paragraph(self, one: MarkedBlock, block: Block | None) -> MadeBlock:
        lines = self._lines[key(one)]
        return MadeBlock(one, block, lines.pop(0) if lines else (Text(one.text),))


def _by_what_it_says(parts: Iterable[Part], said: Callable[[Part], str]) -> Mapping[str, list[Part]]:
    found = defaultdict[str, list[Part]](list)
    for part in parts:
        found[said(part)].append(part)
    return found


def _made_table(one: MarkedBlock, table: TableBlock) -> MadeBlock:
    return MadeBlock(one, table, cells=_table_cells(table))


def _table_cells(table: TableBlock) -> list[Sequence[Cell]]:
    return [row.cells for row in (*table.head, *table.body)]


def _line_key(line: Line) -> str:
    return folded(plain(line)).text


def _table_key(table: TableBlock) -> str:
    cells = chain.from_iterable(_table_cells(table))
    return "\t".join(_line_key(cell.content) for cell in cells)
