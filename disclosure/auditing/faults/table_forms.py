"""表样的差错 — numbers of tables with a gap, tables not there, totals left empty, counts with decimals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import chain
from operator import attrgetter

from disclosure import packs
from disclosure.auditing import plain_tables, printed_sums
from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty
from disclosure.auditing.plain_tables import Line, Panel
from disclosure.auditing.published_claims import Claimed
from disclosure.importing.recognising.spellings import plain, title
from disclosure.load.published.blocks import Place, PublishedDocument, PublishedTable, PublishedText
from disclosure.money import number_text
from disclosure.tables.spec import TableSpec

_NUMBER = re.compile(r"公开(\d{1,2})表")
_COUNTED = re.compile(r".*(?:[（(](?:个|人|辆|批|批次|人次|次|台|套|台套)[）)]|批次|人次|团组数|保有量)")
_WITH_DECIMALS = re.compile(r"\d+\.0+")
_RUN = 3  # tables with numbers: they are those of a set
_LINES = 2  # with amounts, below an empty total


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """表样 — of the set of tables, then of each."""
    gaps = list(_gaps(claimed))
    yield from gaps
    yield from _absent(claimed, "".join(map(attrgetter("message"), gaps)))
    yield from chain.from_iterable(map(_of_table, _tables(claimed.document)))


def _tables(document: PublishedDocument) -> Iterator[PublishedTable]:
    return (block for block in document.blocks if isinstance(block, PublishedTable))


def _said(document: PublishedDocument) -> Iterator[tuple[str, Place]]:
    """All texts of a document, those of cells too, and where they stand."""
    for block in document.blocks:
        match block:
            case PublishedText(text=text, kind=kind) if kind != "contents":
                yield text, block.place()
            case PublishedTable(matrix=matrix):
                cells = chain.from_iterable(row.values() for row in matrix.rows)
                yield from ((cell.text, block.place(cell.row, cell.column)) for cell in cells)


def _gaps(claimed: Claimed) -> Iterator[AuditFinding]:
    """A number between others that no table bears: for certain where its title is nowhere, either."""
    said = [(plain(text), place) for text, place in _said(claimed.document)]
    places = {int(number): place for text, place in reversed(said) for number in _NUMBER.findall(text)}
    titles = _titles(claimed)
    missing = sorted(set(range(min(places, default=0), max(places, default=0))) - places.keys())
    for number in missing if len(places) >= _RUN else ():
        name = titles.get(number, "")
        is_there = any(title(text).endswith(name) for text, _ in said) if name else True
        certainty: Certainty = "疑问" if is_there or claimed.document.lost else "确定"
        behind = min(other for other in places if other > number)
        called = f"“{name}”" if name else ""
        message = f"公开{behind:02}表前面没有公开{number:02}表{called}"
        yield _finding(
            certainty, places[behind], f"公开{behind:02}表", message, "补上这张表；没有数据的也要列空表并说明"
        )


def _titles(claimed: Claimed) -> Mapping[int, str]:
    """Titles of the form's tables by their numbers."""
    numbered = ((_NUMBER.search(plain(spec.sheet_number)), spec) for spec in _specs(claimed))
    return {int(match[1]): title(spec.title) for match, spec in numbered if match}


def _specs(claimed: Claimed) -> Sequence[TableSpec]:
    return packs.table_specs(claimed.chain, claimed.identity.year)


def _absent(claimed: Claimed, told: str) -> Iterator[AuditFinding]:
    """Tables of the form that are nowhere in a document which has most of them."""
    said = {title(text) for text, _ in _said(claimed.document)}
    found = {table.spec.id for table in claimed.tables}
    wanted = [spec for spec in _specs(claimed) if not (spec.printed_in or spec.repeat or spec.only_entries)]
    lacking = [spec for spec in wanted if spec.id not in found and not _is_titled(spec, said, told)]
    for spec in lacking if len(lacking) * _LINES < len(wanted) else ():
        message = f"没有“{spec.plain_title}”（照模板 {claimed.chain.name} 应有）"
        place = Place(claimed.tables[0].source)
        yield _finding("疑问", place, spec.plain_title, message, "看一看是否漏了这张表；本地表样没有的不必补")


def _is_titled(spec: TableSpec, said: set[str], told: str) -> bool:
    """Whether its title stands in the document, or it is told already that it is not there."""
    name = title(spec.title)
    return name in told or any(text.endswith(name) for text in said)


def _of_table(table: PublishedTable) -> Iterator[AuditFinding]:
    panels = plain_tables.panels(table.matrix, None)
    alone = panels if len(panels) == 1 else []  # a total over several has its amount in the last
    yield from chain.from_iterable(map(partial(_empty_totals, table), alone))
    lines = list(chain.from_iterable(map(attrgetter("lines"), panels)))
    yield from _decimals(table, lines)


def _empty_totals(table: PublishedTable, panel: Panel) -> Iterator[AuditFinding]:
    """A total without any amount above or below subjects that have some."""
    totals = [line for line in panel.lines if line.is_total]
    filled = [line for line in panel.lines if line.code and any(one.value for one in line.amounts.values())]
    is_empty = len(totals) == 1 and not totals[0].amounts and len(filled) >= _LINES
    for line in totals if is_empty else ():
        highest = printed_sums.highest(panel.lines)
        sums = [number_text(_added(column, highest), 2, grouping=True) for column in panel.heads]
        place = table.place(line.number, 0)
        certainty: Certainty = "疑问" if place.page else "确定"
        message = f"“{line.label}”这一行没有数，下面各行有；按各行相加是 {'、'.join(sums)}"
        yield _finding(certainty, place, line.label, message, "填上合计")


def _added(column: int, lines: Sequence[Line]) -> Decimal:
    amounts = (line.amounts[column].value for line in lines if column in line.amounts)
    return sum(amounts, plain_tables.NOTHING)


def _decimals(table: PublishedTable, lines: Sequence[Line]) -> Iterator[AuditFinding]:
    counted = [line for line in lines if _COUNTED.fullmatch(line.label)]
    cells = [one.cell for line in counted for one in line.amounts.values()]
    printed = [cell for cell in cells if _WITH_DECIMALS.fullmatch(plain(cell.text))]
    for cell in printed[:1]:
        said = "、".join(one.text.strip() for one in printed)
        place = table.place(cell.row, cell.column)
        yield _finding("疑问", place, said, f"个数、人数、批次写了小数：{said}", "改成整数")


def _finding(certainty: Certainty, place: Place, quote: str, message: str, fix: str) -> AuditFinding:
    return AuditFinding("AU18", certainty, NAMES["AU18"], place, quote, message, quote, fix=fix)
