"""填写 — ."""

from __future__ import annotations

from starlette.responses import Response

from disclosure.desk.asked import Area, Asked


def _fill(asked: Asked) -> Response:
    return asked.page("fill", seen=asked.place.seen())


AREA = Area({"/fill": _fill})
