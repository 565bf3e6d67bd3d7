"""typst 表格 — a TableBlock as a table of typst, and what its tags must be told afterwards.

A further column of no width holds the rows together that must stand on one page: typst has no other means.
Notes are the last row, so that they go with the rows above them. The tags lose both again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from disclosure.document import Cell, Line, TableBlock, plain
from disclosure.document.table_on_paper import END_OF_NUMBER, USUAL, by_row, ems, placed, tall_rows
from disclosure.outputs.docx.reference_look import Look
from disclosure.outputs.pdf.typst_look import called, letters

_SIDE = 2.85  # points at each side of a cell, as in the table style
_WORD = re.compile(r"[0-9A-Za-z.,%+-]+")
MAY_BREAK = "\u200b"  # where a line may end
_LONG_NOTES = 600  # letters: such notes need not stand with the last rows
Written = Callable[[Line], str]


@dataclass(frozen=True, slots=True)
class TableTags:
    """表格的标签 — which cells of each row are headers, which rows have a keeping cell, notes behind."""

    heads: tuple[tuple[bool, ...], ...]
    keeping: frozenset[int]
    has_notes: bool


class SetTable:
    """一张表 — set as `paged` has it."""

    def __init__(self, block: TableBlock, look: Look, written: Written) -> None:
        self.block, self.look, self.written = block, look, written
        fit, size = block.fit or USUAL, look.size("table_text") / 2
        self.fit = replace(fit, size=min(fit.size, size), notes=min(fit.notes, look.size("note") / 2))
        self.rows = (*block.head, *block.body)
        self.tall = tall_rows(block, sum(block.widths))
        self.kept = list(_row_groups(block, self.tall))

    @property
    def tags(self) -> TableTags:
        """标签."""
        heads = tuple(tuple(cell.head for cell in row.cells) for row in self.rows)
        keeping = frozenset(rows.start for rows in self.kept)
        return TableTags(heads, keeping, has_notes=bool(self.block.notes))

    def source(self) -> str:
        """源文 — the table; its title stands elsewhere."""
        fit, heads = self.fit, len(self.block.head)
        rows = ["".join(row) for row in self.cells()]
        widths = "".join(f"{width:.2f}fr, " for width in self.block.widths)
        head = f"table.header({''.join(rows[:heads])}),\n" if heads else ""
        return (
            f"#in-table({{\nset text({letters(fit.size, fit.pitch)})\n"
            f"table(columns: ({widths}0pt), inset: (x: {_SIDE}pt, y: {fit.air / 2:.2f}pt),\n{head}"
            f"{''.join(rows[heads:])}{self.notes()})}})"
        )

    def cells(self) -> Iterator[list[str]]:
        """各行的格 — behind them, where it begins, the cell that keeps its rows together."""
        written = (
            (row, self.cell(column, cell, in_head=row < len(self.block.head)))
            for row, column, cell in placed(self.rows)
        )
        keeping = {rows.start: self.keeping(rows) for rows in self.kept}
        for number, cells in enumerate(by_row(len(self.rows), written)):
            yield [*cells, keeping.get(number, ""), "\n"]

    def keeping(self, rows: range) -> str:
        breakable = "true" if rows.start in self.tall else "false"
        return (
            f"table.cell(x: {len(self.block.widths)}, rowspan: {len(rows)}, breakable: {breakable}, "
            "inset: 0pt, stroke: none)[],"
        )

    def cell(self, column: int, cell: Cell, *, in_head: bool) -> str:
        written = self.written(self.breakable(column, cell)) if cell.content else f"#v({self.fit.pitch}pt)"
        content = f"#in-head[{written}]" if in_head else written
        left, right = _SIDE + cell.indent * self.fit.size, _SIDE + END_OF_NUMBER * self.fit.size
        options = (
            f"rowspan: {cell.rowspan}, " if cell.rowspan > 1 else "",
            f"colspan: {cell.colspan}, " if cell.colspan > 1 else "",
            f"align: {cell.align} + horizon, " if cell.align != "left" else "",
            f"inset: (left: {left:.2f}pt), " if cell.indent else "",
            f"inset: (right: {right:.2f}pt), " if cell.align == "right" else "",
        )
        said = "".join(options)
        return f"table.cell({said})[{content}]," if said else f"[{content}],"

    def breakable(self, column: int, cell: Cell) -> Line:
        """The text, with a place to break behind each letter of a word that is wider than its cell."""
        room = sum(self.block.widths[column : column + cell.colspan]) - 2 * _SIDE
        room -= END_OF_NUMBER * self.fit.size * (cell.align == "right")
        text = plain(cell.content)
        wide = [word for word in _WORD.findall(text) if ems(word) * self.fit.size > room]
        if not wide:
            return cell.content
        return tuple(replace(one, text=_with_breaks(one.text, wide)) for one in cell.content)

    def notes(self) -> str:
        if not self.block.notes:
            return ""
        size = letters(self.fit.notes, self.look.pitch("note") / 20)
        lines = "".join(
            f"#{called('note')}(par[#set text({size});{self.written(note)}])" for note in self.block.notes
        )
        across = f"colspan: {len(self.block.widths)}, inset: 0pt, align: left"
        return f"table.cell({across}, stroke: (top: .5pt, rest: none))[{lines}]"


def _with_breaks(text: str, words: Sequence[str]) -> str:
    for word in words:
        text = text.replace(word, MAY_BREAK.join(word))
    return text


def _row_groups(block: TableBlock, tall: Collection[int]) -> Iterator[range]:
    """Rows that stand together: the head; of the body the first two, the last two and short notes."""
    heads, count = len(block.head), len(block.head) + len(block.body)
    if heads:
        yield range(heads)
    joined = _joined_rows(block, tall)
    starts = [row for row in range(heads, count + bool(block.notes)) if row - 1 not in joined]
    yield from (range(start, end) for start, end in pairwise([*starts, count + bool(block.notes)]))


def _joined_rows(block: TableBlock, tall: Collection[int]) -> set[int]:
    """Rows that stand with the row behind them; a row that fills half a page may be cut."""
    heads, last = len(block.head), len(block.head) + len(block.body) - 1
    joined = {row for row in (heads, last - 1) if heads <= row < last}
    if 0 < sum(map(len, map(plain, block.notes))) < _LONG_NOTES:
        joined.add(last)
    return {row for row in joined if row not in tall and row + 1 not in tall}
