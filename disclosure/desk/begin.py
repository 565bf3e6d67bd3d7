"""开始 — ."""

from __future__ import annotations

from starlette.responses import Response

from disclosure.desk.asked import Area, Asked


def _begin(asked: Asked) -> Response:
    return asked.page("begin")


AREA = Area({"/begin": _begin})
