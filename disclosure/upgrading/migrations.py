"""旧写法 — which places of which files are written otherwise now: declared in migrations.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any, Literal

from disclosure.upgrading.format_change import FormatChange


@dataclass(frozen=True, slots=True)
class FileKind:
    """一种文件 — how it is called, the key that says its version, the present one."""

    id: str
    names: tuple[str, ...]
    version_key: str
    present: int

    def is_kind_of(self, path: PurePosixPath) -> bool:
        """是否这一种 — by the end of its path."""
        return any(map(path.match, self.names))


@dataclass(frozen=True, slots=True)
class Migration:
    """一条改法 — up to which version, where, what becomes of what stands there, and why."""

    kind: str
    up_to: int
    place: str
    why: str
    added: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    retired: tuple[Any, ...] | Literal["任何"] = ()
    only_with: str = ""

    def retires(self, value: object) -> bool:
        """停用 — whether a value is one that is read no more."""
        return self.retired == "任何" or value in self.retired

    def change(
        self, file: str, line: int, place: str = "", before: str = "", after: str = ""
    ) -> FormatChange:
        """变动 — of a file by this migration."""
        return FormatChange(file, place or self.place, line, before, after, self.why)


def line_end(text: str) -> str:
    """行尾 — as the lines of a file have it."""
    return "\r\n" if "\r\n" in text else "\n"


@cache
def kinds() -> tuple[FileKind, ...]:
    """各种文件 — those that carry a version, and those of a pack that go by the pack's."""
    declared = _migration_tables()["文件"].items()
    return tuple(FileKind(id, tuple(one["名称"]), one["版本"], one["现在"]) for id, one in declared)


def of(kind: FileKind, version: int) -> tuple[Migration, ...]:
    """要改的 — of a file of this version; those of its own version too, see migrations.toml."""
    return tuple(one for one in _all() if one.kind == kind.id and one.up_to >= version)


@cache
def _all() -> tuple[Migration, ...]:
    return tuple(map(_migration, _migration_tables()["改"]))


def _migration(one: Mapping[str, Any]) -> Migration:
    return Migration(
        kind=one["文件"],
        up_to=one["到"],
        place=one["位置"],
        why=one["因"],
        added=one.get("加"),
        values=one.get("取值", {}),
        retired=_retired(one.get("停用", ())),
        only_with=one.get("须有", ""),
    )


def _retired(said: Any) -> Any:
    return said if isinstance(said, str) else tuple(said)


@cache
def _migration_tables() -> Mapping[str, Any]:
    text = files("disclosure.upgrading").joinpath("migrations.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
