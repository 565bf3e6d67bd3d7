"""表格 — a TableBlock as WordprocessingML: fixed widths, merged cells, repeated head, rows that do not split."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from unicodedata import east_asian_width

from disclosure.document import Cell, Row, TableBlock, Text, plain
from disclosure.document.grid import SIZES
from disclosure.outputs.docx.look import Look
from disclosure.outputs.docx.xml import paragraph, run, runs, tab

_PADDING = 57  # 1 mm at each side of a cell, in twips
_SMALLEST = 12  # six points: smaller than this is not printed, long numbers then wrap
_SAFETY = 1.04  # a stand-in for an official font may be a little wider
_ROW_HEIGHT = 1.45  # a row's least height, in sizes of its text
_NAME_AT_LEAST = 4.0  # a column of names may wrap, but not below four characters
_NAME_LINES = 4  # nor to more lines than this
_WORD = re.compile(r"[0-9A-Za-z.,%+-]+")


_NARROW = {",": 0.25, ".": 0.25, "-": 0.34, "%": 0.84}  # of Times New Roman


def ems(text: str) -> float:
    """字宽 — the width of a text in units of its size: Chinese characters 1, others half."""
    return sum(1.0 if east_asian_width(character) in "WFA" else _NARROW.get(character, 0.5) for character in text)


def _unbreakable(text: str) -> float:
    """The width below which a cell looks broken: a whole number or code, or a quarter of a name."""
    if not text:
        return 0.0
    whole = ems(text)
    words = max((ems(word) for word in _WORD.findall(text)), default=0.0)
    return max(words, min(whole, max(_NAME_AT_LEAST, whole / _NAME_LINES)))


def _needs(table: TableBlock) -> list[float]:
    needs = [0.0] * len(table.widths)
    for line in _laid_out((*table.head, *table.body), len(needs)):
        for column, cell, _ in line:
            if cell is not None and cell.colspan == 1:
                needs[column] = max(needs[column], _unbreakable(plain(cell.content)))
    return needs


def _spread(widths: Sequence[float], total: int) -> list[int]:
    """Whole twips that sum to `total` exactly."""
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width)
    stops = [round(edge * total / edges[-1]) for edge in edges]
    return [right - left for left, right in pairwise(stops)]


def letters(table: TableBlock, look: Look) -> int:
    """字号 — of a table's text in half-points, before its width asks for less."""
    usual = look.size("table_text")
    return min(usual, round(SIZES[table.tight] * 2)) if table.tight else usual


def fit(table: TableBlock, half_points: int, total: int) -> tuple[int, list[int]]:
    """字号与列宽 — the largest size, down to the floor, at which no number breaks, and the columns' widths for it."""
    wanted = [float(width) for width in _spread(table.widths, total)]
    needs = _needs(table)
    for size in range(half_points, _SMALLEST - 1, -1):
        least = [need * size * 10 * _SAFETY + 2 * _PADDING for need in needs]
        if sum(least) <= total:
            return size, _spread(_widened(wanted, least, total), total)
    return min(_SMALLEST, half_points), _spread(wanted, total)


def _widened(wanted: Sequence[float], least: Sequence[float], total: int) -> list[float]:
    """Widths not below `least`; what narrow columns lack is taken from the others in proportion to their spare."""
    spare = [max(want - need, 0.0) for want, need in zip(wanted, least, strict=True)]
    rest = total - sum(least)
    whole = sum(spare) or 1.0
    return [need + rest * part / whole for need, part in zip(least, spare, strict=True)]


Place = tuple[int, Cell | None, int]  # column; the cell, None where a cell from above goes on; columns covered


def _laid_out(rows: Sequence[Row], columns: int) -> Iterator[list[Place]]:
    """Each row's places from left to right, those covered from above included."""
    covered: dict[int, tuple[int, int]] = {}  # column → rows still covered, columns wide
    for row in rows:
        line: list[Place] = []
        cells = iter(row.cells)
        column = 0
        while column < columns:
            if column in covered:
                left, width = covered.pop(column)
                line.append((column, None, width))
                after = left - 1
            else:
                cell = next(cells, Cell())
                width, after = cell.colspan, cell.rowspan - 1
                line.append((column, cell, width))
            if after:
                covered[column] = (after, width)
            column += width
        yield line


