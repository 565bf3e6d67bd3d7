"""来历 — of one number: formula, what it is made from, where each stands; each leads to its own."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from disclosure.checks import Book, Explanation, Scene
from disclosure.checks import explain as explained
from disclosure.desk.asked import Area, Asked
from disclosure.desk.workplace import Seen

_MOST = 30  # places that are listed


def explanation(seen: Seen, name: str) -> Explanation | None:
    """来历 — by the name of a figure or a cell, or as people call it; raises NoSuchNumber."""
    if seen.filled is None:
        return None
    filled = seen.filled
    scene = seen.once("scene", lambda: Scene(Book(filled.facts.as_printed()), filled.chain.checks))
    return explained(name, scene)


def cells(seen: Seen) -> dict[str, str]:
    """各格 — of the places of the data, by how a person is told them: 决算数据.xlsx 三公!B5 → 三公!B5."""
    entered = seen.entered.items()
    return seen.once("cells", lambda: {said: source.cell for said, source in entered if source.cell})


def _explain(asked: Asked) -> Response:
    seen = asked.place.seen()
    shown = explanation(seen, asked.query.get("figure", ""))
    every = shown.sources if shown else ()
    places = [(place, _cell_in(place, cells(seen))) for place in every[:_MOST]]
    return asked.page("explain", seen=seen, shown=shown, places=places, others=len(every[_MOST:]))


def _cell_in(place: str, known: Mapping[str, str]) -> str:
    """The cell of a place that is told with its name behind."""
    words = place.split(" ")
    starts = (" ".join(words[:end]) for end in range(len(words), 0, -1))
    return next(filter(None, map(known.get, starts)), "")


AREA = Area({"/explain": _explain})
