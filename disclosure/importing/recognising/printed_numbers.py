"""印出的数 — what of a cell's text is a number, what is nothing, and what is neither."""

from __future__ import annotations

import re
from decimal import Decimal

from disclosure.importing.recognising.spellings import plain

_TWO_LINES = re.compile(r"\d\s*\n\s*[\d.]")
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)")
_NOTHING = {"", "-", "—", "－", "--", "——", "/", "\\", "无", "―", "–"}


def amount(text: str) -> Decimal | None:
    """数 — 0 for a blank or a dash; None for what is no number, as two numbers one below the other."""
    # １，２３４.50 → 1234.50
    # －, 无 or blank → 0
    # 12* (a footnote mark behind it), 约3, or 12 and 5 on two lines → None: the table is in doubt
    if _TWO_LINES.search(text):
        return None
    found = plain(text).replace(",", "")
    if found in _NOTHING:
        return Decimal(0)
    return Decimal(found) if _NUMBER.fullmatch(found) else None


def is_number(text: str) -> bool:
    """是否数字 — digits, not a dash."""
    return bool(_NUMBER.fullmatch(plain(text).replace(",", "")))


def places(text: str) -> int:
    """小数位 — decimals that a number shows."""
    return len(plain(text).partition(".")[2])
