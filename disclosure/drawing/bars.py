"""柱和条 — upright columns of a few groups, lying bars of anything; each says its number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from disclosure.document import ChartBlock, Point
from disclosure.drawing.sizes import EDGE, LINE, WIDTH, canvas, high, look, wide, words, wrapped

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_PLOT = 0.95  # the height of the highest column
_GROUP = 0.8  # of the room of a category: its bars, and what stands between them
_BAR = 0.17  # how thick a lying bar is
_APART = 0.13  # between two rows
_NAMES = WIDTH * 0.36  # names of lying bars are no wider
_NARROW = WIDTH * 0.25  # where numbers stand on both sides
_SHORTEST = WIDTH * 0.3  # what the longest lying bar keeps beside its number


def stands(block: ChartBlock) -> bool:
    """竖着画 — whether it asks for columns, and these leave room for names of two lines and each number."""
    if block.shape != "bar":
        return False
    names = max(map(wide, block.categories)) / 2
    numbers = max(map(wide, _column_texts(block)))
    return names <= _room_of_category(block) and numbers <= _room_of_number(block)


def thickness(block: ChartBlock) -> float:
    """一条的宽窄 — of a bar, as a part of the room that a category has."""
    return (
        min(0.64 / len(block.series), 0.6 / _room_of_category(block))
        if stands(block)
        else _BAR / _measured_rows(block).row
    )


def _room_of_category(block: ChartBlock) -> float:
    return (WIDTH - 2 * EDGE) / len(block.categories)


def _room_of_number(block: ChartBlock) -> float:
    """Of the numbers of one column, up to those of the next."""
    return _GROUP * _room_of_category(block) / len(block.series) - EDGE


def _column_texts(block: ChartBlock) -> list[str]:
    room = _room_of_number(block)
    return [words(block, point, room) for point in block.points]


# 柱


class _Columns(NamedTuple):
    """竖排各处 — from below: names, columns, their numbers, the names of the series."""

    names: list[str]
    below: float
    numbers: float
    legend: float

    @property
    def tall(self) -> float:
        return self.below + _PLOT + self.numbers + self.legend


def _measured_columns(block: ChartBlock) -> _Columns:
    names = [wrapped(name, _room_of_category(block) - EDGE) for name in block.categories]
    numbers = max(map(high, _column_texts(block))) + 2 * EDGE
    return _Columns(names, max(map(high, names)) + 2 * EDGE, numbers, LINE + 2 * EDGE)


def columns_height(block: ChartBlock) -> float:
    """柱图的高."""
    return _measured_columns(block).tall


def draw_columns(block: ChartBlock) -> Figure:
    """画柱图 — columns in groups, the names of the series above them."""
    at = _measured_columns(block)
    figure, axes = canvas(at.tall, (EDGE, at.below, WIDTH - 2 * EDGE, _PLOT + at.numbers))
    for points, places, fill in _groups(block):
        bars = axes.bar(places, _values(points), thickness(block), **fill)
        axes.bar_label(bars, [words(block, point, _room_of_number(block)) for point in points], padding=2)
    axes.set_xticks(range(len(at.names)), at.names)
    axes.set_xlim(-0.5, len(at.names) - 0.5)
    low, highest = _span(block)
    room = (highest - low) * at.numbers / _PLOT
    axes.set_ylim(low and low - room, highest + room)
    axes.axhline(0, color="black", linewidth=0.8, clip_on=False)
    _name_series(figure, at.tall)
    return figure


def _name_series(figure: Figure, tall: float) -> None:
    handles, names = figure.axes[0].get_legend_handles_labels()
    top = 1 - EDGE / tall
    figure.legend(
        handles, names, loc="upper center", bbox_to_anchor=(0.5, top), ncols=len(names), borderpad=0
    )


# 条


class _Rows(NamedTuple):
    """横排各处 — names, numbers of each series, the width of both and the height of a row."""

    names: list[str]
    numbers: list[list[str]]
    left: float
    right: float
    row: float
    legend: float

    @property
    def tall(self) -> float:
        return len(self.names) * self.row + self.legend + EDGE


def _measured_rows(block: ChartBlock) -> _Rows:
    names = [wrapped(name, _NARROW if _span(block)[0] else _NAMES) for name in block.categories]
    left = max(map(wide, names)) + EDGE
    room = WIDTH - left - _SHORTEST
    numbers = [[words(block, point, room) for point in series.points] for series in block.series]
    thick = max(_BAR, *map(high, chain.from_iterable(numbers))) * len(block.series)
    row = max(thick, *map(high, names)) + _APART
    legend = LINE + 2 * EDGE if len(block.series) > 1 else 0
    right = max(map(wide, chain.from_iterable(numbers))) + EDGE
    return _Rows(names, numbers, left, right, row, legend)


def rows_height(block: ChartBlock) -> float:
    """条图的高."""
    return _measured_rows(block).tall


def draw_rows(block: ChartBlock) -> Figure:
    """画条图 — the first category on top; room for long names and many numbers."""
    at = _measured_rows(block)
    long = WIDTH - at.left - 2 * EDGE
    figure, axes = canvas(at.tall, (at.left + EDGE, EDGE / 2, long, len(at.names) * at.row))
    for (points, places, fill), numbers in zip(_groups(block), at.numbers, strict=True):
        bars = axes.barh(places, _values(points), thickness(block), **fill)
        axes.bar_label(bars, numbers, padding=3)
    axes.set_yticks(range(len(at.names)), at.names)
    axes.set_ylim(len(at.names) - 0.5, -0.5)
    low, highest = _span(block)
    ends = at.right * (1 + bool(low))
    room = (highest - low) * at.right / max(long - ends, EDGE)
    axes.set_xlim(low and low - room, highest + room)
    axes.axvline(0, color="black", linewidth=0.8, clip_on=False)
    if at.legend:
        _name_series(figure, at.tall)
    return figure


# 都用


def _groups(block: ChartBlock) -> Iterator[tuple[tuple[Point, ...], list[float], dict[str, Any]]]:
    """Of each series the points, the places of its bars beside those of the other series, and its look."""
    thick = _GROUP / len(block.series)
    for number, series in enumerate(block.series):
        places = [group - _GROUP / 2 + (number + 0.5) * thick for group in range(len(block.categories))]
        yield series.points, places, {"label": series.name, **look(number)}


def _values(points: Iterable[Point]) -> list[float]:
    return [float(point.value) for point in points]


def _span(block: ChartBlock) -> tuple[float, float]:
    """From zero, or from the lowest negative, to the highest."""
    values = _values(block.points)
    low, highest = min(0.0, *values), max(0.0, *values)
    return low, highest if highest > low else low + 1.0
