"""Word 表格 — a table as rows of anchor cells with their spans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from lxml import etree

from disclosure.loading.word.text import Lost
from disclosure.loading.word.word_package import child, is_on, value, w, whole
from disclosure.model import AttachedCell, AttachedTable

CellText = Callable[[etree._Element], str]
_MAX_SPAN = 200
_DEEPEST_HEAD = 3  # rows that an unmarked head reaches through cells merged downwards


@dataclass(slots=True)
class _Anchor:
    """A cell while its table is read: `rowspan` grows with each row that continues it."""

    text: str
    colspan: int
    rowspan: int = 1

    def cell(self) -> AttachedCell:
        return AttachedCell(self.text, self.rowspan, self.colspan)


def table(element: etree._Element, text: CellText, lost: Lost, *, landscape: bool) -> AttachedTable:
    """读取表格 — anchor cells row by row; a table within a cell is kept as text and named in `lost`."""
    rows = element.findall(w("tr"))
    anchors = _Rows(text, lost).read(rows)
    cells = tuple(tuple(map(_Anchor.cell, row)) for row in anchors)
    return AttachedTable(cells, _head_rows(rows, cells), _widths(element, cells), landscape)


class _Rows:
    def __init__(self, text: CellText, lost: Lost) -> None:
        self._text, self._lost = text, lost
        self._open: dict[int, _Anchor] = {}  # by grid column, cells that may go on in the next row

    def read(self, rows: list[etree._Element]) -> list[list[_Anchor]]:
        return [list(self._row(row)) for row in rows]

    def _row(self, row: etree._Element) -> Iterator[_Anchor]:
        column, still_open = 0, {}
        for cell, span in _grid_cells(row):
            anchor = self._continued(cell, column, span)
            if anchor is None:
                anchor = _Anchor(self._cell_text(cell), span)
                yield anchor
            if _vertical_merge(cell) is not None:
                still_open[column] = anchor
            column += span
        self._open = still_open

    def _continued(self, cell: etree._Element | None, column: int, span: int) -> _Anchor | None:
        anchor = self._open.get(column) if _vertical_merge(cell) == "continue" else None
        if anchor is None or anchor.colspan != span:
            return None
        anchor.rowspan += 1
        return anchor

    def _cell_text(self, cell: etree._Element | None) -> str:
        return "" if cell is None else "\n".join(filter(None, self._lines(cell)))

    def _lines(self, parent: etree._Element) -> Iterator[str]:
        for block in parent:
            if block.tag == w("p"):
                yield self._text(block)
            elif block.tag == w("tbl"):
                self._lost.add("单元格里的表格（只保留文字）", here=True)
                yield from self._lines(block)
            elif block.tag in (w("tr"), w("tc")):
                yield from self._lines(block)


def _grid_cells(row: etree._Element) -> Iterator[tuple[etree._Element | None, int]]:
    """The cells of a row with their spans; columns that a row leaves out are empty cells."""
    yield from _left_out(row, "gridBefore")
    for cell in row.findall(w("tc")):
        yield cell, max(1, _span_of(cell, ("tcPr", "gridSpan"), 1))
    yield from _left_out(row, "gridAfter")


def _left_out(row: etree._Element, side: str) -> Iterator[tuple[None, int]]:
    span = _span_of(row, ("trPr", side), 0)
    if span:
        yield None, span


def _vertical_merge(cell: etree._Element | None) -> str | None:
    mark = child(cell, "tcPr", "vMerge")
    return None if mark is None else mark.get(w("val"), "continue")


def _head_rows(rows: list[etree._Element], cells: tuple[tuple[AttachedCell, ...], ...]) -> int:
    """The rows marked as head; where none is, the first row with the rows that its merged cells reach."""
    marked = takewhile(lambda row: is_on(row, "trPr", "tblHeader"), rows)
    return len(list(marked)) or _unmarked_head(cells)


def _unmarked_head(cells: tuple[tuple[AttachedCell, ...], ...]) -> int:
    first = next(iter(cells), ())
    reach = max((cell.rowspan for cell in first), default=0)
    is_deep = reach > _DEEPEST_HEAD or reach >= len(cells)
    return 0 if is_deep else reach


def _widths(element: etree._Element, cells: tuple[tuple[AttachedCell, ...], ...]) -> tuple[float, ...]:
    """One width for each grid column; even ones where the file's grid does not match its cells."""
    columns = max(map(_breadth, cells), default=0)
    grid = [whole(column.get(w("w"), ""), 0) for column in element.findall(f"{w('tblGrid')}/{w('gridCol')}")]
    fits = len(grid) >= columns and min(grid, default=1) > 0
    return tuple(map(float, grid)) if fits else (1.0,) * columns


def _breadth(row: Iterable[AttachedCell]) -> int:
    return sum(cell.colspan for cell in row)


def _span_of(parent: etree._Element, names: tuple[str, ...], otherwise: int) -> int:
    return min(whole(value(parent, *names), otherwise), _MAX_SPAN)
