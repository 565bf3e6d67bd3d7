"""措辞 — the slots of wording.toml as templates name them; a section may have words of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from disclosure.packs.manifest import SECTIONS
from disclosure.packs.templating.values import Node


def sections(wording: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """各节的措辞 — the sections that have words of their own, with these."""
    own: Mapping[str, Mapping[str, Any]] = wording.get(SECTIONS, {})
    return own


def slots(wording: Mapping[str, Any], section: str = "") -> Node:
    """措辞 — the slots in force in a section: the common ones, its own over them."""
    common = {key: value for key, value in wording.items() if key != SECTIONS}
    return _node("措辞", _over(common, sections(wording).get(section, {})))


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
