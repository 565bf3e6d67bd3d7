"""字 — what a glyph of a page says, and whether a page says anything."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

# Radicals by which some fonts call the ideographs that look alike; Unicode knows no equivalence for these.
SAME_RADICALS = str.maketrans(
    "⺠⻅⻆⻋⻓⻔⻘⻚⻛⻜⻢⻣⻤⻥⻦⻩⻬⻮⻰⻄⻉⻙⻎⻳",
    "民见角车长门青页风飞马骨鬼鱼鸟黄齐齿龙西贝韦辶龟",
)
# Kangxi radicals, compatibility ideographs, ligatures, vertical forms: read as what they stand for.
_COMPATIBLE = (range(0x2F00, 0x2FE0), range(0xF900, 0xFB07), range(0xFE30, 0xFE50), range(0x2F800, 0x2FA20))
_UNSEEN = {"Cc", "Cf", "Cs"}  # categories: control, format, half a pair
_HYPHENS = {0xFFFE: "-", 0x02: "-"}  # PDFium's own sign for one at the end of a line
_SENSIBLE = (
    *(range(0x20, 0x7F), range(0xA0, 0xC0), range(0x2000, 0x2E00), range(0x3000, 0x3400)),
    *(range(0x3400, 0xA000), range(0xFF00, 0xFFF0), range(0x20000, 0x32000)),
)
_FEW = 20  # characters of which nothing is concluded
_SENSE = 0.7  # of a page's characters at least are such as these documents use


@cache
def said(code: int) -> str:
    """所说 — the character or characters of a code; any blank is one blank, what is unseen nothing."""
    sign = _HYPHENS.get(code) or chr(code).translate(SAME_RADICALS)
    text = unicodedata.normalize("NFKC", sign) if _is_among(code, _COMPATIBLE) else sign
    return " " * text.isspace() or text * (unicodedata.category(text[0]) not in _UNSEEN)


def _is_among(code: int, ranges: Iterable[range]) -> bool:
    return any(code in some for some in ranges)


def is_nonsense(texts: Sequence[str]) -> bool:
    """是否乱码 — of a page whose font does not say which characters its glyphs are."""
    sensible = sum(map(_is_sensible, texts))
    return len(texts) > _FEW and sensible < _SENSE * len(texts)


@cache
def _is_sensible(text: str) -> bool:
    return _is_among(ord(text[0]), _SENSIBLE)
