"""没有竖线的表 — rules across alone: its columns are where the texts between them stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from disclosure.load.published.pdf.grids import Area, Grid
from disclosure.load.published.pdf.lines import Line, pieces
from disclosure.load.published.pdf.painted import Glyph, Rule

_SAME = 3.0  # points by which rules of one table may begin or end differently
_FEWEST = 3  # rules of a table
_WIDEST_GAP = 200.0  # points between two rules of a table
_AIR = 1.0  # points around a column

Rows = list[list[Line]]  # of each row its texts from left to right


def open_grids(across: Iterable[Rule], glyphs: Sequence[Glyph]) -> Iterator[Grid]:
    """各网格 — of rules of the same length below one another."""
    by_side = sorted(across, key=lambda rule: (round(rule.start / _SAME), round(rule.end / _SAME), -rule.at))
    for _, same in groupby(by_side, key=lambda rule: (round(rule.start / _SAME), round(rule.end / _SAME))):
        for rules in _near(list(same)):
            yield from _grid(rules, glyphs) if len(rules) >= _FEWEST else ()


def _near(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    lot = [rules[0]]
    for above, rule in pairwise(rules):
        if above.at - rule.at > _WIDEST_GAP:
            yield lot
            lot = []
        lot.append(rule)
    yield lot


def _grid(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> Iterator[Grid]:
    left, right = min(rule.start for rule in rules), max(rule.end for rule in rules)
    inside = [
        glyph for glyph in glyphs if left <= glyph.left < right and rules[-1].at < glyph.middle < rules[0].at
    ]
    bands = [
        (above.at, below.at, pieces(glyph for glyph in inside if below.at < glyph.middle < above.at))
        for above, below in pairwise(rules)
    ]
    rows = [row for band in bands for row in _rows(*band)]
    columns = _columns([texts for _, texts in rows], left, right)
    if len(columns) > 2 and len(rows) > 1:  # noqa: PLR2004 - two columns
        heights = [rules[0].at, *(bottom for bottom, _ in rows)]
        yield Grid(columns, heights, tuple(_areas(rows, columns, heights)))


def _rows(top: float, bottom: float, lines: Rows) -> Iterator[tuple[float, list[Line]]]:
    """A row between two rules, or one for each line where most lines hold several texts: its lower end."""
    several = [line for line in lines if len(line) > 1]
    if len(lines) > 1 and 2 * len(several) > len(lines):
        ends = [(above[0].box[1] + below[0].box[3]) / 2 for above, below in pairwise(lines)]
        yield from zip([*ends, bottom], lines, strict=True)
    elif top > bottom:
        yield bottom, [text for line in lines for text in line]


def _columns(rows: Sequence[Sequence[Line]], left: float, right: float) -> list[float]:
    """The sides of columns: those of the fullest rows, if their texts leave room between."""
    most = max(map(len, rows), default=0)
    full = [row for row in rows if len(row) == most]
    starts = [min(text.left for text in texts) for texts in zip(*full, strict=True)]
    ends = [max(text.right for text in texts) for texts in zip(*full, strict=True)]
    gaps = list(zip(ends, starts[1:], strict=False))
    parted = all(start - end > _AIR for end, start in gaps)
    return [left, *((end + start) / 2 for end, start in gaps), right] if parted and most else []


def _areas(
    rows: Sequence[tuple[float, Sequence[Line]]], columns: Sequence[float], heights: Sequence[float]
) -> Iterator[Area]:
    """Each row's cells; a text that reaches over several columns has them all."""
    for row, (bottom, texts) in enumerate(rows):
        crossed = {
            number
            for number, side in enumerate(columns)
            if any(text.left + _AIR < side < text.right - _AIR for text in texts)
        }
        sides = [number for number in range(len(columns)) if number not in crossed]
        for start, end in pairwise(sides):
            yield Area(row, start, 1, end - start, (columns[start], bottom, columns[end], heights[row]))
