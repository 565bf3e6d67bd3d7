"""一批生成 — many departments over a few processes; every one comes out as soon as it is ready."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait as wait_for
from pathlib import Path
from threading import Thread
from typing import Any, Generic, TypeVar

from disclosure import error_report
from disclosure.api import Built, build
from disclosure.checks import CheckRule
from disclosure.errors import DisclosureError, OutputError
from disclosure.loading.ratified_table import RatifiedTable
from disclosure.outputs import Writer
from disclosure.several import several
from disclosure.sources import DataSource, PackChoice

_AHEAD = 2  # for each process, what is handed over before it is wanted
_MOST = 200  # that a process makes before another takes its place: libraries keep what they once needed
_LOST = (
    "生成这一份的程序被系统结束了，没有生成：多半是内存不够，请单独生成它，或把 workers 改小；"
    '脚本没有写在 if __name__ == "__main__": 下面的也会这样，请写上'
)
BuiltOrError = Built | DisclosureError
Given = TypeVar("Given")
Made = TypeVar("Made")


def build_many(
    sources: Iterable[DataSource],
    formats: Iterable[str | Writer] = ("docx", "pdf", "html"),
    *,
    pack: PackChoice = "",
    roots: Iterable[Path | str] = (),
    draft: bool = False,
    working: bool = False,
    units: bool = False,
    ratified: RatifiedTable | None = None,
    pdf: str = "",
    checks: Iterable[CheckRule] = (),
    workers: int | None = None,
) -> Iterator[tuple[DataSource, Built | DisclosureError]]:
    """生成一批 — each source with its build, or with the error that refused it, in the order they finish.

    The options are those of `build`. `workers` is the number of processes, by default one a core; sources are
    taken from the iterable as they are needed. One that fails, or whose process is killed, stops no other.
    Functions given as formats or checks stand in a module by their names, so that the processes find them.
    A program that calls it does so below `if __name__ == "__main__":`, as its processes import it.
    """
    make = partial(
        _built,
        formats=tuple(several(formats)),
        pack=pack,
        roots=tuple(several(roots)),
        draft=draft,
        working=working,
        units=units,
        ratified=ratified,
        pdf=pdf,
        checks=tuple(checks),
    )
    pool = Workers(workers or os.cpu_count() or 1, make, lambda _: OutputError(_LOST))
    yield from pool.all(several(sources))


def _built(source: DataSource, **options: Any) -> BuiltOrError:
    try:
        return build(source, **options)
    except DisclosureError as error:
        return error
    except Exception as error:  # whatever nobody foresaw is this department's, not the others'
        return unforeseen(error)


def unforeseen(error: Exception) -> OutputError:
    """没有料到的 — what is told of a department that nobody foresaw what happened to."""
    where = f"停在“{error_report.stage(error)}”（{type(error).__name__}）"
    return OutputError(f"程序遇到没有料到的情况，{where}，没有生成这一份；请单独生成它，看出错报告")


class Workers(Generic[Given, Made]):
    """进程池 — what is made of each thing given; made anew now and then, and where a process was killed.

    What was under way when one was killed is made once more alone; `lost` is said of one that kills its
    process then, too.
    """

    def __init__(self, number: int, make: Callable[[Given], Made], lost: Callable[[Given], Made]) -> None:
        self._number, self._make, self._lost = number, make, lost

    def all(self, things: Iterable[Given]) -> Iterator[tuple[Given, Made]]:
        """逐个 — each with what was made of it, in the order they finish; things are taken as needed."""
        waiting = iter(things)
        for first in waiting:
            for_this_pool = chain([first], islice(waiting, self._number * _MOST - 1))
            for thing, made in self._pooled(for_this_pool):
                yield thing, self._alone(thing) if made is None else made

    def _pooled(self, waiting: Iterator[Given]) -> Iterator[tuple[Given, Made | None]]:
        """Until all are made or a process is killed: what was under way then comes out without a result."""
        running: dict[Future[Made], Given] = {}
        is_whole = True
        with self._pool(self._number) as pool:
            try:
                while True:
                    for thing in islice(waiting, self._number * _AHEAD - len(running)) if is_whole else ():
                        running[self._submitted(pool, thing)] = thing
                    if not running:
                        return
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        is_whole = is_whole and not isinstance(future.exception(), BrokenProcessPool)
                        yield running.pop(future), _outcome(future)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)  # where nobody wants the rest

    def _submitted(self, pool: ProcessPoolExecutor, thing: Given) -> Future[Made]:
        try:
            return pool.submit(self._make, thing)
        except BrokenProcessPool as error:  # killed since the last one came out
            broken: Future[Made] = Future()
            broken.set_exception(error)
            return broken

    def _alone(self, thing: Given) -> Made:
        with self._pool(1) as pool:
            made = _outcome(self._submitted(pool, thing))
        return self._lost(thing) if made is None else made

    def _pool(self, number: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(number, mp_context=get_context("spawn"), initializer=_follow_parent)


def _follow_parent() -> None:
    """A process of the pool ends with the one that started it, however that ends; it alone hears Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := parent_process():
        wait_for([parent.sentinel])
        os._exit(1)


def _outcome(future: Future[Made]) -> Made | None:
    try:
        return future.result()
    except BrokenProcessPool:
        return None
