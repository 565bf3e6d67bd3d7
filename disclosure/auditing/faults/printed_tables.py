"""表的差错 — sums that do not close, cells that the form does not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import chain, filterfalse
from operator import attrgetter

from disclosure.auditing import cell_places
from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty
from disclosure.auditing.cell_places import CellPlaces
from disclosure.auditing.published_claims import Claimed
from disclosure.checks.check_report import first_few
from disclosure.errors import Source
from disclosure.importing.reading.found_table import FoundTable, Key
from disclosure.importing.verifying import table_sums
from disclosure.importing.verifying.table_sums import TableSum
from disclosure.loading.published.blocks import Place
from disclosure.money import SCALE

_FEW = 4
_LEAST = 2  # sums that one wrong cell breaks, where it can be told
_TAIL = Decimal("0.01")  # in the unit of the table
_FIX = "核对这几处的数，改正写错的一处"


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """表 — sums that do not close; what of a table could not be read by the form is a doubt."""
    places = cell_places.of_document(claimed.document)
    return chain.from_iterable(map(partial(_of_form_table, places), claimed.tables))


def _of_form_table(places: CellPlaces, table: FoundTable) -> Iterator[AuditFinding]:
    sums = list(table_sums.sums(table))
    broken = list(filterfalse(attrgetter("closes"), sums))
    culprits = _culprits(broken, list(filter(attrgetter("closes"), sums)))
    of_one = map(partial(_wrong_cell, places, table, broken), culprits)
    yield from of_one if culprits else map(partial(_wrong_sum, places, table), broken)
    yield from map(partial(_doubt, table), _some_doubts(table.doubts))


def _some_doubts(doubts: Sequence[str]) -> Iterator[str]:
    yield from doubts[:_FEW]
    if len(doubts) > _FEW:
        yield f"另有 {len(doubts) - _FEW} 处没有照表样读全"


def _culprits(broken: list[TableSum], closing: list[TableSum]) -> list[Key]:
    """The one cell that all broken sums have, none that closes has, and that would mend them all."""
    shared = set.intersection(*map(_cells_in, broken)) if len(broken) >= _LEAST else set()
    right = set(chain.from_iterable(map(_cells_in, filter(_says_something, closing))))
    alike = list(filter(partial(_mends_all, broken), shared - right))
    return alike if len(alike) == 1 else []


def _mends_all(broken: list[TableSum], key: Key) -> bool:
    """Whether it lacks one amount for all of them."""
    return len(set(map(partial(_correction, key), broken))) == 1


def _cells_in(one: TableSum) -> set[Key]:
    return {one.whole, *one.parts}


def _says_something(one: TableSum) -> bool:
    """Zeros close whatever they add up."""
    return bool(one.stated.amount)


def _correction(key: Key, one: TableSum) -> Decimal:
    """What a cell lacks for the sum to close: as the sum itself, or as one of its parts."""
    lacking = one.stated.amount - one.added.amount
    return -lacking if key == one.whole else lacking * one.parts[key]


def _wrong_cell(places: CellPlaces, table: FoundTable, broken: list[TableSum], key: Key) -> AuditFinding:
    value, first = table.cells[key], broken[0]
    correction = _correction(key, first)
    stated, expected = map(first.stated.said, (value.amount, value.amount + correction))
    sums = first_few("、", (str(one.stated.sources[0].cell) for one in broken), _FEW)
    message = f"{value.sources[0].cell} 写的是 {stated}；按各处合计（{sums}），应为 {expected}"
    found = _unclosed(table, message, _certainty(table, broken))
    return replace(found, place=_place_of_cell(places, value.sources), stated=stated, expected=expected)


def _wrong_sum(places: CellPlaces, table: FoundTable, one: TableSum) -> AuditFinding:
    stated, expected = map(one.stated.said, (one.stated.amount, one.added.amount))
    found = _unclosed(table, one.message, _certainty(table, [one]))
    return replace(found, place=_place_of_cell(places, one.stated.sources), stated=stated, expected=expected)


def _certainty(table: FoundTable, broken: Iterable[TableSum]) -> Certainty:
    """A last digit only where rounding explains all but one of it."""
    is_tail = all(one.tail <= _TAIL * SCALE[one.stated.unit] for one in broken)
    return "疑问" if not table.is_sure() else "末位" if is_tail else "确定"


def _place_of_cell(places: CellPlaces, sources: tuple[Source, ...]) -> Place:
    return places.get(sources[0]) or Place(sources[0])


def _doubt(table: FoundTable, message: str) -> AuditFinding:
    said = f"{table.label}：{message}"
    return AuditFinding("AU8", "疑问", NAMES["AU8"], Place(table.source), table.label, said, fix=_FIX)


def _unclosed(table: FoundTable, message: str, certainty: Certainty) -> AuditFinding:
    said = f"{table.label}：{message}"
    return AuditFinding("AU7", certainty, NAMES["AU7"], Place(table.source), table.label, said, fix=_FIX)
