"""中文数字 — whole numbers in Chinese (一百零一) and back, as headings, tables and charts are numbered."""

from __future__ import annotations

import unicodedata

DIGITS = "零一二三四五六七八九"
_UNITS = {"亿": 100_000_000, "万": 10_000, "千": 1_000, "百": 100, "十": 10}  # the greatest first
CHARACTERS = DIGITS + "".join(_UNITS)


def chinese_number(number: int) -> str:
    """中文数字 — of any whole number; 一十 at the head is 十."""
    if number < 0:
        return f"负{chinese_number(-number)}"
    text = _spelt(number)
    return text.removeprefix("一") if text.startswith("一十") else text


def number_of(text: str) -> int:
    """数值 — of a number in Chinese; raises ValueError for what is none."""
    for unit, size in _UNITS.items():
        head, has_unit, rest = text.rpartition(unit)
        if has_unit:
            rest = rest.lstrip(DIGITS[0])
            return (number_of(head) if head else 1) * size + (number_of(rest) if rest else 0)
    if len(text) > 1:  # 一二 stands among the digits, too
        raise ValueError(text)
    return DIGITS.index(text)


def ordinal(text: str) -> int:
    """序号 — of a number in figures or in Chinese; 0 for what is none."""
    # 12, 十二 → 12;  一二 → 0
    try:
        return int(text) if text.isdecimal() else number_of(text)
    except ValueError:
        return 0


def _spelt(number: int) -> str:
    for unit, size in _UNITS.items():
        head, rest = divmod(number, size)
        if head:
            gap = DIGITS[0] if 0 < rest < size // 10 else ""
            return f"{_spelt(head)}{unit}{gap}{_spelt(rest) if rest else ''}"
    return DIGITS[number]


_PLAIN_DIGITS = "0123456789"
_SHIFTED = {  # digits set above or below the line, as a text without looks can hold them
    "superscript": str.maketrans(_PLAIN_DIGITS, "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "subscript": str.maketrans(_PLAIN_DIGITS, "₀₁₂₃₄₅₆₇₈₉"),
}


def shifted(text: str, alignment: str) -> str:
    """上标下标 — a text set above or below the line keeps that its digits are none of the number's."""
    # 1 (superscript) behind 46 → 46¹, not 461
    return text.translate(_SHIFTED.get(alignment, {}))


def digit_marks(text: str) -> str:
    """像数字的记号 — the characters that normalising would make digits, and that are none: ① ² ⑴."""
    # 46① → ①;  ４６ → nothing: full-width digits are digits
    return "".join(filter(_is_mark, text))


def _is_mark(letter: str) -> bool:
    if letter.isascii() or letter.isdecimal():
        return False
    return any(map(str.isdecimal, unicodedata.normalize("NFKC", letter)))
