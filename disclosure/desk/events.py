"""变动 — tells a page as it happens: a file was saved (saved), what it shows is made anew (ready)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from watchfiles import DefaultFilter, awatch

_PATIENCE_MS = 50  # several writes of one saving are one change


class SomeState(Protocol):
    """所见 — of some state."""

    @property
    def state(self) -> str:
        """现状 — a digest."""


class Watched(Protocol):
    """看着的 — a folder of one department, or a city's."""

    def places(self) -> list[Path]:
        """看着的文件夹 — where a saving is noticed."""

    def state(self) -> str:
        """现状 — a digest of what would be read now."""

    def seen(self) -> SomeState:
        """所见 — as it is now."""


async def events(place: Watched, since: str) -> AsyncIterator[str]:
    """各次变动 — `since` is the state that the page was made of: a saving before the watch began is told.

    A comment now and then finds out that nobody listens any more.
    """
    yield ": 已连接\n\n"
    watch = partial(awatch, watch_filter=DefaultFilter(), step=_PATIENCE_MS, debounce=100)
    async for _ in watch(*place.places(), rust_timeout=1000, yield_on_timeout=True):
        now = await run_in_threadpool(place.state)
        if now == since:
            yield ": 在\n\n"
            continue
        yield "event: saved\ndata: 已改\n\n"
        seen = await run_in_threadpool(place.seen)
        since = seen.state
        yield "event: ready\ndata: 已更新\n\n"
