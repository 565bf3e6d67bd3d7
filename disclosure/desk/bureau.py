"""全市 — ."""

from __future__ import annotations

from starlette.responses import Response

from disclosure.desk.asked import Area, Asked


def _bureau(asked: Asked) -> Response:
    return asked.page("bureau")


AREA = Area({"/bureau": _bureau})
