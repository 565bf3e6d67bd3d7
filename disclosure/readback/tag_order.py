"""标签的次序 — the texts of a page in the order of its tags, as a screen reader speaks them.

Typst paints cells that reach over rows after the others; what no tag holds (page numbers, leaders, repeated
heads) is told apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_UNTAGGED = -1


def in_tag_order(raw: Any, page: Any, texts: list[Any]) -> Iterator[Any]:
    """照标签的次序 — text objects of a page; those that no tag holds are left out."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    held: dict[int, list[Any]] = {}
    for text in texts:
        held.setdefault(_mark_of(raw, text), []).append(text)
    for mark in dict.fromkeys(_marks_of_tree(raw, tree)):
        yield from held.get(mark, ())
    raw.FPDF_StructTree_Close(tree)


def _mark_of(raw: Any, text: Any) -> int:
    """The mark of a text, or of the drawing that it stands in."""
    while text is not None:
        mark = int(raw.FPDFPageObj_GetMarkedContentID(text.raw))
        if mark != _UNTAGGED:
            return mark
        text = text.container
    return _UNTAGGED


def _marks_of_tree(raw: Any, tree: Any) -> Iterator[int]:
    for at in range(raw.FPDF_StructTree_CountChildren(tree)):
        yield from _marks_below(raw, raw.FPDF_StructTree_GetChildAtIndex(tree, at))


def _marks_below(raw: Any, element: Any) -> Iterator[int]:
    for at in range(raw.FPDF_StructElement_CountChildren(element)):
        mark = int(raw.FPDF_StructElement_GetChildMarkedContentID(element, at))
        if mark != _UNTAGGED:
            yield mark
        elif below := raw.FPDF_StructElement_GetChildAtIndex(element, at):
            yield from _marks_below(raw, below)
