"""相符的数 — figures of tables that close by themselves and do not contradict each other."""

from __future__ import annotations

from collections.abc import Sequence

from disclosure.importing.inverting import figures_to_entries
from disclosure.importing.reading.found_table import FoundTable
from disclosure.importing.reading.rounded_amounts import Value
from disclosure.importing.verifying import one_unit, table_sums


def agreed(found: Sequence[FoundTable]) -> dict[str, Value]:
    """相符的数 — by Chinese name; tables that contradict each other are both in doubt."""
    for table in found:
        table_sums.check(table)
    one_unit.doubt_others(found)
    while True:
        known, faults = figures_to_entries.gathered(filter(FoundTable.is_sure, found))
        if not faults:
            return known
        for table, message in faults:
            table.doubt(message)
