"""纸面 — what a style's @page rules say of the sheet and its margins, and what cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import tinycss2

from disclosure.document.table_on_paper import Paper

Sides = tuple[float, float, float, float]  # top, right, bottom, left
Size = tuple[float, float]  # width, height

_MILLIMETRES = {
    "mm": 1.0,
    "cm": 10.0,
    "q": 0.25,
    "in": 25.4,
    "pt": 25.4 / 72,
    "pc": 25.4 / 6,
    "px": 25.4 / 96,
    **dict.fromkeys(("em", "rem"), 16 * 25.4 / 96),
}
_SHEETS: Mapping[str, Size] = {
    "a3": (297, 420),
    "a4": (210, 297),
    "a5": (148, 210),
    "b4": (250, 353),
    "b5": (176, 250),
    "letter": (215.9, 279.4),
    "legal": (215.9, 355.6),
    "auto": (210, 297),
    "portrait": (210, 297),
}
_ACROSS = "landscape"
_GB_MARGINS: Sides = (37.0, 26.0, 35.0, 28.0)  # of a style that says none
_SIDES = ("margin-top", "margin-right", "margin-bottom", "margin-left")
_MOST = {"size": 2, "margin": 4, **dict.fromkeys(_SIDES, 1)}  # values of a declaration
_WORKED_OUT = ("calc", "min", "max", "clamp", "var", "env")  # whose length is known only when laid out
_POINTS = 72 / 25.4
_LEAST = 50.0  # mm of room for text either way
_LENGTHS = "写 1 至 4 个长度，例如 margin: 37mm 26mm 35mm 28mm；长度的单位用 mm、cm、pt、in、px"


@dataclass(slots=True)
class PageBox:
    """一种页 — the sheet and the margins on it in millimetres."""

    size: Size = _SHEETS["a4"]
    margins: dict[str, float] = field(default_factory=lambda: dict(zip(_SIDES, _GB_MARGINS, strict=True)))

    @property
    def room(self) -> Size:
        """版心 — width and height that are left for text."""
        top, right, bottom, left = (self.margins[side] for side in _SIDES)
        return self.size[0] - left - right, self.size[1] - top - bottom


def page_boxes(css: str, *names: str) -> tuple[PageBox, ...]:
    """各种页 — of each name ("" for every page): the common rules, then its own, as CSS has them."""
    rules = list(_page_rules(_rules(css)))
    return tuple(_box(rules, *dict.fromkeys(("", name))) for name in names)


def paper(css: str) -> Paper:
    """版心 — the room for text of a page in points, as the style's @page rules leave it."""
    upright, across = (box.room for box in page_boxes(css, "", _ACROSS))
    return Paper(*((width * _POINTS, height * _POINTS) for width, height in (upright, across)))


def page_faults(css: str) -> Iterator[tuple[Any, str]]:
    """纸面的错 — declarations and rules of @page that cannot be, each with the sentence why."""
    rules = list(_page_rules(_rules(css)))
    for _, rule in rules:
        yield from ((said, _LENGTHS) for said in _declarations(rule) if not _is_right(said))
    for selector, rule in rules:
        room = _box(rules, *dict.fromkeys(("", selector.partition(":")[0], selector))).room
        if min(room) < _LEAST:
            left = "、".join(f"{side:.0f} 毫米" for side in room)
            yield rule, f"版心（宽、高）只剩 {left}，至少各要 {_LEAST:.0f} 毫米，请改 size 和 margin"


def _rules(css: Any) -> Any:
    return tinycss2.parse_rule_list(css, skip_comments=True, skip_whitespace=True)


def _page_rules(rules: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """Each @page rule by each selector that it is for, those for paper within @media, too."""
    for rule in rules:
        match getattr(rule, "lower_at_keyword", ""), getattr(rule, "content", None):
            case "page", list():
                selectors = tinycss2.serialize(rule.prelude).split(",")
                yield from ((selector.strip(), rule) for selector in selectors)
            case "media", list(content):
                yield from _page_rules(_rules(content))


def _box(rules: Sequence[tuple[str, Any]], *selectors: str) -> PageBox:
    """The sheet under the rules of each selector in turn; those for single pages (:first) are others'."""
    box = PageBox()
    for wanted in selectors:
        for declaration in (said for own, rule in rules if own == wanted for said in _declarations(rule)):
            if _is_right(declaration):
                _put(box, declaration)
    return box


def _declarations(rule: Any) -> Iterator[Any]:
    for said in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
        if said.type == "declaration":
            yield said


def _put(box: PageBox, said: Any) -> None:
    values = _tokens(said)
    if said.lower_name == "size":
        box.size = _size(values)
    elif said.lower_name == "margin":
        lengths = [_millimetres(value, box, side) for value, side in zip(_four(values), _SIDES, strict=True)]
        box.margins = dict(zip(_SIDES, lengths, strict=True))
    elif said.lower_name in _SIDES:
        box.margins[said.lower_name] = _millimetres(values[0], box, said.lower_name)


def _four(values: Sequence[Any]) -> Sequence[Any]:
    """Top, right, bottom, left as CSS understands one to four: the side opposite, or the only one."""
    filled = list(values)
    for place in range(len(filled), 4):
        filled.append(filled[max(place - 2, 0)])
    return filled


def _millimetres(value: Any, box: PageBox, side: str) -> float:
    """Millimetres; those of a style that says none where only the layout can tell."""
    match value.type:
        case "dimension":
            return float(value.value * _MILLIMETRES[value.lower_unit])
        case "percentage":
            return float(value.value / 100 * box.size[side in ("margin-top", "margin-bottom")])
        case "number":
            return 0.0
    return dict(zip(_SIDES, _GB_MARGINS, strict=True))[side]


def _size(values: Sequence[Any]) -> Size:
    lengths = [value.value * _MILLIMETRES[value.lower_unit] for value in values if value.type == "dimension"]
    return (lengths[0], lengths[-1]) if lengths else _size_of_sheet(values)


def _size_of_sheet(values: Sequence[Any]) -> Size:
    names = [value.lower_value for value in values if value.type == "ident"]
    width, height = _SHEETS[next(filter(_SHEETS.__contains__, names), "a4")]
    return (height, width) if _ACROSS in names else (width, height)


def _tokens(said: Any) -> list[Any]:
    return [token for token in said.value if token.type not in ("whitespace", "comment")]


def _is_right(said: Any) -> bool:
    """Whether a declaration of a size or of margins is one; any other is not looked at."""
    if said.lower_name not in _MOST:
        return True
    values, is_right = _tokens(said), _is_of_a_sheet if said.lower_name == "size" else _is_length
    return 0 < len(values) <= _MOST[said.lower_name] and all(map(is_right, values))


def _is_of_a_sheet(value: Any) -> bool:
    named = value.type == "ident" and (value.lower_value in _SHEETS or value.lower_value == _ACROSS)
    return named or (value.type == "dimension" and value.lower_unit in _MILLIMETRES and value.value > 0)


def _is_length(value: Any) -> bool:
    match value.type:
        case "dimension":
            return value.lower_unit in _MILLIMETRES
        case "number":
            return bool(value.value == 0)
        case "function":
            return value.lower_name in _WORKED_OUT
        case "ident":
            return value.lower_value in ("auto", "inherit", "initial", "unset")
    return bool(value.type == "percentage")
