"""照表印的格 — sums without a figure of their own that differ by rounding from what a table shows: 核定数 of a cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from disclosure import figures
from disclosure.importing.reading.forms import Form
from disclosure.importing.reading.read_table import Found, Said, Value
from disclosure.load.reading_state import Loc
from disclosure.model import Submission
from disclosure.money import Unit, half_width
from disclosure.tables import cell_names, fill
from disclosure.tables.filled_table import FilledCell
from disclosure.tables.spec import TableSpec


def stated(tables: Iterable[Found], specs: Sequence[TableSpec], submission: Submission) -> dict[Loc, Said]:
    """核定数 — of each such cell; what is summed from it is looked at again. A form's amounts are rounded more."""
    shown = {
        f"{table.spec.id}.{row}.{column}": value
        for table in tables
        if not isinstance(table, Form)
        for (row, column), value in table.cells.items()
    }
    made: dict[Loc, Said] = {}
    while new := dict(_differing(shown, specs, submission)):
        made.update({("核定数", key): (value, value) for key, value in new.items()})
        amounts = {key: value.amount for key, value in new.items()}
        submission = submission.model_copy(update={"stated": {**submission.stated, **amounts}})
    return made


def _differing(
    shown: Mapping[str, Value], specs: Sequence[TableSpec], submission: Submission
) -> Iterator[tuple[str, Value]]:
    """The lowest of them, by the key that names the cell."""
    sheets = fill.fill_all(specs, figures.derive(submission), submission)
    filled = [sheet.filled for sheet in sheets]
    names = cell_names.keys(filled, cell_names.headings([sheet.spec for sheet in sheets]))
    found = {
        name: cell
        for table in filled
        for name, cell in table.cells()
        if name in shown and _differs(cell, shown[name].amount, submission.unit)
    }
    for name, cell in found.items():
        table = name.partition(".")[0]
        if not any(f"{table}.{row}.{column}" in found for row, column in cell.parts):
            yield names[name], shown[name]


def _differs(cell: FilledCell, amount: Decimal, unit: Unit) -> bool:
    """By no more than 核定数 may differ; a table in 万元 says nothing of amounts in 元."""
    if cell.kind != "amount" or cell.approved or cell.value is None:
        return False
    return 0 < abs(cell.value - amount) <= cell.slack + half_width(amount, unit)
