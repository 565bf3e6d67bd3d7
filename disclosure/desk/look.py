"""看稿 — the document as it will be."""

from __future__ import annotations

from secrets import token_urlsafe

from starlette.responses import HTMLResponse, Response

from disclosure.desk.asked import Area, Asked
from disclosure.desk.guard import policy
from disclosure.desk.working_page import working_page


def _look(asked: Asked) -> Response:
    return asked.page("look", seen=asked.place.seen())


def _document(asked: Asked) -> Response:
    nonce = token_urlsafe()
    return HTMLResponse(working_page(asked.place.seen(), nonce), headers=policy(nonce))


AREA = Area({"/look": _look, "/document": _document})
