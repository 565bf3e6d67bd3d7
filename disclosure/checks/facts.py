"""备齐事实 — what is checked of a department-year: tables filled, last year derived, stated cells found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from disclosure import figures as figure_stage
from disclosure.checks.book import Facts
from disclosure.document import Document
from disclosure.errors import InputError, Problem
from disclosure.figures import Figures
from disclosure.figures.ledger import of_cell
from disclosure.model import Submission
from disclosure.tables import cells
from disclosure.tables.entries import concrete
from disclosure.tables.fill import fill
from disclosure.tables.filled import FilledTable
from disclosure.tables.spec import TableSpec

_PATH = "核定数"


def facts(
    submission: Submission,
    figures: Figures,
    specs: Iterable[TableSpec] = (),
    document: Document | None = None,
    packs: tuple[str, ...] = (),
) -> Facts:
    """备齐 — raises InputError where 核定数 names a cell that no table has."""
    known = tuple(concrete(specs, submission))
    tables = tuple(fill(spec, figures, submission) for spec in known)
    heads = cells.headings(known)
    last_year = figure_stage.derive(submission.last_year) if submission.last_year else None
    stated = dict(_stated(submission, tables, heads))
    return Facts(submission, figures, tables, document, packs, stated, last_year, heads)


def _stated(
    submission: Submission, tables: Iterable[FilledTable], heads: Mapping[str, str]
) -> Iterator[tuple[str, Decimal]]:
    called = cells.labels(tables, heads)
    for label, amount in submission.stated.items():
        if not of_cell(label):
            continue
        name = cells.find(label, called)
        if name is None:
            near = cells.nearest(label, called)
            advice = f"，相近的有：{'、'.join(near)}" if near else ""
            path = f"{_PATH}.{label}"
            raise InputError([Problem(f"没有名为“{label}”的单元格{advice}", submission.source(path), path)])
        yield name, amount
