"""表格网格 — where each cell of a table stands; a table too wide or long for paper in panels, set smaller."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise, product
from math import ceil, inf
from typing import NamedTuple
from unicodedata import east_asian_width

from disclosure.document.tree import (
    Block,
    Cell,
    Document,
    Fit,
    Heading,
    PageBreak,
    Row,
    TableBlock,
    Text,
    plain,
)


class Step(NamedTuple):
    """一档 — letters in points, line pitch in letters, points of air in a row besides its lines."""

    size: float
    leading: float
    air: float


# 五号, 小五, then 8 磅, each with less air before the letters shrink: what still reads well on paper.
STEPS = (
    Step(10.5, 1.35, 4.5),
    Step(10.5, 1.25, 2.0),
    Step(9.0, 1.35, 4.5),
    Step(9.0, 1.2, 1.5),
    Step(8.5, 1.2, 1.0),
    Step(8.0, 1.2, 1.0),
    Step(8.0, 1.15, 0.6),
)
USUAL = Fit(STEPS[0].size, STEPS[0].size * STEPS[0].leading, STEPS[0].air, STEPS[0].size)
SMALLEST = 6.0  # smaller than this is not printed, long numbers then wrap
_HALF = 0.5  # letters come in half points
_HALVINGS = 20
_SAFETY, _EASE = 1.04, 1.1  # a stand-in for an official font may be a little wider, or a good deal
_SIDES = 5.7  # 1 mm at each side of a cell
_NAME_AT_LEAST = 4.0  # a column of names may wrap, but not below four characters
_NAME_LINES = 4  # nor to more lines than this
_PROSE_AT_LEAST = 12.0  # what is longer than a name may wrap to as many lines as it takes
_WORD = re.compile(r"[0-9A-Za-z.,%+-]+")
_DIGIT = 0.56  # of the widest fonts that a table may be set in
_NARROW = {",": 0.5, ".": 0.5, "-": 0.68, "%": 1.68}  # in digits
_HEADING = {1: 66.0, 2: 37.0, 3: 37.0, 4: 37.0}  # what headings above a table take
_TITLE, _TITLE_PITCH = 14.0, 24.0  # the title above a table: letters, line pitch
_CORNER, _CORNER_PITCH = 10.5, 16.0  # the corner line below it
_TEXTS = 20_000  # measured once: many cells say the same, each output sets the same tables
_TABLES = 64  # set once: a file that was written is read back against the same tables
_FILLED = 0.985  # of a page: rows are worked out, not measured
_LONG, _TALL = 150, 300.0  # characters that a high row has at least; half a page in points
_GAP = 3.0  # space between these lines, the table and its notes
_NOTE = 1.53  # line pitch of notes, in letters
_APART = 4.0  # letters at least between the texts of the corner line


@dataclass(frozen=True, slots=True)
class Paper:
    """纸面 — width and height of the room for text of a page in points, upright and across."""

    upright: tuple[float, float]
    across: tuple[float, float]


def placed(rows: Iterable[Row]) -> Iterator[tuple[int, int, Cell]]:
    """各格位置 — every cell with its row and first column; places covered by spans have no cell."""
    covered: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while (number, column) in covered:
                column += 1
            yield number, column, cell
            down, right = range(number, number + cell.rowspan), range(column, column + cell.colspan)
            covered.update(product(down, right))


# 分版


def paged(document: Document, paper: Paper) -> Document:
    """分版 — the document as paper shows it: wide tables in panels, each set to take the fewest pages."""
    return replace(document, blocks=tuple(_paged(document.blocks, paper)))


def _paged(blocks: Iterable[Block], paper: Paper) -> Iterator[Block]:
    above = 0.0  # what the headings on the page of a table take
    for block in blocks:
        if isinstance(block, TableBlock):
            yield from _on_pages(block, paper, above)
        else:
            yield block
        above = above + _HEADING[block.level] if isinstance(block, Heading) else 0.0


def _on_pages(table: TableBlock, paper: Paper, above: float) -> Iterator[Block]:
    first, *others = panels(table)
    yield fitted(first, paper, above)
    for panel in others:
        yield PageBreak(f"{panel.id}-break")
        yield fitted(panel, paper)


@lru_cache(_TABLES)
def panels(table: TableBlock) -> tuple[TableBlock, ...]:
    """分版 — a few columns of a wide table at a time, its first columns on each panel, notes on the last."""
    chunks = panel_columns(table)
    return tuple(_panel(table, chunk, number, len(chunks)) for number, chunk in enumerate(chunks, 1)) or (
        table,
    )


def panel_columns(table: TableBlock) -> list[range]:
    """各段的栏 — besides the first columns, which each panel shows; none where the table is not parted."""
    columns = range(table.keys, len(table.widths))
    if not 0 < table.panel < len(columns):
        return []
    return [columns[start : start + table.panel] for start in range(0, len(columns), table.panel)]


def with_parted_head(table: TableBlock) -> TableBlock:
    """分开的表头 — a head cell that reaches from one panel into the next is a cell in each of them."""
    ends = [0, *(chunk.start for chunk in panel_columns(table)[1:]), len(table.widths)]
    rows: list[list[Cell]] = [[] for _ in table.head]
    for row, column, cell in placed(table.head):
        for start, end in pairwise(ends):
            span = min(end, column + cell.colspan) - max(start, column)
            rows[row] += [replace(cell, colspan=span)] if span > 0 else []
    return replace(table, head=tuple(Row(tuple(cells)) for cells in rows))


def _panel(table: TableBlock, chunk: range, number: int, last: int) -> TableBlock:
    kept = {*range(table.keys), *chunk}
    return replace(
        table,
        id=table.id if number == 1 else f"{table.id}-{number}",
        title=(*table.title, Text(f"（{number}/{last}）")),
        head=tuple(_cut(table.head, kept)),
        body=tuple(_cut(table.body, kept)),
        widths=tuple(table.widths[column] for column in sorted(kept)),
        notes=table.notes if number == last else (),
        listed=table.listed if number == 1 else (),
        panel=0,
    )


def _cut(rows: Sequence[Row], kept: set[int]) -> Iterator[Row]:
    """The rows with the kept columns only; a cell over several spans those of them that are left."""
    cells: list[list[Cell]] = [[] for _ in rows]
    for number, column, cell in placed(rows):
        span = len(kept.intersection(range(column, column + cell.colspan)))
        if span:
            cells[number].append(replace(cell, colspan=span, parts=()))
    yield from map(Row, map(tuple, cells))


# 字号、列宽、行高


@lru_cache(_TEXTS)
def ems(text: str, digit: float = _DIGIT) -> float:
    """字宽 — the width of a text in units of its size: Chinese characters 1, others that of a digit."""
    return sum(1.0 if east_asian_width(one) in "WFA" else _NARROW.get(one, 1.0) * digit for one in text)


@lru_cache(_TABLES)
def fitted(table: TableBlock, paper: Paper, above: float = 0.0) -> TableBlock:
    """定字号 — the table at the first of the steps at which it takes the fewest pages, widths in points too.

    Letters are still smaller where a number would break; `above` is what headings on its first page take.
    """
    width, height = paper.across if table.landscape else paper.upright
    cells = _cells(table.head, table.body, len(table.widths))
    best, fewest = table, inf
    for step, likes in product(STEPS, (cells.eased, cells.wholes)):
        as_set = _set(table, cells.needs, likes, step, width)
        pages, left = _pages(as_set, cells, width, height, above)
        if pages == 1:
            return _aired(as_set, left)
        if pages < fewest:
            best, fewest = as_set, pages
    return best


def _aired(table: TableBlock, left: float) -> TableBlock:
    """Half of the room that is left on its only page goes between the lines."""
    if table.fit is None:
        return table
    more = left / 2 / (len(table.head) + len(table.body))
    air = max(min(table.fit.air + more, STEPS[0].air), table.fit.air)
    return replace(table, fit=replace(table.fit, air=round(air, 1)))


def row_heights(table: TableBlock, width: float) -> list[float]:
    """行高 — of head and body, in points, as the table is set: rows as high as their fullest cell."""
    return _row_heights(table, _cells(table.head, table.body, len(table.widths)), width)


def tall_rows(table: TableBlock, width: float) -> frozenset[int]:
    """高行 — rows of head and body that fill half a page: kept whole they push their head off the page."""
    rows = (*table.head, *table.body)
    if max((len(plain(cell.content)) for row in rows for cell in row.cells), default=0) < _LONG:
        return frozenset()
    heights = enumerate(row_heights(table, width))
    return frozenset(number for number, height in heights if height > _TALL)


class _Cells:
    """What a table's cells need, worked out once: the widths of their lines in letters.

    `needs` are the widths below which a column looks broken, `eased` those at which numbers stay whole in a
    wider stand-in for a font too, `wholes` those at which no name wraps either.
    """

    def __init__(self, head: Sequence[Row], body: Sequence[Row], columns: int) -> None:
        self.places: list[tuple[int, int, Cell, list[float]]] = []
        self.needs = [0.0] * columns
        self.eased, self.wholes = list(self.needs), list(self.needs)
        for row, column, cell in placed((*head, *body)):
            text = _measured(plain(cell.content))
            self.places.append((row, column, cell, text.lines))
            if cell.colspan == 1:
                self._widen(column, text, in_head=row < len(head))

    def _widen(self, column: int, text: _Measured, *, in_head: bool) -> None:
        whole = [] if in_head else text.lines  # a head may wrap
        self.needs[column] = max(self.needs[column], text.name, text.number)
        self.eased[column] = max(self.eased[column], text.name, text.number * _EASE)
        self.wholes[column] = max(self.wholes[column], self.eased[column], *whole)


_cells = lru_cache(_TABLES)(_Cells)


class _Measured(NamedTuple):
    """A text in letters: its lines, the least that it may wrap to, its widest number, code or word."""

    lines: list[float]
    name: float
    number: float


@lru_cache(_TEXTS)
def _measured(text: str) -> _Measured:
    lines = [ems(line) for line in text.split("\n")]
    return _Measured(lines, _least_name(text), max(map(ems, _WORD.findall(text)), default=0.0))


def _least_name(text: str) -> float:
    """The width below which a name looks broken: a quarter of it; running text is no name."""
    whole = ems(text)
    return min(whole, max(_NAME_AT_LEAST, whole / _NAME_LINES), _PROSE_AT_LEAST)


def _set(
    table: TableBlock, needs: Sequence[float], likes: Sequence[float], step: Step, width: float
) -> TableBlock:
    wanted = _shares(table, width)
    sizes = (size for size in _sizes(step.size) if sum(_least(needs, size)) <= width)
    size = next(sizes, None)
    if size is None:  # nothing is small enough: numbers wrap
        size = SMALLEST
    else:
        wanted = _widened(wanted, _least(needs, size), _least(likes, size), width)
    fit = Fit(size, round(size * step.leading, 2), step.air, notes=step.size)
    usual = step is STEPS[0] and size == step.size
    return replace(table, widths=tuple(wanted), fit=None if usual else fit)


def _shares(table: TableBlock, width: float) -> list[float]:
    """The declared widths of the columns as parts of a width."""
    return [share * width / sum(table.widths) for share in table.widths]


def _sizes(largest: float) -> Iterator[float]:
    size = largest
    while size >= SMALLEST:
        yield size
        size -= _HALF


def _least(needs: Sequence[float], size: float) -> list[float]:
    return [need * size * _SAFETY + _SIDES for need in needs]


def _widened(
    wanted: Sequence[float], least: Sequence[float], liked: Sequence[float], total: float
) -> list[float]:
    """Widths as liked, the widest columns narrowed first where there is no room, never below `least`.

    What is left over goes to the columns that are declared wider.
    """
    if sum(liked) > total:
        liked = _capped(least, liked, total)
    spare = [max(want - like, 0.0) for want, like in zip(wanted, liked, strict=True)]
    rest, whole = total - sum(liked), sum(spare) or 1.0
    return [like + rest * part / whole for like, part in zip(liked, spare, strict=True)]


def _capped(least: Sequence[float], liked: Sequence[float], total: float) -> list[float]:
    """Only the longest names wrap: one limit for all columns, found by halving."""
    low, high, widths = 0.0, max(liked), list(least)
    for _ in range(_HALVINGS):
        limit = (low + high) / 2
        made = [max(need, min(like, limit)) for need, like in zip(least, liked, strict=True)]
        if sum(made) <= total:
            low, widths = limit, made
        else:
            high = limit
    return widths


def _row_heights(table: TableBlock, cells: _Cells, width: float) -> list[float]:
    fit = table.fit or USUAL
    edges = list(accumulate(_shares(table, width), initial=0.0))
    heights = [fit.pitch + fit.air] * (len(table.head) + len(table.body))
    for row, column, cell, lines in cells.places:
        room = max(
            (edges[min(column + cell.colspan, len(edges) - 1)] - edges[column] - _SIDES) / fit.size, 1.0
        )
        last = row + cell.rowspan - 1
        if last == row and len(lines) == 1 and lines[0] <= room:
            continue  # one line of letters is what every row has room for
        height = sum(_wrapped(line, room) for line in lines) * fit.pitch + fit.air
        heights[last] += max(height - sum(heights[row : last + 1]), 0.0)
    return heights


def _wrapped(width: float, room: float) -> int:
    """A broken line seldom fills its room to the last half character."""
    return 1 if width <= room else ceil(width / max(room - _HALF, 1.0))


def _pages(table: TableBlock, cells: _Cells, width: float, height: float, above: float) -> tuple[int, float]:
    """How many pages it takes, what is left of the last: title on the first, head on each, notes last."""
    heights = _row_heights(table, cells, width)
    head, body = sum(heights[: len(table.head)]), heights[len(table.head) :]
    room = max(height * _FILLED - head, 1.0)
    pages, left = 1, room - above - _height_above(table, width)
    for row in (*body, _notes(table, width)):
        if row > left:
            pages, left = pages + 1, room
        left -= row
    return pages, left


def _height_above(table: TableBlock, width: float) -> float:
    lines = _wrapped(ems(plain(table.title)), width / _TITLE)
    title = lines * _TITLE_PITCH + _GAP if table.title else 0.0
    return title + corner_lines(table, width / _CORNER) * _CORNER_PITCH + _GAP


def corner_lines(table: TableBlock, room: float) -> int:
    """表头说明行数 — owner, number, unit on one line where its `room` in letters is enough, else on two."""
    texts = table.owner + table.number + table.unit
    if not texts:
        return 0
    return 1 if ems(texts) + _APART <= room else 2


def _notes(table: TableBlock, width: float) -> float:
    size = (table.fit or USUAL).notes
    return sum(_GAP + _wrapped(ems(plain(note)), width / size) * size * _NOTE for note in table.notes)
