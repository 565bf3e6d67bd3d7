"""工作台的门 — what a request must be to be answered, and what a browser may do with the answer.

The desk shows and changes what is not published yet: only the browser that was let in by the one-time token
may, no other web page may read it, frame it, send it forms or hold its streams open.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from secrets import token_bytes, token_urlsafe
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_STREAMS = 16  # open at once: each is a watching thread
MOST_CONNECTIONS = 64
LARGEST_HEAD = 16_384  # bytes of a request before its body
_MB = 1_000_000
LARGEST_BODY = 64 * _MB  # of what is handed in: published documents, exported tables
LARGEST_FORM = 4 * _MB  # of what is typed: without files
HOST = "127.0.0.1"
ENTRY = "/enter"  # where the one-time token lets a browser in
TOO_MANY = "打开的页太多，请关掉几个"
_SEAL = 64  # letters of a digest
_LONGEST_COUNT = 12  # digits: Python reads no number of thousands
_OWN_HOSTS = (HOST, "localhost")
_OWN_SITES = ("", "none", "same-origin")  # of Sec-Fetch-Site; no browser leaves it out
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}
_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; script-src 'self'"
)


def policy(nonce: str) -> dict[str, str]:
    """内容安全策略 — of a page with a script of its own, marked so: it runs no other but the desk's."""
    return {"Content-Security-Policy": f"{_POLICY} 'nonce-{nonce}'"}


class Keys:
    """钥匙 — one-time tokens, each of which lets one browser in, and the secret that this browser keeps."""

    def __init__(self) -> None:
        self.key = token_bytes(32)  # whoever has it makes tokens: the desk, and the same user's next command
        self._secret, self._used = token_urlsafe(), set[str]()

    def secret_for(self, token: str) -> str:
        """换成 — what a browser keeps; empty where the token was none, or was used."""
        name, seal = token[:-_SEAL], token[-_SEAL:]
        if token in self._used or not hmac.compare_digest(seal.encode(), _seal(self.key, name).encode()):
            return ""
        self._used.add(token)
        return self._secret

    def fits(self, secret: str) -> bool:
        """合不合 — whether a browser was let in."""
        return hmac.compare_digest(secret.encode(), self._secret.encode())


def token_of(key: bytes) -> str:
    """一次性的口令 — for an address that is opened once."""
    name = token_urlsafe()
    return f"{name}{_seal(key, name)}"


def entrance(address: str, key: bytes) -> str:
    """进来的地址 — of a desk, good for once."""
    return f"{address}{ENTRY}?token={token_of(key)}"


def _seal(key: bytes, name: str) -> str:
    return hmac.new(key, name.encode(), sha256).hexdigest()


class Guard:
    """门 — refuses other sites' requests, strangers and large bodies; each answer is for this page alone."""

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        self._app, self._keys = app, keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        sent = Headers(scope=scope)
        bounded = _Bounded(receive, _most(sent))
        await self._chosen(sent, scope)(scope, bounded, partial(_send_guarded, send))

    def _chosen(self, sent: Headers, scope: Scope) -> ASGIApp:
        refused = ((status, said) for is_refused, status, said in _REFUSALS if is_refused(sent, scope))
        for status, said in refused:
            return _refusal(said, status)
        if scope["path"] == ENTRY:
            return self._entrance(sent, scope)
        if not self._keys.fits(_kept_by_browser(sent)):
            return _refusal("请用命令印出的地址打开，或再双击一次工作台的图标：地址只能用一次", 403)
        return self._app

    def _entrance(self, sent: Headers, scope: Scope) -> Response:
        token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        secret = self._keys.secret_for(token)
        if not secret and not self._keys.fits(_kept_by_browser(sent)):
            return _refusal(
                "这个地址不完整，或已经用过了，请再运行一次 disclosure desk，或再双击一次工作台的图标",
                403,
            )
        inside = RedirectResponse("/", 303)
        if secret:
            inside.set_cookie(_cookie_of(sent), secret, httponly=True, samesite="strict")
        return inside


class _Bounded:
    """A body that is no longer than it may be, whatever its head declares."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._left = receive, most

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise HTTPException(413)
        return message


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


def _cookie_of(sent: Headers) -> str:
    """A name for each port: browsers keep one set of cookies for all desks of a machine."""
    return f"desk-{sent.get('host', '').rpartition(':')[2]}"


def _kept_by_browser(sent: Headers) -> str:
    try:
        found = SimpleCookie(sent.get("cookie", "")).get(_cookie_of(sent))
    except CookieError:
        return ""
    return found.value if found else ""


def _refusal(said: str, status: int) -> Response:
    return PlainTextResponse(said, status, {"Connection": "close"})


def _is_named_otherwise(sent: Headers, _: Scope) -> bool:
    return sent.get("host", "").partition(":")[0] not in _OWN_HOSTS


def _is_foreign(sent: Headers, _: Scope) -> bool:
    own = f"http://{sent.get('host', '')}"
    return sent.get("sec-fetch-site", "") not in _OWN_SITES or sent.get("origin", own) != own


def _is_unsigned(sent: Headers, scope: Scope) -> bool:
    """A change must say where it comes from: no browser leaves it out."""
    return scope["method"] == "POST" and "origin" not in sent


def _has_large_body(sent: Headers, scope: Scope) -> bool:
    length = sent.get("content-length", "0")
    if scope["method"] != "POST":
        return length != "0" or "transfer-encoding" in sent
    return "transfer-encoding" in sent or not _is_count(length) or int(length) > _most(sent)


def _is_count(said: str) -> bool:
    return said.isascii() and said.isdecimal() and len(said) <= _LONGEST_COUNT


def _most(sent: Headers) -> int:
    """A form without files is small: each of its fields is kept."""
    has_files = sent.get("content-type", "").startswith("multipart/form-data")
    return LARGEST_BODY if has_files else LARGEST_FORM


def _asks_much(sent: Headers, scope: Scope) -> bool:
    asked = len(scope["path"]) + len(scope["query_string"])
    return asked + sum(len(name) + len(value) for name, value in sent.raw) > LARGEST_HEAD


def _does_more(_: Headers, scope: Scope) -> bool:
    return scope["method"] not in ("GET", "HEAD", "POST")


# What a request must not be: the test of what was sent, the answer.
_REFUSALS: tuple[tuple[Callable[[Headers, Scope], bool], int, str], ...] = (
    (_is_named_otherwise, 400, "工作台只用 127.0.0.1 或 localhost 这个地址打开；请用命令印出的地址"),
    (_is_foreign, 403, "工作台只给本机的浏览器直接打开，不给别的网页用；请在地址栏里输入地址"),
    (_is_unsigned, 403, "没有说明是从哪个网页来的，不能改动；请用常见的浏览器打开工作台"),
    (
        _has_large_body,
        413,
        f"交来的内容太大：文件合计最多 {LARGEST_BODY // _MB} MB，填写的最多 {LARGEST_FORM // _MB} MB",
    ),
    (_asks_much, 431, "请求太长"),
    (_does_more, 405, "工作台不用别的请求方法"),
)


async def _send_guarded(send: Send, message: Message) -> None:
    if message["type"] == "http.response.start":
        headers = MutableHeaders(scope=message)
        for name, value in {"Content-Security-Policy": _POLICY, **_HEADERS}.items():
            headers.setdefault(name, value)
    await send(message)
