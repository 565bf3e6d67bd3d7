"""核对 — ."""

from __future__ import annotations

from starlette.responses import Response

from disclosure.desk.asked import Area, Asked


def _check(asked: Asked) -> Response:
    return asked.page("check", seen=asked.place.seen())


AREA = Area({"/check": _check})
