"""外部引用 — what a Word file would fetch when it is opened is cut out; a link that a person follows stays."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE

from disclosure.outputs.docx.wordml import NAMESPACES, w

_R = f"{{{NAMESPACES['r']}}}"
_FETCHING = re.compile(r"\s*(INCLUDE|IMPORT|LINK\b|DDE|DATABASE|RD\b|AUTOTEXT|MACROBUTTON)", re.IGNORECASE)
_WHOLE = (w("drawing"), w("pict"), w("object"))


def cut(part: Any, trees: Iterable[Any]) -> None:
    """切断 — a part's relationships to the outside, hyperlinks excepted, and in its trees whatever uses them."""
    outside = {
        key
        for key, rel in part.rels.items()
        if rel.is_external and rel.reltype != RELATIONSHIP_TYPE.HYPERLINK
    }
    for tree in trees:
        _cut_uses(tree, outside)
        _cut_fields(tree)
    for key in outside:
        part.rels.pop(key)


def _cut_uses(tree: Any, outside: set[str]) -> None:
    for node in [node for node in tree.iter() if any(node.get(name) in outside for name in _names(node))]:
        for name in _names(node):
            if node.get(name) in outside:
                del node.attrib[name]
        if not node.get(f"{_R}embed"):  # a linked picture may hold a copy of itself
            whole = next((above for above in node.iterancestors(*_WHOLE)), node)
            if whole.getparent() is not None:
                whole.getparent().remove(whole)


def _names(node: Any) -> list[str]:
    return [name for name in node.attrib if name.startswith(_R)]


def _cut_fields(tree: Any) -> None:
    """A field that fetches keeps its last result as plain text."""
    for simple in [node for node in tree.iter(w("fldSimple")) if _FETCHING.match(node.get(w("instr")) or "")]:
        for child in list(simple):
            simple.addprevious(child)
        simple.getparent().remove(simple)
    opened: list[list[Any]] = []
    for node in list(tree.iter(w("fldChar"), w("instrText"))):
        if node.get(w("fldCharType")) == "begin":
            opened.append([])
        for field in opened[-1:]:
            field.append(node)
        if node.get(w("fldCharType")) == "end" and opened:
            _drop_fetching(opened.pop())


def _drop_fetching(field: list[Any]) -> None:
    instruction = "".join(node.text or "" for node in field if node.tag == w("instrText"))
    for node in field if _FETCHING.match(instruction) else ():
        node.getparent().remove(node)
