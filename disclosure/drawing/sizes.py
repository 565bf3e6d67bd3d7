"""尺寸与颜色 — letters, widths and fills of charts, in inches; nothing here needs matplotlib.

Sizes are those of print. Letters stand at 10.5 pt (五号) in a picture of 120 mm: shown on a telephone of
390 px, they are still 11 px high.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from disclosure.document import ChartBlock, Point

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 4.72
FONT_SIZE = 10.5
LINE = FONT_SIZE * 1.35 / 72  # a line of text takes
EDGE = 0.06
GREY = "#595959"
_CJK = 0x2E80  # from here on a character is as wide as high

# In a copy in black and white any two differ by a tenth of the way to white, neighbours by a fifth or more;
# white edges keep them apart. No hatching: it says no more than this, and PDF draws each line of it.
FILLS = ("#1b456b", "#a6cbec", "#56789a", "#f0deb4", "#202020", "#d0ab3a", "#3f6b3a", "#8e8e8e")


def look(number: int) -> dict[str, Any]:
    """样子 — the fill of the nth bar or slice, white at its edge."""
    return {"facecolor": FILLS[number % len(FILLS)], "edgecolor": "white", "linewidth": 0.8}


def wide(text: str) -> float:
    """文字的宽 — of its longest line, somewhat generously: a Chinese character is one em, others 0.6."""
    return max(sum(1.0 if ord(c) > _CJK else 0.6 for c in line) for line in text.split("\n")) * FONT_SIZE / 72


def high(text: str) -> float:
    """文字的高 — of all its lines."""
    return (text.count("\n") + 1) * LINE


def wrapped(text: str, room: float) -> str:
    """折行 — the text on lines no wider than `room`, all about as long."""
    length = max(int(room * 72 / FONT_SIZE), 1)
    length = ceil(len(text) / ceil(len(text) / length))
    return "\n".join(text[start : start + length] for start in range(0, len(text), length))


def lines(block: ChartBlock, point: Point) -> str:
    """几行的说明 — the amount, below it what stands beside it."""
    return "\n".join(block.said(point))


def canvas(height: float, box: tuple[float, float, float, float]) -> tuple[Figure, Axes]:
    """画布 — a figure with axes without scale, whose box is given in inches from the bottom left."""
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(WIDTH, height))
    left, bottom, width, tall = box
    axes = figure.add_axes((left / WIDTH, bottom / height, width / WIDTH, tall / height))
    axes.tick_params(length=0)
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    return figure, axes
