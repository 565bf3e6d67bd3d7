"""文中的数与表里的格 — which cell of a table prints the number of a sentence, and where it is told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from disclosure.document import Document, Line, Paragraph, TableBlock, of_kind, walk
from disclosure.document.table_on_paper import placed


class NumberLinks:
    """数的链接 — both ways, by the figure that is printed; cells are told by table, row and column alone."""

    def __init__(self, document: Document) -> None:
        cells = dict(_printing_cells(document))
        told = dict(_tellings(document))
        self._cells: Mapping[str, str] = {figure: id for figure, id in cells.items() if figure in told}
        self._told = {id: told[figure] for figure, id in self._cells.items()}

    def cell(self, figure: str | None) -> str | None:
        """所在的格 — the address of the cell that prints this figure too."""
        return f"#{self._cells[figure]}" if figure and figure in self._cells else None

    def paragraph(self, cell: str) -> str | None:
        """所在的段 — the address of the first paragraph that tells what this cell prints."""
        return f"#{self._told[cell]}" if cell in self._told else None


def places(document: Document, names: Collection[str]) -> dict[str, str]:
    """所在之处 — of figures and cells by their names, the paragraph or cell where each stands first."""
    found: dict[str, str] = {}
    for block in walk(document):
        if isinstance(block, Paragraph):
            for figure in figures(block.content):
                found.setdefault(figure, block.id)
        elif isinstance(block, TableBlock):
            for row, column, cell in placed((*block.head, *block.body)):
                for name in (cell.name, *figures(cell.content)):
                    found.setdefault(name, cell_id(block, row, column))
    return {name: id for name, id in found.items() if name in names}


def cell_id(table: TableBlock, row: int, column: int) -> str:
    """格的标识 — of head and body, counted from 1."""
    return f"{table.id}-r{row + 1}c{column + 1}"


def _printing_cells(document: Document) -> Iterator[tuple[str, str]]:
    """Of several cells that print a figure the first counts: it is given last."""
    for table in reversed([table for table in of_kind(TableBlock, document.blocks) if table.number]):
        for row, column, cell in reversed(list(placed((*table.head, *table.body)))):
            yield from (
                (figure, cell_id(table, row, column)) for figure in figures(cell.content) if cell.name
            )


def _tellings(document: Document) -> Iterator[tuple[str, str]]:
    for paragraph in reversed(of_kind(Paragraph, document.blocks)):
        yield from ((figure, paragraph.id) for figure in figures(paragraph.content))


def figures(line: Line) -> Iterator[str]:
    """印出的数 — those of a line, by their names."""
    return (text.figure for text in line if text.figure)
