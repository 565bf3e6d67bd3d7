"""样式对照 — reference document (Word) and CSS (PDF, HTML) agree on each role: font, size, line, margins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from disclosure.document import Style
from disclosure.document.page_boxes import page_boxes
from disclosure.errors import OutputError
from disclosure.fonts import ROLES
from disclosure.outputs.docx.reference_look import STYLE_NAMES, Look, Page, read_look
from disclosure.packs.linting.remark import Remark

# Role → the CSS selectors that decide it, the later over the earlier.
_SELECTORS: Mapping[str, tuple[str, ...]] = {
    "cover_top": ("html", ".cover p", ".cover .cover-top"),
    "cover_title": ("html", ".cover p", ".cover .cover-title"),
    "cover_line": ("html", ".cover p"),
    "contents_title": ("html", ".contents .contents-title"),
    "contents_1": ("html", ".contents ol", ".contents .level-1"),
    "contents_2": ("html", ".contents ol", ".contents .level-2"),
    "heading_1": ("html", "h1"),
    "heading_2": ("html", "h2"),
    "heading_3": ("html", "h3"),
    "heading_4": ("html", "h4"),
    "body": ("html", ".body"),
    "plain": ("html", ".plain"),
    "item": ("html", ".item"),
    "note": ("html", ".note"),
    "caption": ("html", ".caption"),
    "table_title": (".table", ".table caption", ".table .table-title"),
    "table_text": (".table",),
}
_SIDES = {"top": "上", "right": "右", "bottom": "下", "left": "左"}
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_NUMBER = r"\d*\.?\d+"
_FONT = re.compile(rf"({_NUMBER})pt(?:/(?:({_NUMBER})pt|{_NUMBER}))?\s+(.+)")
_TWIPS_A_MM = 1440 / 25.4
_CLOSE_MM, _CLOSE_POINTS = 0.2, 0.1

Rules = list[tuple[str, dict[str, str]]]  # selector, declarations


@dataclass(frozen=True, slots=True)
class Type:
    """字 — font by its role (仿宋), size in points, line pitch in points where it is fixed."""

    font: str
    size: float
    pitch: float | None

    def differs(self, other: Type) -> str:
        """不同之处 — what differs, in words; empty for nothing."""
        fonts = f"字体 Word {self.font}、CSS {other.font}" if self.font != other.font else ""
        sizes = _points_apart("字号", self.size, other.size)
        pitches = _points_apart("行距", self.pitch, other.pitch)
        return "；".join(filter(None, (fonts, sizes, pitches)))

    def under(self, values: Mapping[str, str]) -> Type:
        """加一条规则 — what a rule makes of it: `font` first, then what is said singly."""
        short = _FONT.match(values.get("font", ""))
        base = Type(short[3], float(short[1]), float(short[2]) if short[2] else None) if short else self
        return Type(
            values.get("font-family", base.font),
            _points(values.get("font-size", "")) or base.size,
            _points(values.get("line-height", "")) or base.pitch,
        )


def _points_apart(what: str, word: float | None, css: float | None) -> str:
    if word is None or css is None or abs(word - css) <= _CLOSE_POINTS:
        return ""
    return f"{what} Word {word:g}、CSS {css:g} 磅"


def drift(style: Style) -> Iterator[Remark]:
    """不一致 — where a style's two files differ; a reference document that lacks a style is told instead."""
    try:
        word = read_look(style)
    except OutputError as error:
        yield Remark("P401", f"style/{style.name}.docx：{error}")
        return
    rules = list(_rules(style.css))
    for role, selectors in _SELECTORS.items():
        if differences := _word_type(word, role).differs(_css_type(rules, selectors)):
            yield Remark("P402", f"style/{style.name}：“{STYLE_NAMES[role]}”的{differences}")
    yield from _margins(style, word.page)


def _word_type(word: Look, role: str) -> Type:
    exact = word.exact_pitch(role)
    return Type(_role(word.font(role)), word.size(role) / 2, exact / 20 if exact else None)


def _margins(style: Style, page: Page) -> Iterator[Remark]:
    (box,) = page_boxes(style.css, "")
    for side, said in _SIDES.items():
        word, css = getattr(page, side) / _TWIPS_A_MM, box.margins[f"margin-{side}"]
        if abs(css - word) > _CLOSE_MM:
            margin = f"页边距（{said}） Word {word:.1f}、CSS {css:g} 毫米"
            yield Remark("P402", f"style/{style.name}：{margin}")


def _rules(css: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Selector and declarations of each rule outside @media and @page."""
    bare = _MEDIA.sub("", _COMMENT.sub("", css))
    for rule in _RULE.finditer(re.sub(r"@page[^{]*\{(?:[^{}]|\{[^{}]*\})*\}", "", bare)):
        for selector in rule[1].split(","):
            yield " ".join(selector.split()), _declarations(rule[2])


def _declarations(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.split(";") if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _css_type(rules: Rules, selectors: tuple[str, ...]) -> Type:
    decided = Type("", 0.0, None)
    for wanted in selectors:
        for values in _under(rules, wanted):
            decided = decided.under(values)
    return replace(decided, font=_role(decided.font.partition(",")[0].strip()))


def _under(rules: Rules, selector: str) -> list[dict[str, str]]:
    return [values for name, values in rules if name == selector]


def _points(value: str) -> float | None:
    return float(value.removesuffix("pt")) if re.fullmatch(f"{_NUMBER}pt", value) else None


def _role(font: str) -> str:
    """仿宋_GB2312 → 仿宋: the role that a font's name belongs to."""
    return next((role for role in ROLES if role in font), font)
