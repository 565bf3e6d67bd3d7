"""临时文件夹 — one folder of this process, for what libraries take by path only; it goes with the process.

A process that is killed leaves its folder. The next one removes it: a folder whose lock nobody holds.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from disclosure import files, folder_journal
from disclosure.errors import OutputError

NONE = "没有能写的临时文件夹，或磁盘已满；请清理磁盘，或把环境变量 TEMP（Linux 为 TMPDIR）设为能写的文件夹"
_PREFIX, _LOCK = "disclosure-tmp-", ".lock"
_OWN = re.compile(rf"{_PREFIX}\w{{8}}")


@cache
def folder() -> Path:
    """临时文件夹 — that of this process; raises OutputError where there is no place for one."""
    try:
        made, lock = _locked_folder()
    except OSError as error:
        raise OutputError(NONE) from error
    atexit.register(_remove, made, lock)
    _sweep(made)
    return made


def is_cause(error: Exception) -> bool:
    """缺临时文件夹所致 — whether a library has failed for want of a place for temporary files, or of room."""
    if not isinstance(error, FileNotFoundError):
        return isinstance(error, OSError) and error.errno in files.FULL
    try:
        tempfile.gettempdir()
    except FileNotFoundError:
        return True
    return False


def _locked_folder() -> tuple[Path, int]:
    """A new folder, and its lock; made once more where another process swept it before it was locked."""
    while True:
        made = Path(tempfile.mkdtemp(prefix=_PREFIX))
        with suppress(BlockingIOError, FileNotFoundError):
            return made, folder_journal.locked(made / _LOCK)


def _sweep(own: Path) -> None:
    """Folders of the same user whose process is dead."""
    user = own.lstat().st_uid
    for found in own.parent.glob(f"{_PREFIX}*"):
        if found != own and _OWN.fullmatch(found.name) and not found.is_symlink():
            with suppress(OSError):  # it is held, or has gone meanwhile
                if found.lstat().st_uid == user:
                    _remove_dead(found)


def _remove_dead(found: Path) -> None:
    if (found / _LOCK).is_file():
        _remove(found, folder_journal.locked(found / _LOCK))
    else:
        found.rmdir()  # killed before it was locked; what is not empty is not ours


def _remove(made: Path, lock: int) -> None:
    os.close(lock)  # Windows removes no file that is open
    shutil.rmtree(made, ignore_errors=True)
