"""文中的数与表里的格 — which cell of a table prints the number of a sentence, and where it is told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, repeat
from operator import attrgetter
from typing import NamedTuple

from disclosure.document import Block, Cell, Document, Line, Paragraph, TableBlock, of_kind, plain, walk
from disclosure.document.table_on_paper import placed


class NumberLinks:
    """数的链接 — both ways, by the figure that is printed; cells are told by table, row and column alone."""

    def __init__(self, document: Document) -> None:
        cells, told = _first_places(_printing_cells(document)), _first_places(_tellings(document))
        self._cells: Mapping[str, str] = {figure: id for figure, id in cells.items() if figure in told}
        self._told = {id: told[figure] for figure, id in self._cells.items()}

    def cell(self, figure: str | None) -> str | None:
        """所在的格 — the address of the cell that prints this figure too."""
        return f"#{self._cells[figure]}" if figure and figure in self._cells else None

    def paragraph(self, cell: str) -> str | None:
        """所在的段 — the address of the first paragraph that tells what this cell prints."""
        return f"#{self._told[cell]}" if cell in self._told else None


class Printed(NamedTuple):
    """一处 — the paragraph or cell that prints a number, by its id; its words, or the title of its table."""

    id: str
    said: str


def places(document: Document, names: Collection[str]) -> dict[str, str]:
    """所在之处 — of figures and cells by their names, the paragraph or cell where each stands first."""
    told = printed(document) if names else {}
    return {name: first.id for name, (first, *_) in told.items() if name in names}


def printed(document: Document) -> Mapping[str, list[Printed]]:
    """印在哪里 — of figures and cells by their names, every paragraph and cell, each once."""
    found: dict[str, dict[Printed, None]] = defaultdict(dict)
    for name, place in chain.from_iterable(map(_named_places, walk(document))):
        found[name][place] = None
    return {name: list(places) for name, places in found.items() if name}


def _named_places(block: Block) -> Iterator[tuple[str, Printed]]:
    match block:
        case Paragraph():
            yield from zip(figures(block.content), repeat(Printed(block.id, plain(block.content))))
        case TableBlock():
            title = f"{block.number or ''}{plain(block.title)}"
            for cell, id in cells_with_ids(block):
                yield from zip((cell.name, *figures(cell.content)), repeat(Printed(id, title)))


def told_apart(document: Document) -> dict[str, str]:
    """同名的表怎样分清 — by its id, of each table whose title others have too, the first cell filled in."""
    tables = of_kind(TableBlock, walk(document))
    titles = Counter(plain(table.title) for table in tables)
    alike = (table for table in tables if titles[plain(table.title)] > 1)
    entries = {table.id: _first_entry(table) for table in alike}
    return {table: cell for table, cell in entries.items() if cell}


def _first_entry(table: TableBlock) -> str | None:
    return next((id for cell, id in cells_with_ids(table) if cell.content and not cell.head), None)


def _first_places(places: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Of several places of a name the first counts."""
    return dict(reversed(list(places)))


def cell_id(table: TableBlock, row: int, column: int) -> str:
    """格的标识 — of head and body, counted from 1."""
    return f"{table.id}-r{row + 1}c{column + 1}"


def cells_with_ids(table: TableBlock) -> Iterator[tuple[Cell, str]]:
    """各格 — of head and body, each with its id."""
    for row, column, cell in placed((*table.head, *table.body)):
        yield cell, cell_id(table, row, column)


def _printing_cells(document: Document) -> Iterator[tuple[str, str]]:
    for table in filter(attrgetter("number"), of_kind(TableBlock, document.blocks)):
        for cell, id in cells_with_ids(table):
            if cell.name:
                yield from zip(figures(cell.content), repeat(id))


def _tellings(document: Document) -> Iterator[tuple[str, str]]:
    for paragraph in of_kind(Paragraph, document.blocks):
        yield from zip(figures(paragraph.content), repeat(paragraph.id))


def figures(line: Line) -> Iterator[str]:
    """印出的数 — those of a line, by their names."""
    return (text.figure for text in line if text.figure)
