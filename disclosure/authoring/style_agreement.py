"""样式对照 — the reference document (Word) and the CSS (PDF, HTML) agree on each role: font, size, line, margins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from disclosure.document import Style
from disclosure.errors import OutputError
from disclosure.fonts import ROLES
from disclosure.outputs.docx.reference_look import STYLE_NAMES, read_look
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
_SIDES = ("top", "right", "bottom", "left")
_SIDES_SAID = {"top": "上", "right": "右", "bottom": "下", "left": "左"}
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_FONT = re.compile(r"([\d.]+)pt(?:/([\d.]+)(pt)?)?\s+(.+)")
_TWIPS_A_MM = 1440 / 25.4
_CLOSE_MM = 0.2


@dataclass(frozen=True, slots=True)
class Type:
    """字 — font by its role (仿宋), size in points, line pitch in points where it is fixed."""

    font: str
    size: float
    pitch: float | None

    def differs(self, other: Type) -> str:
        """不同之处 — what differs, in words; empty for nothing."""
        said = [
            f"{what} Word {mine:g}、CSS {theirs:g} 磅"
            for what, mine, theirs in (("字号", self.size, other.size), ("行距", self.pitch, other.pitch))
            if mine is not None and theirs is not None and abs(mine - theirs) > 0.1  # noqa: PLR2004 - a tenth of a point
        ]
        return "；".join([f"字体 Word {self.font}、CSS {other.font}"] * (self.font != other.font) + said)


def drift(style: Style) -> Iterator[Remark]:
    """不一致 — where a style's two files differ; a reference document that lacks a style is told instead."""
    try:
        word = read_look(style)
    except OutputError as error:
        yield Remark("P401", f"style/{style.name}.docx：{error}")
        return
    rules = list(_rules(style.css))
    for role, selectors in _SELECTORS.items():
        exact = word.exact_pitch(role)
        in_word = Type(_role(word.font(role)), word.size(role) / 2, exact / 20 if exact else None)
        told = in_word.differs(_css_type(rules, selectors))
        if told:
            yield Remark("P402", f"style/{style.name}：“{STYLE_NAMES[role]}”的{told}")
    yield from _margins(style, {side: getattr(word.page, side) / _TWIPS_A_MM for side in _SIDES}, rules)


def _margins(
    style: Style, word: Mapping[str, float], rules: list[tuple[str, dict[str, str]]]
) -> Iterator[Remark]:
    said = next(
        (values["margin"] for selector, values in rules if selector == "@page" and "margin" in values), ""
    )
    given = [float(value.removesuffix("mm")) for value in said.split()]
    css = dict(zip(_SIDES, (given * 4)[:4] if len(given) < len(_SIDES) else given, strict=False))
    for side, millimetres in word.items():
        if abs(css.get(side, 0) - millimetres) > _CLOSE_MM:
            told = f"页边距（{_SIDES_SAID[side]}） Word {millimetres:.1f}、CSS {css.get(side, 0):g} 毫米"
            yield Remark("P402", f"style/{style.name}：{told}")


def _rules(css: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Selector and declarations of each rule outside @media; of @page the declarations before its margin boxes."""
    bare = _MEDIA.sub("", _COMMENT.sub("", css))
    page = re.search(r"@page\s*\{([^{}@]*)", bare)
    if page:
        yield "@page", _declarations(page[1])
    for found in _RULE.finditer(re.sub(r"@page[^{]*\{(?:[^{}]|\{[^{}]*\})*\}", "", bare)):
        for selector in found[1].split(","):
            yield " ".join(selector.split()), _declarations(found[2])


def _declarations(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.split(";") if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _css_type(rules: list[tuple[str, dict[str, str]]], selectors: tuple[str, ...]) -> Type:
    font, size, pitch = "", 0.0, None
    for wanted in selectors:
        for selector, values in rules:
            if selector != wanted:
                continue
            short = _FONT.match(values.get("font", ""))
            if short:
                size, pitch, font = float(short[1]), float(short[2]) if short[3] else None, short[4]
            font = values.get("font-family", font)
            size = _points(values.get("font-size", ""), size) or size
            pitch = _points(values.get("line-height", ""), pitch)
    return Type(_role(font.partition(",")[0].strip()), size, pitch)


def _points(value: str, otherwise: float | None) -> float | None:
    return float(value.removesuffix("pt")) if re.fullmatch(r"[\d.]+pt", value) else otherwise


def _role(font: str) -> str:
    """仿宋_GB2312 → 仿宋: the role that a font's name belongs to."""
    return next((role for role in ROLES if role in font), font)
