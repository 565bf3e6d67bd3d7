"""部门的文件 — all files below a body's folder that it may be made from, as bytes."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

from disclosure import build_record, files
from disclosure.loading import data_files

_NOT_READ = ("~$", ".", "※", "__pycache__")  # a lock of Excel, hidden, a marked copy, what Python keeps


def read(folder: Path) -> dict[str, bytes]:
    """读取 — by their names from the folder, “/” between; none where there is no folder. Raises InputError.

    What the body built for itself (folders with 上次生成.json) is left out; so are links, which may lead
    anywhere. A file that is too large is given with one byte too many: told as it would be there.
    """
    return {path.relative_to(folder).as_posix(): _bytes_of_file(path) for path in _paths(folder)}


def _paths(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder, onerror=_not_looked_into) if folder.is_dir() else ():
        here = Path(place)
        files.settle(here)
        if here != folder and build_record.NAME in names:
            folders.clear()
            continue
        folders[:] = sorted(filter(is_read, folders))
        paths = filter(Path.is_file, map(here.joinpath, sorted(filter(is_read, names))))
        yield from itertools.filterfalse(Path.is_symlink, paths)


def _not_looked_into(error: OSError) -> None:
    """A folder that cannot be looked into is not one without data."""
    raise data_files.unreadable(error, Path(error.filename).name)


def is_read(name: str) -> bool:
    """是否读 — whether a file or folder of this name may be what something is made from."""
    return not name.startswith(_NOT_READ)


def _bytes_of_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(data_files.FILE_LIMIT + 1)
    except OSError as error:
        raise data_files.unreadable(error, path.name) from None
