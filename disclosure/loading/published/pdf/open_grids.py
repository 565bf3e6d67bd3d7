"""没有竖线的表 — rules across alone: its columns are where the texts between them stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, count, pairwise
from operator import attrgetter, itemgetter, lt
from statistics import fmean

from disclosure.loading.published.pdf.grids import Area, Grid
from disclosure.loading.published.pdf.painted import Glyph, Rule
from disclosure.loading.published.pdf.runs import runs
from disclosure.loading.published.pdf.text_lines import Line, pieces

_SAME = 3.0  # points by which rules of one table may begin or end differently
_FEWEST = 3  # rules of a table
_MOST = 100  # rules of a page: more are a drawing
_WIDEST_GAP = 200.0  # points between two rules of a table
_AIR = 1.0  # points around a column

Row = tuple[float, list[Line]]  # its lower end, its texts from left to right


def open_grids(across: Sequence[Rule], glyphs: Sequence[Glyph]) -> list[Grid]:
    """各网格 — of rules of the same length below one another."""
    few = across if len(across) <= _MOST else ()
    by_side = runs(sorted(few, key=lambda rule: (*_sides(rule), -rule.at)), _is_below)
    return list(filter(None, (_grid(rules, glyphs) for rules in by_side if len(rules) >= _FEWEST)))


def _sides(rule: Rule) -> tuple[int, int]:
    return round(rule.start / _SAME), round(rule.end / _SAME)


def _is_below(rules: Sequence[Rule], rule: Rule) -> bool:
    return _sides(rules[0]) == _sides(rule) and rules[-1].at - rule.at <= _WIDEST_GAP


def _grid(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> Grid | None:
    """None where the texts between the rules do not stand in columns."""
    rows = list(chain.from_iterable(_between(above, below, glyphs) for above, below in pairwise(rules)))
    columns = _columns(list(map(itemgetter(1), rows)), rules[0])
    heights = [rules[0].at, *map(itemgetter(0), rows)]
    areas = tuple(chain.from_iterable(map(partial(_areas, columns, heights), count(), rows)))
    return Grid(columns, heights, areas) if columns and len(rows) > 1 else None


def _between(above: Rule, below: Rule, glyphs: Iterable[Glyph]) -> Iterator[Row]:
    """A row between two rules, or one for each line where most lines hold several texts."""
    lines = pieces(glyph for glyph in glyphs if _stands_between(above, below, glyph))
    if _are_rows(lines):
        ends = [fmean((first[0].box[1], then[0].box[3])) for first, then in pairwise(lines)]
        return zip([*ends, below.at], lines, strict=True)
    return iter([(below.at, list(chain.from_iterable(lines)))])


def _are_rows(lines: Sequence[Sequence[Line]]) -> bool:
    return len(lines) > 1 and 2 * sum(len(line) > 1 for line in lines) > len(lines)


def _stands_between(above: Rule, below: Rule, glyph: Glyph) -> bool:
    return above.start <= glyph.left < above.end and below.at < glyph.middle < above.at


def _columns(rows: Sequence[Sequence[Line]], rule: Rule) -> list[float]:
    """The sides of columns: those of the fullest rows, if their texts leave room between; else none."""
    most = max(map(len, rows))
    full = [row for row in rows if len(row) == most]
    starts = [min(map(attrgetter("left"), texts)) for texts in zip(*full, strict=True)]
    ends = [max(map(attrgetter("right"), texts)) for texts in zip(*full, strict=True)]
    inner = list(map(fmean, zip(ends, starts[1:], strict=False)))
    parted = all(map(lt, ends, starts[1:]))
    return [rule.start, *inner, rule.end] if parted and inner else []


def _areas(columns: Sequence[float], heights: Sequence[float], number: int, row: Row) -> Iterator[Area]:
    """A row's cells; a text that reaches over several columns has them all."""
    bottom, texts = row
    sides = [at for at, side in enumerate(columns) if not any(map(partial(_crosses, side), texts))]
    boxes = ((columns[start], bottom, columns[end], heights[number]) for start, end in pairwise(sides))
    return (
        Area(number, start, 1, end - start, box)
        for (start, end), box in zip(pairwise(sides), boxes, strict=True)
    )


def _crosses(side: float, text: Line) -> bool:
    return text.left + _AIR < side < text.right - _AIR
