"""扩展 — outputs, checks and packs of other installed packages, each looked up by name once it is asked for.

A package offers them as entry points: `disclosure.outputs`, `disclosure.checks`, `disclosure.packs`. To find
one only names are read; nothing is imported before an output or a check is named, and for a pack never.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from disclosure.errors import DisclosureError, OutputError, PackError

Kind = Literal["outputs", "checks", "packs"]
CALLED: dict[Kind, str] = {"outputs": "输出格式", "checks": "校验程序", "packs": "模板"}
_ERRORS: dict[Kind, type[DisclosureError]] = {"outputs": OutputError, "checks": PackError, "packs": PackError}
_PACKAGE = re.compile(r"\w+(\.\w+)*")
_FUNCTION = re.compile(rf"{_PACKAGE.pattern}\s*:\s*{_PACKAGE.pattern}\s*(\[.*\]\s*)?")  # extras may follow


@dataclass(frozen=True, slots=True)
class Extension:
    """一个扩展 — its kind, its name, the package that offers it; not `used` where its name is taken."""

    kind: Kind
    name: str
    distribution: str
    version: str
    used: bool = True
    entry: metadata.EntryPoint | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        whose = f"软件包 {self.distribution} {self.version} 的{CALLED[self.kind]}“{self.name}”"
        return whose if self.used else f"{whose}没有使用：已有同名的{CALLED[self.kind]}"

    def load(self) -> Any:
        """载入 — the function that the entry point names; raises where it cannot be had."""
        entry = self.entry if self.entry and _FUNCTION.fullmatch(self.entry.value) else None
        try:
            loaded = entry.load() if entry else None
        except (Exception, SystemExit) as error:  # whatever a stranger's module does while it is imported
            raise self.fault(f"{self}不能载入：{type(error).__name__} {error}") from error
        if not callable(loaded):
            raise self.fault(f"{self}不能载入：写的不是“模块:函数”")
        return loaded

    def folder(self, manifest: str) -> Path:
        """所在文件夹 — of a pack, found without importing anything; raises where it holds no `manifest`."""
        package = self.entry.value if self.entry else ""
        folder = next((place for place in _package_folders(package) if (place / manifest).is_file()), None)
        if folder is None:
            raise self.fault(f"{self}不能使用：“{package}”里没有 {manifest}")
        return folder

    def fault(self, sentence: str) -> DisclosureError:
        """出了错 — the error of its kind: a sentence that begins with whose it is."""
        return _ERRORS[self.kind](sentence)


def find(kind: Kind, name: str) -> Extension | None:
    """按名称找 — the extension of this name, None where no package offers it; raises where two do."""
    offers = [offer for offer in _installed(tuple(sys.path)) if (offer.kind, offer.name) == (kind, name)]
    if len(offers) > 1:
        whose = "、".join(sorted(f"{offer.distribution} {offer.version}" for offer in offers))
        raise _ERRORS[kind](f"几个软件包都有{CALLED[kind]}“{name}”：{whose}，请只留一个")
    return offers[0] if offers else None


def names(kind: Kind) -> list[str]:
    """名称 — of every extension of a kind that is installed."""
    return sorted({offer.name for offer in _installed(tuple(sys.path)) if offer.kind == kind})


def packages() -> dict[str, str]:
    """软件包 — those that offer anything, with their versions."""
    return {offer.distribution: offer.version for offer in _installed(tuple(sys.path))}


def concerned(kind: Kind, asked: Iterable[str], taken: Collection[str]) -> Iterator[Extension]:
    """有关的扩展 — those whose names were asked for; not `used` where a name is `taken` by others."""
    wanted = set(asked)
    for offer in _installed(tuple(sys.path)):
        if offer.kind == kind and offer.name in wanted:
            yield replace(offer, used=offer.name not in taken)


@lru_cache(maxsize=4)
def _installed(_path: tuple[str, ...]) -> tuple[Extension, ...]:
    """What the packages on the path offer: their lists of names are read, none of their modules."""
    every = metadata.entry_points()
    return tuple(
        Extension(kind, entry.name, entry.dist.name, entry.dist.version, entry=entry)
        for kind in CALLED
        for entry in every.select(group=f"disclosure.{kind}")
        if entry.dist
    )


def _package_folders(package: str) -> Iterator[Path]:
    """Folders of a dotted package; only the first name is looked for, which imports nothing."""
    if not _PACKAGE.fullmatch(package):
        return
    top, *below = package.split(".")
    spec = find_spec(top)
    for place in (spec.submodule_search_locations if spec else None) or ():
        yield Path(place, *below)
