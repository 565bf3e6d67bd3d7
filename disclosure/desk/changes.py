"""变动 — ."""

from __future__ import annotations

from starlette.responses import Response

from disclosure.desk.asked import Area, Asked


def _changes(asked: Asked) -> Response:
    return asked.page("changes", seen=asked.place.seen())


AREA = Area({"/changes": _changes})
