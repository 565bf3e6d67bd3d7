"""成套填表 — every table of a set filled; a cell that 核定数 names is found among those of all tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import chain, filterfalse
from operator import attrgetter

from disclosure.deriving import Approval, Figures, Tail, derive
from disclosure.deriving.ledger import of_cell
from disclosure.deriving.same_figures import approval_of, unanimous
from disclosure.errors import Problem
from disclosure.forms import cell_names
from disclosure.forms.entered_data import concrete
from disclosure.forms.fill_cells import Stated, fill_grids, fingerprint
from disclosure.forms.filled_table import FilledCell, FilledTable
from disclosure.forms.rows_and_columns import Grid, grids
from disclosure.forms.spec import TableSpec
from disclosure.model import Submission

_PATH = "核定数"


@dataclass(frozen=True, slots=True)
class Sheet:
    """一张表 — its declaration, its rows and columns in this department-year, and the same filled."""

    spec: TableSpec
    blocks: tuple[Grid, ...]
    filled: FilledTable


def fill_all(specs: Iterable[TableSpec], figures: Figures, submission: Submission) -> tuple[Sheet, ...]:
    """填好全部 — every table of the set, the cells that 核定数 names as stated there."""
    return settled(specs, figures, submission)[1]


def settled(
    specs: Iterable[TableSpec], figures: Figures, submission: Submission
) -> tuple[Figures, tuple[Sheet, ...]]:
    """填好并核定 — the tables, and the figures with what 核定数 says of cells that are figures.

    A cell is a figure where it is made of the same entries; the amount then holds wherever it is shown.
    Raises InputError where two 核定数 of one figure do not agree.
    """
    specs = tuple(specs)
    sheets = _raw(specs, figures, submission)
    if not any(map(of_cell, submission.stated)):
        return figures, sheets
    prints = _prints(sheets, figures)
    approvals = dict(_approvals(sheets, submission))
    by_print = unanimous(_with_print(approvals, prints), submission)
    figures = derive(submission, by_print)
    sums = by_print.keys() - set(figures.prints.values())  # no figure; in other tables as well
    stated = {name: by_print[print_] for name, print_ in prints.items() if print_ in sums} | approvals
    keys = {name: approval.key for name, approval in stated.items()}
    approved = partial(_approved, figures=figures, submission=submission, stated=keys)
    return figures, tuple(map(approved, _raw(specs, figures, submission)))


def _raw(specs: Iterable[TableSpec], figures: Figures, submission: Submission) -> tuple[Sheet, ...]:
    """Those that list the empty ones last; all in their order."""
    known = list(concrete(specs, submission))
    made = _first_made(known, figures, submission)
    empty = [sheet.spec for sheet in made.values() if sheet.filled.empty]
    return tuple(made.get(spec.id) or _sheet(spec, figures, submission, empty) for spec in known)


def _first_made(specs: list[TableSpec], figures: Figures, submission: Submission) -> dict[str, Sheet]:
    first = filterfalse(attrgetter("lists_empty_tables"), specs)
    return {spec.id: _sheet(spec, figures, submission) for spec in first}


def _with_print(
    approvals: Mapping[str, Approval], prints: Mapping[str, Decimal]
) -> Iterator[tuple[Decimal, Approval]]:
    return ((prints[name], approval) for name, approval in approvals.items() if name in prints)


def tails(sheets: Iterable[Sheet]) -> Iterator[Tail]:
    """单元格的尾差 — of every approved cell that differs from what is derived."""
    yield from (cell.tail for sheet in sheets for _, cell in sheet.filled.cells() if cell.tail)


def called(sheets: Sequence[Sheet]) -> dict[str, str]:
    """全部叫法 — the label of every cell of the set by its name."""
    return cell_names.labels(
        [sheet.filled for sheet in sheets], cell_names.headings([sheet.spec for sheet in sheets])
    )


def misnamed(sheets: Sequence[Sheet], submission: Submission) -> Iterator[Problem]:
    """写错的核定数 — every key that names no cell of the set, one without an amount, or one named before."""
    if not any(map(of_cell, submission.stated)):
        return
    known, amounts, before = called(sheets), _amounts(sheets), dict[str, str]()
    for key, name in _keys(known, submission):
        path = f"{_PATH}.{key}"
        if name is None:
            message = cell_names.unfound(key, known)
        elif name not in amounts:
            message = f"“{key}”这一格不是金额，核定数里只写金额，请删去"
        elif name in before:
            message = f"“{key}”和“{before[name]}”是同一格，请只留一处"
        else:
            before[name] = key
            continue
        yield Problem(message, submission.source(path), path)


def _sheet(
    spec: TableSpec, figures: Figures, submission: Submission, empty: Sequence[TableSpec] = ()
) -> Sheet:
    blocks = grids(spec, figures, submission, empty)
    return Sheet(spec, blocks, fill_grids(spec, blocks, figures, submission, {}))


def _approved(sheet: Sheet, figures: Figures, submission: Submission, stated: Stated) -> Sheet:
    if not any(name in stated for name, _ in sheet.filled.cells()):
        return sheet
    return replace(sheet, filled=fill_grids(sheet.spec, sheet.blocks, figures, submission, stated))


def _approvals(sheets: Sequence[Sheet], submission: Submission) -> Iterator[tuple[str, Approval]]:
    """What 核定数 says of cells, by their names."""
    amounts = _amounts(sheets)
    for key, name in _keys(called(sheets), submission):
        if name in amounts:
            yield name, approval_of(key, name, submission)


def _prints(sheets: Sequence[Sheet], figures: Figures) -> dict[str, Decimal]:
    found = chain.from_iterable(_prints_of(sheet.filled, figures) for sheet in sheets)
    return {name: print_ for name, print_ in found if print_}


def _prints_of(table: FilledTable, figures: Figures) -> Iterator[tuple[str, Decimal | None]]:
    at = partial(_cell_at, table.id, dict(table.cells()))
    return ((name, fingerprint(cell, figures, at)) for name, cell in table.cells())


def _cell_at(table: str, cells: Mapping[str, FilledCell], name: str) -> FilledCell:
    return cells.get(f"{table}.{name}", FilledCell("amount"))


def _keys(known: Mapping[str, str], submission: Submission) -> Iterator[tuple[str, str | None]]:
    """Each key of 核定数 that is one of a cell, and the name of that cell."""
    yield from ((key, cell_names.find(key, known)) for key in submission.stated if of_cell(key))


def _amounts(sheets: Sequence[Sheet]) -> set[str]:
    return {name for sheet in sheets for name, cell in sheet.filled.cells() if cell.kind == "amount"}
