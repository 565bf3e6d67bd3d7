"""一页的表 — what stands in the cells of each grid of a page, and what stands outside of all."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import compress
from operator import attrgetter, is_
from typing import TypeGuard

from disclosure.loading.published.blocks import Box
from disclosure.loading.published.pdf.grids import Area, Grid, grids
from disclosure.loading.published.pdf.open_grids import open_grids
from disclosure.loading.published.pdf.painted import Glyph, Page, Sheet
from disclosure.loading.published.pdf.text_lines import Line, lines

_SAYING, _FEWEST = 0.1, 3  # of a table's cells that say something at least: the share, the number


@dataclass(frozen=True, slots=True)
class Filled:
    """填好的格 — a cell and what stands in it, a line each."""

    area: Area
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class PageTable:
    """一页的表 — the part of a table that stands on a page, in the order of rows and columns."""

    sheet: Sheet
    number: int  # of the tables of its page
    columns: Sequence[float]
    cells: Sequence[Filled]
    box: Box

    @property
    def rows(self) -> int:
        """行数."""
        return max(cell.area.row + cell.area.rowspan for cell in self.cells)


@dataclass(frozen=True, slots=True, eq=False)
class PageLine:
    """一页的行 — a line outside of tables, its number among these."""

    sheet: Sheet
    number: int
    line: Line


Item = PageTable | PageLine


def is_line(item: object) -> TypeGuard[PageLine]:
    """是否一行 — outside of tables."""
    return isinstance(item, PageLine)


def items(page: Page) -> list[Item]:
    """各项 — lines and tables of a page from top to bottom."""
    ruled, loose = grids(page)
    made = sorted([*ruled, *open_grids(loose, page.glyphs)], key=_extent)  # one in a cell has its own text
    found = list(filter(partial(_says_enough, page.glyphs), made))
    homes = [next(filter(partial(_holds, glyph), found), None) for glyph in page.glyphs]
    inside = {id(grid): list(compress(page.glyphs, map(partial(is_, grid), homes))) for grid in found}
    filled = [(grid, inside[id(grid)]) for grid in sorted(found, key=lambda grid: -grid.box[3])]
    tables = [_filled_table(page.sheet, number, *each) for number, each in enumerate(filled, 1)]
    outside = compress(page.glyphs, map(partial(is_, None), homes))
    texts = [PageLine(page.sheet, number, line) for number, line in enumerate(lines(outside), 1)]
    return sorted([*tables, *texts], key=lambda item: -_top(item))


def _extent(grid: Grid) -> float:
    left, bottom, right, top = grid.box
    return (right - left) * (top - bottom)


def _holds(glyph: Glyph, grid: Grid) -> bool:
    left, bottom, right, top = grid.box
    return left <= glyph.centre <= right and bottom <= glyph.middle <= top


def _top(item: Item) -> float:
    return item.box[3] if isinstance(item, PageTable) else item.line.base


def _says_enough(glyphs: Iterable[Glyph], grid: Grid) -> bool:
    """Whether it is a table: the lines of a chart cross, too."""
    held = _held(grid, (glyph for glyph in glyphs if glyph.text != " " and _holds(glyph, grid)))
    says = sum(map(bool, held.values()))
    return says >= max(_SAYING * len(held), min(_FEWEST, len(held) / 2))


def _held(grid: Grid, glyphs: Iterable[Glyph]) -> dict[Area, list[Glyph]]:
    """What stands in each cell."""
    homes = {place: area for area in grid.areas for place in area.places}
    held: dict[Area, list[Glyph]] = {area: [] for area in grid.areas}
    lowest_first = [-at for at in grid.rows[:-1]]
    for glyph in glyphs:
        row = bisect_right(lowest_first, -glyph.middle) - 1
        held[homes[row, bisect_right(grid.columns[:-1], glyph.centre) - 1]].append(glyph)
    return held


def _filled_table(sheet: Sheet, number: int, grid: Grid, glyphs: Iterable[Glyph]) -> PageTable:
    held = _held(grid, glyphs).items()
    cells = [Filled(area, "\n".join(map(attrgetter("text"), lines(inside)))) for area, inside in held]
    return PageTable(sheet, number, grid.columns, cells, grid.box)
