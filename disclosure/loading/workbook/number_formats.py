"""数字格式 — a number is meant as a date, a percentage or itself, and is seen as held or not."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Literal

Kind = Literal["date", "percentage", "scaled", "hidden", "hidden below 0", ""]
# The two ways to count days: from 1900, and where a workbook says so from 1904.
DAY_ONE: Mapping[bool, datetime.datetime] = {
    False: datetime.datetime(1899, 12, 30),  # noqa: DTZ001 - a day has no zone
    True: datetime.datetime(1904, 1, 1),  # noqa: DTZ001
}
_DATES = (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))
_PERCENTAGES = (9, 10)
_BY_NUMBER: Mapping[int, Kind] = {  # formats that need not be written out
    **dict.fromkeys(_DATES, "date"),
    **dict.fromkeys(_PERCENTAGES, "percentage"),
}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hmsHMS]+\])[^\]]*\]')
_DATE = re.compile("[ymdhs]", re.IGNORECASE)
# 0, (thousands left out), 0!.0000 and 0"."00 (a point that is none), 0"万"0000, 0"00" (digits that are none).
_SCALED = re.compile(r'[0#?.],+(?![0#?,])|[0#?](?:[\\!][^ ]|"[^"]+")+[0#?]|[\\!]\d|"[^"]*\d[^"]*"')
_NOT_SHOWN = re.compile(r"_.|\*.|\[[^\]]*\]")
_CONDITION = re.compile(r"\[[<>=]")
_SHOWS = re.compile(r"[0#?@]|general|通用", re.IGNORECASE)
_LAST_DAY = 2_900_000  # in the year 9839


def kind_of(number: int, code: str = "") -> Kind:
    """格式含义 — of a format by its number, and by its code where one is written out."""
    if not code:
        return _BY_NUMBER.get(number, "")
    return _kind_of_code(_LITERAL.sub("", code)) or _disguise(code)


def _kind_of_code(code: str) -> Kind:
    if "%" in code:
        return "percentage"
    is_date = "general" not in code.lower() and _DATE.search(code)
    return "date" if is_date else ""


def _disguise(code: str) -> Kind:
    """Whether the number that is seen is another than the one that is held, or none."""
    # 0!.0000 → scaled;  ;;; → hidden;  0.00;; → hidden below 0;  0.00;-0.00;; hides only 0
    if _SCALED.search(_NOT_SHOWN.sub("", code)):
        return "scaled"
    shown = [_SHOWS.search(section) is not None for section in _LITERAL.sub("", code).split(";")]
    return _hidden_under_conditions(shown) if _CONDITION.search(code) else _hidden_by_sign(*shown)


def _hidden_under_conditions(shown: Sequence[bool]) -> Kind:
    return "" if any(shown) else "hidden"


def _hidden_by_sign(above: bool, *others: bool) -> Kind:
    if not above:
        return "hidden"
    return "hidden below 0" if others and not others[0] else ""


def disguises(kind: str, value: float) -> bool:
    """是否改样 — whether a number is seen otherwise than it is held; nothing is seen alike in any look."""
    return bool(value) and (kind in ("scaled", "hidden") or (kind == "hidden below 0" and value < 0))


def moment(value: float, day_one: datetime.datetime) -> float | datetime.datetime | datetime.time:
    """日期 — of a number shown as a date; a part of a day is a time, what no calendar has stays a number."""
    if 0 <= value < 1:
        return datetime.time()
    return day_one + datetime.timedelta(value) if 1 <= value <= _LAST_DAY else value
