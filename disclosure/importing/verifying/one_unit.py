"""同一单位 — a table in another unit than its neighbours is in doubt unless its amounts are also theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from disclosure.importing.reading.found_table import FoundTable
from disclosure.importing.reading.rounded_amounts import Value
from disclosure.money import Unit


def usual(tables: Sequence[FoundTable]) -> Unit:
    """通常的单位 — that most tables bear."""
    counts = Counter(unit for table in tables for unit in table.units).most_common(1)
    return counts[0][0] if counts else "元"


def doubt_others(tables: Sequence[FoundTable]) -> None:
    """存疑 — sums are right in any unit, so that nothing else tells one that was written wrongly."""
    # eight tables in 万元, 三公经费 in 元, its total 2.50 on no other table → in doubt
    # 支出决算表 in 元, its total 26416800.00 that of 总表 (2641.68 万元) → taken
    unit = usual(tables)
    known = {
        name: value
        for table in tables
        if unit in table.units and table.is_sure()
        for name, value in table.figures()
    }
    for table in tables:
        others = table.units.keys() - {unit}
        if others and not _is_confirmed(table, known):
            other = min(others)
            message = (
                f"金额单位是“{other}”，别的表多是“{unit}”，请核对；写错的改正，没有写错的换算成一样的再导入"
            )
            table.doubt(message, table.units[other])


def _is_confirmed(table: FoundTable, known: Mapping[str, Value]) -> bool:
    """Whether nothing of it has a size, or one that a table in the usual unit has too."""
    amounts = [(name, value) for name, value in table.figures() if value.amount]
    return not amounts or any(name in known and value.agrees(known[name]) for name, value in amounts)
