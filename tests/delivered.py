"""The delivered packs: all of them, and those that say something of their own.

A pack of a new year that only inherits is held against its parent once (tests/packs/test_sets.py): what is
tried with every pack need not be tried with it.
"""

from __future__ import annotations

import tomllib

from disclosure import packs

_HEAD = {"名称", "版本", "年度", "简介", "继承"}

ALL = tuple(packs.available([packs.built_in()]))


def only_names_a_year(name: str) -> bool:
    """Whether a pack has nothing but its name, its year and its parent."""
    folder = packs.built_in() / name
    declared = tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))
    return {path.name for path in folder.iterdir()} == {"pack.toml"} and declared.keys() <= _HEAD


OWN = tuple(name for name in ALL if not only_names_a_year(name))
