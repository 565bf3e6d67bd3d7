"""一批文件 — the documents of a folder or a zip one after another: its name, what gives its content."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from itertools import filterfalse
from operator import attrgetter
from pathlib import Path, PurePosixPath

from disclosure.errors import InputError
from disclosure.loading import data_files

_MOST = 2_000  # files
_UTF_8 = 0x800  # the flag of a name
_MOST_TOGETHER = 2 * 1024 * 1024 * 1024  # unpacked bytes
_PACKED = ".zip"
_NOT_MEANT = (".", "~$", "__MACOSX", "Thumbs.db")
_OTHER_KINDS = (".json", ".yaml", ".yml", ".toml", ".csv", ".css", ".j2")  # data and records beside documents
_DAMAGED = "压缩包不完整或已损坏，请重新复制，或解压后再试"
_LOCKED = "压缩包加了密码，请解压后再试"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError)
Files = Iterator[tuple[str, Callable[[], bytes]]]  # what a file is called, and what gives its content


def files(path: Path, shown: str) -> Files:
    """各份文件 — of a folder, a zip, or the one file; never more than one is held."""
    if path.is_dir():
        return _in_folder(path, shown)
    is_packed = path.suffix.lower() == _PACKED
    return _in_zip(path, shown) if is_packed else iter([(shown, partial(data_files.content, path, shown))])


def _in_folder(folder: Path, shown: str) -> Files:
    below = list(filter(partial(_is_document, folder), sorted(folder.rglob("*"))))
    _require_moderate(len(below), 0, shown)
    for path in below:
        yield from files(path, f"{shown}/{path.relative_to(folder).as_posix()}")


def _is_document(folder: Path, path: Path) -> bool:
    return path.is_file() and is_meant(path.relative_to(folder).as_posix())


def is_meant(name: str) -> bool:
    """是否文件 — whether a file of this name may be a document: not hidden, no data beside documents."""
    is_hidden = any(part.startswith(_NOT_MEANT) for part in PurePosixPath(name).parts)
    return not (is_hidden or name.lower().endswith(_OTHER_KINDS))


def _require_moderate(number: int, size: int, shown: str) -> None:
    if number > _MOST or size > _MOST_TOGETHER:
        raise data_files.fault("里面的文件太多或太大，请分成几份再试", shown)


def _in_zip(path: Path, shown: str) -> Files:
    """A packed file in it is not looked into: its reader says to unpack it first."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _members(archive, shown)
    except InputError as error:
        yield shown, partial(_raised, error)
    except _BROKEN:
        yield shown, partial(_raised, data_files.fault(_DAMAGED, shown))


def _members(archive: zipfile.ZipFile, shown: str) -> Files:
    entries = filterfalse(zipfile.ZipInfo.is_dir, archive.infolist())
    named = {entry: name for entry in entries if is_meant(name := _name(entry))}
    _require_moderate(len(named), sum(map(attrgetter("file_size"), named)), shown)
    for entry, name in named.items():
        yield f"{shown}/{name}", partial(_unpacked, archive, entry, f"{shown}/{name}")


def _name(entry: zipfile.ZipInfo) -> str:
    """Windows writes names in the coding of its country, and does not say so."""
    if entry.flag_bits & _UTF_8:
        return entry.filename
    written = entry.filename.encode("cp437", "replace")
    try:
        return written.decode()
    except UnicodeDecodeError:
        return written.decode("gb18030", "replace")


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, shown: str) -> bytes:
    try:
        with archive.open(entry) as stream:
            return data_files.bounded(stream, shown)
    except RuntimeError:
        raise data_files.fault(_LOCKED, shown) from None
    except _BROKEN:
        raise data_files.fault(_DAMAGED, shown) from None


def _raised(error: InputError) -> bytes:
    raise error
