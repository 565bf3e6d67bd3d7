"""附件表的差错 — rows called 小计, 合计 or 总计 of tables that are none of the form, and what they close."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from operator import attrgetter

from disclosure.auditing import plain_tables
from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty
from disclosure.auditing.plain_tables import Line, Panel
from disclosure.auditing.printed_sums import PrintedSum
from disclosure.auditing.published_claims import Claimed
from disclosure.errors import Source
from disclosure.importing.recognising.spellings import label
from disclosure.load.published.blocks import PublishedTable
from disclosure.money import number_text

_PARTS = 2  # rows that a total adds up at least
_PROOFS = 2  # other totals of the column that close: then its totals are sums
_CALLED = ("小计", "合计", "总计")
_OF_WHICH = "其中"

Lines = Sequence[Line]


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """小计、合计 — of tables that the form does not have, which are read by their look alone."""
    of_forms = {
        source for table in claimed.tables for value in table.cells.values() for source in value.sources
    }
    tables = (block for block in claimed.document.blocks if isinstance(block, PublishedTable))
    return chain.from_iterable(map(partial(_of_table, of_forms), tables))


def _of_table(of_forms: set[Source], table: PublishedTable) -> Iterator[AuditFinding]:
    sources = (cell.source for row in table.matrix.rows for cell in row.values())
    panels = plain_tables.panels(table.matrix, None) if of_forms.isdisjoint(sources) else []
    return chain.from_iterable(map(partial(_of_panel, table), panels))


def _of_panel(table: PublishedTable, panel: Panel) -> Iterator[AuditFinding]:
    for column in panel.heads:
        sums = list(_closings(panel.lines, column))
        closing = [one for one in sums if one.closes]
        broken = [one for one in sums if not one.closes]
        is_proved = len(closing) >= _PROOFS and len(broken) == 1
        told = broken if closing or _is_plainly_one(broken, sums) else []
        yield from map(partial(_finding, table, "确定" if is_proved else "疑问"), told)


def _is_plainly_one(broken: Sequence[PrintedSum], sums: Sequence[PrintedSum]) -> bool:
    """The only total, called just that, of amounts with decimals: nothing proves that it is a sum."""
    texts = [one.whole.cell.text for one in broken]
    return len(sums) == 1 and any("." in text for text in texts) and label(sums[0].line.label) in _CALLED


def _closings(lines: Lines, column: int) -> Iterator[PrintedSum]:
    """Each total of a column with what it adds up: the first way that closes, else the first."""
    filled = [line for line in lines if column in line.amounts]
    for number, line in enumerate(filled):
        ways = [way for way in _ways(filled[:number], filled[number + 1 :]) if len(way) >= _PARTS]
        if line.is_total and ways:
            sums = [_sum_of(line, way, column) for way in ways]
            yield next(filter(attrgetter("closes"), sums), sums[0])


def _sum_of(line: Line, parts: Lines, column: int) -> PrintedSum:
    return PrintedSum(line.amounts[column], tuple(one.amounts[column] for one in parts), line, column)


def _ways(above: Lines, below: Lines) -> Iterator[Lines]:
    """What a total may close: totals before it, with the lines behind them; lines since the last, or all."""
    totals = [number for number, one in enumerate(above) if one.is_total]
    since = above[totals[-1] + 1 :] if totals else above
    plainly = [one for one in above if not one.is_total]
    subtotals = [above[number] for number in totals]
    first = next((number for number, one in enumerate(below) if one.is_total), len(below))
    for way in (since or subtotals, subtotals, [*subtotals, *since], plainly, [] if above else below[:first]):
        yield way
        yield [one for one in way if _OF_WHICH not in one.label]


def _finding(table: PublishedTable, certainty: Certainty, one: PrintedSum) -> AuditFinding:
    stated, expected = (number_text(value, 2) for value in (one.whole.value, one.added))
    message = f"“{one.line.label}”是 {stated}，它合计的各行相加是 {expected}"
    place = table.place(one.whole.cell.row, one.whole.cell.column)
    said = (one.line.label, message, stated, expected)
    return AuditFinding("AU19", certainty, NAMES["AU19"], place, *said, fix="核对合计和各行，改正写错的一处")
