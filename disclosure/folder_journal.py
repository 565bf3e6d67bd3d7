"""写入日志 — a folder is changed whole or not at all, whatever stops the program half way.

While files are written a journal lies in the folder, locked by the process that writes. It says of each file
what it held before and holds after, where its new content is made ready and where a copy of the old is kept.
Whoever finds a journal that nobody holds finds what a dead process left: what has been changed is changed
back, what was made ready is removed. From its last line on, “done”, there is nothing to change back.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import secrets
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import astuple, dataclass
from pathlib import Path, PurePosixPath

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

Content = bytes | Callable[[], bytes]  # that is made once nobody else writes

JOURNAL = ".disclosure-journal"
_TEMPORARY = re.compile(r"\.disclosure-[0-9a-f]{16}\.tmp")
_DONE = "done"
_BINARY = getattr(os, "O_BINARY", 0)
_OPEN = os.O_RDWR | os.O_CREAT | _BINARY | getattr(os, "O_NOFOLLOW", 0)
_LIMIT = 20_000_000  # bytes of a journal; a folder may come from anybody
_UNLOCKABLE = {errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS}  # some network drives have no locks
_FAR = 1 << 30  # a byte that is never written: on Windows others cannot read what is locked
_held: ContextVar[frozenset[Path]] = ContextVar("held", default=frozenset())


@dataclass(frozen=True, slots=True)
class _Step:
    """One file: digests of what it held ("" where there was none) and is to hold, its temporary files."""

    target: str
    before: str
    after: str
    new: str
    old: str


def change(folder: Path, files: Iterable[tuple[str, Content]], accepted: Callable[[], object]) -> None:
    """改动 — all files of a folder take their content, or none does; any exception changes all back.

    `accepted` is called when they stand: what it raises changes all back, too. An OSError bears the name of
    the file that it is about; that of a folder which another process writes is a BlockingIOError.
    """
    with _alone(folder) as journal:
        ready = [(name, data if isinstance(data, bytes) else data()) for name, data in files]
        steps = [_planned(folder, name, data) for name, data in ready]
        added = _added_folders(folder, steps)
        _note(journal, json.dumps([added, *map(astuple, steps)]))
        _make_ready(folder, added, steps, [data for _, data in ready])
        for step in steps:
            with about(folder / step.target):
                (folder / step.new).replace(folder / step.target)
        accepted()
        _sync(folder, steps)
        _note(journal, _DONE)


def settle(folder: Path) -> None:
    """收拾 — what a dead process left half written in a folder is changed back; often there is nothing."""
    if (folder / JOURNAL).exists() and folder.resolve() not in _held.get():
        with _alone(folder):
            pass


@contextmanager
def about(path: Path) -> Iterator[None]:
    """所说的文件 — an OSError from within bears this name."""
    try:
        yield
    except OSError as error:
        error.filename = str(path)
        raise


@contextmanager
def _alone(folder: Path) -> Iterator[int]:
    """The journal of a folder, which nobody else writes; what is not done when it is left is changed back."""
    path, home = folder / JOURNAL, folder.resolve()
    with about(path):
        journal = locked(path)
    mine = _held.set(_held.get() | {home})
    try:
        _finish(folder, journal)
        try:
            yield journal
        finally:
            _finish(folder, journal)
    finally:
        _held.reset(mine)
        released(path, journal)


def locked(path: Path) -> int:
    """上锁 — a file, made where need be, opened and locked; raises BlockingIOError where another holds it."""
    while True:
        journal = os.open(path, _OPEN, 0o666)
        try:
            _lock(journal)
            if path.exists() and os.path.samestat(os.fstat(journal), path.stat()):
                return journal
        except BaseException:
            os.close(journal)
            raise
        os.close(journal)  # it was removed by the process that held it


def _lock(journal: int) -> None:
    """Held until it is closed, or the process ends in whatever way."""
    if sys.platform == "win32":
        os.lseek(journal, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(journal, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError(errno.EWOULDBLOCK, "held") from error
    else:
        try:
            fcntl.flock(journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in _UNLOCKABLE:
                raise


def released(path: Path, journal: int) -> None:
    """开锁 — a journal of which nothing is left to do goes; Windows removes no file that is open."""
    is_finished = not os.fstat(journal).st_size
    if is_finished and sys.platform != "win32":
        path.unlink(missing_ok=True)
    os.close(journal)
    if is_finished and sys.platform == "win32":
        with suppress(OSError):  # another process has opened it
            path.unlink(missing_ok=True)


def _note(journal: int, line: str) -> None:
    with open(journal, "ab", closefd=False) as file:
        file.write(f"{line}\n".encode())
        file.flush()
        os.fsync(journal)


def _finish(folder: Path, journal: int) -> None:
    """What the journal says is not done is changed back, then what was made ready is removed."""
    os.lseek(journal, 0, os.SEEK_SET)
    plan, _, rest = os.read(journal, _LIMIT).partition(b"\n")
    added, steps = _understood(folder, plan)
    if rest != f"{_DONE}\n".encode():
        for step in reversed(steps):
            _change_back(folder, step)
        _sync(folder, steps)
    for name in (name for step in steps for name in (step.new, step.old)):
        (folder / name).unlink(missing_ok=True)
    for name in reversed(added):
        with suppress(OSError):  # it holds what was written
            (folder / name).rmdir()
    os.ftruncate(journal, 0)


def _change_back(folder: Path, step: _Step) -> None:
    """Only what this writing has put there: what somebody has changed since stays."""
    target = folder / step.target
    with about(target):
        if step.before != step.after == _digest(target):
            (folder / step.old).replace(target) if step.before else target.unlink()


def _understood(folder: Path, plan: bytes) -> tuple[list[str], list[_Step]]:
    """The plan of a journal; none where it was not written to its end, or names what is not its own."""
    try:
        added, *rows = json.loads(plan)
        steps = [_Step(*row) for row in rows]
        is_own = all(_is_inside(folder, name) for name in added) and all(
            _is_own(folder, each) for each in steps
        )
    except (ValueError, TypeError):
        return [], []
    return (added, steps) if is_own else ([], [])


def _is_own(folder: Path, step: _Step) -> bool:
    """Whether its temporary files are named as ours are and stand beside what they are for, in the folder."""
    temporary = [PurePosixPath(name) for name in (step.new, step.old)]
    beside = {path.parent for path in temporary} == {PurePosixPath(step.target).parent}
    return (
        beside
        and _is_inside(folder, step.target)
        and all(_TEMPORARY.fullmatch(path.name) for path in temporary)
    )


def _is_inside(folder: Path, name: str) -> bool:
    return (folder / name).parent.resolve().is_relative_to(folder.resolve())


def _planned(folder: Path, name: str, data: bytes) -> _Step:
    target = folder / name
    with about(target):
        _require_plain(folder, target)
        before = _digest(target)
    new, old = (f".disclosure-{secrets.token_hex(8)}.tmp" for _ in range(2))
    beside = PurePosixPath(name).parent
    return _Step(name, before, _digest_of(data), str(beside / new), str(beside / old))


def _require_plain(folder: Path, target: Path) -> None:
    """Nothing is written through a link, nor in place of a link, a device or a folder."""
    if target.is_dir() and not target.is_symlink():
        raise IsADirectoryError(errno.EISDIR, "folder")
    if target.is_symlink() or (target.exists() and not target.is_file()):
        raise OSError(errno.ELOOP, "link or device")
    if not target.parent.resolve().is_relative_to(folder.resolve()):
        raise OSError(errno.ELOOP, "linked folder")


def _digest(path: Path) -> str:
    return _digest_of(path.read_bytes()) if path.is_file() and not path.is_symlink() else ""


def _digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _added_folders(folder: Path, steps: Sequence[_Step]) -> list[str]:
    """Folders below that are not there yet, upper ones first."""
    below = (reversed(PurePosixPath(step.target).parents[:-1]) for step in steps)
    names = dict.fromkeys(str(path) for paths in below for path in paths)
    return [name for name in names if not (folder / name).exists()]


def _make_ready(folder: Path, added: Sequence[str], steps: Sequence[_Step], contents: list[bytes]) -> None:
    """New contents and copies of the old ones, beside their places and safe from a power cut."""
    for name in added:
        with about(folder / name):
            (folder / name).mkdir()
    for step, data in zip(steps, contents, strict=True):
        target = folder / step.target
        with about(target):
            mode = stat.S_IMODE(target.stat().st_mode) if step.before else None
            _stage(folder / step.new, data, mode)
            if step.before:
                _stage(folder / step.old, target.read_bytes(), mode)
    _sync(folder, steps)


def _stage(path: Path, data: bytes, mode: int | None) -> None:
    """A file with the mode of the one that it replaces; a new one as the user's umask has it."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666 if mode is None else mode)
    with os.fdopen(handle, "wb") as file:
        if mode is not None and stat.S_IMODE(os.fstat(handle).st_mode) != mode:
            path.chmod(mode)
        file.write(data)
        file.flush()
        os.fsync(handle)


def _sync(folder: Path, steps: Sequence[_Step]) -> None:
    """Names are as safe from a power cut as contents; Windows has no call for it."""
    for place in dict.fromkeys((folder, *((folder / step.target).parent for step in steps))):
        if sys.platform != "win32" and place.is_dir():
            handle = os.open(place, os.O_RDONLY)
            with suppress(OSError):  # a network drive may not know it
                os.fsync(handle)
            os.close(handle)
