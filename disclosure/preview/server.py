"""预览服务 — the page, and a stream of events that says when a file was saved; for this machine alone."""

from __future__ import annotations

from asyncio import Transport
from collections.abc import AsyncIterator
from pathlib import Path
from secrets import token_urlsafe

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol
from watchfiles import awatch

from disclosure.preview.guard import (
    CHANGES,
    DOCUMENT,
    HOST,
    LARGEST_HEAD,
    MOST_CONNECTIONS,
    TOO_MANY,
    Guard,
    Places,
    policy,
)
from disclosure.preview.page import Page, state, watched

_PATIENCE_MS = 50  # several writes of one saving are one change
_LONGEST_STATE = 64  # a digest


def application(folder: Path) -> Starlette:
    """网页程序 — the document at `/`, its changes at `/changes`; a foreign host name is refused."""

    places, page = Places(), Page(folder)

    async def document(_: Request) -> Response:
        nonce = token_urlsafe()
        return HTMLResponse(await run_in_threadpool(page.html, nonce), headers=policy(nonce))

    async def changes(request: Request) -> Response:
        since = request.query_params.get("since", "")[:_LONGEST_STATE]
        if places.full:
            return PlainTextResponse(TOO_MANY, 503)
        return StreamingResponse(_held(places, _events(folder, since)), media_type="text/event-stream")

    routes = [Route(DOCUMENT, document), Route(CHANGES, changes)]
    return Starlette(routes=routes, middleware=[Middleware(Guard)])


class _Bounded(H11Protocol):
    """HTTP by uvicorn, with an answer of our own where too many connections are open: its own is English."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """连上 — one too many is told so, and closed."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            self.app = Guard(PlainTextResponse(TOO_MANY, 503, {"Connection": "close"}))


def serve(folder: Path, port: int) -> None:
    """开始服务 — until it is interrupted."""
    uvicorn.run(
        application(folder),
        host=HOST,
        port=port,
        log_level="error",
        timeout_graceful_shutdown=1,
        h11_max_incomplete_event_size=LARGEST_HEAD,
        http=_Bounded,
        ws="none",
        lifespan="off",
        server_header=False,
        proxy_headers=False,
    )


async def _held(places: Places, events: AsyncIterator[str]) -> AsyncIterator[str]:
    """A stream that holds one of the places until it ends."""
    with places.one():
        async for event in events:
            yield event


async def _events(folder: Path, since: str) -> AsyncIterator[str]:
    """One event a saving; a comment now and then finds out that nobody listens any more.

    What the page was made from is compared, so that a file saved before the watch began is not missed.
    """
    yield ": 已连接\n\n"
    places = await run_in_threadpool(watched, folder)  # reads the data: once a connection, not once a look
    async for _ in awatch(*places, step=_PATIENCE_MS, debounce=100, rust_timeout=1000, yield_on_timeout=True):
        now = await run_in_threadpool(state, places)
        yield ": 在\n\n" if now == since else "data: 已改\n\n"
        since = now
