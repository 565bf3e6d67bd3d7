"""`make fuzz`: mutated files of every kind; each must end in a result or in a Chinese sentence.

An input is known by its kind, the seed and its number: `python -m tests.fuzz.run 10000`, then
`python -m tests.fuzz.run 1 SEED KIND NUMBER` for one of them again, with its traceback. Inputs run in child
processes that may use so much memory and processor time, and no more; a fault never ends the run.
"""

from __future__ import annotations

import multiprocessing
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Literal

from disclosure.errors import DisclosureError
from tests.fuzz.targets import KINDS

SEED = 12
MOST_MEMORY = 1 << 30
MOST_SECONDS = 20.0  # of the processor
A_CHILD = 50  # inputs
_ROOM = 2 << 30  # a child's memory at the very most
# What a sentence never holds: it would be a library's.
FOREIGN = re.compile(r"Traceback|object at 0x|NoneType|\b[A-Z]\w+(?:Error|Exception)\b")

Outcome = Literal["ok", "told", "fault"]


@dataclass(frozen=True, slots=True)
class Tried:
    """An input, and what became of it."""

    kind: str
    number: int
    outcome: Outcome
    said: str = ""


class TooSlowError(BaseException):
    """More processor time than an input may take; nothing catches it."""


def main() -> None:
    total, seed = (int(said) for said in (sys.argv[1:3] + ["10000", str(SEED)][len(sys.argv[1:3]) :]))
    kinds = sys.argv[3:4] or list(KINDS)
    first = int(sys.argv[4]) if len(sys.argv) > len(("run", "total", "seed", "kind")) else 0
    begun, tried = time.monotonic(), list[Tried]()
    for kind in kinds:
        tried.extend(tried_all(kind, seed, range(first, first + -(-total // len(kinds)))))
        print(_row(kind, tried), flush=True)
    for each in faults(tried):
        print(f"{each.kind} {seed} {each.number}：{each.said}")
    print(f"{len(tried)} 份，{time.monotonic() - begun:.0f} 秒，不对的 {len(faults(tried))} 份")
    sys.exit(bool(faults(tried)))


def faults(tried: Sequence[Tried]) -> list[Tried]:
    return [each for each in tried if each.outcome == "fault"]


def _row(kind: str, tried: Sequence[Tried]) -> str:
    counts = Counter(each.outcome for each in tried if each.kind == kind)
    shown = "，".join(f"{name} {counts[outcome]}" for outcome, name in _NAMES.items())
    return f"{kind:<12}{counts.total():>6}：{shown}"


_NAMES: dict[Outcome, str] = {"ok": "做成", "told": "说出", "fault": "不对"}


def tried_all(kind: str, seed: int, numbers: Sequence[int]) -> Iterator[Tried]:
    """Every input of a kind; a child that dies is a fault of the input that it was at."""
    left = list(numbers)
    with tempfile.TemporaryDirectory() as folder:
        KINDS[kind](Random(), Path(folder))  # so that the starting files are made once, not in each child
    while left:
        receiving, sending = multiprocessing.Pipe(duplex=False)
        child = multiprocessing.get_context("fork").Process(
            target=_child, args=(sending, kind, seed, left[:A_CHILD])
        )
        child.start()
        sending.close()
        done = list(_received(receiving))
        child.join()
        yield from done
        left = left[len(done) :]
        if child.exitcode:
            yield Tried(kind, left.pop(0), "fault", f"进程结束：{child.exitcode}")


def _received(receiving: Connection) -> Iterator[Tried]:
    while True:
        try:
            yield receiving.recv()
        except EOFError:
            return


def _child(sending: Connection, kind: str, seed: int, numbers: Sequence[int]) -> None:
    begun = _memory()  # a fork begins with what its parent holds
    resource.setrlimit(resource.RLIMIT_DATA, (begun + _ROOM, begun + _ROOM))
    for number in numbers:
        tried = tried_one(kind, seed, number, begun)
        sending.send(tried)
        if tried.outcome == "fault":
            break  # memory is not given back: the next one begins afresh
    sending.close()


def tried_one(kind: str, seed: int, number: int, begun: int = 0) -> Tried:
    """One input, in this process, which may take so much memory more than it began with."""
    random = Random(f"{kind} {seed} {number}")
    with tempfile.TemporaryDirectory(prefix="disclosure-fuzz-") as folder:
        run = KINDS[kind](random, Path(folder))
        began = time.process_time()
        signal.signal(signal.SIGPROF, _too_slow)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(
            resource.RLIMIT_CPU, (int(began + 3 * MOST_SECONDS), hard)
        )  # where C never returns
        signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
        try:
            became, said = outcome(run)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    memory = _memory() - begun
    if memory > MOST_MEMORY:
        became, said = "fault", f"内存 {memory >> 20} MB；{said}"
    return Tried(kind, number, became, said)


def _memory() -> int:
    """The most that this process had so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _too_slow(*_: object) -> None:
    raise TooSlowError


def outcome(run: object) -> tuple[Outcome, str]:
    """What became of a run, and what was said of it."""
    assert callable(run)
    try:
        run()
    except DisclosureError as error:
        return _told(str(error))
    except TooSlowError as error:
        return "fault", f"超过 {MOST_SECONDS:.0f} 秒处理器时间 {_last(error)}"
    except BaseException as error:  # whatever it is: that is what is looked for
        return "fault", _last(error)
    return "ok", ""


def _told(sentence: str) -> tuple[Outcome, str]:
    foreign = FOREIGN.search(sentence)
    if foreign or not sentence.strip():
        return "fault", f"不是中文的话：{sentence[:200]}"
    return "told", sentence


def _last(error: BaseException) -> str:
    """The kind of the error, what it says, and the last steps on the way to it."""
    steps = traceback.extract_tb(error.__traceback__)[-4:]
    way = " ← ".join(f"{Path(step.filename).name}:{step.lineno}" for step in reversed(steps))
    return f"{type(error).__name__}：{str(error)[:160]}（{way}）"


if __name__ == "__main__":
    main()
