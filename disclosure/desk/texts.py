"""文字 — ."""

from __future__ import annotations

from starlette.responses import Response

from disclosure.desk.asked import Area, Asked


def _texts(asked: Asked) -> Response:
    return asked.page("texts", seen=asked.place.seen())


AREA = Area({"/texts": _texts})
