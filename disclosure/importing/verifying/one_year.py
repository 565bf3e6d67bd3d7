"""同一年度 — a table that names another year than the data, or than most tables, is in doubt."""

from __future__ import annotations

from collections.abc import Iterable

from disclosure.importing.reading.found_table import FoundTable

_SHOWN = 40  # letters of a title


def doubt_others(tables: Iterable[FoundTable], year: int, whose: str) -> None:
    """存疑 — the others are taken, though sums of two years agree only by chance."""
    # 2022年度收入决算表 beside seven tables of 2023 → in doubt
    for table in tables:
        for other in table.years.keys() - {year}:
            named = table.years[other]
            advice = f"拿错了的换成{year}年度的表，年度写错了的改正，再导入"
            message = f"“{named.text.strip()[:_SHOWN]}”是{other}年度的，{whose}是{year}年度，请核对：{advice}"
            table.doubt(message, named.source)
