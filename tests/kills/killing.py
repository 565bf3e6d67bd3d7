"""Runs whole commands in processes that are killed: at a call that touches a file, or at a moment.

The parent has imported the program and built once; each command runs in a child that it forks, from the
arguments to the exit code. What a cold start would add is only the time in which nothing is written.
"""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl  # noqa: F401 - loaded late, once for all children
import xlsxwriter  # noqa: F401

from disclosure import api, cli, importing, projects  # noqa: F401
from tests.departments import EXAMPLES

TOUCHING = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@dataclass(frozen=True)
class Ended:
    """How a command ended: whether it was killed, its exit code, calls that touched a file, seconds."""

    killed: bool
    code: int
    calls: int
    seconds: float
    said: str


def warm() -> None:
    """Loads in the parent what every child would load."""
    api.check(EXAMPLES / "panzhihua-beijing-2023")


def run(arguments: Sequence[str], home: Path, *, at_call: int = 0, after: float = 0.0) -> Ended:
    """One command, killed at its call of this number, or after so many seconds; 0: not killed."""
    counted, said = home / "calls", home / "said"
    began = time.monotonic()
    child = os.fork()
    if not child:
        _child(arguments, home, counted, said, at_call)
    if after:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)  # an ended child waits to be asked: its number is nobody else's
    status = os.waitpid(child, 0)[1]
    killed = os.WIFSIGNALED(status)
    calls = 0 if killed else int(counted.read_text())
    seconds = time.monotonic() - began
    return Ended(killed, -1 if killed else os.WEXITSTATUS(status), calls, seconds, said.read_text("utf-8"))


def _child(arguments: Sequence[str], home: Path, counted: Path, said: Path, at_call: int) -> None:
    calls, code = Calls(home / "work", at_call), 70
    try:
        os.chdir(home / "work")
        sys.argv = ["disclosure", *arguments]
        with said.open("w", encoding="utf-8") as screen:
            sys.stdout = sys.stderr = screen
            calls.watch()
            try:
                cli.main()
            except SystemExit as exit:
                code = int(exit.code or 0)
            except BaseException:
                traceback.print_exc(file=screen)
            calls.at_call = 0
        counted.write_text(str(calls.number))
    finally:
        os._exit(code)


class Calls:
    """Counts calls that change something below a folder, and flushes to the disk; kills at one."""

    def __init__(self, folder: Path, at_call: int) -> None:
        self.folder, self.at_call, self.number = f"{folder}{os.sep}", at_call, 0

    def watch(self) -> None:
        """Before each such call; `os.fsync` has no event of its own."""
        sys.addaudithook(self._heard)
        flushed = os.fsync

        def flush(handle: int) -> None:
            self._count()
            flushed(handle)

        os.fsync = flush  # type: ignore[assignment]

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in TOUCHING and self._is_below(arguments[0]) and _is_writing(event, arguments):
            self._count()

    def _is_below(self, path: object) -> bool:
        if not isinstance(path, str | bytes | os.PathLike):
            return True  # an open file: the journal
        return str(Path.cwd() / os.fsdecode(path)).startswith(self.folder)

    def _count(self) -> None:
        self.number += 1
        if self.number == self.at_call:
            os.kill(os.getpid(), signal.SIGKILL)


def _is_writing(event: str, arguments: tuple[Any, ...]) -> bool:
    if event != "open":
        return True
    _, mode, flags = arguments
    return bool(flags & _WRITING) or (isinstance(mode, str) and mode[:1] in "wxa")
