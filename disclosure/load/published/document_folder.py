"""一批文件 — the documents of a folder or a zip one after another, each read or with the sentence why not."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from disclosure.errors import InputError
from disclosure.load import data_files
from disclosure.load.published import read_published
from disclosure.load.published.blocks import PublishedDocument

_MOST = 2_000  # files
_UTF_8 = 0x800  # the flag of a name
_MOST_TOGETHER = 2 * 1024 * 1024 * 1024  # unpacked bytes
_PACKED = ".zip"
_NOT_MEANT = (".", "~$", "__MACOSX", "Thumbs.db")
_TOO_MANY = "里面的文件太多或太大，请分成几份再试"
_DAMAGED = "压缩包不完整或已损坏，请重新复制，或解压后再试"
_LOCKED = "压缩包加了密码，请解压后再试"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError)
_Files = Iterator[tuple[str, Callable[[], bytes]]]  # what a file is called, and what gives its content


def documents(path: Path, shown: str) -> Iterator[PublishedDocument | InputError]:
    """各份文件 — of a folder, a zip, or the one file; never more than one is held."""
    for name, content in _files(path, shown):
        try:
            yield read_published.document_of(content(), name, name)
        except InputError as error:
            yield error


def _files(path: Path, shown: str) -> _Files:
    if path.is_dir():
        return _in_folder(path, shown)
    return (
        _in_zip(path, shown) if path.suffix.lower() == _PACKED else iter([(shown, _content_of(path, shown))])
    )


def _content_of(path: Path, shown: str) -> Callable[[], bytes]:
    return partial(data_files.content, path, shown)


def _in_folder(folder: Path, shown: str) -> _Files:
    below = (path for path in sorted(folder.rglob("*")) if path.is_file())
    named = [(path, name) for path in below if _is_meant(name := path.relative_to(folder).as_posix())]
    if len(named) > _MOST:
        raise data_files.fault(_TOO_MANY, shown)
    for path, name in named:
        yield from _files(path, f"{shown}/{name}")


def _is_meant(name: str) -> bool:
    return not any(part.startswith(_NOT_MEANT) for part in PurePosixPath(name).parts)


def _in_zip(path: Path, shown: str) -> _Files:
    """What stands in a packed file within it is not looked for: the reader says to unpack it first."""
    try:
        with zipfile.ZipFile(path) as archive:
            named = [(entry, _name(entry)) for entry in archive.infolist() if not entry.is_dir()]
            named = [(entry, name) for entry, name in named if _is_meant(name)]
            if len(named) > _MOST or sum(entry.file_size for entry, _ in named) > _MOST_TOGETHER:
                yield shown, partial(_refuse, _TOO_MANY, shown)
                return
            for entry, name in named:
                called = f"{shown}/{name}"
                yield called, partial(_unpacked, archive, entry, called)
    except _BROKEN:
        yield shown, partial(_refuse, _DAMAGED, shown)


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


def _refuse(message: str, shown: str) -> bytes:
    raise data_files.fault(message, shown)
