"""数字格式 — what a number of a cell is meant as: a date, a percentage, or just a number."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Literal

Kind = Literal["date", "percentage", ""]
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
_LAST_DAY = 2_900_000  # in the year 9839


def kind_of(number: int, code: str = "") -> Kind:
    """格式含义 — of a format by its number, and by its code where one is written out."""
    return _kind_of_code(_LITERAL.sub("", code)) if code else _BY_NUMBER.get(number, "")


def _kind_of_code(code: str) -> Kind:
    if "%" in code:
        return "percentage"
    is_date = "general" not in code.lower() and _DATE.search(code)
    return "date" if is_date else ""


def moment(value: float, day_one: datetime.datetime) -> float | datetime.datetime | datetime.time:
    """日期 — of a number shown as a date; a part of a day is a time, what no calendar has stays a number."""
    if 0 <= value < 1:
        return datetime.time()
    return day_one + datetime.timedelta(value) if 1 <= value <= _LAST_DAY else value
