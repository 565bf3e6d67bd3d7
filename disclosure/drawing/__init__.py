"""统计图 — a ChartBlock as vector SVG or as PNG, drawn by matplotlib, which is imported on use only.

Families in the SVG are names of font roles (`宋体`, then `补字`); the output that shows it says which font
they are. What Word draws itself takes colours, height and whether columns stand from here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from html import escape
from io import BytesIO, StringIO
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from disclosure import fonts, temporary
from disclosure.document import ChartBlock
from disclosure.drawing import bars, flow, pie
from disclosure.drawing.bars import stands, thickness
from disclosure.drawing.sizes import FILLS, FONT_SIZE, WIDTH
from disclosure.errors import OutputError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["FAMILY", "FILLS", "WIDTH", "height", "pie", "png", "stands", "svg", "thickness"]
FAMILY = "宋体"

_SETTINGS: dict[str, Any] = {
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

    settings: Any = {**_SETTINGS, "font.family": _families(), "svg.hashsalt": salt}
    with _ALONE, rc_context(settings):
        yield


@cache
def _families() -> list[str]:
    """The roles that draw, known to matplotlib by their names."""
    from matplotlib.font_manager import FontEntry, fontManager  # noqa: PLC0415

    chosen = {role: fonts.find()[role] for role in (FAMILY, fonts.FALLBACK)}
    files = {role: (choice.path, choice.index or 0) for role, choice in chosen.items()}
    if fonts.LATIN in fonts.find():
        files = {fonts.LATIN: (_latin_file(), 0), **files}
    for role, (path, index) in files.items():
        entry = FontEntry(fname=str(path), index=index, name=role, size="scalable")
        fontManager.ttflist.insert(0, entry)  # sought from the front; what fits in all ends the search
    return list(files)


def _latin_file() -> Path:
    """西文 as it stands before the role's own letters: what is measured by it is as wide as it is shown."""
    path = temporary.folder() / f"{fonts.LATIN}.ttf"
    path.write_bytes(fonts.latin_data(FAMILY))
    return path


def _inline(text: str, block: ChartBlock) -> str:
    """Only the element; ids made unique in a page of many charts; no style sheet, it would reach the page."""
    text = text[text.index("<svg") :]
    text = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", text, flags=re.DOTALL)
    text = text.replace(f"'{fonts.LATIN}', ", "")  # it goes with the role wherever that is shown
    text = re.sub(r' style="([^"]*)"', _as_attributes, text)
    text = re.sub(r'( id="|url\(#|href="#)', rf"\g<1>{block.id}-", text)
    alt = escape(block.alt)
    opening = f'<svg role="img" aria-label="{alt}" stroke-linejoin="round"'
    return re.sub(r"<svg([^>]*)>", rf"{opening}\1><title>{alt}</title>", text, count=1).strip()


def _as_attributes(style: re.Match[str]) -> str:
    """`fill: red; stroke: none` as attributes: WeasyPrint warns of such properties, which CSS lacks."""
    pairs = (part.split(": ", 1) for part in style[1].split("; "))
    return "".join(f' {name}="{value}"' for name, value in pairs)


def height(block: ChartBlock) -> float:
    """图的高 — in inches, of the picture as it is drawn."""
    measured, _ = _drawn_as(block)
    return measured(block)


def _figure(block: ChartBlock) -> Figure:
    _check_characters(block)
    _, drawn = _drawn_as(block)
    return drawn(block)


def _drawn_as(block: ChartBlock) -> tuple[Callable[[ChartBlock], float], Callable[[ChartBlock], Figure]]:
    """What says how high the picture is, and what draws it."""
    match block.shape:
        case "flow":
            return flow.height, flow.draw
        case "pie":
            return pie.height, pie.draw
    columns, rows = (bars.columns_height, bars.draw_columns), (bars.rows_height, bars.draw_rows)
    return columns if stands(block) else rows


def _check_characters(block: ChartBlock) -> None:
    names = chain.from_iterable((series.name, *block.names_of(series)) for series in block.series)
    for text in (*names, *chain.from_iterable(map(block.said, block.points))):
        if lacking := fonts.missing(text):
            raise OutputError(f"所选字体都没有“{lacking}”这个字，见统计图中的“{text}”；{fonts.MEND}")