class _Writer:
    """Element strings of one table; what every cell shares is worked out once."""

    def __init__(self, look: Look, half_points: int, widths: Sequence[int]) -> None:
        self.styles = {True: look.styles["table_head"], False: look.styles["table_text"]}
        self.sizes = {
            True: None if half_points >= look.size("table_head") else half_points,
            False: None if half_points >= look.size("table_text") else half_points,
        }
        self.widths = widths
        height = f'<w:trHeight w:val="{round(half_points * 10 * _ROW_HEIGHT)}" w:hRule="atLeast"/>'
        self.row_properties = {
            True: f"<w:trPr><w:cantSplit/>{height}<w:tblHeader/></w:trPr>",
            False: f"<w:trPr><w:cantSplit/>{height}</w:trPr>",
        }

    def row(self, line: Sequence[Place], *, head: bool) -> str:
        cells = "".join(self.cell(*place, head=head) for place in line)
        return f"<w:tr>{self.row_properties[head]}{cells}</w:tr>"

    def cell(self, column: int, cell: Cell | None, span: int, *, head: bool) -> str:
        width = sum(self.widths[column : column + span])
        wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{wide}{_merge(cell)}<w:vAlign w:val="center"/>'
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{self.text(cell, head=head)}</w:tc>"

    def text(self, cell: Cell | None, *, head: bool) -> str:
        if cell is None:
            return paragraph(self.styles[head], "")
        return paragraph(self.styles[head], runs(cell.content, self.sizes[head]), align=cell.align)


def _merge(cell: Cell | None) -> str:
    if cell is None:
        return "<w:vMerge/>"
    return '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""


def _grid(table: TableBlock, look: Look, total: int) -> str:
    size, widths = fit(table, letters(table, look), total)
    writer = _Writer(look, size, widths)
    lines = _laid_out((*table.head, *table.body), len(widths))
    rows = "".join(writer.row(line, head=index < len(table.head)) for index, line in enumerate(lines))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{look.styles["table"]}"/><w:tblW w:w="{total}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>'
    )


def corner(table: TableBlock, size: int, total: int) -> list[tuple[str, ...]]:
    """表头说明行 — owner, number and unit on one line, the number above them where they would not fit."""
    if not (table.owner or table.number or table.unit):
        return []
    room = total / (size * 10)
    if ems(table.owner + table.number + table.unit) + 4 <= room:
        return [tuple(text for text in (table.number, table.unit) if text)]
    return [(table.number,), (table.unit,)]


def _corner_lines(table: TableBlock, look: Look, total: int) -> Iterator[tuple[str, str]]:
    """Content and tab stops of each line above the table."""
    size = look.size("table_corner")
    lines = corner(table, size, total)
    for index, right in enumerate(lines):
        owner = table.owner if index == len(lines) - 1 else ""
        stops, place = [], total
        for text in reversed(right):
            stops.append(tab(place))
            place -= round((ems(text) + 2) * size * 10)
        texts = "".join(f"<w:r><w:tab/></w:r>{run(Text(text))}" for text in right)
        yield (run(Text(owner)) if owner else "") + texts, "".join(reversed(stops))


def table_xml(table: TableBlock, look: Look, total: int, mark: str, *, new_page: bool) -> list[str]:
    """表格 — title, corner line, table and notes; `mark` is the block's bookmark, put into its first paragraph."""
    above: list[tuple[str, str, str]] = []  # style, content, tab stops
    if table.title:
        above.append((look.styles["table_title"], runs(table.title), ""))
    above.extend((look.styles["table_corner"], *line) for line in _corner_lines(table, look, total))
    # Two tables with nothing between them would become one.
    style, content, stops = above[0] if above else (look.styles["table_corner"], "", "")
    first = paragraph(style, mark + content, keep=True, new_page=new_page, tabs=stops)
    others = [paragraph(style, content, keep=True, tabs=stops) for style, content, stops in above[1:]]
    notes = [paragraph(look.styles["note"], runs(note)) for note in table.notes]
    return [first, *others, _grid(table, look, total), *notes]
