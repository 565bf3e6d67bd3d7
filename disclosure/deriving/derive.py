"""推算 — from a submission to its figures: pure, in the order of the form.

Ids name a place in the form (`general_expenditure.item.2010301.final`); each part is a term of terms.toml
or a code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from weakref import finalize

from disclosure.deriving import (
    assets,
    carryover,
    comparison,
    counts,
    economic_expenditure,
    expenditure,
    fund_accounts,
    income,
    income_by_item,
    meetings_and_training,
    own_figures,
    procurement,
    running_cost,
    same_figures,
    sangong,
    self_evaluation,
    travel_and_reception,
    withholding,
)
from disclosure.deriving.figure import Approval, Figures, Tail, approval
from disclosure.deriving.ledger import Ledger
from disclosure.model import Submission

_STEPS = (
    expenditure.derive,
    carryover.derive,
    income.derive,
    fund_accounts.derive,
    income_by_item.derive,
    economic_expenditure.derive,
    sangong.derive,
    meetings_and_training.derive,
    running_cost.derive,
    procurement.derive,
    assets.derive,
    counts.derive,
    travel_and_reception.derive_money,
    running_cost.derive_by_nature,
    travel_and_reception.derive_counts,
    self_evaluation.derive,
    own_figures.derive,
)
_KNOWN: dict[int, Figures] = {}  # of every submission that is held somewhere; a changed one is another object


def derive(submission: Submission, cells: Mapping[Decimal, Approval] | None = None) -> Figures:
    """推算全部数 — every figure of a department-year; last year's too where its folder is named.

    What 核定数 says of a figure is carried to all that are the same figure; `cells` are 核定数 of cells, by
    the fingerprint of the figure that they are. What is secret (涉密) has no value in the end.
    """
    if cells:
        return _all_figures(submission, cells)
    key = id(submission)  # what is the same data is the same object: it is asked for many times
    if key not in _KNOWN:
        _KNOWN[key] = _all_figures(submission, {})
        finalize(submission, _KNOWN.pop, key).atexit = False
    return _KNOWN[key]


def _all_figures(submission: Submission, cells: Mapping[Decimal, Approval]) -> Figures:
    return withholding.withheld(_with_approvals(submission, cells), submission)


def _with_approvals(submission: Submission, cells: Mapping[Decimal, Approval]) -> Figures:
    last_year = derive(submission.last_year) if submission.last_year else None
    first, ledger = _derived(submission, last_year, {})
    if not submission.stated:
        return first
    prints = same_figures.fingerprints(first.values(), ledger.entered)
    approved = same_figures.approvals(first, prints, submission, cells)
    figures, carried, tails = first, dict[str, Approval](), dict[str, Tail]()
    more = carried
    while more or figures is first:
        tails = dict(_cell_tails(figures, prints, cells)) | tails
        kept = {print_: one for print_, one in approved.items() if _is_kept(one, first, tails)}
        more = same_figures.carried(figures, prints, kept, carried)
        carried |= more
        figures = _derived(submission, last_year, carried)[0]
    agreed = same_figures.agreed(figures, prints)
    return replace(figures, tails=first.tails, prints=prints, agreed=agreed, cell_tails=tails)


def _derived(
    submission: Submission, last_year: Figures | None, agreed: Mapping[str, Approval]
) -> tuple[Figures, Ledger]:
    ledger = Ledger(submission, agreed)
    for step in _STEPS:
        step(ledger, submission)
    comparison.derive(ledger, submission, last_year)
    own_figures.derive_formulas(ledger, submission)
    return ledger.close(), ledger


def _cell_tails(
    figures: Figures, prints: Mapping[str, Decimal], cells: Mapping[Decimal, Approval]
) -> Iterator[tuple[str, Tail]]:
    """How each 核定数 of a cell differs from the figure that the cell is."""
    for id, print_ in prints.items():
        if cell := cells.get(print_):
            figure = figures[id]
            _, tail = approval(cell.key, figure.value, cell.amount, figure.slack + cell.slack)
            if tail:
                yield cell.key, tail


def _is_kept(approved: Approval, figures: Figures, tails: Mapping[str, Tail]) -> bool:
    """Whether rounding explains the difference: of a figure the ledger decided, of a cell its tail says."""
    figure = figures.named(approved.name)
    if figure is not None:
        return figure.stated
    return approved.key not in tails or tails[approved.key].tolerable
