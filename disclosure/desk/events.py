"""变动 — tells a page as it happens: a file was saved (saved), what it shows is made anew (ready)."""

from __future__ import annotations

from asyncio import sleep
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from watchfiles import awatch

_PATIENCE_MS = 50  # several writes of one saving are one change
_EACH_MS = 1000


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


async def events(place: Watched, since: str) -> AsyncGenerator[str, None]:
    """各次变动 — `since` is the state that the page was made of: a saving before the watch began is told.

    What is watched is asked for again after each look: another pack may be in force, a folder may be gone. A
    comment now and then finds out that nobody listens any more.
    """
    yield ": 已连接\n\n"
    told = since
    async for _ in _looks(place):
        now = await run_in_threadpool(place.state)
        if now == since:
            yield ": 在\n\n"
            continue
        if now != told:
            yield "event: saved\ndata: 已改\n\n"
            told = now
        seen = await run_in_threadpool(place.seen)
        if seen.state != since:  # as it was, where something is being built just now
            since = seen.state
            yield "event: ready\ndata: 已更新\n\n"


async def _looks(place: Watched) -> AsyncIterator[None]:
    """Whenever a file was written, and each second: a shared drive does not tell what others write there."""
    while True:
        places = place.places()
        try:
            async with aclosing(_watched(places)) as watch:
                async for _ in watch:
                    yield
                    if place.places() != places:
                        break
        except OSError:  # a folder that has just gone, or more than the system can watch
            await sleep(_EACH_MS / 1000)
            yield


def _watched(places: list[Path]) -> AsyncGenerator[object, None]:
    there = filter(Path.is_dir, places)
    return awatch(*there, debounce=100, step=_PATIENCE_MS, rust_timeout=_EACH_MS, yield_on_timeout=True)
