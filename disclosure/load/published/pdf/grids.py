"""表格线 — rules that cross make a grid, and where a rule is missing between its places cells reach over them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter

from disclosure.load.published.blocks import Box
from disclosure.load.published.pdf.painted import Page, Rule

_SAME = 2.5  # points between rules that are one: doubled, or drawn by both cells
_MEET = 3.0  # points by which rules that should cross may miss each other
_NARROWEST, _LOWEST = 5.0, 4.0  # points: no column, no row is smaller
_OPEN = 9.0  # points that rules reach beyond the outermost that cross them, where a side is open
_MOST_CROSSINGS, _MOST_CELLS, _MOST_GRIDS = 20_000, 20_000, 100  # of a page


class CrowdedError(Exception):
    """线太多 — more rules than tables of a page have."""


@dataclass(frozen=True, slots=True)
class Area:
    """格 — a cell: the first of its rows and columns, how far it reaches, its box upright."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """网格 — the places of its columns from left to right and rows from top to bottom, and its cells."""

    columns: Sequence[float]
    rows: Sequence[float]
    areas: Sequence[Area]

    @property
    def box(self) -> Box:
        """范围."""
        return (self.columns[0], self.rows[-1], self.columns[-1], self.rows[0])


def merged(rules: Iterable[Rule]) -> list[Rule]:
    """并线 — rules on one line that touch are one; raises nothing, whatever their order."""
    return [rule for line in _on_one_line(sorted(rules)) for rule in _joined(line)]


def _on_one_line(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    line: list[Rule] = []
    for rule in rules:
        if line and rule.at - line[0].at > _SAME:
            yield line
            line = []
        line.append(rule)
    yield line


def _joined(line: Sequence[Rule]) -> Iterator[Rule]:
    at, reach = sum(rule.at for rule in line) / max(len(line), 1), float("-inf")
    start = reach
    for rule in sorted(line, key=attrgetter("start")):
        if rule.start > reach + _SAME and start < reach:
            yield Rule(at, start, reach)
        start = rule.start if rule.start > reach + _SAME else start
        reach = max(reach, rule.end)
    yield from [Rule(at, start, reach)] if line else []


def grids(page: Page) -> tuple[list[Grid], list[Rule]]:
    """各网格 — of a page, those of at least two columns and two cells; and rules across that no other crosses."""
    across, down = merged(page.across), merged(page.down)
    if len(across) * len(down) > _MOST_CROSSINGS:
        raise CrowdedError
    lots = list(_lots(across, down))
    found = [made for made in (grid(*lot) for lot in lots if all(lot)) if _is_table(made)]
    if len(found) > _MOST_GRIDS:
        raise CrowdedError
    return found, [rule for flat, upright in lots if not upright for rule in flat]


def _is_table(made: Grid) -> bool:
    return len(made.columns) > 2 and len(made.areas) > 1  # noqa: PLR2004 - two columns


def _lots(across: Sequence[Rule], down: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Rules that hang together, each lot by itself: those across, those down."""
    lots = list(range(len(across) + len(down)))

    def lot(index: int) -> int:
        while lots[index] != index:
            lots[index] = lots[lots[index]]
            index = lots[index]
        return index

    heights = [rule.at for rule in across]
    for number, rule in enumerate(down, len(across)):
        reached = range(bisect_left(heights, rule.start - _MEET), bisect_right(heights, rule.end + _MEET))
        for met in (index for index in reached if _reaches(across[index], rule.at)):
            lots[lot(met)] = lot(number)
    for _, members in groupby(sorted(range(len(lots)), key=lot), key=lot):
        numbers = list(members)
        flat = [across[number] for number in numbers if number < len(across)]
        yield flat, [down[number - len(across)] for number in numbers if number >= len(across)]


def _reaches(rule: Rule, at: float) -> bool:
    return rule.start - _MEET <= at <= rule.end + _MEET


def grid(across: Sequence[Rule], down: Sequence[Rule]) -> Grid:
    """网格 — of rules that cross; where rules reach beyond the outermost, an open side is closed."""
    columns, rows = _places(down, across, _NARROWEST), _places(across, down, _LOWEST)
    if len(columns) * len(rows) > _MOST_CELLS:
        raise CrowdedError
    heights, last = rows[::-1], len(rows) - 2  # rules count rows from the lowest, cells from the highest
    walled = {(last - row, column - 1) for column, row in _passed(down, columns, rows)}
    floored = {(last - row, column) for row, column in _passed(across, rows, columns)}
    return Grid(columns, heights, tuple(_areas(columns, heights, walled, floored)))


def _places(rules: Sequence[Rule], crossing: Sequence[Rule], least: float) -> list[float]:
    """Where rules stand, and the ends of those that cross them where no rule closes that side."""
    ats = sorted(rule.at for rule in rules)
    ends = (min(rule.start for rule in crossing), max(rule.end for rule in crossing))
    opened = (end for end in ends if not ats[0] - _OPEN < end < ats[-1] + _OPEN)
    places: list[float] = []
    for at in sorted([*ats, *opened]):
        if not places or at - places[-1] > least:
            places.append(at)
    return places


def _passed(
    rules: Iterable[Rule], places: Sequence[float], along: Sequence[float]
) -> Iterator[tuple[int, int]]:
    """The place of each rule, and each of the spaces between `along` that it runs past."""
    middles = [(start + end) / 2 for start, end in pairwise(along)]
    for rule in rules:
        place = bisect_right(places, rule.at) - 1
        reached = range(bisect_left(middles, rule.start), bisect_right(middles, rule.end))
        yield from ((place, each) for each in reached)


def _areas(
    columns: Sequence[float],
    rows: Sequence[float],
    walled: set[tuple[int, int]],
    floored: set[tuple[int, int]],
) -> Iterator[Area]:
    """Rectangles, each as wide and then as deep as no rule ends it; `floored` holds what stands above a rule."""
    width, height = len(columns) - 1, len(rows) - 1
    taken: set[tuple[int, int]] = set()
    for row in range(height):
        for column in range(width):
            if (row, column) not in taken:
                right = _right(row, column, width, walled, taken)
                bottom = _bottom(row, range(column, right), height, walled, floored)
                taken.update((each, across) for each in range(row, bottom) for across in range(column, right))
                box = (columns[column], rows[bottom], columns[right], rows[row])
                yield Area(row, column, bottom - row, right - column, box)


def _right(
    row: int, column: int, width: int, walled: set[tuple[int, int]], taken: set[tuple[int, int]]
) -> int:
    end = column + 1
    while end < width and (row, end - 1) not in walled and (row, end) not in taken:
        end += 1
    return end


def _bottom(
    row: int, across: range, height: int, walled: set[tuple[int, int]], floored: set[tuple[int, int]]
) -> int:
    end, inner = row + 1, across[:-1]
    while (
        end < height
        and floored.isdisjoint((end - 1, column) for column in across)
        and walled.isdisjoint((end, column) for column in inner)
    ):
        end += 1
    return end
