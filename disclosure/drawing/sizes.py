"""尺寸与颜色 — letters, widths and fills of charts, in inches; nothing here needs matplotlib.

Sizes are those of print. Letters stand at 10.5 pt (五号) in a picture of 120 mm: shown on a telephone of
390 px, they are still 11 px high.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
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
_SEAM = re.compile("(?=财政拨款|预算|收入|支出|[（及和、])")  # where a name may be parted
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
    """折行 — the text on as few lines as fit into `room`, about as long, parted between words."""
    most = max(int(room * 72 / FONT_SIZE), 1)
    fewest = ceil(len(text) / most)
    even = ceil(len(text) / fewest)
    tried = (_lines_of_words(_SEAM.split(text), length) for length in range(even, most + 1))
    cut = [text[start : start + even] for start in range(0, len(text), even)]
    return "\n".join(next((lines for lines in tried if len(lines) == fewest), cut))


def _lines_of_words(words: Iterable[str], length: int) -> list[str]:
    """Lines of whole words; none where a word is longer."""
    lines = [""]
    for word in words:
        if len(word) > length:
            return []
        if len(lines[-1] + word) > length:
            lines.append("")
        lines[-1] += word
    return lines


def words(block: ChartBlock, point: Point, room: float = WIDTH) -> str:
    """一个数的话 — the amount and what stands beside it, on as many lines as it takes."""
    lines = list(block.said(point)[:1])
    for said in block.said(point)[1:]:
        longer = f"{lines[-1]}，{said}"
        lines[-1:] = [longer] if wide(longer) <= room else [lines[-1], said]
    return "\n".join(lines)


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
