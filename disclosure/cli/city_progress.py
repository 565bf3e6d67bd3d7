"""全市的进度 — how far a run has come: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from disclosure.cli.chinese_help import say

if TYPE_CHECKING:
    from disclosure.city.city_run import Step

_EVERY = 5  # percent
_MINUTE = 60


@contextmanager
def shown() -> Iterator[Callable[[Step], None]]:
    """进度 — what is told of each step, as long as the run goes on."""
    if sys.stderr is not None and sys.stderr.isatty():
        with _bar() as told:
            yield told
    else:
        yield _Lines().tell


@contextmanager
def _bar() -> Iterator[Callable[[Step], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    pace = _Pace()
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("")

        def told(step: Step) -> None:
            if sentence := _failure(step):
                progress.console.print(sentence, markup=False, highlight=False)
            said = f"{pace.after(step)}，{step.record.name}"
            progress.update(task, total=step.total, completed=step.done, description=said)

        yield told


class _Lines:
    """A line for every so many percent, and for each body that could not be made."""

    def __init__(self) -> None:
        self._pace, self._told = _Pace(), 0

    def tell(self, step: Step) -> None:
        said = self._pace.after(step)
        if sentence := _failure(step):
            say(sentence)
        if (reached := step.done * 100 // step.total // _EVERY) > self._told:
            self._told = reached
            say(f"… {step.done}/{step.total}（{reached * _EVERY}%），{said}，刚做完：{step.record.name}")


class _Pace:
    """How fast bodies are made, and how long the others will take."""

    def __init__(self) -> None:
        self._began, self._made = monotonic(), 0

    def after(self, step: Step) -> str:
        self._made += step.is_made
        spent = max(monotonic() - self._began, 0.001)
        left = spent / step.done * (step.total - step.done)
        time_left = f"{left / _MINUTE:.0f} 分钟" if left > 2 * _MINUTE else f"{left:.0f} 秒"
        return f"每分钟 {self._made / spent * _MINUTE:.0f} 份，约还要 {time_left}"


def _failure(step: Step) -> str:
    """Of a body that could not be made just now: the first line of why."""
    record = step.record
    return f"未能生成：{record.name}：{record.problem.splitlines()[0]}" if record.state == "未能生成" else ""
