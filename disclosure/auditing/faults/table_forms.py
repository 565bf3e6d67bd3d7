"""表样的差错 — numbers of tables with a gap, tables not there, totals left empty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import chain, filterfalse, product
from operator import attrgetter, lt

from disclosure import packs
from disclosure.auditing import plain_tables, printed_sums
from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty, only_tables
from disclosure.auditing.plain_tables import Line, Panel
from disclosure.auditing.published_claims import Claimed
from disclosure.forms.spec import TableSpec
from disclosure.importing.recognising.spellings import plain, title
from disclosure.loading.published.blocks import Place, PublishedDocument, PublishedTable, PublishedText
from disclosure.money import number_text, total

_NUMBER = re.compile(r"公开(\d{1,2})表")
_RUN = 3  # tables with numbers: they are those of a set
_LINES = 2  # with amounts, below an empty total
_ADD = "补上这张表；没有数据的也要列空表并说明"
_LOOK = "看一看是否漏了这张表；本地表样没有的不必补"


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """表样 — of the set of tables, then of each."""
    gaps = list(_gaps(claimed))
    absent = _absent(claimed, "".join(map(attrgetter("message"), gaps)))
    return chain(gaps, absent, *map(_of_printed_table, only_tables(claimed.document.blocks)))


def _texts_said(document: PublishedDocument) -> Iterator[tuple[str, Place]]:
    """All texts of a document, those of cells too, and where they stand."""
    for block in document.blocks:
        match block:
            case PublishedText(text=text, kind=kind) if kind != "contents":
                yield text, block.place()
            case PublishedTable(matrix=matrix):
                cells = plain_tables.cells(matrix)
                yield from ((cell.text, block.place(cell.row, cell.column)) for cell in cells)


def _gaps(claimed: Claimed) -> Iterator[AuditFinding]:
    """A number between others that no table bears."""
    places = _numbers_of_tables(claimed.document)
    every = range(min(places, default=0), max(places, default=0))
    missing = list(filterfalse(places.__contains__, every))
    return map(partial(_number_left_out, claimed, places), missing if len(places) >= _RUN else [])


def _numbers_of_tables(document: PublishedDocument) -> Mapping[int, Place]:
    """Numbers of tables, and where each stands first."""
    said = reversed(list(_texts_said(document)))
    return dict(chain.from_iterable(product(_numbers_in(text), [place]) for text, place in said))


def _numbers_in(text: str) -> Iterator[int]:
    return map(int, _NUMBER.findall(plain(text)))


def _number_left_out(claimed: Claimed, places: Mapping[int, Place], number: int) -> AuditFinding:
    """For certain where its title is nowhere, either, and the whole document could be read."""
    name = _titles(claimed).get(number, "")
    is_sure = bool(name) and not claimed.document.lost and not _is_said(name, claimed.document)
    behind = min(filter(partial(lt, number), places))
    message = f"公开{behind:02}表前面没有公开{number:02}表{f'“{name}”' if name else ''}"
    return _of_form("确定" if is_sure else "疑问", places[behind], f"公开{behind:02}表", message, _ADD)


def _is_said(name: str, document: PublishedDocument) -> bool:
    return any(title(text).endswith(name) for text, _ in _texts_said(document))


def _titles(claimed: Claimed) -> Mapping[int, str]:
    """Titles of the form's tables by their numbers."""
    return dict(chain.from_iterable(map(_numbered_title, _specs(claimed))))


def _numbered_title(spec: TableSpec) -> Iterator[tuple[int, str]]:
    return product(_numbers_in(spec.sheet_number), [title(spec.title)])


def _specs(claimed: Claimed) -> Sequence[TableSpec]:
    return packs.table_specs(claimed.chain, claimed.identity.year)


def _absent(claimed: Claimed, told: str) -> Iterator[AuditFinding]:
    """Tables of the form that are nowhere in a document which has most of them."""
    wanted = list(filter(_is_always_there, _specs(claimed)))
    lacking = list(filter(partial(_is_lacking, claimed, told), wanted))
    is_few = len(lacking) * _LINES < len(wanted)
    return map(partial(_not_there, claimed), lacking if is_few else [])


def _is_always_there(spec: TableSpec) -> bool:
    return not (spec.printed_in or spec.repeat or spec.only_entries)


def _is_lacking(claimed: Claimed, told: str, spec: TableSpec) -> bool:
    """Whether it was neither read, nor does its title stand there, nor is it told already."""
    name, read = title(spec.title), {table.spec.id for table in claimed.tables}
    return spec.id not in read and name not in told and not _is_said(name, claimed.document)


def _not_there(claimed: Claimed, spec: TableSpec) -> AuditFinding:
    message = f"没有“{spec.plain_title}”（照模板 {claimed.chain.name} 应有）"
    return _of_form("疑问", Place(claimed.tables[0].source), spec.plain_title, message, _LOOK)


def _of_printed_table(table: PublishedTable) -> Iterator[AuditFinding]:
    panels = plain_tables.panels(table.matrix, None)
    alone = panels if len(panels) == 1 else []  # a total over several has its amount in the last
    return chain.from_iterable(map(partial(_empty_totals, table), alone))


def _empty_totals(table: PublishedTable, panel: Panel) -> Iterator[AuditFinding]:
    """A total without any amount above or below subjects that have some."""
    totals = list(filter(attrgetter("is_total"), panel.lines))
    filled = list(filter(_has_amounts, filter(attrgetter("code"), panel.lines)))
    is_empty = len(totals) == 1 and not totals[0].amounts and len(filled) >= _LINES
    return map(partial(_empty_total, table, panel), totals if is_empty else [])


def _has_amounts(line: Line) -> bool:
    return any(map(attrgetter("value"), line.amounts.values()))


def _empty_total(table: PublishedTable, panel: Panel, line: Line) -> AuditFinding:
    highest, place = printed_sums.highest(panel.lines), table.place(line.number, 0)
    sums = (number_text(_added(column, highest), 2, grouping=True) for column in panel.heads)
    message = f"“{line.label}”这一行没有数，下面各行有；按各行相加是 {'、'.join(sums)}"
    return _of_form("疑问" if place.page else "确定", place, line.label, message, "填上合计")


def _added(column: int, lines: Sequence[Line]) -> Decimal:
    return total(line.amounts[column].value for line in lines if column in line.amounts)


def _of_form(certainty: Certainty, place: Place, quote: str, message: str, fix: str) -> AuditFinding:
    return AuditFinding("AU18", certainty, NAMES["AU18"], place, quote, message, quote, fix=fix)
