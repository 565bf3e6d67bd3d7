"""开着的工作台 — which desks are open on a folder: this user's own, to open it again; others', to be told of.

This user's is noted in the user's own cache folder, for nobody else to read: its address, and the key that
makes a one-time token. Every desk has a note in the shelf besides, which says who opened it, where and when.
A note is locked as long as its desk runs, in whatever way that ends: one that nobody holds is out of date.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import platform
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from disclosure import folder_journal, user_cache
from disclosure.desk.guard import entrance
from disclosure.errors import OutputError

NOTE = ".disclosure-desk-"  # in a shelf, of each desk that is open on it
_PATIENCE = 5.0  # seconds until a desk that is just being opened has noted its address
_LARGEST = 10_000  # bytes of a note: a shared folder is written by others


class IsOpen(Exception):  # noqa: N818 - no fault
    """已经开着 — this user's desk on the same folder; `address` lets a browser in."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(address)


@dataclass(frozen=True, slots=True)
class Other:
    """另一个工作台 — open on the same folder: who opened it, on which machine, when."""

    user: str
    machine: str
    since: str


@contextmanager
def alone(home: Path, address: str, key: bytes) -> Iterator[None]:
    """只开一个 — of this user on a folder, until it is left; raises IsOpen where one is."""
    path = _own_note(home)
    with ExitStack() as held:
        try:
            if path is not None:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                note = held.enter_context(_note_held(path, 0o600))
                _note_written(note, {"address": address, "key": key.hex()})
        except BlockingIOError:
            raise IsOpen(_entrance_of(path)) from None
        except OSError:  # no room, or no right: nothing is noted, and the desk is opened all the same
            pass
        yield


@contextmanager
def told_to_others(home: Path) -> Iterator[Path]:
    """告诉别的工作台 — a note in the shelf as long as the desk is open; gives where it is."""
    path = home / f"{NOTE}{token_hex(8)}"
    with ExitStack() as held:
        with suppress(OSError):  # a shelf that may not be written
            _note_written(held.enter_context(_note_held(path, 0o666)), asdict(_of_here()))
        yield path


def others(home: Path, own: Path | None) -> tuple[Other, ...]:
    """别的工作台 — that are open on the same folder now; notes that nobody holds any more are taken away."""
    with suppress(OSError):
        notes = sorted(path for path in home.glob(f"{NOTE}*") if path != own)
        return tuple(found for path in notes if (found := _other(path)))
    return ()


def _other(path: Path) -> Other | None:
    try:
        with _note_held(path, 0o666):  # nobody else does: it is out of date, and goes when it is left
            return None
    except BlockingIOError:
        with suppress(TypeError):  # written by somebody else
            return Other(**_note_read(path))
    except OSError:
        pass
    return None


@contextmanager
def _note_held(path: Path, mode: int) -> Iterator[int]:
    """A note that this process alone holds; it goes when it is left."""
    handle = folder_journal.locked(path)
    try:
        with suppress(OSError):  # another user's
            path.chmod(mode)
        yield handle
    finally:
        os.ftruncate(handle, 0)
        folder_journal.released(path, handle)


def _note_written(handle: int, said: dict[str, str]) -> None:
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, json.dumps(said, ensure_ascii=False).encode())


def _note_read(path: Path) -> dict[str, str]:
    try:
        with path.open("rb") as file:
            said = json.loads(file.read(_LARGEST))
    except (OSError, ValueError):
        return {}
    return {str(name): str(value) for name, value in said.items()} if isinstance(said, dict) else {}


def _own_note(home: Path) -> Path | None:
    place = user_cache.folder()
    if place is None:
        return None
    named = hashlib.sha256(str(home).encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return place / f"desk-{named}"


def _entrance_of(path: Path | None) -> str:
    """With a token of its own; the desk may be just about to say where it is."""
    until = time.monotonic() + _PATIENCE
    while path and time.monotonic() < until:
        said = _note_read(path) if user_cache.is_of_user(path.lstat()) else {}
        if said.keys() >= {"address", "key"}:
            return entrance(said["address"], bytes.fromhex(said["key"]))
        time.sleep(0.1)
    raise OutputError("这个文件夹的工作台正在打开，还没有打开好；请稍候再运行一次")


def _of_here() -> Other:
    now, user = datetime.now().astimezone(), ""
    with suppress(OSError, KeyError, ImportError):  # a system that does not tell
        user = getpass.getuser()
    return Other(user, platform.node(), f"{now.year}年{now.month}月{now.day}日{now:%H:%M}")
