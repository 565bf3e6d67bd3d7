"""预览的门 — what a request must be to be answered, and what a browser may do with the answer.

The page shows what is not published yet: no other web page may read it, frame it or hold its streams open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_STREAMS = 16  # open at once: each is a watching thread
MOST_CONNECTIONS = 64
PATHS = DOCUMENT, CHANGES = "/", "/changes"
LARGEST_HEAD = 16_384  # bytes of a request before its body; there is never a body
HOST = "127.0.0.1"
TOO_MANY = "打开的预览页太多，请关掉几个"
_OWN_HOSTS = (HOST, "localhost")
_OWN_SITES = ("", "none", "same-origin")  # of Sec-Fetch-Site; no browser leaves it out
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


def policy(nonce: str) -> dict[str, str]:
    """内容安全策略 — of a page whose own script is marked so: it fetches and runs nothing else."""
    return {"Content-Security-Policy": f"{_POLICY}; script-src 'nonce-{nonce}'"}


class Guard:
    """门 — refuses other sites' requests, and bodies; each answer says that it is for this page alone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = partial(_send_guarded, send)
        if scope["type"] != "http":
            return
        sent = Headers(scope=scope)
        refused = ((status, said) for is_refused, status, said in _REFUSALS if is_refused(sent, scope))
        status, said = next(refused, (200, ""))
        chosen = PlainTextResponse(said, status, {"Connection": "close"}) if said else self._app
        await chosen(scope, receive, answer)


class Places:
    """名额 — how many streams may be open at once."""

    def __init__(self, most: int = MOST_STREAMS) -> None:
        self._left = most

    @property
    def full(self) -> bool:
        """满了 — whether none is left."""
        return self._left < 1

    @contextmanager
    def one(self) -> Iterator[None]:
        """占一个 — until the stream ends, however it ends."""
        self._left -= 1
        try:
            yield
        finally:
            self._left += 1


def _is_named_otherwise(sent: Headers, _: Scope) -> bool:
    return sent.get("host", "").partition(":")[0] not in _OWN_HOSTS


def _is_foreign(sent: Headers, _: Scope) -> bool:
    own = f"http://{sent.get('host', '')}"
    return sent.get("sec-fetch-site", "") not in _OWN_SITES or sent.get("origin", own) != own


def _has_body(sent: Headers, _: Scope) -> bool:
    return sent.get("content-length", "0") != "0" or "transfer-encoding" in sent


def _asks_much(sent: Headers, scope: Scope) -> bool:
    asked = len(scope["path"]) + len(scope["query_string"])
    return asked + sum(len(name) + len(value) for name, value in sent.raw) > LARGEST_HEAD


def _is_elsewhere(_: Headers, scope: Scope) -> bool:
    return scope["path"] not in PATHS


def _does_more(_: Headers, scope: Scope) -> bool:
    return scope["method"] not in ("GET", "HEAD")


# What a request must not be: the test of what was sent, the answer.
_REFUSALS: tuple[tuple[Callable[[Headers, Scope], bool], int, str], ...] = (
    (_is_named_otherwise, 400, "预览只用 127.0.0.1 或 localhost 这个地址打开；请用命令印出的地址"),
    (_is_foreign, 403, "预览只给本机的浏览器直接打开，不给别的网页用；请在地址栏里输入地址"),
    (_has_body, 413, "预览只供查看，不接收内容"),
    (_asks_much, 431, "请求太长"),
    (_is_elsewhere, 404, "没有这一页；请用命令印出的地址"),
    (_does_more, 405, "预览只供查看，不能用别的请求方法"),
)


async def _send_guarded(send: Send, message: Message) -> None:
    if message["type"] == "http.response.start":
        headers = MutableHeaders(scope=message)
        for name, value in {"Content-Security-Policy": _POLICY, **_HEADERS}.items():
            headers.setdefault(name, value)
    await send(message)
