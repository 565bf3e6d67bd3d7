"""帮助 — what to do in which order, what the words mean; read where somebody is stuck."""

from __future__ import annotations

from starlette.responses import Response

from disclosure.desk.asked import Area, Asked


def _help_page(asked: Asked) -> Response:
    return asked.page("help")


AREA = Area({"/help": _help_page}, {})
