"""图标 — a file to double-click that opens the desk on its folder, with the Python that runs now.

Each system has its own kind, and its own rules of quoting. Python is told not to look for its modules in the
folder (-P): that may be shared, and anybody could have put one there.
"""

from __future__ import annotations

import shlex
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from disclosure import files
from disclosure.errors import OutputError

NAME = "决算工作台"
_OPENS = "-P -m disclosure desk"


def written(folder: Path) -> Path:
    """写好的图标 — in the folder, of the kind that this system opens; raises OutputError."""
    ending, make = _KINDS.get(sys.platform, _LINUX)
    (path,) = files.write_all([(f"{NAME}{ending}", make(sys.executable, folder.resolve()))], folder)
    if sys.platform != "win32":
        path.chmod(path.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    return path


def batch(python: str, _: Path, encoding: str = "oem") -> bytes:
    """批处理 — for Windows, in the code page in which its console reads; it opens where it stands.

    “%~dp0.” is its own folder: a backslash at its end would take the quotation mark with it.
    """
    lines = ("@echo off", f'"{python.replace("%", "%%")}" {_OPENS} "%~dp0."', "if errorlevel 1 pause", "")
    try:
        return "\r\n".join(lines).encode(encoding)
    except UnicodeEncodeError as error:
        said = f"Python 装在“{python}”，路径里有批处理文件写不出的字，没有写；请用命令 disclosure desk 打开"
        raise OutputError(said) from error


def command(python: str, _: Path) -> bytes:
    """终端命令 — for macOS; it opens where it stands."""
    return f'#!/bin/sh\nexec {shlex.quote(python)} {_OPENS} "$(dirname "$0")"\n'.encode()


def entry(python: str, folder: Path) -> bytes:
    """桌面项 — for Linux, by the rules of the Desktop Entry Specification; it names its folder."""
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        f"Name={NAME}",
        f"Exec={_in_entry(python)} {_OPENS} {_in_entry(str(folder))}",
        "Terminal=true",
        "",
    )
    return "\n".join(lines).encode()


def _in_entry(argument: str) -> str:
    """Quoted as an argument, then escaped as a text; “%” begins a field code."""
    quoted = "".join(f"\\{sign}" if sign in '"`$\\' else sign for sign in argument)
    return f'"{quoted}"'.replace("\\", "\\\\").replace("%", "%%")


Make = Callable[[str, Path], bytes]
_KINDS: dict[str, tuple[str, Make]] = {"win32": (".bat", batch), "darwin": (".command", command)}
_LINUX: tuple[str, Make] = (".desktop", entry)
