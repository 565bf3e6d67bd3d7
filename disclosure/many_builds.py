"""一批生成 — many departments, each in a process of its own; every one comes out as soon as it is ready."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from disclosure import error_report
from disclosure.api import Built, build
from disclosure.checks import CheckRule
from disclosure.errors import DisclosureError, OutputError
from disclosure.loading.ratified_table import RatifiedTable
from disclosure.outputs import Writer
from disclosure.several import several
from disclosure.sources import DataSource, PackChoice

_AHEAD = 2  # for each process, what is handed over before it is wanted
_LOST = (
    "生成这一份的程序被系统结束了，没有生成：多半是内存不够，请单独生成它，或把 workers 改小；"
    '脚本没有写在 if __name__ == "__main__": 下面的也会这样，请写上'
)
BuiltOrError = Built | DisclosureError


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
    yield from _Workers(workers or os.cpu_count() or 1, make).all(several(sources))


def _built(source: DataSource, **options: Any) -> BuiltOrError:
    try:
        return build(source, **options)
    except DisclosureError as error:
        return error
    except Exception as error:  # whatever nobody foresaw is this department's, not the others'
        where = f"停在“{error_report.stage(error)}”（{type(error).__name__}）"
        return OutputError(f"程序遇到没有料到的情况，{where}，没有生成这一份；请单独生成它，看出错报告")


class _Workers:
    """A pool of processes, made anew where one of them was killed."""

    def __init__(self, number: int, make: partial[BuiltOrError]) -> None:
        self._number, self._make = number, make

    def all(self, sources: Iterable[DataSource]) -> Iterator[tuple[DataSource, BuiltOrError]]:
        waiting = iter(sources)
        for first in waiting:
            for source, made in self._pooled(chain([first], waiting)):
                yield source, self._alone(source) if made is None else made

    def _pooled(self, waiting: Iterator[DataSource]) -> Iterator[tuple[DataSource, BuiltOrError | None]]:
        """Until all are made or a process is killed: what was under way then comes out without a build."""
        running: dict[Future[BuiltOrError], DataSource] = {}
        is_whole = True
        with self._pool(self._number) as pool:
            while True:
                for source in islice(waiting, self._number * _AHEAD - len(running)) if is_whole else ():
                    running[self._submitted(pool, source)] = source
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    is_whole = is_whole and not isinstance(future.exception(), BrokenProcessPool)
                    yield running.pop(future), _outcome(future)

    def _submitted(self, pool: ProcessPoolExecutor, source: DataSource) -> Future[BuiltOrError]:
        try:
            return pool.submit(self._make, source)
        except BrokenProcessPool as error:  # killed since the last one came out
            broken: Future[BuiltOrError] = Future()
            broken.set_exception(error)
            return broken

    def _alone(self, source: DataSource) -> BuiltOrError:
        with self._pool(1) as pool:
            return _outcome(self._submitted(pool, source)) or OutputError(_LOST)

    def _pool(self, number: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(number, mp_context=get_context("spawn"))


def _outcome(future: Future[BuiltOrError]) -> BuiltOrError | None:
    try:
        return future.result()
    except BrokenProcessPool:
        return None
