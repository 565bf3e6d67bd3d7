"""日期 — the day or the month that a text names, in any usual writing."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from disclosure.chinese_numbers import CHARACTERS, DIGITS, digit_marks, number_of

_FORMS = (
    re.compile(r"(\d{4})年(\d{1,2})月(?:(\d{1,2})[日号])?"),
    re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})?"),
)
_ZEROS = str.maketrans("〇○", "零零")
_NUMBER = re.compile(f"[{CHARACTERS}]+")


def days_named(text: str) -> tuple[date, date]:
    """所指日期 — the first and the last day that a text may mean; raises ValueError for what is no date."""
    # 2026年8月1日, 2026-08-01, 2026.8.1, 20260801, 二〇二六年八月一日: one day;  2026年9月: all of the month
    plain = "".join(unicodedata.normalize("NFKC", text).split()).translate(_ZEROS)
    written = _NUMBER.sub(_in_figures, plain)
    named = next(filter(None, (form.fullmatch(written) for form in _FORMS)), None)
    if named is None or digit_marks(text):
        raise ValueError(text)
    from calendar import monthrange  # noqa: PLC0415 - with all of locale, and only where a date is read

    year, month, day = (int(part or 0) for part in named.groups())
    _, last = monthrange(year, month)
    return date(year, month, day or 1), date(year, month, day or last)


def chinese_day(day: date) -> str:
    """日期的写法 — 2024年9月10日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _in_figures(number: re.Match[str]) -> str:
    """二零二六 is read by the digit, 二十三 as the number that it is."""
    if any(unit in number[0] for unit in CHARACTERS[len(DIGITS) :]):
        return str(number_of(number[0]))
    return "".join(str(DIGITS.index(digit)) for digit in number[0])
