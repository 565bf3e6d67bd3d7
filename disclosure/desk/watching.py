"""看着的文件 — what a folder is made from: its data and its packs; what was made of them is left out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from disclosure import build_record, packs
from disclosure.loading import folders_named, read
from disclosure.loading.data_files import slashes
from disclosure.model import Submission
from disclosure.packs import Chain
from disclosure.sources import home_of, named_pack

LOCK = "~$"  # what Excel and WPS put beside a workbook as long as it is open


def state(places: Iterable[Path]) -> str:
    """现状 — a digest of the names, sizes and times of every file in the folders that are watched."""
    seen = [_seen(file) for place in places for file in files(place)]
    return sha256(repr(seen).encode()).hexdigest()[:32]


def state_of(*paths: Path) -> tuple[object, ...]:
    """几个文件的现状 — name, size and time of each; None of one that is not there."""
    return tuple(map(_seen, paths))


def files(place: Path) -> Iterator[Path]:
    """要看的 — the files below a folder; those of a build, of the desk and hidden ones are none of them."""
    for folder, below, names in os.walk(place):
        here = Path(folder)
        below[:] = sorted(name for name in below if _is_watched(here / name))
        yield from (here / name for name in sorted(names) if not name.startswith((LOCK, ".")))


def places_of(folder: Path, given: Submission | None, chain: Chain | None) -> list[Path]:
    """要看的文件夹 — the data, the folders that they name, the packs in force.

    Without what was read, as far as the data can tell; without packs, those delivered.
    """
    home, named = home_of(folder), folders_of(given) if given else folders_named(folder)
    in_force = [pack.folder for pack in chain.packs] if chain else [packs.built_in()]
    places = [*((home / slashes(name)).resolve() for name in named), *in_force]
    return [home, *(path for path in places if not path.is_relative_to(home))]


def folders_of(given: Submission) -> tuple[str, ...]:
    """写明的文件夹 — last year's and the units'."""
    last_year = given.prior.folder if given.prior else None
    units = [unit.data for unit in given.department.units or ()]
    return tuple(filter(None, (last_year, *units)))


def given_by(folder: Path) -> tuple[Submission, Chain]:
    """数据和模板 — of a folder; raises InputError, PackError."""
    given = read(folder)
    return given, named_pack("", (), folder).chain(given)


def _is_watched(folder: Path) -> bool:
    return not (folder.name.startswith(".") or (folder / build_record.NAME).is_file())


def _seen(file: Path) -> tuple[str, int, int] | None:
    try:
        status = file.stat()
    except OSError:  # an editor's temporary file that has just gone
        return None
    return str(file), status.st_size, status.st_mtime_ns
