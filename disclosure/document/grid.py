"""表格网格 — where each cell of a table stands; a table too wide or too long for paper cut into panels, set smaller."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import ceil
from unicodedata import east_asian_width

from disclosure.document.tree import Block, Cell, Document, Row, TableBlock, Text, plain

SIZES = (10.5, 9.0, 7.5)  # 五号, 小五, 六号: letters of a table, in points
# Width and height for a table, upright and across: the 版心 of GB/T 9704 less a heading, title and corner texts.
_PAGE = {False: (442.0, 530.0), True: (638.0, 370.0)}
_LEADING, _EDGE, _SIDES = 1.35, 3.0, 0.7


def placed(rows: Iterable[Row]) -> Iterator[tuple[int, int, Cell]]:
    """各格位置 — every cell with its row and first column; places covered by spans have no cell."""
    covered: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while (number, column) in covered:
                column += 1
            yield number, column, cell
            covered.update(
                (number + down, column + right) for down in range(cell.rowspan) for right in range(cell.colspan)
            )


def paged(document: Document) -> Document:
    """分版 — the document as paper shows it: each table wider than its panel in several."""
    return replace(document, blocks=tuple(part for block in document.blocks for part in _parts(block)))


def panels(table: TableBlock) -> tuple[TableBlock, ...]:
    """分版 — the columns of a wide table a few at a time, its first columns on each panel, notes on the last."""
    columns = range(table.keys, len(table.widths))
    if not table.panel or len(columns) <= table.panel:
        return (table,)
    chunks = [columns[start : start + table.panel] for start in range(0, len(columns), table.panel)]
    last = len(chunks)
    return tuple(_panel(table, chunk, number, last) for number, chunk in enumerate(chunks, 1))


def _parts(block: Block) -> Sequence[Block]:
    return tuple(map(_tightened, panels(block))) if isinstance(block, TableBlock) else (block,)


def _tightened(table: TableBlock) -> TableBlock:
    """The largest letters with which the table takes as few pages as it can."""
    pages = [_pages(table, size) for size in SIZES]
    return replace(table, tight=pages.index(min(pages)))


def _pages(table: TableBlock, size: float) -> int:
    width, height = _PAGE[table.landscape]
    ems = [share / sum(table.widths) * width / size - _SIDES for share in table.widths]
    head, body = (_height(rows, ems, size) for rows in (table.head, table.body))
    notes = sum(ceil(wide(plain(note)) * SIZES[0] / width) for note in table.notes) * SIZES[0] * _LEADING
    return ceil((body + notes) / max(height - head, 1))


def _height(rows: Sequence[Row], ems: Sequence[float], size: float) -> float:
    lines = [1] * len(rows)
    for row, column, cell in placed(rows):
        room = max(sum(ems[column : column + cell.colspan]), 1)
        needed = sum(max(1, ceil(wide(line) / room)) for line in plain(cell.content).split("\n"))
        lines[row] = max(lines[row], needed if cell.rowspan == 1 else 1)
    return sum(number * size * _LEADING + _EDGE for number in lines)


def wide(text: str) -> float:
    """字宽 — the width of a text in Chinese characters."""
    return sum(1.0 if east_asian_width(character) in "WFA" else 0.55 for character in text)


def _panel(table: TableBlock, chunk: range, number: int, last: int) -> TableBlock:
    kept = {*range(table.keys), *chunk}
    return replace(
        table,
        id=table.id if number == 1 else f"{table.id}-{number}",
        title=(*table.title, Text(f"（{number}/{last}）")),
        head=tuple(_cut(table.head, kept)),
        body=tuple(_cut(table.body, kept)),
        widths=tuple(table.widths[column] for column in sorted(kept)),
        notes=table.notes if number == last else (),
        listed=table.listed if number == 1 else (),
        panel=0,
    )


def _cut(rows: Sequence[Row], kept: set[int]) -> Iterator[Row]:
    """The rows with the kept columns only; a cell over several spans those of them that are left."""
    cells: list[list[Cell]] = [[] for _ in rows]
    for number, column, cell in placed(rows):
        span = sum(place in kept for place in range(column, column + cell.colspan))
        if span:
            cells[number].append(replace(cell, colspan=span, parts=()))
    yield from (Row(tuple(row)) for row in cells)
