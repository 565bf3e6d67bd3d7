"""工作台服务 — for this machine alone, until it is interrupted."""

from __future__ import annotations

import socket
from asyncio import Transport
from collections.abc import Callable

import uvicorn
from starlette.responses import PlainTextResponse
from uvicorn.protocols.http.h11_impl import H11Protocol

from disclosure.desk.app import application
from disclosure.desk.desk import Desk
from disclosure.desk.guard import ENTRY, HOST, LARGEST_HEAD, MOST_CONNECTIONS, TOO_MANY, Keys


class _Bounded(H11Protocol):
    """HTTP by uvicorn, with an answer of our own where too many connections are open: its own is English."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """连上 — one too many is told so, and closed."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            self.app = PlainTextResponse(TOO_MANY, 503, {"Connection": "close"})


def serve(desk: Desk, port: int, opened: Callable[[str], object]) -> None:
    """开始服务 — `opened` is told the address that lets one browser in; port 0 is any that is free."""
    keys = Keys()
    with socket.create_server((HOST, port)) as bound:
        opened(f"http://{HOST}:{bound.getsockname()[1]}{ENTRY}?token={keys.token()}")
        config = uvicorn.Config(
            application(desk, keys),
            log_level="error",
            timeout_graceful_shutdown=1,
            h11_max_incomplete_event_size=LARGEST_HEAD,
            http=_Bounded,
            ws="none",
            lifespan="off",
            server_header=False,
            proxy_headers=False,
        )
        uvicorn.Server(config).run([bound])
