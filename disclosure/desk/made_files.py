"""做好的文件 — what was made of a data folder: listed, opened in the browser, what is public as one file."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from disclosure import build_record, files, office_round
from disclosure.desk.standing import DRAFTS, OFFICE, PUBLISHED
from disclosure.errors import InputError, Problem
from disclosure.office_round.publish_anew import FORMER
from disclosure.readback import pdf_pages

FOLDERS = (PUBLISHED, DRAFTS, OFFICE)
_EDITIONS = {"publication": "公开稿", "draft": "草稿", "working": "工作稿", "data": "数据"}
_OWN = (".", "~$")  # how files begin that are nobody's document: of this program, of Word
_SHOWN = (".pdf", ".html")
_KIB, _MOST_KEPT = 1024, 1000


@dataclass(frozen=True, slots=True)
class MadeFile:
    """一个文件 — its path from the data folder; `said` what it is, or why it is not what was made."""

    name: str
    place: str
    size: str
    pages: int | None
    said: str
    is_shown: bool


def listed(folder: Path, kind: str) -> list[MadeFile]:
    """各文件 — of 成品, 草稿 or 审签, in the order of their names."""
    output = folder / kind
    said = _what_each_is(output) if kind != OFFICE else {}
    other = "不在要公开的文件里" if kind == PUBLISHED and said else ""
    return [_one_listed(folder, path, said.get(path.name, other)) for path in _to_open(output)]


def former(folder: Path) -> list[MadeFile]:
    """以前公开的 — what later publications took the place of."""
    places = sorted(place for place in (folder / PUBLISHED / FORMER).glob("*") if place.is_dir())
    return [_one_listed(folder, path, f"内容码 {place.name}") for place in places for path in _to_open(place)]


def file_of(folder: Path, place: str) -> Path:
    """某个文件 — by its path from the data folder; only what was made: raises InputError for any other."""
    kind, _, _ = place.partition("/")
    with suppress(ValueError):  # a name that no file can have
        path, home = (folder / place).resolve(), (folder / kind).resolve()
        if (
            kind in FOLDERS
            and home.parent == folder
            and path.is_relative_to(home)
            and path in _to_open(path.parent)
        ):
            return path
    raise InputError([Problem("没有这个文件，可能刚刚移走或改了名；请回出稿页再看", name=place)])


def is_shown(path: Path) -> bool:
    """浏览器里看 — what is not for a program of its own."""
    return path.suffix in _SHOWN


def media_type(path: Path) -> str:
    """是哪一种 — as a browser is told it; a text says how it is encoded."""
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def zipped(output: Path) -> bytes:
    """打成一个包 — what of the folder is to be published, nothing else; the same files, the same bytes."""
    return files.zipped((path.name, path.read_bytes()) for path in office_round.published_files(output))


def _to_open(place: Path) -> list[Path]:
    """Files that somebody may open: no record, no journal, no lock."""
    return sorted(filter(_is_to_open, place.iterdir())) if place.is_dir() else []


def _is_to_open(path: Path) -> bool:
    is_own = path.name == build_record.NAME or path.name.startswith(_OWN)
    return path.is_file() and not (path.is_symlink() or is_own)


def _what_each_is(output: Path) -> Mapping[str, str]:
    """What each file is that was made there, by its name."""
    said = {path.name: "更正说明" for path in office_round.published_files(output)}
    for record in office_round.recorded_in(output).values():
        for name, digest in record.files.items():
            is_same = (output / name).is_file() and _read_once(output / name).digest == digest
            said[name] = _EDITIONS[record.edition] + "，生成以后有人改过" * (not is_same)
    return said


def _one_listed(folder: Path, path: Path, said: str) -> MadeFile:
    place, size = path.relative_to(folder).as_posix(), path.stat().st_size
    return MadeFile(path.name, place, _size_said(size), _read_once(path).pages, said, is_shown(path))


def _size_said(count: int) -> str:
    kib = -(-count // _KIB)
    return f"{kib} KB" if kib < _KIB else f"{kib / _KIB:.1f} MB"


def _read_once(path: Path) -> _Look:
    status = path.stat()
    return _look(path, status.st_size, status.st_mtime_ns)


class _Look(NamedTuple):
    digest: str
    pages: int | None


@lru_cache(_MOST_KEPT)
def _look(path: Path, _bytes: int, _time: int) -> _Look:
    """Digest and pages of a file as it was then."""
    data = path.read_bytes()
    pages = None
    if path.suffix == ".pdf":
        with suppress(Exception):  # a PDF from anywhere, or none: then nobody knows its pages
            pages = pdf_pages.page_count(data)
    return _Look(sha256(data).hexdigest(), pages)
