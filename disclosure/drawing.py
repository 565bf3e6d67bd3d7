"""统计图 — a ChartBlock as vector SVG or as PNG, drawn by matplotlib, which is imported on use only.

Families in the SVG are names of font roles (`宋体`, then `补字`); the output that shows it says which font
they are. Sizes are those of print: a chart is as wide as the text of a page and its letters stand at 9 pt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from html import escape
from io import BytesIO, StringIO
from itertools import chain
from math import ceil, cos, radians, sin
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from disclosure import fonts
from disclosure.document import ChartBlock, Point
from disclosure.errors import OutputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

FAMILY = "宋体"
WIDTH = 5.9  # inches: 150 mm, inside the 156 mm of a GB/T 9704 page
FONT_SIZE = 9
LINE = FONT_SIZE * 1.35 / 72  # inches a line of text takes
CJK = 0x2E80  # from here on a character is as wide as high

# In a copy in black and white any two differ by a tenth of the way to white, neighbours by a fifth or more;
# white edges keep them apart. No hatching: it says no more than this, and PDF draws each line of it.
FILLS = ("#1b456b", "#a6cbec", "#56789a", "#f0deb4", "#202020", "#d0ab3a", "#3f6b3a", "#8e8e8e")

_SETTINGS: dict[str, Any] = {
    "font.family": [FAMILY, fonts.FALLBACK],
    "font.size": FONT_SIZE,
    "svg.fonttype": "none",
    "legend.frameon": False,
    "legend.handleheight": 1.0,
    "axes.unicode_minus": False,
}
_MOST_DRAWN = 64  # charts kept, of 4 to 40 kB each
_ALONE = Lock()  # the settings of matplotlib are those of the whole process
_NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))


@lru_cache(_MOST_DRAWN)
def svg(block: ChartBlock) -> str:
    """矢量图 — the chart as an `<svg>` element with text as text; its ids begin with the block's id.

    What was drawn is kept: web page and PDF show the same chart, and a preview the charts of before.
    """
    target = StringIO()
    with _settings(block.id):
        _figure(block).savefig(target, format="svg", metadata=_NO_METADATA)
    return _inline(target.getvalue(), block)


@lru_cache(_MOST_DRAWN)
def png(block: ChartBlock, dpi: int = 200) -> bytes:
    """位图 — the chart as a PNG picture."""
    target = BytesIO()
    with _settings(block.id):
        _figure(block).savefig(target, format="png", dpi=dpi, metadata={"Software": None})
    return target.getvalue()


@contextmanager
def _settings(salt: str) -> Iterator[None]:
    from matplotlib import rc_context  # noqa: PLC0415
    from matplotlib.font_manager import FontEntry, fontManager  # noqa: PLC0415

    known = {entry.name for entry in fontManager.ttflist}
    for role in {FAMILY, fonts.FALLBACK} - known:
        choice = fonts.find()[role]
        entry = FontEntry(fname=str(choice.path), index=choice.index or 0, name=role, size="scalable")
        fontManager.ttflist.insert(0, entry)  # sought from the front; what fits in all ends the search
    settings: Any = {**_SETTINGS, "svg.hashsalt": salt}
    with _ALONE, rc_context(settings):
        yield


def _inline(text: str, block: ChartBlock) -> str:
    """Only the element; ids made unique in a page of many charts; no style sheet, it would reach the page."""
    text = text[text.index("<svg") :]
    text = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", text, flags=re.DOTALL)
    text = re.sub(r' style="([^"]*)"', _as_attributes, text)
    text = re.sub(r'( id="|url\(#|href="#)', rf"\g<1>{block.id}-", text)
    alt = escape(block.alt)
    opening = f'<svg role="img" aria-label="{alt}" stroke-linejoin="round"'
    return re.sub(r"<svg([^>]*)>", rf"{opening}\1><title>{alt}</title>", text, count=1).strip()


def _as_attributes(style: re.Match[str]) -> str:
    """`fill: red; stroke: none` as attributes: WeasyPrint warns of such properties, which CSS lacks."""
    pairs = (part.split(": ", 1) for part in style[1].split("; "))
    return "".join(f' {name}="{value}"' for name, value in pairs)


def _figure(block: ChartBlock) -> Figure:
    _check_characters(block)
    if block.shape == "pie":
        return _drawn_pie(block)
    return _drawn_columns(block) if _fits_columns(block) else _drawn_bars(block)


def _check_characters(block: ChartBlock) -> None:
    names = (series.name for series in block.series)
    for text in (*block.categories, *names, *_numbers(block), block.unit):
        if lacking := fonts.missing(text):
            raise OutputError(f"所选字体都没有“{lacking}”这个字，见统计图中的“{text}”；{fonts.MEND}")


def _numbers(block: ChartBlock) -> list[str]:
    return [point.label for series in block.series for point in series.points]


def _canvas(block: ChartBlock, height: float, box: tuple[float, float, float, float]) -> tuple[Figure, Axes]:
    """A figure with the unit at its top right and axes whose box is given in inches from the bottom left."""
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(WIDTH, height))
    left, bottom, width, tall = box
    axes = figure.add_axes((left / WIDTH, bottom / height, width / WIDTH, tall / height))
    figure.text(1 - 0.1 / WIDTH, 1 - 0.1 / height, f"单位：{block.unit}", ha="right", va="top")
    return figure, axes


def _wrapped(text: str, length: int) -> str:
    """The text on lines of at most `length` characters, all about as long."""
    length = ceil(len(text) / ceil(len(text) / length))
    return "\n".join(text[start : start + length] for start in range(0, len(text), length))


def _label_width(text: str) -> float:
    """Inches a label takes, somewhat generously: a Chinese character is one em, others six tenths."""
    return sum(1.0 if ord(c) > CJK else 0.6 for c in text) * FONT_SIZE / 72


def _look(number: int) -> dict[str, Any]:
    return {"facecolor": FILLS[number % len(FILLS)], "edgecolor": "white", "linewidth": 0.8}


# 柱状图


def _fits_columns(block: ChartBlock) -> bool:
    """Whether upright columns leave room for names of at most two lines and for each number."""
    share = (WIDTH - 0.4) / len(block.categories)
    names = max(map(_label_width, block.categories)) / 2
    numbers = max(map(_label_width, _numbers(block)))
    return max(names, (numbers + 0.1) * len(block.series) / 0.8) <= share


def _drawn_columns(block: ChartBlock) -> Figure:
    share = (WIDTH - 0.4) / len(block.categories)
    names = [_wrapped(name, int(share * 0.95 * 72 / FONT_SIZE)) for name in block.categories]
    below = (1 + max(name.count("\n") for name in names)) * LINE + 0.1 + _legend_height(block)
    figure, axes = _canvas(block, below + 2.4, (0.2, below, WIDTH - 0.4, 2.0))
    for values, labels, places, look in _groups(block):
        bars = axes.bar(places, values, min(0.64 / len(block.series), 0.6 / share), **look)
        axes.bar_label(bars, labels, padding=2)
    axes.set_xticks(range(len(names)), names)
    axes.set_xlim(-0.5, len(names) - 0.5)
    axes.set_ylim(*_limits(block, 0.12))
    axes.axhline(0, color="black", linewidth=0.8, clip_on=False)
    _without_scale(figure, axes, "y")
    return figure


def _drawn_bars(block: ChartBlock) -> Figure:
    """Lying bars, the first category on top: room for long names and many numbers."""
    names = [_wrapped(name, 12) for name in block.categories]
    lines = max(len(block.series) * 1.6, *(name.count("\n") + 1.8 for name in names))
    left = max(map(_label_width, "\n".join(names).split("\n"))) + 0.2
    tall, below, wide = len(names) * lines * LINE, _legend_height(block) + 0.1, WIDTH - left - 0.1
    figure, axes = _canvas(block, tall + below + 0.35, (left, below, wide, tall))
    for values, labels, places, look in _groups(block):
        bars = axes.barh(places, values, 0.68 / len(block.series), **look)
        axes.bar_label(bars, labels, padding=2)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    widest = max(map(_label_width, _numbers(block))) + 0.1
    axes.set_xlim(*_limits(block, widest / (wide - 2 * widest)))
    axes.axvline(0, color="black", linewidth=0.8, clip_on=False)
    _without_scale(figure, axes, "x")
    return figure


def _groups(block: ChartBlock) -> Iterator[tuple[list[float], list[str], list[float], dict[str, Any]]]:
    """Of each series values, labels, places of the bars beside those of the other series, and look."""
    thick = 0.8 / len(block.series)
    for number, series in enumerate(block.series):
        places = [group - 0.4 + (number + 0.5) * thick for group in range(len(block.categories))]
        labels = [point.label for point in series.points]
        yield _values(series.points), labels, places, {"label": series.name, **_look(number)}


def _values(points: tuple[Point, ...]) -> list[float]:
    return [float(point.value) for point in points]


def _limits(block: ChartBlock, margin: float) -> tuple[float, float]:
    """From zero, or from the lowest negative, to the highest; with a margin for the numbers at the ends."""
    values = list(chain.from_iterable(_values(series.points) for series in block.series))
    low, high = min(0.0, *values), max(0.0, *values)
    room = (high - low or 1.0) * margin
    if low == 0:
        return low, high + room
    return low - room, high + room if high > 0 else room * 0.2


def _legend_height(block: ChartBlock) -> float:
    return LINE + 0.15 if len(block.series) > 1 else 0


def _without_scale(figure: Figure, axes: Axes, value_axis: Literal["x", "y"]) -> None:
    """No scale, since each bar carries its number; a legend where there are several series."""
    axes.tick_params(length=0)
    axes.set(**{f"{value_axis}ticks": []})
    axes.spines[:].set_visible(False)
    handles, names = axes.get_legend_handles_labels()
    if len(names) > 1:
        figure.legend(handles, names, loc="lower center", ncols=len(names))


# 饼状图

RADIUS = 0.85  # inches


def _drawn_pie(block: ChartBlock) -> Figure:
    """A number beside each slice of the pie, the names below it; a zero slice stands among the names only."""
    points = block.series[0].points
    names = [_slice_name(name, point) for name, point in zip(block.categories, points, strict=True)]
    columns = 2 if max(map(_label_width, names)) < WIDTH / 2 - 0.5 else 1
    below = -(-len(names) // columns) * LINE + 0.15
    tall = max(2 * RADIUS + 0.5, len(names) * LINE + 0.3)
    figure, axes = _canvas(block, tall + below + LINE, (0.05, below, WIDTH - 0.1, tall))
    axes.set_axis_off()
    axes.set_xlim(0.05 - WIDTH / 2, WIDTH / 2 - 0.05)
    axes.set_ylim(-tall / 2, tall / 2)
    slices = _slices(axes, points)
    figure.legend(slices, names, loc="lower center", ncols=columns, borderaxespad=0.2)
    _number_slices(axes, points, tall / 2 - LINE / 2)
    return figure


def _slice_name(name: str, point: Point) -> str:
    return name if point.value else f"{name}（{point.label}）"


def _angles(points: tuple[Point, ...]) -> list[tuple[float, float]]:
    """Start and end of each slice in degrees, clockwise; the middle of the largest points to the right.

    So the small slices end up on the left, where their numbers have room one above the other.
    """
    parts = [360 * value / sum(_values(points)) for value in _values(points)]
    largest = parts.index(max(parts))
    top = sum(parts[:largest]) + parts[largest] / 2
    return [(top - sum(parts[: n + 1]), top - sum(parts[:n])) for n in range(len(parts))]


def _slices(axes: Axes, points: tuple[Point, ...]) -> list[Patch]:
    from matplotlib.patches import Wedge  # noqa: PLC0415

    whole = len(list(filter(None, _values(points)))) == 1
    wedges: list[Patch] = []
    for number, (start, end) in enumerate(_angles(points)):
        look = _look(number)
        if whole:  # a full circle has no seam
            look["edgecolor"] = "none"
        wedges.append(Wedge((0, 0), RADIUS, start, end, **look))
        if points[number].value:
            axes.add_patch(wedges[-1])
    return wedges


def _number_slices(axes: Axes, points: tuple[Point, ...], limit: float) -> None:
    """Each number left or right of the pie, at the height of its slice but never over another number."""
    drawn = _numbers_drawn(points)
    for side in (-1, 1):
        numbers = [number for number in drawn if _side_of(number[1]) == side]
        _number_side(axes, numbers, side, limit)


def _numbers_drawn(points: tuple[Point, ...]) -> list[tuple[str, float]]:
    """With the middle of its slice; nothing has neither."""
    middles = (radians(start + end) / 2 for start, end in _angles(points))
    return [(point.label, middle) for point, middle in zip(points, middles, strict=True) if point.value]


def _side_of(middle: float) -> int:
    """-1 left, 1 right of the pie."""
    return -1 if cos(middle) < 0 else 1


def _number_side(axes: Axes, numbers: list[tuple[str, float]], side: int, limit: float) -> None:
    """The numbers of one side, with a line from each to the middle of its slice's arc."""
    numbers.sort(key=lambda number: sin(number[1]))
    heights = _spread([1.1 * RADIUS * sin(middle) for _, middle in numbers], limit)
    for (label, middle), height in zip(numbers, heights, strict=True):
        axes.annotate(
            label,
            (RADIUS * cos(middle), RADIUS * sin(middle)),
            (side * (RADIUS + 0.25), height),
            ha="left" if side > 0 else "right",
            va="center",
            arrowprops={
                "arrowstyle": "-",
                "color": "#595959",
                "linewidth": 0.6,
                "shrinkA": 1,
                "shrinkB": 0,
                "relpos": ((1 - side) / 2, 0.5),
            },
        )


def _spread(wanted: list[float], limit: float) -> list[float]:
    """Heights in rising order moved apart to at least a line each, around where they were, within ±limit."""
    up = _pushed_up(wanted, -limit)
    down = [-height for height in reversed(_pushed_up([-height for height in reversed(wanted)], -limit))]
    return [(higher + lower) / 2 for higher, lower in zip(up, down, strict=True)]


def _pushed_up(heights: list[float], lowest: float) -> list[float]:
    moved = []
    for height in heights:
        moved.append(max(height, lowest))
        lowest = moved[-1] + LINE
    return moved
