"""措辞 — the slots of wording.toml as templates name them; a section may have words of its own."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, cast

from disclosure.packs.manifest import SECTIONS
from disclosure.packs.templating.values import Node

_ROOT = "措辞"
Slot = tuple[str, ...]  # the keys that lead to it


def sections(wording: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """各节的措辞 — the sections that have words of their own, with these."""
    own: Mapping[str, Mapping[str, Any]] = wording.get(SECTIONS, {})
    return own


def slots(wording: Mapping[str, Any], section: str = "") -> Node:
    """措辞 — the slots in force in a section."""
    return _node(_ROOT, in_force(wording, section))


def in_force(wording: Mapping[str, Any], section: str = "") -> Mapping[str, Any]:
    """用的措辞 — of a section: the common slots, its own over them."""
    common = {key: value for key, value in wording.items() if key != SECTIONS}
    return _over(common, sections(wording).get(section, {}))


def _over(common: Mapping[str, Any], own: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        key: {**value, **own.get(key, {})} if isinstance(value, Mapping) else own.get(key, value)
        for key, value in common.items()
    }


def _node(name: str, words: Mapping[str, Any]) -> Node:
    below = {
        key: _node(f"{name}.{key}", value) if isinstance(value, Mapping) else str(value)
        for key, value in words.items()
    }
    return Node(name, below)


class AskedWords:
    """被问到的措辞 — slots as templates name them (`node`), with what each that was asked for said.

    Whose words are in force can be changed (`words`): what was made with all the same answers is the same.
    """

    def __init__(self) -> None:
        self.words: Mapping[str, Any] = {}
        self.asked: dict[Slot, Hashable] = {}
        self.node = Node(_ROOT, _AskedTable(self, ()))

    def says(self, slot: Slot) -> Hashable:
        """怎样说 — what a slot says, the keys of a table of them, None for one that there is not."""
        value: Any = self.words
        for key in slot:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value if value is None else tuple(value) if isinstance(value, Mapping) else str(value)

    def ask(self, slot: Slot) -> Hashable:
        """问 — the same, and it was asked."""
        self.asked[slot] = self.says(slot)
        return self.asked[slot]


class _AskedTable(Mapping[str, Any]):
    """A table of slots, of which each that is looked at counts as asked for."""

    def __init__(self, words: AskedWords, keys: Slot) -> None:
        self._words, self._keys = words, keys

    def __getitem__(self, key: str) -> Any:
        slot = (*self._keys, key)
        said = self._words.ask(slot)
        if said is None:
            raise KeyError(key)
        is_slot = isinstance(said, str)
        return said if is_slot else Node(".".join((_ROOT, *slot)), _AskedTable(self._words, slot))

    def __iter__(self) -> Iterator[str]:
        return iter(cast("tuple[str, ...]", self._words.ask(self._keys)))

    def __len__(self) -> int:
        return len([*self])
