"""Word 样式 — heading level and list numbering of a paragraph, its own or its style's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from disclosure.loading.word.word_package import child, value, w, whole

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
    outline: int = 0  # the level in Word, 1–9


class Styles:
    """样式表 — styles of the file by id."""

    def __init__(self, root: etree._Element | None) -> None:
        styles = () if root is None else root.iter(w("style"))
        self._styles = {style.get(w("styleId"), ""): style for style in styles}
        self.default = _first(id for id, style in self._styles.items() if _is_default(style))
        self.defaults = child(root, "docDefaults", "rPrDefault", "rPr")  # of letters

    def paragraph(self, block: etree._Element) -> ParagraphLook:
        """段落 — what a paragraph is: properties of its own come before those of its style."""
        own = block.find(w("pPr"))
        chain = self.chain(value(own, "pStyle") or self.default)
        candidates = (own, *map(_properties, chain))
        properties = [part for part in candidates if part is not None]
        outline = _level(properties, chain)
        return ParagraphLook(min(outline, _DEEPEST), _numbering(properties), outline)

    def chain(self, id: str) -> list[etree._Element]:
        """样式及其基准 — a style and those it is based on."""
        chain: list[etree._Element] = []
        while id in self._styles and self._styles[id] not in chain:
            chain.append(self._styles[id])
            id = value(chain[-1], "basedOn")
        return chain


def _properties(style: etree._Element) -> etree._Element | None:
    return style.find(w("pPr"))


def _is_default(style: etree._Element) -> bool:
    return style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true")


def _level(properties: list[etree._Element], chain: list[etree._Element]) -> int:
    outline = _first(value(part, "outlineLvl") for part in properties)
    return _outlined(outline) if outline else _level_named([value(style, "name").strip() for style in chain])


def _outlined(outline: str) -> int:
    level = whole(outline, _BODY_TEXT)
    return level + 1 if level in range(_BODY_TEXT) else 0


def _level_named(names: list[str]) -> int:
    heading = next(filter(None, map(_HEADING.fullmatch, names)), None)
    if heading:
        return int(heading[1])
    own = next(iter(names), "")
    return 1 if own.lower() in _TITLE else 0


def _numbering(properties: list[etree._Element]) -> ListPlace | None:
    """List and level may come from different places: a style names the list, a paragraph its level."""
    id = _first(value(part, "numPr", "numId") for part in properties)
    level = _first(value(part, "numPr", "ilvl") for part in properties)
    return ListPlace(id, whole(level, 0)) if id not in ("", "0") else None


def _first(values: Iterable[str]) -> str:
    return next(filter(None, values), "")
