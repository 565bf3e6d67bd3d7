"""YAML 的改动 — what migrations change in a data file, YAML or JSON, by the positions of its nodes.

Whatever is not changed stays as it is: comments, order, quotes, blanks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import yaml

from disclosure.loading import nodes
from disclosure.upgrading.format_change import FormatChange
from disclosure.upgrading.migrations import Migration, line_end


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str
    change: FormatChange


def version(text: str, shown: str, key: str) -> object:
    """版本 — as the file says it; None where it does not. Raises InputError for what is no YAML."""
    return getattr(_by_key_text(nodes.composed(text, shown)).get(key), "value", None)


def upgraded(text: str, shown: str, migrations: Iterable[Migration]) -> tuple[str, list[FormatChange]]:
    """改好的文字 — and what was changed."""
    root = nodes.composed(text, shown)
    edits = [
        edit
        for one in migrations
        for edit in (*_additions(root, one, shown, line_end(text)), *_new_values(root, one, shown))
    ]
    for edit in sorted(edits, key=lambda one: one.start, reverse=True):  # so that positions stay right
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text, [edit.change for edit in edits]


def _additions(root: yaml.Node, one: Migration, shown: str, end: str) -> Iterator[_Edit]:
    """In front of the first key, as the others are written."""
    entries = _by_key_text(root)
    is_wanted = one.place not in entries and one.only_with in ("", *entries)
    if one.added is not None and is_wanted and isinstance(root, yaml.MappingNode) and entries:
        first = root.value[0][0].start_mark
        line = f'"{one.place}": {one.added}, ' if root.flow_style else f"{one.place}: {one.added}{end}"
        yield _Edit(first.index, first.index, line, one.change(shown, first.line + 1, after=str(one.added)))


def _new_values(root: yaml.Node, one: Migration, shown: str) -> Iterator[_Edit]:
    for place, node in _nodes_at(root, one.place):
        if isinstance(node, yaml.ScalarNode) and node.value in one.values:
            new = one.values[node.value]
            mark = node.style if node.style in ("'", '"') else ""
            told = one.change(shown, node.start_mark.line + 1, place, node.value, new)
            yield _Edit(node.start_mark.index, node.end_mark.index, f"{mark}{new}{mark}", told)


def _by_key_text(node: yaml.Node) -> dict[str, yaml.Node]:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return {str(key.value): value for key, value in pairs if isinstance(key, yaml.ScalarNode)}


def _nodes_at(node: yaml.Node, pattern: str, place: str = "") -> Iterator[tuple[str, yaml.Node]]:
    """Every node that a pattern (豁免[].代码) names, with its key path (豁免[1].代码)."""
    if not pattern:
        yield place, node
        return
    step, _, rest = pattern.partition(".")
    name = step.removesuffix("[]")
    found, here = _by_key_text(node).get(name), f"{place}.{name}".lstrip(".")
    if step == name and found is not None:
        yield from _nodes_at(found, rest, here)
    elif isinstance(found, yaml.SequenceNode):
        for number, part in enumerate(found.value, 1):
            yield from _nodes_at(part, rest, f"{here}[{number}]")
