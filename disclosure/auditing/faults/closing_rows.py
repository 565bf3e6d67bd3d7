"""附件表的差错 — rows called 小计, 合计 or 总计 of tables that are none of the form, and what they close."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, filterfalse, takewhile
from operator import attrgetter

from disclosure.auditing import plain_tables
from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty, only_tables
from disclosure.auditing.plain_tables import Line, Panel
from disclosure.auditing.printed_sums import PrintedSum
from disclosure.auditing.published_claims import Claimed
from disclosure.errors import Source
from disclosure.importing.recognising.spellings import label
from disclosure.loading.published.blocks import PublishedTable
from disclosure.money import number_text

_PARTS = 2  # rows that a total adds up at least
_PROOFS = 2  # other totals of the column that close: then its totals are sums
_CALLED = ("小计", "合计", "总计")
_OF_WHICH = "其中"

Lines = Sequence[Line]


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """小计、合计 — of tables that the form does not have, which are read by their look alone."""
    values = chain.from_iterable(table.cells.values() for table in claimed.tables)
    of_forms = set(chain.from_iterable(map(attrgetter("sources"), values)))
    return chain.from_iterable(
        map(partial(_of_foreign_table, of_forms), only_tables(claimed.document.blocks))
    )


def _of_foreign_table(of_forms: set[Source], table: PublishedTable) -> Iterator[AuditFinding]:
    is_own = of_forms.isdisjoint(map(attrgetter("source"), plain_tables.cells(table.matrix)))
    panels = plain_tables.panels(table.matrix, None) if is_own else []
    return chain.from_iterable(map(partial(_of_panel, table), panels))


def _of_panel(table: PublishedTable, panel: Panel) -> Iterator[AuditFinding]:
    by_column = map(partial(_closings, panel.lines), panel.heads)
    return chain.from_iterable(map(partial(_of_column, table), map(list, by_column)))


def _of_column(table: PublishedTable, sums: list[PrintedSum]) -> Iterator[AuditFinding]:
    closing = list(filter(attrgetter("closes"), sums))
    broken = list(filterfalse(attrgetter("closes"), sums))
    is_told = bool(closing) or all(map(_is_plainly_one, sums))
    told = map(partial(_not_closing, table, _how_sure(closing, broken)), broken)
    return told if is_told else iter(())


def _how_sure(closing: Sequence[PrintedSum], broken: Sequence[PrintedSum]) -> Certainty:
    """Beyond doubt is the one that does not close among several that do."""
    return "确定" if len(closing) >= _PROOFS and len(broken) == 1 else "疑问"


def _is_plainly_one(one: PrintedSum) -> bool:
    """Called just 合计, of amounts with decimals: where nothing proves that it is a sum."""
    return "." in one.whole.cell.text and label(one.line.label) in _CALLED


def _closings(lines: Lines, column: int) -> Iterator[PrintedSum]:
    """Each total of a column with what it adds up: the first way that closes, else the first."""
    filled = list(filter(partial(_has, column), lines))
    totals = filter(attrgetter("is_total"), filled)
    return chain.from_iterable(map(partial(_of_total, filled, column), totals))


def _has(column: int, line: Line) -> bool:
    return column in line.amounts


def _of_total(filled: Lines, column: int, line: Line) -> list[PrintedSum]:
    number = filled.index(line)
    ways = filter(_are_several, _ways_to_close(filled[:number], filled[number + 1 :]))
    sums = list(map(partial(_added_up, line, column), ways))
    return [*filter(attrgetter("closes"), sums), *sums][:1]


def _are_several(lines: Lines) -> bool:
    return len(lines) >= _PARTS


def _added_up(line: Line, column: int, parts: Lines) -> PrintedSum:
    return PrintedSum(line.amounts[column], tuple(one.amounts[column] for one in parts), line, column)


def _ways_to_close(above: Lines, below: Lines) -> Iterator[Lines]:
    """What a total may close: totals before it, with the lines behind them; lines since the last, or all."""
    subtotals, lines = (
        list(filter(attrgetter("is_total"), above)),
        list(filterfalse(attrgetter("is_total"), above)),
    )
    since = above[above.index(subtotals[-1]) + 1 :] if subtotals else above
    first = list(takewhile(_is_no_total, below))[: len(below) * (not above)]
    every = (since or subtotals, subtotals, [*subtotals, *since], lines, first)
    return chain(every, map(_without_of_which, every))


def _without_of_which(lines: Lines) -> Lines:
    return [one for one in lines if _OF_WHICH not in one.label]


def _is_no_total(line: Line) -> bool:
    return not line.is_total


def _not_closing(table: PublishedTable, certainty: Certainty, one: PrintedSum) -> AuditFinding:
    stated, expected = (number_text(value, 2) for value in (one.whole.value, one.added))
    message = f"“{one.line.label}”是 {stated}，它合计的各行相加是 {expected}"
    place = table.place(one.whole.cell.row, one.whole.cell.column)
    said = (one.line.label, message, stated, expected)
    return AuditFinding("AU19", certainty, NAMES["AU19"], place, *said, fix="核对合计和各行，改正写错的一处")
