"""Word 样式 — heading level and list numbering of a paragraph, its own or its style's."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from disclosure.load.word.word_package import Package, w, whole

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLE = ("title", "标题")
_DEEPEST = 4
_BODY_TEXT = 9  # outline level “正文文本”


@dataclass(frozen=True, slots=True)
class ListPlace:
    """编号位置 — list and level that a paragraph is numbered by; `list` "0" means none."""

    list: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """段落样式 — heading level (0 running text, 1–4) and numbering."""

    level: int = 0
    numbering: ListPlace | None = None


class Styles:
    """样式表 — styles of the file by id."""

    def __init__(self, package: Package) -> None:
        root = package.related("styles")
        found = [] if root is None else list(root.iter(w("style")))
        self._styles = {style.get(w("styleId"), ""): style for style in found}
        self._default = next((id for id, style in self._styles.items() if _is_default(style)), "")

    def paragraph(self, block: etree._Element) -> ParagraphLook:
        """段落 — what a paragraph is: properties of its own come before those of its style."""
        own = block.find(w("pPr"))
        id = _value(own, "pStyle") or self._default
        chain = self._chain(id)
        properties = [part for part in (own, *(style.find(w("pPr")) for style in chain)) if part is not None]
        return ParagraphLook(_level(properties, chain), _numbering(properties))

    def _chain(self, id: str) -> list[etree._Element]:
        chain: list[etree._Element] = []
        while id in self._styles and self._styles[id] not in chain:
            chain.append(self._styles[id])
            id = _value(chain[-1], "basedOn")
        return chain


def _is_default(style: etree._Element) -> bool:
    return style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true")


def _value(parent: etree._Element | None, name: str) -> str:
    found = None if parent is None else parent.find(w(name))
    return "" if found is None else found.get(w("val"), "")


def _level(properties: list[etree._Element], chain: list[etree._Element]) -> int:
    outline = next((value for part in properties if (value := _value(part, "outlineLvl"))), "")
    if outline:
        level = whole(outline, _BODY_TEXT)
        return min(level + 1, _DEEPEST) if 0 <= level < _BODY_TEXT else 0
    names = [_value(style, "name").strip() for style in chain]
    found = next((match for name in names if (match := _HEADING.fullmatch(name))), None)
    if found:
        return min(int(found[1]), _DEEPEST)
    return 1 if names and names[0].lower() in _TITLE else 0


def _numbering(properties: list[etree._Element]) -> ListPlace | None:
    """List and level may come from different places: a style names the list, a paragraph its level."""
    ids = [_value(part.find(w("numPr")), "numId") for part in properties]
    levels = [_value(part.find(w("numPr")), "ilvl") for part in properties]
    list_id = next((id for id in ids if id), "0")
    level = next((level for level in levels if level), "0")
    return None if list_id == "0" else ListPlace(list_id, whole(level, 0))
