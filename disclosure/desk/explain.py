"""来历 — of one number: formula, what it is made from, the checks that watch it, where it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from starlette.responses import Response

from disclosure.api import Filled
from disclosure.checks import Explanation, Outcome
from disclosure.checks import explain as explained
from disclosure.checks.book import ids_by_name
from disclosure.checks.check_report import SEVERITIES
from disclosure.checks.watched_numbers import WatchedNumbers
from disclosure.desk.asked import Area, Asked
from disclosure.desk.where_found import printed, scene
from disclosure.desk.workplace import Seen
from disclosure.outputs.number_links import Printed

_MOST = 30  # places and checks that are listed
_OUTCOMES = {**SEVERITIES, Outcome.NOT_CHECKED.value: "missing"}


def explanation(seen: Seen, filled: Filled, name: str) -> Explanation:
    """来历 — by the name of a figure or a cell, or as people call it; raises NoSuchNumber."""
    return explained(name, scene(seen, filled))


def places_printed(seen: Seen, filled: Filled, name: str) -> list[Printed]:
    """印在哪里 — of a figure or a cell by its name, the passages and tables of the document, each once."""
    ids, shown = ids_by_name(filled.facts.figures), scene(seen, filled).book.shown_by(name)
    first: dict[str, Printed] = {}
    for place in chain.from_iterable(printed(seen).get(ids.get(one, one), ()) for one in (name, shown)):
        first.setdefault(place.said, place)
    return list(first.values())


def cells(seen: Seen) -> dict[str, str]:
    """各格 — of the places of the data, by how a person is told them: 决算数据.xlsx 三公!B5 → 三公!B5."""
    entered = seen.entered.items()
    return seen.once("cells", lambda: {said: source.cell for said, source in entered if source.cell})


def _explain(asked: Asked) -> Response:
    seen = asked.place.seen()
    filled, report = seen.filled, seen.report
    if filled is None or report is None:
        return asked.page("explain", seen=seen, shown=None)
    shown = explanation(seen, filled, asked.query.get("figure", ""))
    watched = seen.once("watched", lambda: WatchedNumbers(scene(seen, filled), report)).of(shown.name)
    return asked.page(
        "explain",
        seen=seen,
        shown=shown,
        places=[(place, _cell_in(place, cells(seen))) for place in shown.sources[:_MOST]],
        others=len(shown.sources[_MOST:]),
        watching=watched[:_MOST],
        more_watching=len(watched[_MOST:]),
        numbers={one: number for number, one in enumerate(report.findings)},
        classes=_OUTCOMES,
        printed=places_printed(seen, filled, shown.name),
    )


def _cell_in(place: str, known: Mapping[str, str]) -> str:
    """The cell of a place that is told with its name behind."""
    words = place.split(" ")
    starts = (" ".join(words[:end]) for end in range(len(words), 0, -1))
    return next(filter(None, map(known.get, starts)), "")


AREA = Area({"/explain": _explain})
