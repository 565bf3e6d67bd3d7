"""标签的次序 — the texts of a page in the order of its tags, as a screen reader speaks them.

Typst paints cells that reach over rows after the others; what no tag holds (page numbers, leaders, repeated
heads) is told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

_UNTAGGED = -1


def in_tag_order(raw: Any, page: Any, texts: Iterable[Any]) -> tuple[list[Any], list[Any]]:
    """照标签的次序 — text objects of a page, and apart from them those that no tag holds, as painted."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    held: dict[int, list[Any]] = {}
    for text in texts:
        held.setdefault(_mark_of(raw, text), []).append(text)
    untagged = held.pop(_UNTAGGED, [])
    marks = dict.fromkeys(_marks_of_tree(raw, tree))
    raw.FPDF_StructTree_Close(tree)
    return list(chain.from_iterable(held.get(mark, ()) for mark in marks)), untagged


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
