"""预算完成 — budgets of the total, of each 项, of “三公” and costs, and how far they were spent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from decimal import Decimal
from itertools import product

from disclosure import terms
from disclosure.classification import Fund, belonging, fiscal_funds, general_fund
from disclosure.deriving.ledger import Ledger
from disclosure.deriving.meetings_and_training import COSTS
from disclosure.deriving.sangong import MAIN_NODES
from disclosure.model import Submission
from disclosure.model.lines import BudgetFigures

_BUDGETS = {  # budget → (node of the change, rate of completion)
    "adjusted_budget": ("against_adjusted", "completion_rate"),
    "opening_budget": ("against_opening", "opening_completion_rate"),
}


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算预算完成 — after expenditure, “三公” and costs are known."""
    for leaf in _BUDGETS:
        budget: BudgetFigures = getattr(submission.budget, leaf) or BudgetFigures()
        for fund in fiscal_funds():
            _budget_items(ledger, leaf, budget, fund, submission)
        _budget_total(ledger, leaf, budget, submission)
    items = (f"{node}.{code}" for node, code in _items_spent_from(ledger, fiscal_funds()))
    places = (
        general_fund().expenditure,
        *items,
        "sangong",
        *MAIN_NODES,
        *COSTS,
    )
    for place, (leaf, (against, rate)) in product(places, _BUDGETS.items()):
        ledger.define(f"{place}.{rate}", f"{place}.final / {place}.{leaf} * 100", "%")
        ledger.define(f"{place}.{against}.change", f"{place}.final - {place}.{leaf}")
        ledger.define(f"{place}.{against}.rate", f"{place}.{against}.change / {place}.{leaf} * 100", "%")


def funds_of_budgets(codes: Iterable[str], submission: Submission) -> dict[str, Fund]:
    """预算的资金 — the fund in whose budget each 项 stands: that it was spent from, else by the catalogue."""
    spent = {(line.item, line.fund) for line in submission.expenditure or ()}
    return {code: _fund_of(code, spent, submission) for code in codes}


def _fund_of(code: str, spent: Set[tuple[str, str]], submission: Submission) -> Fund:
    named = (fund for fund in fiscal_funds() if (code, fund.name) in spent)
    return next(named, None) or belonging(code, submission.year, submission.own_subjects).fund


def items_of_fund(budget: BudgetFigures, fund: Fund, submission: Submission) -> Mapping[str, Decimal | None]:
    """一种资金的各项预算 — of the 项 that are given, those in the budget of a fund."""
    items = budget.items or {}
    funds = funds_of_budgets(items, submission)
    return {code: amount for code, amount in items.items() if funds[code] == fund}


def _items_spent_from(ledger: Ledger, funds: tuple[Fund, ...]) -> Iterator[tuple[str, str]]:
    """Node and code of each 项 that was spent from the funds."""
    for fund in funds:
        node = f"{fund.expenditure}.item"
        yield from ((node, id.split(".")[2]) for id in ledger.under(node))


def _budget_items(
    ledger: Ledger, leaf: str, budget: BudgetFigures, fund: Fund, submission: Submission
) -> None:
    """Of each 项 of a fund's budget: one left out beside others is not known."""
    given = items_of_fund(budget, fund, submission)
    for node, code in _items_spent_from(ledger, (fund,)):
        ledger.optional(f"{node}.{code}.{leaf}", _budget_path(leaf, code), given.get(code))


def _budget_total(ledger: Ledger, leaf: str, budget: BudgetFigures, submission: Submission) -> None:
    """Of the general budget: as given, else the sum of its 项."""
    general = general_fund()
    id, path = f"{general.expenditure}.{leaf}", terms.chinese(f"budget.{leaf}")
    if budget.total is not None:
        ledger.enter(id, [(f"{path}.合计", budget.total)])
    elif budget.items is not None:
        given = items_of_fund(budget, general, submission)
        codes = dict.fromkeys((*given, *(code for _, code in _items_spent_from(ledger, (general,)))))
        ledger.enter(id, [(_budget_path(leaf, code), budget.items.get(code)) for code in codes])
    else:
        ledger.unknown(id, path)


def _budget_path(leaf: str, code: str) -> str:
    return terms.chinese(f"budget.{leaf}.items.{code}")
