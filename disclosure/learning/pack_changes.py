"""模板的改动 — what a pack says otherwise than those above it, in memory; written as its few files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any

from disclosure.packs.linting.lint import WORDING, Keys
from disclosure.packs.pack_chain import MANIFEST, Chain, UnwrittenPack
from disclosure.packs.toml_tables import toml_string

PARTS: Keys = ("各部分",)
_NOTHING: Mapping[Any, Any] = MappingProxyType({})


@dataclass(frozen=True)
class PackChanges:
    """改动 — by the keys that lead there: words, what pack.toml declares; whole texts by their file."""

    wording: Mapping[Keys, str] = field(default_factory=lambda: _NOTHING)
    manifest: Mapping[Keys, Any] = field(default_factory=lambda: _NOTHING)
    texts: Mapping[str, str] = field(default_factory=lambda: _NOTHING)

    def with_words(self, keys: Keys, value: str) -> PackChanges:
        """改一处措辞."""
        return replace(self, wording={**self.wording, keys: value})

    def with_declared(self, keys: Keys, value: Any) -> PackChanges:
        """改一处声明 — of pack.toml."""
        return replace(self, manifest={**self.manifest, keys: value})

    def with_text(self, file: str, text: str) -> PackChanges:
        """改一个文件."""
        return replace(self, texts={**self.texts, file: text})

    def without(self, keys: Keys) -> PackChanges:
        """不改这一处措辞."""
        return replace(self, wording={key: value for key, value in self.wording.items() if key != keys})

    def __bool__(self) -> bool:
        return bool(self.wording or self.manifest or self.texts)

    def files(self, name: str, base: Chain) -> dict[str, str]:
        """各文件 — of a pack with this name under `base`, by their paths; pack.toml first."""
        head = {
            "名称": name,
            "版本": "1.0",
            "简介": f"由公开的文件学成，上级是 {base.name}",
            "继承": base.name,
        }
        year: dict[str, Any] = {"年度": base.manifest.year} if base.manifest.year else {}
        declared = {**{(key,): value for key, value in (head | year).items()}, **self.manifest}
        words = {WORDING: _toml_text(self.wording)} if self.wording else {}
        return {MANIFEST: _toml_text(declared), **words, **dict(sorted(self.texts.items()))}

    def over(self, name: str, base: Chain) -> Chain:
        """成模板链 — the pack, which no folder has yet, with the packs of `base` above it."""
        return Chain((UnwrittenPack(name, Path(), texts=self.files(name, base)), *base.packs))


def _toml_text(declared: Mapping[Keys, Any]) -> str:
    """Tables in the order of their keys, those without one first."""
    ordered = sorted(declared.items(), key=lambda one: (len(one[0]) > 1, one[0][:-1]))
    tables = (
        _table_lines(keys, list(group)) for keys, group in groupby(ordered, key=lambda one: one[0][:-1])
    )
    return "\n".join("".join(f"{line}\n" for line in table) for table in tables)


def _table_lines(keys: Keys, entries: list[tuple[Keys, Any]]) -> Iterator[str]:
    """A table; those that are lists of tables behind what else there is."""
    if keys:
        yield "[" + ".".join(map(toml_string, keys)) + "]"
    for path, value in sorted(entries, key=lambda one: _is_list(one[0])):
        if _is_list(path):
            yield from chain.from_iterable(map(partial(_entry_lines, path[-1]), value))
        else:
            yield f"{toml_string(path[-1])} = {_toml_value(value)}"


def _is_list(keys: Keys) -> bool:
    """Whether what is declared there is a list of tables: the parts."""
    return keys == PARTS


def _entry_lines(name: str, entry: Mapping[str, Any]) -> Iterator[str]:
    yield f"\n[[{toml_string(name)}]]"
    yield from (f"{toml_string(key)} = {_toml_value(below)}" for key, below in entry.items())


def _toml_value(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return toml_string(value)
        case Mapping():
            return (
                "{"
                + ", ".join(f"{toml_string(key)} = {_toml_value(one)}" for key, one in value.items())
                + "}"
            )
        case list() | tuple():
            return "[" + ", ".join(map(_toml_value, value)) + "]"
        case _:
            return str(value)
