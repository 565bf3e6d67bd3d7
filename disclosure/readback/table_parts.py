"""表的各段 — what paper shows of a table in panels and on further pages holds every cell of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from disclosure.document import Cell, Document, TableBlock, of_kind, plain
from disclosure.document.tables_on_pages import flattened
from disclosure.readback.along import Difference
from disclosure.readback.printed import called


def left_out(document: Document, shown: Document) -> Iterator[Difference]:
    """漏了的格 — of the tables of a document, each cell that no part of it shows."""
    there = Counter(map(_cell_text, chain.from_iterable(map(_own_cells, _paper_tables(shown)))))
    for table in _paper_tables(document):
        for cell in _own_cells(table):
            there[_cell_text(cell)] -= 1
            if there[_cell_text(cell)] < 0:
                yield Difference(f"{called(table)}的各段", _cell_text(cell), "")


def _paper_tables(document: Document) -> list[TableBlock]:
    return of_kind(TableBlock, flattened(document).blocks)


def _own_cells(table: TableBlock) -> Iterator[Cell]:
    return chain.from_iterable(row.cells for row in (*table.head, *table.body))


def _cell_text(cell: Cell) -> str:
    return plain(cell.content)
