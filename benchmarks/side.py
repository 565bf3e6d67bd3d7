"""一方 — one side of a measurement in a process of its own, which makes a document whenever it is asked.

    python -m benchmarks.side CHECKOUT KIND [OPTIONS AS JSON]

Each line read names a folder of data and a folder to write into; the line written back holds CPU seconds and
the most memory so far, in MiB. The package comes from the checkout, this program from where it stands.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

Make = Callable[[Path, Path], object]


def serve(make: Make) -> None:
    """应答 — until there is nothing more to read; what libraries print goes to the other stream."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        data, out = map(Path, json.loads(line))
        before = sum(os.times()[:4])
        make(data, out)
        spent = sum(os.times()[:4]) - before
        print(spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, file=answers, flush=True)


def product(formats: Iterable[str], **options: Any) -> Make:
    """本程序 — build and write."""
    import disclosure

    return lambda data, out: disclosure.write(disclosure.build(data, formats, **options), out)


def naive(formats: list[str]) -> Make:
    """朴素的做法 — of the words of a document, which it is given in place of the data."""
    from benchmarks.naive import make

    return lambda data, out: make(data, out, formats)


def check() -> Make:
    """校验 — read, derive, compose, check."""
    import disclosure

    return lambda data, _: disclosure.check(data)


def desk() -> Make:
    """工作台 — the page of the document as the desk answers a browser that was let in; one desk for all."""
    from disclosure.desk.app import application
    from disclosure.desk.desk import Desk
    from disclosure.desk.guard import ENTRY, Keys, token_of

    @cache
    def opened(home: Path) -> tuple[Any, str]:
        keys = Keys()
        served = application(Desk(home), keys)
        _status, headers, _body = asyncio.run(_answer(served, ENTRY, f"token={token_of(keys.key)}"))
        return served, headers[b"set-cookie"].decode().partition(";")[0]

    def ask(data: Path, _: Path) -> None:
        served, cookie = opened(data)
        status, _headers, body = asyncio.run(_answer(served, "/document", "d=.", cookie))
        if status != 200 or b'"desk-fault"' in body:  # noqa: PLR2004
            raise RuntimeError(status, body)

    return ask


async def _answer(
    served: Any, path: str, query: str, cookie: str = ""
) -> tuple[int, dict[bytes, bytes], bytes]:
    """One request, answered in full: status, headers, body."""
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(b"host", b"127.0.0.1:80"), (b"cookie", cookie.encode())],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await served(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), body


KINDS: dict[str, Callable[..., Make]] = {
    "product": product,
    "naive": naive,
    "check": check,
    "desk": desk,
}

if __name__ == "__main__":
    checkout, kind, options = sys.argv[1:]
    sys.path.insert(0, checkout)
    serve(KINDS[kind](**json.loads(options)))
