"""Word 表格 — a table as rows of anchor cells with their spans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from disclosure.load.word.text import Lost
from disclosure.load.word.word_package import w, whole
from disclosure.model import AttachedCell, AttachedTable

CellText = Callable[[etree._Element], str]
_WRAPPERS = (w("sdt"), w("sdtContent"), w("customXml"), w("ins"))
_ON = ("", "1", "true", "on")
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
    rows = list(_children(element, "tr"))
    kept = [row for row in rows if row.find(f"{w('trPr')}/{w('del')}") is None]
    anchors = _Rows(text, lost).read(kept)
    cells = tuple(tuple(anchor.cell() for anchor in row) for row in anchors)
    return AttachedTable(cells, _head_rows(kept, cells), _widths(element, cells), landscape)


class _Rows:
    """表格各行 — follows the grid, so that a continued cell finds the one it continues."""

    def __init__(self, text: CellText, lost: Lost) -> None:
        self._text = text
        self._lost = lost
        self._open: dict[int, _Anchor] = {}  # by grid column, cells that may go on in the next row

    def read(self, rows: list[etree._Element]) -> list[list[_Anchor]]:
        return [list(self._row(row)) for row in rows]

    def _row(self, row: etree._Element) -> Iterator[_Anchor]:
        column, still_open = 0, {}
        for cell, span in _cells(row):
            anchor = self._continued(cell, column, span)
            if anchor is None:
                anchor = _Anchor(self._cell_text(cell), span)
                yield anchor
            if _merge(cell) is not None:
                still_open[column] = anchor
            column += span
        self._open = still_open

    def _continued(self, cell: etree._Element | None, column: int, span: int) -> _Anchor | None:
        anchor = self._open.get(column)
        if _merge(cell) != "continue" or anchor is None or anchor.colspan != span:
            return None
        anchor.rowspan += 1
        return anchor

    def _cell_text(self, cell: etree._Element | None) -> str:
        return "" if cell is None else "\n".join(filter(None, self._lines(cell)))

    def _lines(self, parent: etree._Element) -> Iterator[str]:
        for child in parent:
            if child.tag == w("p"):
                yield self._text(child)
            elif child.tag == w("tbl"):
                self._lost.add("单元格里的表格（只保留文字）", here=True)
                yield from self._lines(child)
            elif child.tag in (*_WRAPPERS, w("tr"), w("tc")):
                yield from self._lines(child)


def _cells(row: etree._Element) -> Iterator[tuple[etree._Element | None, int]]:
    """The cells of a row with their spans; columns that a row leaves out are empty cells."""
    properties = row.find(w("trPr"))
    before, after = (_number(properties, name, 0) for name in ("gridBefore", "gridAfter"))
    if before:
        yield None, before
    for cell in (one for one in _children(row, "tc") if one.find(f"{w('tcPr')}/{w('cellDel')}") is None):
        yield cell, max(1, _number(cell.find(w("tcPr")), "gridSpan", 1))
    if after:
        yield None, after


def _merge(cell: etree._Element | None) -> str | None:
    found = None if cell is None else cell.find(f"{w('tcPr')}/{w('vMerge')}")
    return None if found is None else found.get(w("val"), "continue")


def _head_rows(rows: list[etree._Element], cells: tuple[tuple[AttachedCell, ...], ...]) -> int:
    """The rows marked as head; where none is, the first row, with the rows that its merged cells reach into."""
    marked = 0
    for row in rows:
        mark = row.find(f"{w('trPr')}/{w('tblHeader')}")
        if mark is None or mark.get(w("val"), "") not in _ON:
            break
        marked += 1
    if marked:
        return marked
    reach = max((cell.rowspan for cell in cells[0]), default=0) if cells else 0
    return reach if reach <= _DEEPEST_HEAD and reach < len(cells) else 0


def _widths(element: etree._Element, cells: tuple[tuple[AttachedCell, ...], ...]) -> tuple[float, ...]:
    """One width for each grid column; even ones where the file's grid does not match its cells."""
    columns = max((sum(cell.colspan for cell in row) for row in cells), default=0)
    grid = [whole(column.get(w("w"), ""), 0) for column in element.findall(f"{w('tblGrid')}/{w('gridCol')}")]
    fits = len(grid) >= columns and all(width > 0 for width in grid)
    return tuple(float(width) for width in grid) if fits else (1.0,) * columns


def _children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == w(name):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, name)


def _number(parent: etree._Element | None, name: str, otherwise: int) -> int:
    found = None if parent is None else parent.find(w(name))
    return otherwise if found is None else min(whole(found.get(w("val"), ""), otherwise), _MAX_SPAN)
