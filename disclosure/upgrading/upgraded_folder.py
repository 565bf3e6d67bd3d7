"""升级一个文件夹 — its data, records and packs in the present format, all of them or none."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from disclosure import files
from disclosure.errors import InputError, Problem, Source
from disclosure.loading import data_files
from disclosure.upgrading import migrations, toml_edits, yaml_edits
from disclosure.upgrading.format_change import FormatChange
from disclosure.upgrading.migrations import FileKind, Migration

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class _OldFile:
    """A file of a kind, by its name in the folder."""

    kind: FileKind
    name: str
    data: bytes

    @property
    def text(self) -> str:
        return data_files.decoded(self.data, self.name)


def upgrade(folder: Path | str) -> tuple[FormatChange, ...]:
    """升级 — brings a data folder, an output folder or a pack up to the present format; tells each change.

    Files of units, of last year and of packs below the folder too. Comments and order stay. Nothing is
    written where nothing is old, or where one file cannot be brought up: raises InputError, which names every
    file that is newer than the program or cannot be read.
    """
    home = Path(folder)
    if not home.is_dir():
        raise InputError([Problem("找不到这个文件夹，请检查路径是否写对", Source(str(folder)))])
    files.settle(home)
    found = list(_files_below(home))
    _require_readable(found)
    made = [(one.name, one.data, *_upgraded_file(one)) for one in found]
    written = [(name, new) for name, before, new, _ in made if new != before]
    if written:
        files.write_all(written, home)
    return tuple(change for *_, changes in made for change in changes)


def _files_below(home: Path) -> Iterator[_OldFile]:
    """Below the folder, in the order of names; hidden folders are nobody's data."""
    for path in sorted(home.rglob("*")):
        name = path.relative_to(home)
        if path.is_file() and not any(part.startswith(".") for part in name.parts[:-1]):
            for kind in migrations.kinds():
                if kind.is_kind_of(PurePosixPath(home.resolve().name, *name.parts)):
                    yield _OldFile(kind, name.as_posix(), path.read_bytes())


def _require_readable(found: Iterable[_OldFile]) -> None:
    problems: list[Problem] = []
    for one in found:
        try:
            problems += _newer_than_known(one)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)


def _newer_than_known(one: _OldFile) -> Iterator[Problem]:
    if _version_of_file(one) > one.kind.present:
        message = (
            f"格式版本是 {_version_of_file(one)}，本程序认识到 {one.kind.present}，没有升级；请换用新的程序"
        )
        yield Problem(message, Source(one.name))


def _version_of_file(one: _OldFile) -> int:
    """0 where the file does not say one: it is from before files said it."""
    said = str(_SAID[PurePosixPath(one.name).suffix](one.text, one.name, one.kind.version_key) or 0)
    return int(said) if said.isdigit() else 0


def _upgraded_file(one: _OldFile) -> tuple[bytes, list[FormatChange]]:
    wanted = migrations.of(one.kind, _version_of_file(one))
    if not wanted:
        return one.data, []
    text, changes = _MADE[PurePosixPath(one.name).suffix](one.text, one.name, wanted)
    return (_encoded(text, one.data), changes) if changes else (one.data, [])


def _encoded(text: str, before: bytes) -> bytes:
    """In the encoding that the file had."""
    if before.startswith(_BOM):
        return _BOM + text.encode()
    try:
        before.decode()
    except UnicodeDecodeError:
        return text.encode("gb18030")
    return text.encode()


def _said_in_json(text: str, shown: str, key: str) -> object:
    try:
        return json.loads(text).get(key)
    except (ValueError, AttributeError):
        raise InputError([Problem("不是完整的 JSON，没有升级；请重新生成", Source(shown))]) from None


_SAID: dict[str, Callable[[str, str, str], object]] = {
    ".yaml": yaml_edits.version,
    ".yml": yaml_edits.version,
    ".json": _said_in_json,
    ".toml": toml_edits.version,
}
_MADE: dict[str, Callable[[str, str, Iterable[Migration]], tuple[str, list[FormatChange]]]] = {
    ".yaml": yaml_edits.upgraded,
    ".yml": yaml_edits.upgraded,
    ".json": yaml_edits.upgraded,
    ".toml": toml_edits.upgraded,
}
