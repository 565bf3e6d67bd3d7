"""工作台服务 — for this machine alone, until it is interrupted."""

from __future__ import annotations

import socket
from asyncio import Transport
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

import uvicorn
from starlette.responses import PlainTextResponse
from uvicorn.protocols.http.h11_impl import H11Protocol

from disclosure.desk import open_desks
from disclosure.desk.app import application
from disclosure.desk.desk import Desk
from disclosure.desk.guard import HOST, LARGEST_HEAD, MOST_CONNECTIONS, TOO_MANY, Keys, entrance
from disclosure.errors import OutputError


class _Bounded(H11Protocol):
    """HTTP by uvicorn, with an answer of our own where too many connections are open: its own is English."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """连上 — one too many is told so, and closed."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            self.app = PlainTextResponse(TOO_MANY, 503, {"Connection": "close"})


def serve(desk: Desk, port: int, opened: Callable[[str], object]) -> None:
    """开始服务 — `opened` is told the address that lets one browser in; port 0 is any that is free.

    Raises IsOpen where this user's desk is open on the folder already.
    """
    keys = Keys()
    with ExitStack() as held:
        bound = held.enter_context(_bound(port))
        address = f"http://{HOST}:{bound.getsockname()[1]}"
        held.enter_context(open_desks.alone(desk.home, address, keys.key))
        desk.own_note = held.enter_context(open_desks.told_to_others(desk.home))
        opened(entrance(address, keys.key))
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
        server = uvicorn.Server(config)
        desk.end = partial(setattr, server, "should_exit", True)
        server.run([bound])


def _bound(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise OutputError(f"端口 {port} 已被别的程序占用；请换一个，或不写 --port") from error
