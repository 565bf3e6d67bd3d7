"""饼 — each slice is named beside it, with its number and its share; small ones one above the other."""

from __future__ import annotations

from collections.abc import Iterator
from math import copysign, cos, radians, sin
from typing import TYPE_CHECKING, NamedTuple

from disclosure.document import ChartBlock, Point
from disclosure.drawing.sizes import EDGE, GREY, LINE, WIDTH, canvas, high, look, words, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

RADIUS = 0.6
_APART = 0.1  # between two names, and above the highest: office programs keep words off the edge
_BEYOND = 1.05 * RADIUS  # from the middle to where words want to be
_LEVEL = sin(radians(5))  # up to here words stand straight beside their slice
_LEAD = 0.17  # of the line from a slice to its name
_ROOM = WIDTH / 2 - RADIUS - _LEAD - EDGE


class _Named(NamedTuple):
    """一块 — where it begins and ends (degrees), and what is written beside it."""

    start: float
    end: float
    text: str

    @property
    def middle(self) -> float:
        return radians(self.start + self.end) / 2

    @property
    def side(self) -> int:
        """-1 left, 1 right of the pie."""
        return -1 if cos(self.middle) < 0 else 1


def height(block: ChartBlock) -> float:
    """饼图的高 — of the pie, or of the names on one side."""
    slices = list(_slices(block))
    sides = [[each.text for each in slices if each.side == side] for side in (-1, 1)]
    needed = (sum(map(high, texts)) + _APART * len(texts) for texts in sides)
    return max(2 * RADIUS, *needed) + 2 * _APART


def turn(block: ChartBlock) -> float:
    """转多少 — degrees clockwise from the top at which the first slice begins."""
    return (90 - next(_slices(block)).end) % 360


def shifts(block: ChartBlock) -> list[tuple[float, float]]:
    """名称移多少 — how far right and up of where an office program puts them the words of slices stand.

    There their lines, the name being one, touch the middle of the arc by a corner, where it is not straight
    beside them.
    """
    slices = list(_slices(block))
    heights = {each: at for side in (-1, 1) for each, at in _side(slices, side, height(block) / 2 - _APART)}
    return [
        (
            _beside_pie(each) - _BEYOND * cos(each.middle),
            heights[each] - _height_of_middle(each) - _half_beyond(each, LINE + high(beside(block, point))),
        )
        for each, point in zip(slices, block.series[0].points, strict=True)
    ]


def _half_beyond(each: _Named, tall: float) -> float:
    """How much higher than the middle of the arc the middle of lines so tall stands."""
    upright = sin(each.middle)
    return copysign(tall / 2, upright) if abs(upright) > _LEVEL else 0.0


def beside(block: ChartBlock, point: Point) -> str:
    """块旁边的数 — the amount and what stands beside it, on as many lines as it takes."""
    return words(block, point, _ROOM)


def draw(block: ChartBlock) -> Figure:
    """画饼图."""
    from matplotlib.patches import Wedge  # noqa: PLC0415

    tall = height(block)
    figure, axes = canvas(tall, (0, 0, WIDTH, tall))
    axes.set_xlim(-WIDTH / 2, WIDTH / 2)
    axes.set_ylim(-tall / 2, tall / 2)
    slices = list(_slices(block))
    for number, each in enumerate(slices):
        if each.end > each.start:
            axes.add_patch(Wedge((0, 0), RADIUS, each.start, each.end, **look(number)))
    for side in (-1, 1):
        for each, at in _side(slices, side, tall / 2 - _APART):
            _name_slice(axes, each, at)
    return figure


def _slices(block: ChartBlock) -> Iterator[_Named]:
    """Clockwise; the middle of the largest points to the right.

    So the small slices end up on the left, where their names have room one above the other.
    """
    points = block.series[0].points
    whole = float(sum(point.value for point in points))
    parts = [360 * float(point.value) / whole for point in points]
    largest = parts.index(max(parts))
    top = sum(parts[:largest]) + parts[largest] / 2
    for number, (name, point) in enumerate(zip(block.categories, points, strict=True)):
        yield _Named(
            top - sum(parts[: number + 1]), top - sum(parts[:number]), _slice_text(block, name, point)
        )


def _slice_text(block: ChartBlock, name: str, point: Point) -> str:
    return f"{wrapped(name, _ROOM)}\n{beside(block, point)}"


def _side(slices: list[_Named], side: int, limit: float) -> Iterator[tuple[_Named, float]]:
    """The slices of one side from below, each with the height of its words."""
    there = sorted((each for each in slices if each.side == side), key=lambda each: sin(each.middle))
    heights = _spread([(_height_of_middle(each), high(each.text)) for each in there], limit)
    return zip(there, heights, strict=True)


def _height_of_middle(each: _Named) -> float:
    return _BEYOND * sin(each.middle)


def _beside_pie(each: _Named) -> float:
    return each.side * (RADIUS + _LEAD)


def _name_slice(axes: Axes, each: _Named, at: float) -> None:
    """What is written beside a slice, with a line to the middle of its arc."""
    side = "left" if each.side > 0 else "right"
    axes.annotate(
        each.text,
        (RADIUS * cos(each.middle), RADIUS * sin(each.middle)),
        (_beside_pie(each), at),
        ha=side,
        va="center",
        multialignment=side,
        arrowprops={
            "arrowstyle": "-",
            "color": GREY,
            "linewidth": 0.6,
            "shrinkA": 1,
            "shrinkB": 0,
            "relpos": ((1 - each.side) / 2, 0.5),
        },
    )


def _spread(wanted: list[tuple[float, float]], limit: float) -> list[float]:
    """Middles of texts, in rising order, moved apart so that none meets another, within ±limit."""
    up = _pushed_up(wanted, -limit)
    mirrored = [(-middle, tall) for middle, tall in reversed(wanted)]
    down = [-middle for middle in reversed(_pushed_up(mirrored, -limit))]
    return [(higher + lower) / 2 for higher, lower in zip(up, down, strict=True)]


def _pushed_up(wanted: list[tuple[float, float]], lowest: float) -> list[float]:
    moved = []
    for middle, tall in wanted:
        moved.append(max(middle, lowest + tall / 2))
        lowest = moved[-1] + tall / 2 + _APART
    return moved
