"""措辞 — the slots of wording.toml as templates name them; a section may have words of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from disclosure.packs.templating.values import Node

SECTIONS = "某节"  # wording.toml: ["某节"."sangong"."比较"] holds for that section alone


class Wording(Node):
    """措辞 — the slots in force: the common ones, under those of the section that is being written."""

    __slots__ = ("_by_section", "_common")

    def __init__(self, common: Mapping[str, Any], by_section: Mapping[str, Mapping[str, Any]]) -> None:
        super().__init__("措辞", common)
        self._common, self._by_section = common, by_section

    def enter(self, section: str) -> None:
        """进入一节 — its own words hold from now on; those of the section before no longer."""
        self._members = self._by_section.get(section, self._common)


def scoped(wording: Mapping[str, Any]) -> Wording:
    """分节措辞 — the merged wording of a chain as slots."""
    common = {key: value for key, value in wording.items() if key != SECTIONS}
    own: Mapping[str, Mapping[str, Any]] = wording.get(SECTIONS, {})
    return Wording(_slots(common), {section: _slots(_over(common, words)) for section, words in own.items()})


def _over(common: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: {**value, **own.get(key, {})} if isinstance(value, Mapping) else own.get(key, value)
        for key, value in common.items()
    }


def _slots(words: Mapping[str, Any], name: str = "措辞") -> dict[str, Any]:
    return {
        key: Node(f"{name}.{key}", _slots(value, f"{name}.{key}"))
        if isinstance(value, Mapping)
        else str(value)
        for key, value in words.items()
    }
