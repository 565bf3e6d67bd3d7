"""印出的数 — what of a cell's text is a number, what is nothing, and what is neither."""

from __future__ import annotations

import re
from decimal import Decimal

from disclosure.chinese_numbers import digit_marks
from disclosure.importing.recognising.spellings import plain

_TWO_LINES = re.compile(r"\d\s*\n\s*[\d.]")
_BREAK = re.compile(r"\s*\n\s*")
_GROUPED_MONEY = re.compile(r"[-+]?\d{1,3}(,\d{3})+\.\d\d")
_WHOLE_MONEY = re.compile(r"[-+]?\d{1,3}(,\d{3})*(\.\d\d)?")
_BLANK_WITHIN = re.compile(r"(?<=\d)[^\S\n]+(?=\d)")
_NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+(\.\d*)?|\d+(\.\d*)?|\.\d+)")
_NOTHING = {"", "-", "—", "－", "--", "——", "/", "\\", "无", "―", "–"}
_SHOWN = 20  # letters of a text


def amount(text: str) -> Decimal | None:
    """数 — 0 for a blank or a dash; None for what is no number, as two numbers one below the other."""
    # １，２３４.50 → 1234.50
    # －, 无 or blank → 0
    # 12* or 12① (a footnote mark behind it), 1402,19, 约3, or 12 and 5 on two lines → None: in doubt
    if plain(text) in _NOTHING:
        return Decimal(0)
    return Decimal(_grouped(_unbroken(text)).replace(",", "")) if is_number(text) else None


def is_number(text: str) -> bool:
    """是否数字 — digits, not a dash."""
    text = _unbroken(text)
    is_one = not _TWO_LINES.search(text) and not digit_marks(text)
    return is_one and _NUMBER.fullmatch(_grouped(text)) is not None


def _unbroken(text: str) -> str:
    """A number that a narrow column breaks in two where neither end could be one: 2,930,000.0 / 0."""
    parts = _BREAK.split(text.strip())
    is_broken = _GROUPED_MONEY.fullmatch("".join(parts)) and not all(map(_WHOLE_MONEY.fullmatch, parts))
    return "".join(parts) if is_broken else text


def why_not(text: str) -> str:
    """不是数的原因 — what stands in the way of a text that holds digits; the message is Chinese."""
    # 46① → a mark;  1402,19 → a comma that groups no thousands;  约3 → no number
    shown = text[:_SHOWN]
    if marks := digit_marks(text):
        return f"“{shown}”里的“{marks}”像是注号，不知道是不是数的一部分；请去掉注号再导入"
    if not _TWO_LINES.search(text) and _NUMBER.fullmatch(plain(text).replace(",", "")):
        return f"“{shown}”里的逗号或空格不是三位一节，不知道是多少；请改正再导入"
    return f"“{shown}”不是数"


def _grouped(text: str) -> str:
    """The text narrow; a blank between two digits groups them as a comma does."""
    # 1 402.19 → 1,402.19
    return plain(_BLANK_WITHIN.sub(",", text.strip()))


def places(text: str) -> int:
    """小数位 — decimals that a number shows."""
    return len(plain(text).partition(".")[2])
