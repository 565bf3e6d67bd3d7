"""备齐事实 — what is checked of a department-year: tables filled, last year derived, stated cells found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeGuard

from disclosure import figures as figure_stage
from disclosure.checks.book import Facts
from disclosure.document import Document
from disclosure.errors import InputError
from disclosure.figures import Figures, Tail
from disclosure.model import Submission
from disclosure.tables import cell_names
from disclosure.tables.fill import fill_all, misnamed
from disclosure.tables.spec import TableSpec


def facts(
    submission: Submission,
    figures: Figures,
    specs: Iterable[TableSpec] = (),
    document: Document | None = None,
    packs: tuple[str, ...] = (),
) -> Facts:
    """备齐 — raises InputError where 核定数 names a cell that no table has; of another pack's set that is no fault."""
    sheets = fill_all(specs, figures, submission)
    if packs[:1] in ((), (submission.pack,)) and (problems := list(misnamed(sheets, submission))):
        raise InputError(problems)
    tables = tuple(sheet.filled for sheet in sheets)
    last_year = figure_stage.derive(submission.last_year) if submission.last_year else None
    stated = {name: cell.tail.stated for table in tables for name, cell in table.cells() if _apart(cell.tail)}
    heads = cell_names.headings(sheet.spec for sheet in sheets)
    return Facts(submission, figures, tables, document, packs, stated, last_year, heads)


def _apart(tail: Tail | None) -> TypeGuard[Tail]:
    """Whether an approved cell is not printed as stated: what is stated is then checked against all the rest."""
    return tail is not None and not tail.tolerable
