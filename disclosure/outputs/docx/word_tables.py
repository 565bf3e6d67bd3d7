"""表格 — a TableBlock in WordprocessingML: fixed widths, merged cells, repeated head, unsplit rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from disclosure.document import Cell, Line, Row, TableBlock, Text, plain
from disclosure.document.table_on_paper import END_OF_NUMBER, corner_lines, ems, tall_rows
from disclosure.outputs.docx.reference_look import Look
from disclosure.outputs.docx.wordml import attribute, paragraph, run, runs, tab

_ROW_HEIGHT = 1.45  # a row's least height, in sizes of its text
_ROLES = {True: "table_head", False: "table_text"}
_CELLS = 8192  # written once: many cells of a table, and of the next document, say the same
_COVERED = Cell(align="left")  # a place below a cell that reaches down
_KEPT_ROWS = 2  # the last rows of a table go with its notes, the first with the one below


def _spread(widths: Sequence[float], total: int) -> list[int]:
    """Whole twips that sum to `total` exactly."""
    edges = list(accumulate(widths, initial=0.0))
    stops = [round(edge * total / edges[-1]) for edge in edges]
    return [right - left for left, right in pairwise(stops)]


Place = tuple[int, Cell | None, int]  # column; the cell, None below one from above; columns covered


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

    def __init__(self, table: TableBlock, look: Look, widths: Sequence[int]) -> None:
        fit = table.fit
        self.styles = {True: look.styles["table_head"], False: look.styles["table_text"]}
        self.sizes = {
            head: _smaller(fit.size, look.size(role)) if fit else None for head, role in _ROLES.items()
        }
        self.pitch = round(fit.pitch * 20) if fit else None
        self.letter = (self.sizes[False] or look.size("table_text")) * 10  # in twips
        self.widths = widths
        height = round((fit.pitch + fit.air) * 20 if fit else look.size("table_text") * 10 * _ROW_HEIGHT)
        self.height = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>'

    def row(self, line: Sequence[Place], *, head: bool, keep: bool, tall: bool) -> str:
        cells = "".join(self.cell(*place, head=head, keep=keep) for place in line)
        whole = "" if tall else "<w:cantSplit/>"  # LibreOffice leaves out what does not fit on the page
        repeated = "<w:tblHeader/>" if head else ""
        return f"<w:tr><w:trPr>{whole}{self.height}{repeated}</w:trPr>{cells}</w:tr>"

    def cell(self, column: int, cell: Cell | None, span: int, *, head: bool, keep: bool) -> str:
        width = sum(self.widths[column : column + span])
        wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        properties = (
            f'<w:tcW w:w="{width}" w:type="dxa"/>{wide}{_vertical_merge(cell)}<w:vAlign w:val="center"/>'
        )
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{self.text(cell, head=head, keep=keep)}</w:tc>"

    def text(self, cell: Cell | None, *, head: bool, keep: bool) -> str:
        """A name of a 款 or 项 is set in, a number keeps off the rule at its right."""
        cell = cell or _COVERED
        left, right = cell.indent * self.letter, round(END_OF_NUMBER * self.letter)
        sides = (left, right if cell.align == "right" else 0)
        return _cell_paragraph(
            self.styles[head],
            cell.content,
            self.sizes[head],
            align=cell.align,
            pitch=self.pitch,
            keep=keep,
            sides=sides if any(sides) else None,
        )


@lru_cache(_CELLS)
def _cell_paragraph(
    style: str,
    content: Line,
    half_points: int | None,
    *,
    align: str,
    pitch: int | None,
    keep: bool,
    sides: tuple[int, int] | None,
) -> str:
    return paragraph(style, runs(content, half_points), keep=keep, align=align, pitch=pitch, sides=sides)


def _smaller(points: float, half_points: int) -> int | None:
    """字号 — in half points where it is below that of the style."""
    asked = round(points * 2)
    return asked if asked < half_points else None


def _vertical_merge(cell: Cell | None) -> str:
    if cell is None:
        return "<w:vMerge/>"
    return '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""


def _grid(table: TableBlock, look: Look, total: int) -> str:
    widths = _spread(table.widths, total)
    writer = _Writer(table, look, widths)
    lines = list(_laid_out((*table.head, *table.body), len(widths)))
    last = range(len(lines) - _KEPT_ROWS, len(lines) if table.notes else len(lines) - 1)
    kept = {len(table.head), *last}
    tall, head = tall_rows(table, total / 20), len(table.head)
    rows = "".join(
        writer.row(line, head=index < head, keep=index in kept, tall=index in tall)
        for index, line in enumerate(lines)
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    style = attribute(look.styles["table"])
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val={style}/><w:tblW w:w="{total}" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f"{_descriptions(table)}</w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def described(table: TableBlock) -> tuple[str, str]:
    """替代文字 — the name of a table and what it is, for who cannot see it."""
    name = f"{table.number} {plain(table.title)}".strip()
    corners = filter(None, (table.owner, table.unit))
    size = f"{len(table.body)}行{len(table.widths)}栏，另有表头{len(table.head)}行"
    return name, "；".join((*corners, size))


def _descriptions(table: TableBlock) -> str:
    name, about = described(table)
    caption = f"<w:tblCaption w:val={attribute(name)}/>" if name else ""
    return f"{caption}<w:tblDescription w:val={attribute(about)}/>"


def corner(table: TableBlock, size: int, total: int) -> list[tuple[str, ...]]:
    """表头说明行 — owner, number and unit on one line, the number above them where they would not fit."""
    lines = corner_lines(table, total / (size * 10))
    if lines > 1:
        return [(table.number,), (table.unit,)]
    return [tuple(filter(None, (table.number, table.unit)))] * lines


def _corner_lines(table: TableBlock, look: Look, total: int) -> Iterator[tuple[str, str]]:
    """Content and tab stops of each line above the table."""
    size = look.size("table_corner")
    lines = corner(table, size, total)
    owners = [""] * (len(lines) - 1) + [table.owner]  # it stands on the last line
    for owner, right in zip(owners, lines, strict=False):
        yield runs((Text(owner),)) + _tabbed(right), _tab_stops(right, size, total)


def _tabbed(texts: Sequence[str]) -> str:
    return "".join(f"<w:r><w:tab/></w:r>{run(Text(text))}" for text in texts)


def _tab_stops(texts: Sequence[str], size: int, total: int) -> str:
    """A right tab stop for each text, the last at the edge."""
    stops, place = [], total
    for text in reversed(texts):
        stops.append(tab(place))
        place -= round((ems(text) + 2) * size * 10)
    return "".join(reversed(stops))


def table_xml(table: TableBlock, look: Look, total: int, mark: str, *, new_page: bool) -> list[str]:
    """表格 — title, corner line, table, notes; `mark` is the block's bookmark, in its first paragraph."""
    titles = [(look.styles["table_title"], runs(table.title), "")] if table.title else []
    corners = [(look.styles["table_corner"], *line) for line in _corner_lines(table, look, total)]
    # Two tables with nothing between them would become one.
    above = [*titles, *corners] or [(look.styles["table_corner"], "", "")]
    style, content, stops = above[0]
    first = paragraph(style, mark + content, keep=True, new_page=new_page, tabs=stops)
    others = [paragraph(style, content, keep=True, tabs=stops) for style, content, stops in above[1:]]
    return [first, *others, _grid(table, look, total), *_note_paragraphs(table, look)]


def _note_paragraphs(table: TableBlock, look: Look) -> list[str]:
    size = _smaller(table.fit.notes, look.size("note")) if table.fit else None
    style, last = look.styles["note"], len(table.notes) - 1
    return [paragraph(style, runs(note, size), keep=at < last) for at, note in enumerate(table.notes)]
