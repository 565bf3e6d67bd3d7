"""看稿 — the document as it will be: as a page, on a telephone, as paper; each number explains itself."""

from __future__ import annotations

from dataclasses import replace
from secrets import token_urlsafe

from starlette.responses import HTMLResponse, Response

from disclosure import outputs
from disclosure.desk.asked import Area, Asked
from disclosure.desk.guard import policy
from disclosure.desk.working_page import working_page
from disclosure.desk.workplace import Seen
from disclosure.errors import InputError, Problem
from disclosure.outputs.pdf import engines

VIEWS = {"": "网页", "phone": "手机", "paper": "页面"}


def _look(asked: Asked) -> Response:
    seen, view = asked.place.seen(), asked.query.get("view", "")
    return asked.page(
        "look",
        seen=seen,
        views=VIEWS.items(),
        view=view if view in VIEWS else "",
        at=asked.query.get("at", ""),
        missing=len(seen.composed.missing) if seen.composed else 0,
        faults=[str(fault) for fault in seen.faults],
        has_engine=bool(engines()),
    )


def _document(asked: Asked) -> Response:
    nonce = token_urlsafe()
    return HTMLResponse(working_page(asked.place.seen(), nonce), headers=policy(nonce))


def _paper(asked: Asked) -> Response:
    """页面 — the draft as it would be printed; laid out once for each saving."""
    seen = asked.place.seen()
    data = seen.once("paper", lambda: _laid_out(seen))
    return Response(data, media_type="application/pdf")


def _laid_out(seen: Seen) -> bytes:
    """By typst where it is there: it is many times as fast."""
    if seen.composed is None or not engines():
        raise InputError([Problem("现在排不出页面：数据还读不了，或这台电脑没有排 PDF 的程序")])
    made = seen.composed
    style = replace(made.style, pdf_engine="typst") if "typst" in engines() else made.style
    return outputs.writer("pdf")(made.document, style, made.filename)[0].data


AREA = Area({"/look": _look, "/document": _document, "/document.pdf": _paper})
