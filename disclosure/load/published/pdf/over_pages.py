"""跨页的表 — parts of a table on pages that follow one another, its head once."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile

from disclosure.errors import Source
from disclosure.load.published.blocks import Place, PublishedTable
from disclosure.load.published.matrix import Matrix, Spanned, spread
from disclosure.load.published.pdf.tables import Filled, Item, PageLine, PageTable

_SAME = 4.0  # points by which a column may stand elsewhere on the next page

_AGAIN = "续"

Row = Sequence[Filled]


@dataclass(slots=True)
class Joined:
    """接上的表 — its columns, counted from the left side, and each row with the part it stands in."""

    columns: Sequence[float]
    rows: list[tuple[PageTable, int, Row]]
    above: Sequence[PageLine]  # what stands before it on its first page

    @classmethod
    def of(cls, part: PageTable, above: Sequence[PageLine]) -> Joined:
        """一部分 — the first."""
        return cls(_widths(part), list(_rows(part)), above)

    def goes_on(self, part: PageTable, between: Sequence[PageLine]) -> bool:
        """接着 — a part on the next page, of the same columns or some of them, below nothing but the title again."""
        said = {line.line.text for line in self.above}
        return self._has_columns(part) and all(
            line.sheet is part.sheet and (line.line.text in said or _AGAIN in line.line.text)
            for line in between
        )

    def _has_columns(self, part: PageTable) -> bool:
        last, widths = self.rows[-1][0], _widths(part)
        few, many = sorted((self.columns, widths), key=len)
        return (
            part.sheet.number == last.sheet.number + 1
            and abs(few[-1] - many[-1]) <= _SAME
            and all(min(abs(at - other) for other in many) <= _SAME for at in few)
        )

    def add(self, part: PageTable) -> None:
        """接上 — without the rows of the head that are printed once more."""
        self.columns = max(self.columns, _widths(part), key=len)
        rows = list(_rows(part))
        again = zip(self.rows, rows, strict=False)
        head = next((number for number, pair in enumerate(again) if not self._is_same(*pair)), len(rows))
        self.rows += rows[head:]

    def _is_same(self, first: tuple[PageTable, int, Row], then: tuple[PageTable, int, Row]) -> bool:
        said = [
            [(*_reach(self._map(part), cell), cell.text) for cell in row] for part, _, row in (first, then)
        ]
        return said[0] == said[1] and any(text for *_, text in said[0])

    def _map(self, part: PageTable) -> list[int]:
        """Which column of the whole table begins where one of the part does."""
        every = range(len(self.columns))
        return [min(every, key=lambda column: abs(self.columns[column] - at)) for at in _widths(part)]

    def table(self, shown: str) -> PublishedTable:
        """一张表 — with the place of each cell."""
        maps = {part: self._map(part) for part in dict.fromkeys(part for part, _, _ in self.rows)}
        reached = [[(cell, *_reach(maps[part], cell)) for cell in row] for part, _, row in self.rows]
        spanned = [
            [Spanned(cell.text, cell.area.rowspan, end - at) for cell, at, end in row] for row in reached
        ]
        place = partial(self._source, shown)
        places = {
            (down, across): self._place(shown, number, start, cell)
            for number, row in enumerate(reached)
            for cell, start, end in row
            for down in range(number, number + cell.area.rowspan)
            for across in range(start, end)
        }
        return PublishedTable(Matrix("", spread(spanned, place), place), places)

    def _place(self, shown: str, row: int, column: int, cell: Filled) -> Place:
        sheet = self.rows[row][0].sheet
        return Place(self._source(shown, row, column), sheet.number, sheet.on_paper(cell.area.box))

    def _source(self, shown: str, row: int, column: int) -> Source:
        part, number, _ = self.rows[row]
        where = f"第{part.sheet.number}页第{part.number}个表格第{number + 1}行第{column + 1}列"
        return Source(shown, cell=where)


def _reach(columns: Sequence[int], cell: Filled) -> tuple[int, int]:
    """The columns of the whole table between which a cell stands."""
    return columns[cell.area.column], columns[cell.area.column + cell.area.colspan]


def _widths(part: PageTable) -> list[float]:
    return [at - part.columns[0] for at in part.columns]


def _rows(part: PageTable) -> Iterator[tuple[PageTable, int, Row]]:
    rows: list[list[Filled]] = [[] for _ in range(part.rows)]
    for cell in part.cells:
        rows[cell.area.row].append(cell)
    yield from ((part, number, row) for number, row in enumerate(rows))


Flow = list[PageLine | Joined]


def joined(items: Iterable[Item], running: Container[Item]) -> tuple[Flow, list[tuple[int, PageLine]]]:
    """接上 — lines and whole tables in order; and what is no text of the document, behind how many of them."""
    flow: Flow = []
    aside: list[tuple[int, PageLine]] = []
    for item in items:
        if isinstance(item, PageLine):
            aside += [(len(flow), item)] * (item in running)
            flow += [item] * (item not in running)
            continue
        between = list(takewhile(lambda each: isinstance(each, PageLine), reversed(flow)))[::-1]
        last = flow[-1 - len(between)] if len(between) < len(flow) else None
        if isinstance(last, Joined) and last.goes_on(item, between):
            last.add(item)
            del flow[len(flow) - len(between) :]
            aside += [(len(flow), line) for line in between]
        else:
            flow.append(Joined.of(item, [line for line in between if line.sheet is item.sheet]))
    return flow, aside
