"""表格线 — rules that cross make a grid; where one is missing between its places a cell reaches over them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, chain, compress, pairwise, product, starmap, takewhile
from operator import attrgetter, itemgetter, not_
from statistics import fmean

from disclosure.loading.published.blocks import Box
from disclosure.loading.published.pdf.painted import Page, Rule
from disclosure.loading.published.pdf.runs import runs

_SAME = 2.5  # points between rules that are one: doubled, or drawn by both cells
_MEET = 3.0  # points by which rules that should cross may miss each other
_NARROWEST, _LOWEST = 5.0, 4.0  # points: no column, no row is smaller
_OPEN = 9.0  # points that rules reach beyond the outermost that cross them, where a side is open
_MOST_CROSSINGS, _MOST_IN_ALL = 10_000, 200_000  # that rules of a page, of a file may have


Place = tuple[int, int]  # row and column


@dataclass(frozen=True, slots=True)
class Area:
    """格 — a cell: the first of its rows and columns, how far it reaches, its box upright."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box

    @property
    def places(self) -> Iterable[Place]:
        """各处 — every place that it covers."""
        return product(
            range(self.row, self.row + self.rowspan), range(self.column, self.column + self.colspan)
        )


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
    """并线 — rules on one line that touch are one."""
    on_one_line = runs(sorted(rules), lambda line, rule: rule.at - line[0].at <= _SAME)
    return list(chain.from_iterable(map(_touching, on_one_line)))


def _touching(line: Sequence[Rule]) -> Iterator[Rule]:
    at, ordered = fmean(map(attrgetter("at"), line)), sorted(line, key=attrgetter("start"))
    reached = zip(ordered, accumulate(map(attrgetter("end"), ordered), max), strict=True)
    return (Rule(at, run[0][0].start, run[-1][1]) for run in runs(reached, _touches))


def _touches(run: Sequence[tuple[Rule, float]], then: tuple[Rule, float]) -> bool:
    return then[0].start <= run[-1][1] + _SAME


def _reach(rules: Sequence[Rule]) -> tuple[float, float]:
    return min(map(attrgetter("start"), rules)), max(map(attrgetter("end"), rules))


def are_crowded(pages: Iterable[Page]) -> list[bool]:
    """线太多 — of each page, whether it has more rules than tables have, or the pages up to it have."""
    crossings = [len(merged(page.across)) * len(merged(page.down)) for page in pages]
    return [
        own > _MOST_CROSSINGS or all_ > _MOST_IN_ALL
        for own, all_ in zip(crossings, accumulate(crossings), strict=True)
    ]


def grids(page: Page) -> tuple[list[Grid], list[Rule]]:
    """各网格 — those of at least two columns and two cells; and rules across that no other crosses."""
    lots = _lots(merged(page.across), merged(page.down))
    found = starmap(grid, filter(all, lots))
    return list(filter(_is_table, found)), [rule for flat, upright in lots if not upright for rule in flat]


def _is_table(made: Grid) -> bool:
    return len(made.columns) > 2 and len(made.areas) > 1  # noqa: PLR2004 - two columns


Lot = tuple[list[Rule], list[Rule]]


def _lots(across: Sequence[Rule], down: Sequence[Rule]) -> list[Lot]:
    """Rules that hang together, each lot by itself: those across, those down."""
    lots: list[Lot] = [([rule], []) for rule in across]
    for rule in down:
        met = [any(map(partial(_meets, rule), flat)) for flat, _ in lots]
        hung, lots = list(compress(lots, met)), list(compress(lots, map(not_, met)))
        lots.append(
            (
                list(chain.from_iterable(map(itemgetter(0), hung))),
                [rule, *chain.from_iterable(map(itemgetter(1), hung))],
            )
        )
    return lots


def _meets(down: Rule, across: Rule) -> bool:
    return _reaches(across, down.at) and _reaches(down, across.at)


def _reaches(rule: Rule, at: float) -> bool:
    return bool(rule.start - _MEET <= at <= rule.end + _MEET)


def grid(across: Sequence[Rule], down: Sequence[Rule]) -> Grid:
    """网格 — of rules that cross; where rules reach beyond the outermost, an open side is closed."""
    columns, rows = _sides_of(down, across, _NARROWEST), _sides_of(across, down, _LOWEST)
    heights, last = rows[::-1], len(rows) - 2  # rules count rows from the lowest, cells from the highest
    walled = {(last - row, column - 1) for column, row in _passed(down, columns, rows)}
    floored = {(last - row, column) for row, column in _passed(across, rows, columns)}
    return Grid(columns, heights, tuple(_areas(columns, heights, _Rules(walled, floored))))


def _sides_of(rules: Sequence[Rule], crossing: Sequence[Rule], least: float) -> list[float]:
    """Where rules stand, and the ends of those that cross them where no rule closes that side."""
    ats = sorted(map(attrgetter("at"), rules))
    opened = [end for end in _reach(crossing) if not ats[0] - _OPEN < end < ats[-1] + _OPEN]
    return [near[0] for near in runs(sorted([*ats, *opened]), lambda near, at: at - near[0] <= least)]


def _passed(rules: Iterable[Rule], places: Sequence[float], along: Sequence[float]) -> Iterator[Place]:
    """The place of each rule, and each of the spaces between `along` that it runs past."""
    middles = list(map(fmean, pairwise(along)))
    for rule in rules:
        reached = range(bisect_left(middles, rule.start), bisect_right(middles, rule.end))
        yield from product([bisect_right(places, rule.at) - 1], reached)


@dataclass(frozen=True, slots=True)
class _Rules:
    """Which places have a rule on their right, which stand right above one."""

    walled: set[Place]
    floored: set[Place]

    def goes_right(self, row: int, column: int) -> bool:
        """Whether no rule stands at the left of a place."""
        return (row, column - 1) not in self.walled

    def goes_down(self, across: range, row: int) -> bool:
        """Whether places on a row are one cell with those above them."""
        above, inner = product([row - 1], across), product([row], across[:-1])
        return self.floored.isdisjoint(above) and self.walled.isdisjoint(inner)


def _areas(columns: Sequence[float], rows: Sequence[float], rules: _Rules) -> Iterator[Area]:
    """Rectangles, each as wide and then as deep as no rule ends it."""
    taken: set[Place] = set()
    for row, column in product(range(len(rows) - 1), range(len(columns) - 1)):
        if (row, column) not in taken:
            free = takewhile(lambda at, row=row: (row, at) not in taken, range(column + 1, len(columns) - 1))  # type: ignore[misc]
            across = range(column, column + 1 + _how_many(partial(rules.goes_right, row), free))
            depth = 1 + _how_many(partial(rules.goes_down, across), range(row + 1, len(rows) - 1))
            box = (columns[column], rows[row + depth], columns[across.stop], rows[row])
            area = Area(row, column, depth, len(across), box)
            taken.update(area.places)
            yield area


def _how_many(holds: Callable[[int], bool], numbers: Iterable[int]) -> int:
    return len(list(takewhile(holds, numbers)))
