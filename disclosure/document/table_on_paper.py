"""表格网格 — where each cell of a table stands; how it is set on paper: letters, columns, rows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, product
from math import ceil, inf
from typing import NamedTuple
from unicodedata import east_asian_width

from disclosure.document.tree import Cell, Fit, Kept, Row, TableBlock, plain


class Step(NamedTuple):
    """一档 — letters in points, line pitch in letters, points of air in a row besides its lines."""

    size: float
    leading: float
    air: float


# 五号, 小五, 8 磅, each with less air where that saves a page: nothing smaller is printed.
STEPS = (
    Step(10.5, 1.35, 4.5),
    Step(10.5, 1.25, 2.0),
    Step(9.0, 1.35, 4.5),
    Step(9.0, 1.2, 1.6),
    Step(8.0, 1.3, 3.0),
    Step(8.0, 1.2, 1.5),
    Step(8.0, 1.15, 0.8),
)
SIZES = tuple(dict.fromkeys(step.size for step in STEPS))
_STEPS_OF = {size: [step for step in STEPS if step.size == size] for size in SIZES}
SMALLEST = SIZES[-1]
USUAL = Fit(STEPS[0].size, STEPS[0].size * STEPS[0].leading, STEPS[0].air, STEPS[0].size)
END_OF_NUMBER = 0.25  # letters between a number and the rule at its right, besides what every cell has
_HALF = 0.5  # of a letter: what a broken line leaves of its room
_HALVINGS = 20
_SAFETY, _EASE = 1.04, 1.1  # a stand-in for an official font may be a little wider, or a good deal
_SIDES = 5.7  # 1 mm at each side of a cell
_NAME_AT_LEAST = 4.0  # a column of names may wrap, but not below four characters
_EMPTY_AT_LEAST = 2.0  # the head of a column in which nothing stands may wrap further
_NAME_LINES = 4  # nor to more lines than this
_PROSE_AT_LEAST = 12.0  # what is longer than a name may wrap to as many lines as it takes
_WORD = re.compile(r"[0-9A-Za-z.,%+-]+")
_DIGIT = 0.56  # of the widest fonts that a table may be set in
_BOLD_DIGIT = 0.6  # likewise, of totals
_NARROW = {",": 0.5, ".": 0.5, "-": 0.68, "%": 1.68}  # in digits
_TITLE, _TITLE_PITCH = 14.0, 24.0  # the title above a table: letters, line pitch
_CORNER, _CORNER_PITCH = 10.5, 16.0  # the corner line below it
_TEXTS = 20_000  # measured once: many cells say the same, each output sets the same tables
_TABLES = 64  # set once: a file that was written is read back against the same tables
_PAGE_FILLED = 0.985  # of a page: rows are worked out, not measured
_LONG, _TALL = 150, 300.0  # characters that a high row has at least; half a page in points
_GAP = 3.0  # space between these lines, the table and its notes
_NOTE = 1.53  # line pitch of notes, in letters
_APART = 4.0  # letters at least between the texts of the corner line


@dataclass(frozen=True, slots=True)
class Paper:
    """纸面 — width and height of the room for text of a page in points, upright and across."""

    upright: tuple[float, float]
    across: tuple[float, float]

    def room(self, table: TableBlock) -> tuple[float, float]:
        """版心 — of the page that a table stands on."""
        return self.across if table.landscape else self.upright


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


def by_row(count: int, cells: Iterable[tuple[int, Kept]]) -> list[list[Kept]]:
    """分行 — what each of so many rows has, out of what comes in order with the number of its row."""
    rows: list[list[Kept]] = [[] for _ in range(count)]
    for row, cell in cells:
        rows[row].append(cell)
    return rows


def rows_of(count: int, cells: Iterable[tuple[int, Cell]]) -> tuple[Row, ...]:
    """成行 — so many rows out of their cells."""
    return tuple(map(Row, map(tuple, by_row(count, cells))))


# 字号、列宽、行高


@lru_cache(_TEXTS)
def ems(text: str, digit: float = _DIGIT) -> float:
    """字宽 — the width of a text in units of its size: Chinese characters 1, others that of a digit."""
    return sum(1.0 if east_asian_width(one) in "WFA" else _NARROW.get(one, 1.0) * digit for one in text)


def fitted(table: TableBlock, paper: Paper, above: float, size: float) -> tuple[TableBlock, int]:
    """定列宽 — the table in letters of a size, with as much air as takes the fewest pages; widths in points.

    `above` is what headings on its first page take; says also how many pages it takes.
    """
    width, height = paper.room(table)
    cells = _measured_cells(table)
    best, fewest = table, inf
    for step in _STEPS_OF[size]:
        sets = [_set(table, cells, likes, step, width) for likes in cells.likes]
        as_set, heights = min(
            ((each, _row_heights(each, cells, width)) for each in sets), key=lambda pair: sum(pair[1])
        )
        pages, left = _pages(as_set, heights, _room_for_rows(as_set, heights, width, height), above, width)
        if pages == 1:
            return _aired(as_set, left), 1
        if pages < fewest:
            best, fewest = as_set, pages
    return best, int(fewest)


def _aired(table: TableBlock, left: float) -> TableBlock:
    """Half of the room that is left on its only page goes between the lines."""
    if table.fit is None:
        return table
    more = left / 2 / (len(table.head) + len(table.body))
    air = max(min(table.fit.air + more, STEPS[0].air), table.fit.air)
    return replace(table, fit=replace(table.fit, air=round(air, 1)))


def row_heights(table: TableBlock, width: float) -> list[float]:
    """行高 — of head and body, in points, as the table is set: rows as high as their fullest cell."""
    return _row_heights(table, _measured_cells(table), width)


def rows_on_paper(table: TableBlock, paper: Paper) -> tuple[list[float], float]:
    """各行在纸上 — how high the rows of the body are, and what a page has left for them."""
    width, height = paper.room(table)
    heights = row_heights(table, width)
    return heights[len(table.head) :], _room_for_rows(table, heights, width, height)


def _room_for_rows(table: TableBlock, heights: Sequence[float], width: float, height: float) -> float:
    return max(height * _PAGE_FILLED - sum(heights[: len(table.head)]), 1.0) - _height_above(table, width)


def fits(table: TableBlock, columns: Iterable[int], size: float, paper: Paper) -> bool:
    """放得下 — whether no number breaks where some columns stand side by side, in letters of a size."""
    least = _least(_measured_cells(table).needs, size)
    return sum(map(least.__getitem__, columns)) <= paper.room(table)[0]


def tall_rows(table: TableBlock, width: float) -> frozenset[int]:
    """高行 — rows of head and body that fill half a page: kept whole they push their head off the page."""
    rows = (*table.head, *table.body)
    if max((len(plain(cell.content)) for row in rows for cell in row.cells), default=0) < _LONG:
        return frozenset()
    heights = enumerate(row_heights(table, width))
    return frozenset(number for number, height in heights if height > _TALL)


Shape = tuple[int, int, int, tuple[float, ...], float]  # column, columns, rows, lines in letters, beside them


class _Cells:
    """What a table's cells need, worked out once: the widths of their lines in letters.

    `needs` are the widths below which a column looks broken, `likes` several ways to have more: numbers whole
    in a wider stand-in for a font too; no name wrapping either; this with empty columns as narrow as can be.
    `shapes` says in which rows cells of a shape begin, those of one row first.
    """

    def __init__(self, head: Sequence[Row], body: Sequence[Row], columns: int) -> None:
        self.needs = [0.0] * columns
        eased, wholes = list(self.needs), list(self.needs)
        filled = {column for _, column, cell in placed(body) if cell.content and cell.colspan == 1}
        shapes = defaultdict[Shape, list[int]](list)
        for row, column, cell in placed((*head, *body)):
            text, beside = _measured_text(cell), _left_beside(cell)
            shapes[column, cell.colspan, cell.rowspan, text.lines, beside].append(row)
            if cell.colspan > 1:
                continue
            name = text.name if column in filled else min(text.name, _EMPTY_AT_LEAST)
            self.needs[column] = max(self.needs[column], name + beside, text.number + beside)
            eased[column] = max(eased[column], text.name + beside, text.number * _EASE + beside)
            if row >= len(head):  # a head may wrap
                wholes[column] = max(wholes[column], text.longest + beside)
        wholes = list(map(max, wholes, eased))
        spare = [whole if at in filled else self.needs[at] for at, whole in enumerate(wholes)]
        self.likes = (eased, wholes, spare)
        self.shapes = sorted(shapes.items(), key=lambda shape: shape[0][2])


_cells = lru_cache(_TABLES)(_Cells)


def _measured_cells(table: TableBlock) -> _Cells:
    return _cells(table.head, table.body, len(table.widths))


def _left_beside(cell: Cell) -> float:
    """What a cell leaves empty beside its text, in letters."""
    return END_OF_NUMBER if cell.align == "right" else float(cell.indent)


class _Measured(NamedTuple):
    """A text in letters: its lines, the least that it may wrap to, its widest number, code or word."""

    lines: tuple[float, ...]
    longest: float
    name: float
    number: float


def _measured_text(cell: Cell) -> _Measured:
    return _measured(
        plain(cell.content), _BOLD_DIGIT if any(text.strong for text in cell.content) else _DIGIT
    )


@lru_cache(_TEXTS)
def _measured(text: str, digit: float) -> _Measured:
    lines = tuple(ems(line, digit) for line in text.split("\n"))
    widest = max((_least_word(word, digit) for word in _WORD.findall(text)), default=0.0)
    return _Measured(lines, max(lines), _least_name(text, digit), widest)


def _least_word(word: str, digit: float) -> float:
    """Numbers and codes stay whole; a long word, an address may break."""
    whole = ems(word, digit)
    return whole if word.upper() == word.lower() else min(whole, _PROSE_AT_LEAST)


def _least_name(text: str, digit: float) -> float:
    """The width below which a name looks broken: a quarter of it; running text is no name."""
    whole = ems(text, digit)
    return min(whole, max(_NAME_AT_LEAST, whole / _NAME_LINES), _PROSE_AT_LEAST)


def _set(table: TableBlock, cells: _Cells, likes: Sequence[float], step: Step, width: float) -> TableBlock:
    wanted, least = _shares(table, width), _least(cells.needs, step.size)
    if sum(least) <= width:  # else numbers wrap
        wanted = _widened(wanted, least, _least(likes, step.size), width)
    fit = Fit(step.size, round(step.size * step.leading, 2), step.air, notes=step.size)
    return replace(table, widths=tuple(wanted), fit=None if step is STEPS[0] else fit)


def _shares(table: TableBlock, width: float) -> list[float]:
    """The declared widths of the columns as parts of a width."""
    return [share * width / sum(table.widths) for share in table.widths]


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
    usual = fit.pitch + fit.air  # one line of letters is what every row has room for
    heights = [usual] * (len(table.head) + len(table.body))
    for (column, across, down, lines, beside), rows in cells.shapes:
        wide = edges[min(column + across, len(edges) - 1)] - edges[column] - _SIDES
        room = max(wide / fit.size - beside, 1.0)
        height = sum(_wrapped(line, room) for line in lines) * fit.pitch + fit.air
        if height <= usual:
            continue
        for row in rows:
            last = row + down - 1
            heights[last] += max(height - sum(heights[row : last + 1]), 0.0)
    return heights


def _wrapped(width: float, room: float) -> int:
    """A broken line seldom fills its room to the last half character."""
    return 1 if width <= room else ceil(width / max(room - _HALF, 1.0))


def _pages(
    table: TableBlock, heights: Sequence[float], room: float, above: float, width: float
) -> tuple[int, float]:
    """How many pages it takes, what is left of the last: title and head on each, notes on the last."""
    pages, left = 1, room - above
    for row in (*heights[len(table.head) :], notes_height(table, width)):
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


def notes_height(table: TableBlock, width: float) -> float:
    """表注高 — of all notes, in points."""
    size = (table.fit or USUAL).notes
    return sum(_GAP + _wrapped(ems(plain(note)), width / size) * size * _NOTE for note in table.notes)
