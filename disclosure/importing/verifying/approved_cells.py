"""照表印的格 — sums without a figure that differ by rounding from what a table shows: 核定数 of a cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from operator import attrgetter, methodcaller

from disclosure import deriving
from disclosure.forms import cell_names, fill
from disclosure.forms.filled_table import FilledCell
from disclosure.forms.spec import TableSpec
from disclosure.importing.reading.forms import FoundForm
from disclosure.importing.reading.found_table import FoundTable
from disclosure.importing.reading.rounded_amounts import Said, Value
from disclosure.importing.verifying.contradictions import Settled
from disclosure.loading.reading_state import Loc
from disclosure.model import Submission
from disclosure.money import Unit, half_width


def with_totals(
    settled: Settled, tables: Iterable[FoundTable], specs: Sequence[TableSpec]
) -> Mapping[Loc, Said]:
    """全部核定数 — of totals, and of cells where the entries make data."""
    if settled.submission is None:
        return settled.stated
    return {**settled.stated, **stated(tables, specs, settled.submission)}


def stated(
    tables: Iterable[FoundTable], specs: Sequence[TableSpec], submission: Submission
) -> dict[Loc, Said]:
    """核定数 — of each such cell; what is summed from it is looked at again. Forms are rounded more."""
    # 小计 | 30.01, its parts 10.00 and 20.00 by the data → 核定数.“公开04表 小计 合计”: 30.01
    shown = {name: value for table in tables for name, value in _named_cells(table)}
    approved: dict[Loc, Said] = {}
    while new := dict(_lowest_differing(shown, specs, submission)):
        approved |= {("核定数", key): (value, value) for key, value in new.items()}
        amounts = {key: value.amount for key, value in new.items()}
        submission = submission.model_copy(update={"stated": {**submission.stated, **amounts}})
    return approved


def _named_cells(table: FoundTable) -> Iterator[tuple[str, Value]]:
    cells = {} if isinstance(table, FoundForm) else table.cells
    return ((f"{table.spec.id}.{row}.{column}", value) for (row, column), value in cells.items())


def _lowest_differing(
    shown: Mapping[str, Value], specs: Sequence[TableSpec], submission: Submission
) -> Iterator[tuple[str, Value]]:
    """Those that are summed from no other such cell, by the key that names the cell."""
    derived, sheets = fill.settled(specs, deriving.derive(submission), submission)
    filled = list(map(attrgetter("filled"), sheets))
    names = cell_names.keys(filled, cell_names.headings(list(map(attrgetter("spec"), sheets))))
    printed = dict(chain.from_iterable(map(methodcaller("cells"), filled)))
    differing = dict(_differing_cells(printed, shown, submission.unit))
    open = {name: cell for name, cell in differing.items() if not _is_approved(cell, derived)}
    lowest = [name for name, cell in open.items() if open.keys().isdisjoint(_parts_of(name, cell))]
    return ((names[name], shown[name]) for name in _at_once(lowest, open, shown))


def _at_once(
    names: Iterable[str], cells: Mapping[str, FilledCell], shown: Mapping[str, Value]
) -> Iterator[str]:
    """Cells of one amount may be one figure: the first of them, and what agrees with it."""
    first: dict[Decimal | None, Decimal] = {}
    for name in names:
        amount = shown[name].amount
        if first.setdefault(cells[name].value, amount) == amount:
            yield name


def _is_approved(cell: FilledCell, derived: deriving.Figures) -> bool:
    """Whether 核定数 says what it is, here or where the same figure stands."""
    figure = derived.named(cell.agrees)
    return bool(cell.approved or derived.is_approved(figure.id if figure else cell.figure))


def _differing_cells(
    printed: Mapping[str, FilledCell], shown: Mapping[str, Value], unit: Unit
) -> Iterator[tuple[str, FilledCell]]:
    for name, cell in printed.items():
        if name in shown and _is_rounded_differently(cell, shown[name].amount, unit):
            yield name, cell


def _parts_of(name: str, cell: FilledCell) -> list[str]:
    table = name.partition(".")[0]
    return [f"{table}.{row}.{column}" for row, column in cell.parts]


def _is_rounded_differently(cell: FilledCell, amount: Decimal, unit: Unit) -> bool:
    """By no more than 核定数 may differ; a table in 万元 says nothing of amounts in 元."""
    if cell.kind != "amount" or cell.value is None:
        return False
    return 0 < abs(cell.value - amount) <= cell.slack + half_width(amount, unit)
