"""文字颜色 — colours of a .docx as red, green, blue, and whether one can be told from what is behind it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from lxml import etree

from disclosure.loading.word.allow_list import tag, tags
from disclosure.loading.word.word_package import value, w

Rgb = tuple[int, int, int]
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
_LEAST_CONTRAST = 1.2  # paper and the lightest grey that people print text in
_HIGHLIGHTS = {"white": "FFFFFF", "black": "000000", "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF"}
_HIGHLIGHTS |= {"magenta": "FF00FF", "blue": "0000FF", "red": "FF0000", "darkBlue": "000080"}
_HIGHLIGHTS |= {"darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000"}
_HIGHLIGHTS |= {"darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0"}
_THEMED = {"background1": "lt1", "text1": "dk1", "background2": "lt2", "text2": "dk2"}
_THEMED |= {"light1": "lt1", "dark1": "dk1", "light2": "lt2", "dark2": "dk2"}
_THEMED |= {
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
    "bg1": "lt1",
    "tx1": "dk1",
    "bg2": "lt2",
    "tx2": "dk2",
}
_USUAL = {"lt1": WHITE, "dk1": BLACK}
_GROUNDS = {"clear": ("fill", "themeFill"), "solid": ("color", "theme")}  # where a ground's colour stands
_PAINTED_USUALLY = (("color", "theme"), ("fill", "themeFill"))  # attributes of colours, and what of a theme
_PAINTED = {w("color"): (("val", "theme"), *_PAINTED_USUALLY)}
_DRAWN = tags("a:srgbClr a:schemeClr w14:srgbClr w14:schemeClr")
_COLOUR = re.compile("[0-9A-Fa-f]{6}")
_WHOLE = 255
_GAMMA = 2.2


class Palette:
    """颜色表 — the colours of a file's theme."""

    def __init__(self, theme: etree._Element | None) -> None:
        scheme = None if theme is None else theme.find(f".//{tag('a:clrScheme')}")
        own = {} if scheme is None else {_local(entry): _stated(entry) for entry in scheme}
        self._colours: Mapping[str, Rgb | None] = _USUAL | own

    def text(self, colour: etree._Element) -> Rgb | None:
        """字色 — of a `w:color`; None for one that Word chooses itself."""
        return self._named(colour, "val", "theme")

    def behind(self, shade: etree._Element) -> Rgb | None:
        """底色 — of a `w:shd`; None where there is none, or a pattern."""
        said = _GROUNDS.get(shade.get(w("val"), ""))
        return said and self._named(shade, *said)

    def drawn(self, fill: etree._Element) -> Rgb | None:
        """填充色 — of an element that holds a plain colour of a drawing."""
        name = next(map(_drawn_name, fill.iter(*_DRAWN)), "")
        return stated(name) or self._colours.get(_THEMED.get(name, name))

    def settle(self, element: etree._Element) -> None:
        """写明颜色 — what a theme says is said outright: the document it goes into has another theme."""
        for name, theme in _PAINTED.get(str(element.tag), _PAINTED_USUALLY):
            if element.get(w(_themed(theme))):
                element.set(w(name), _hexadecimal(self._named(element, name, theme)))

    def _named(self, element: etree._Element, name: str, theme: str) -> Rgb | None:
        themed = element.get(w(_themed(theme)), "")
        base = self._colours.get(_THEMED.get(themed, themed))
        tint, shade = (_part_of_whole(element.get(w(f"{theme}{kind}"))) for kind in ("Tint", "Shade"))
        if base is None:
            return stated(element.get(w(name), ""))
        red, green, blue = (round((part * tint + _WHOLE * (1 - tint)) * shade) for part in base)
        return red, green, blue


def highlight(properties: etree._Element | None) -> Rgb | None:
    """突出显示 — the colour of a marker pen; None where there is none."""
    return stated(_HIGHLIGHTS.get(value(properties, "highlight"), ""))


def is_alike(text: Rgb, behind: Rgb | None) -> bool:
    """看不出 — whether a text cannot be told from its ground, where that is known."""
    dark, light = sorted((_luminance(text), _luminance(behind or text)))
    return behind is not None and (light + 0.05) / (dark + 0.05) < _LEAST_CONTRAST


def _luminance(colour: Rgb) -> float:
    red, green, blue = (math.pow(part / _WHOLE, _GAMMA) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _drawn_name(colour: etree._Element) -> str:
    return colour.get(tag("w14:val"), colour.get("val", ""))


def _hexadecimal(colour: Rgb | None) -> str:
    return "auto" if colour is None else "{:02X}{:02X}{:02X}".format(*colour)


def _themed(theme: str) -> str:
    return "themeColor" if theme == "theme" else theme


def _part_of_whole(text: str | None) -> float:
    try:
        return int(text or "FF", 16) / _WHOLE
    except ValueError:
        return 1.0


def _stated(entry: etree._Element) -> Rgb | None:
    return next((stated(colour.get("lastClr") or colour.get("val") or "") for colour in entry), None)


def stated(text: str) -> Rgb | None:
    """写明的颜色 — six digits; None for anything else."""
    red, green, blue = bytes.fromhex(text if _COLOUR.fullmatch(text) else "000000")
    return (red, green, blue) if _COLOUR.fullmatch(text) else None


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
