"""出稿 — ."""

from __future__ import annotations

from starlette.responses import Response

from disclosure.desk.asked import Area, Asked


def _finish(asked: Asked) -> Response:
    return asked.page("finish", seen=asked.place.seen())


AREA = Area({"/finish": _finish})
