"""YAML 读法 — a text as nodes with their places: by libyaml where it is there and reads the text the same.

What libyaml takes for a fault is read again by the reader in Python: where that stops says what is wrong.
"""

from __future__ import annotations

import re

import yaml
from yaml.composer import Composer

# Of a text with one of these the two make different nodes, or put them elsewhere.
_READ_OTHERWISE = re.compile(r"[\t\ufeff?!]|[|>][-+\d]*#")


def nodes(text: str) -> yaml.Node | None:
    """结点树 — None of an empty text; raises yaml.YAMLError, ValueError, OverflowError, RecursionError."""
    if yaml.__with_libyaml__ and not _READ_OTHERWISE.search(text):
        try:
            return _by_libyaml(text)
        except (yaml.YAMLError, ValueError, OverflowError):
            pass  # told by the other
    return yaml.compose(text, Loader=yaml.BaseLoader)


def _by_libyaml(text: str) -> yaml.Node | None:
    return _Loader(text).get_single_node()


if yaml.__with_libyaml__:  # where PyYAML was built without it there is no such loader

    class _Loader(Composer, yaml.CBaseLoader):
        """libyaml's events made nodes in Python: nesting without end ends in an error, not in a crash."""

        def __init__(self, text: str) -> None:
            yaml.CBaseLoader.__init__(self, text)
            Composer.__init__(self)

        def compose_scalar_node(self, anchor: dict[str, yaml.Node]) -> yaml.ScalarNode:
            node = super().compose_scalar_node(anchor)
            node.style = node.style or None  # plain text has none
            return node
