"""跨页的表 — parts of a table on pages that follow one another, its head once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby, product, repeat, starmap, takewhile
from operator import attrgetter, itemgetter
from typing import TypeGuard, cast

from disclosure.errors import Source
from disclosure.loading.published.blocks import Place, PublishedTable
from disclosure.loading.published.matrix import Matrix, spread
from disclosure.loading.published.pdf.tables import Filled, Item, PageLine, PageTable, is_line
from disclosure.model.attachment_content import AttachedCell

_SAME = 4.0  # points by which a column may stand elsewhere on the next page

_AGAIN = "续"

Row = Sequence[Filled]
PartRow = tuple[PageTable, int, Row]  # a part, the number of a row in it, its cells
Reached = tuple[Filled, int, int]


@dataclass(slots=True)
class Joined:
    """接上的表 — its columns, counted from the left side, and each row with the part it stands in."""

    columns: Sequence[float]
    rows: list[PartRow]
    above: Sequence[PageLine]  # what stands before it on its first page

    @classmethod
    def of(cls, part: PageTable, above: Sequence[PageLine]) -> Joined:
        """一部分 — the first."""
        return cls(_from_left(part), _part_rows(part), [line for line in above if line.sheet is part.sheet])

    def goes_on(self, part: PageTable, between: Sequence[PageLine]) -> bool:
        """接着 — a part on the next page, of the same columns or some, below nothing but the title again."""
        is_next = part.sheet.number == self.rows[-1][0].sheet.number + 1
        return is_next and self._has_columns(part) and all(map(partial(self._is_again, part), between))

    def _is_again(self, part: PageTable, line: PageLine) -> bool:
        said = _AGAIN in line.line.text or line.line.text in (each.line.text for each in self.above)
        return said and line.sheet is part.sheet

    def _has_columns(self, part: PageTable) -> bool:
        few, many = sorted((self.columns, _from_left(part)), key=len)
        return abs(few[-1] - many[-1]) <= _SAME and max(map(partial(_off, many), few)) <= _SAME

    def add(self, part: PageTable) -> None:
        """接上 — without the rows of the head that are printed once more."""
        self.columns = max(self.columns, _from_left(part), key=len)
        rows = _part_rows(part)
        again = takewhile(self._is_same, zip(self.rows, rows, strict=False))
        self.rows += rows[len(list(again)) :]

    def _is_same(self, pair: tuple[PartRow, PartRow]) -> bool:
        first, then = (_reached(self._map(part), row) for part, _, row in pair)
        return list(map(_as_seen, first)) == list(map(_as_seen, then)) and any(
            cell.text for cell, _, _ in then
        )

    def _map(self, part: PageTable) -> list[int]:
        """Which column of the whole table each of the part's is."""
        every = range(len(self.columns))
        return [min(every, key=lambda column: abs(self.columns[column] - at)) for at in _from_left(part)]

    def table(self, shown: str) -> PublishedTable:
        """一张表 — with the place of each cell."""
        maps = {part: self._map(part) for part in dict.fromkeys(map(itemgetter(0), self.rows))}
        reached = [_reached(maps[part], row) for part, _, row in self.rows]
        source = partial(self._source, shown)
        spanned = [list(starmap(_spanned, row)) for row in reached]
        found = (self._places(source, number, *cell) for number, row in enumerate(reached) for cell in row)
        return PublishedTable(Matrix("", spread(spanned, source), source), dict(chain.from_iterable(found)))

    def _places(
        self, source: Callable[[int, int], Source], row: int, cell: Filled, start: int, end: int
    ) -> Iterable[tuple[tuple[int, int], Place]]:
        sheet = self.rows[row][0].sheet
        place = Place(source(row, start), sheet.number, sheet.on_paper(cell.area.box))
        return zip(
            product(range(row, row + cell.area.rowspan), range(start, end)), repeat(place), strict=False
        )

    def _source(self, shown: str, row: int, column: int) -> Source:
        part, number, _ = self.rows[row]
        where = f"第{part.sheet.number}页第{part.number}个表格第{number + 1}行第{column + 1}列"
        return Source(shown, cell=where)


def _reached(at: Sequence[int], row: Row) -> list[Reached]:
    """Cells with the columns from which and up to which they reach."""
    return [(cell, at[cell.area.column], at[cell.area.column + cell.area.colspan]) for cell in row]


def _spanned(cell: Filled, start: int, end: int) -> AttachedCell:
    return AttachedCell(cell.text, cell.area.rowspan, end - start)


def _as_seen(reached: Reached) -> tuple[str, int, int, int]:
    cell, start, end = reached
    return cell.text, cell.area.rowspan, start, end


def _off(columns: Iterable[float], at: float) -> float:
    return min(abs(column - at) for column in columns)


def _from_left(part: PageTable) -> list[float]:
    return [at - part.columns[0] for at in part.columns]


def _part_rows(part: PageTable) -> list[PartRow]:
    """Cells come in the order of their rows; a row that only cells from above cover has none of its own."""
    by_row = {row: list(found) for row, found in groupby(part.cells, key=attrgetter("area.row"))}
    return [(part, row, by_row.get(row, [])) for row in range(part.rows)]


Flow = list[PageLine | Joined]
Aside = dict[int, list[PageLine]]


def joined(items: Iterable[Item], running: Container[Item]) -> tuple[Flow, Aside]:
    """接上 — lines and whole tables in order; what is no text of the document, behind how many."""
    flow: Flow = []
    aside: Aside = defaultdict(list)
    for item in items:
        if isinstance(item, PageLine):
            (aside[len(flow)] if item in running else flow).append(item)
            continue
        between = cast("list[PageLine]", list(takewhile(is_line, reversed(flow)))[::-1])
        table = next(filter(_is_joined, flow[: len(flow) - len(between)][-1:]), None)
        if table and table.goes_on(item, between):
            table.add(item)
            del flow[len(flow) - len(between) :]
            aside[len(flow)] += between
        else:
            flow.append(Joined.of(item, between))
    return flow, aside


def _is_joined(item: object) -> TypeGuard[Joined]:
    return isinstance(item, Joined)
