"""流向 — stages from left to right, each point as high as its amount, bands from one stage to the next."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import TYPE_CHECKING, Any, NamedTuple

from disclosure.document import ChartBlock, Point, Series
from disclosure.drawing.sizes import EDGE, FILLS, LINE, WIDTH, canvas, high, words, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WHOLE = 1.7  # the height of the total
_NODE = 0.1  # how wide a point is drawn
_APART = 0.09
_NAMES = 1.32  # of the first and last stage, beside their points
_WITHIN = 0.75  # of a stage between them, on its bands
_BANDS = ("#c9dcee", "#ece0c4", "#d6d6d6", "#b7cbb4")  # light: names stand on them
_HEAD = LINE + 2 * EDGE


class _FlowPoint(NamedTuple):
    """一点 — where it is drawn, how high, and what is written beside it; of which stage."""

    stage: int
    top: float
    tall: float
    text: str

    @property
    def middle(self) -> float:
        return self.top - self.tall / 2


def height(block: ChartBlock) -> float:
    """流向图的高 — of the stage that needs most."""
    return _HEAD + max(_needed(block, series) for series in block.series) + EDGE


def _needed(block: ChartBlock, series: Series) -> float:
    return sum(
        max(_tall(block, point), high(text)) + _APART for text, point in _texts_of_stage(block, series)
    )


def _texts_of_stage(block: ChartBlock, series: Series) -> Iterator[tuple[str, Point]]:
    room = _NAMES if series in (block.series[0], block.series[-1]) else _WITHIN
    for name, point in zip(block.names_of(series), series.points, strict=True):
        yield "\n".join(filter(None, (wrapped(name, room), words(block, point, room)))), point


def _tall(block: ChartBlock, point: Point) -> float:
    wholes = [float(sum(each.value for each in series.points)) for series in block.series]
    return float(point.value) / max(wholes) * _WHOLE


def draw(block: ChartBlock) -> Figure:
    """画流向图."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    tall = height(block)
    figure, axes = canvas(tall, (0, 0, WIDTH, tall))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(0, tall)
    places = list(_flow_points(block, tall))
    _draw_bands(axes, block, places)
    last = len(block.series) - 1
    for place in places:
        left = _stage_left(place.stage, last)
        axes.add_patch(Rectangle((left, place.top - place.tall), _NODE, place.tall, facecolor=FILLS[0]))
        axes.text(*_place_of_text(place, left), place.text, **_aligned(place.stage))
    for stage, series in enumerate(block.series):
        at = _stage_left(stage, last) + _NODE * (stage != 0)
        edge = {0: "left", last: "right"}.get(stage, "center")
        where = {0: EDGE, last: WIDTH - EDGE}.get(stage, at)
        axes.text(where, tall - EDGE, _stage_head(block, series), ha=edge, va="top")
    return figure


def _stage_head(block: ChartBlock, series: Series) -> str:
    return " ".join((series.name, *(block.said(series.total) if series.total else ())))


def _flow_points(block: ChartBlock, tall: float) -> Iterator[_FlowPoint]:
    """Every point, stage by stage from the top; a stage that needs less room stands in the middle."""
    for stage, series in enumerate(block.series):
        top = tall - _HEAD - (tall - _HEAD - EDGE - _needed(block, series)) / 2
        for text, point in _texts_of_stage(block, series):
            drawn = _tall(block, point)
            slot = max(drawn, high(text))
            yield _FlowPoint(stage, top - (slot - drawn) / 2, drawn, text)
            top -= slot + _APART


def _stage_left(stage: int, last: int) -> float:
    first, end = EDGE + _NAMES + EDGE, WIDTH - 2 * EDGE - _NAMES - _NODE
    return first + (end - first) * stage / last


def _place_of_text(place: _FlowPoint, left: float) -> tuple[float, float]:
    """Names of the first stage stand left of it, of the others right."""
    return (left - EDGE if place.stage == 0 else left + _NODE + EDGE), place.middle


def _aligned(stage: int) -> dict[str, Any]:
    side = "right" if stage == 0 else "left"
    return {"ha": side, "va": "center", "multialignment": side}


def _draw_bands(axes: Axes, block: ChartBlock, places: list[_FlowPoint]) -> None:
    """Each as high as its amount at both ends, one below the other, in the colour of its fund."""
    from matplotlib.patches import PathPatch  # noqa: PLC0415
    from matplotlib.path import Path  # noqa: PLC0415

    last = len(block.series) - 1
    colours = dict(zip(_funds_between(places, last), cycle(_BANDS), strict=False))
    leaving = [place.top for place in places]
    arriving = list(leaving)
    for band in block.bands:
        tall = _tall(block, Point(band.value, ""))
        x0 = _stage_left(places[band.source].stage, last) + _NODE
        x1 = _stage_left(places[band.target].stage, last)
        y0, y1 = leaving[band.source], arriving[band.target]
        leaving[band.source] -= tall
        arriving[band.target] -= tall
        shape = Path(_outline(x0, y0, x1, y1, tall), _CODES)
        colour = colours[band.target if band.target in colours else band.source]
        axes.add_patch(PathPatch(shape, facecolor=colour, edgecolor="white", linewidth=0.6))


def _funds_between(places: list[_FlowPoint], last: int) -> list[int]:
    return [number for number, place in enumerate(places) if 0 < place.stage < last]


_CODES = [1, 4, 4, 4, 2, 4, 4, 4, 79]  # matplotlib.path.Path: MOVETO, CURVE4, LINETO, CURVE4, CLOSEPOLY


def _outline(x0: float, y0: float, x1: float, y1: float, tall: float) -> list[tuple[float, float]]:
    middle = (x0 + x1) / 2
    over = [(x0, y0), (middle, y0), (middle, y1), (x1, y1)]
    under = [(x, y - tall) for x, y in reversed(over)]
    return [*over, *under, (x0, y0)]
