"""外部引用 — what a Word file would fetch when opened is cut out; a link that a person follows stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE

from disclosure.outputs.docx.wordml import NAMESPACES, remove, unwrap, w

_R = f"{{{NAMESPACES['r']}}}"
_FETCHING = re.compile(r"\s*(INCLUDE|IMPORT|LINK\b|DDE|DATABASE|RD\b|AUTOTEXT|MACROBUTTON)", re.IGNORECASE)
_WHOLE = (w("drawing"), w("pict"), w("object"))


def cut(part: Any, trees: Iterable[Any]) -> None:
    """切断 — a part's relationships to the outside but for hyperlinks, and what uses them in its trees."""
    outside = {key for key, rel in part.rels.items() if _fetches(rel)}
    for tree in trees:
        _cut_uses(tree, outside)
        _cut_fields(tree)
    for key in outside:
        part.rels.pop(key)


def _fetches(relationship: Any) -> bool:
    return bool(relationship.is_external) and relationship.reltype != RELATIONSHIP_TYPE.HYPERLINK


def _cut_uses(tree: Any, outside: set[str]) -> None:
    for node in list(filter(partial(_uses, outside=outside), tree.iter())):
        for name in _uses(node, outside):
            del node.attrib[name]
        if not node.get(f"{_R}embed"):  # a linked picture may hold a copy of itself
            remove([next(node.iterancestors(*_WHOLE), node)])


def _uses(node: Any, outside: set[str]) -> list[str]:
    """The attributes of a node that refer to what is outside."""
    return [name for name, key in node.attrib.items() if name.startswith(_R) and key in outside]


def _cut_fields(tree: Any) -> None:
    """A field that fetches keeps its last result as plain text."""
    unwrap([field for field in tree.iter(w("fldSimple")) if _FETCHING.match(field.get(w("instr"), ""))])
    for field in _complex_fields(list(tree.iter(w("fldChar"), w("instrText")))):
        if _FETCHING.match(_instruction(field)):
            remove(field)


def _instruction(field: list[Any]) -> str:
    return "".join(node.text or "" for node in field if node.tag == w("instrText"))


def _complex_fields(nodes: Iterable[Any]) -> Iterator[list[Any]]:
    """The nodes of each field, from where it begins to where it ends; a field may stand in another."""
    opened: list[list[Any]] = []
    for node in nodes:
        kind = node.get(w("fldCharType"))
        if kind == "begin":
            opened.append([])
        if opened:
            opened[-1].append(node)
        if opened and kind == "end":
            yield opened.pop()
