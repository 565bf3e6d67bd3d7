"""表的差错 — sums that do not close, cells that the form does not read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain

from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty
from disclosure.auditing.published_claims import Claimed
from disclosure.importing.reading.found_table import FoundTable
from disclosure.importing.verifying import table_sums
from disclosure.load.published.blocks import Place

_FEW = 4
_FIX = "核对这几处的数，改正写错的一处"


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """表 — sums that do not close; what of a table could not be read by the form is a doubt."""
    return chain.from_iterable(map(_of_table, claimed.tables))


def _of_table(table: FoundTable) -> Iterator[AuditFinding]:
    sums = filter(_is_sum, table_sums.faults(table))
    yield from map(partial(_in_table, "AU7", table), sums)
    yield from map(partial(_in_table, "AU8", table), table.doubts[:_FEW])


def _is_sum(message: str) -> bool:
    return message.endswith("对不上")


def _in_table(code: str, table: FoundTable, message: str) -> AuditFinding:
    certainty: Certainty = "确定" if code == "AU7" and table.is_sure() else "疑问"
    said = f"{table.label}：{message}"
    return AuditFinding(code, certainty, NAMES[code], Place(table.source), table.label, said, fix=_FIX)
