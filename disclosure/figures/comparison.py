"""比较 — shares, last year's figures, changes and rates, completion of the budget."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from disclosure import terms
from disclosure.classification import all_funds, all_natures, fiscal_funds, income_sources
from disclosure.figures.figure import Figure, Figures
from disclosure.figures.ledger import ZERO, Ledger
from disclosure.figures.meetings_and_training import COSTS
from disclosure.figures.sangong import MAIN_PARTS
from disclosure.model import Prior, Submission
from disclosure.model.lines import BudgetFigures
from disclosure.money import Unit, half_width, rounded_yuan

# 上年数里各有一项
_COMPARED = (
    "grand_total",
    "fiscal_grand_total",
    "general_expenditure",
    "fund_expenditure",
    "state_expenditure",
    "agency_running_cost",
)
_SANGONG = tuple(f"sangong.{part}" for part in MAIN_PARTS)
_GENERAL = "general_expenditure"
_BUDGETS = {  # budget → (node of the change, rate of completion)
    "adjusted_budget": ("against_adjusted", "completion_rate"),
    "opening_budget": ("against_opening", "opening_completion_rate"),
}


class _LastYear(NamedTuple):
    """上年录入数 — key path, amount (元) and the unit it is held in where that is not the file's."""

    path: str
    amount: Decimal | None
    unit: Unit | None


def derive(ledger: Ledger, submission: Submission, last_year: Figures | None) -> None:
    """推算比较数 — shares first, then comparisons with last year, then completion of budgets."""
    _shares(ledger)
    _priors(ledger, submission.prior, last_year)
    for node in (*_COMPARED, "sangong", *_SANGONG, *COSTS):
        _change(ledger, node)
    _completion(ledger, submission)


def _shares(ledger: Ledger) -> None:
    for fund in fiscal_funds():
        _share(ledger, f"income.{fund.id}", "income.final")
    for source in income_sources():
        _share(ledger, f"income.{source.id}", "income.final")
    _share(ledger, "income.fiscal_income", "income.final")
    for nature in all_natures():
        _share(ledger, f"expenditure.{nature.id}", "expenditure.final")
    for fund in all_funds():
        _share(ledger, fund.expenditure, "expenditure.final")
        for id in ledger.under(f"{fund.expenditure}.class"):
            _share(ledger, id.removesuffix(".final"), f"{fund.expenditure}.final")
    for part in _SANGONG:
        _share(ledger, part, "sangong.final")


def _share(ledger: Ledger, node: str, whole: str) -> None:
    ledger.define(f"{node}.share", f"{node}.final / {whole} * 100", "%")


def _priors(ledger: Ledger, prior: Prior | None, last_year: Figures | None) -> None:
    for node, entered in _entered(prior):
        _prior(ledger, node, entered, last_year)
    ledger.total("sangong.prior", [f"{part}.prior" for part in _SANGONG])
    for node, entered in _entered_items(prior):
        if f"{node}.final" in ledger:
            _prior(ledger, node, entered, last_year)


def _entered(prior: Prior | None) -> Iterator[tuple[str, _LastYear]]:
    unit = prior.unit if prior else None
    for node in _COMPARED:
        yield node, _LastYear(terms.chinese(f"prior.{node}"), getattr(prior, node, None), unit)
    sangong = prior.sangong if prior else None
    for part in MAIN_PARTS:
        yield f"sangong.{part}", _LastYear("上年数.三公经费", getattr(sangong, part, None), unit)


def _entered_items(prior: Prior | None) -> Iterator[tuple[str, _LastYear]]:
    if prior is not None:
        for code, amount in (prior.items or {}).items():
            yield f"{_GENERAL}.item.{code}", _LastYear(f"上年数.各项.{code}", amount, prior.unit)


def _prior(ledger: Ledger, node: str, entered: _LastYear, last_year: Figures | None) -> None:
    """As entered; else as last year's data have it."""
    then = last_year.get(f"{node}.final") if last_year else None
    if entered.amount is not None or then is None or then.value is None:
        ledger.optional(f"{node}.prior", entered.path, entered.amount, unit=entered.unit)
    else:
        ledger.add(Figure(f"{node}.prior", then.value, paths=(f"上年数据.{then.name}",), slack=then.slack))


def _change(ledger: Ledger, node: str) -> None:
    """增减 — from exact amounts; from amounts as printed in 万元 where last year is held in 万元 alone."""
    final, prior = ledger[f"{node}.final"], ledger[f"{node}.prior"]
    rounded_alone = prior.slack and not final.slack
    if rounded_alone and final.value is not None and prior.value is not None:
        ledger.add(_change_as_printed(node, final.value, prior.value, prior.slack))
    else:
        ledger.define(f"{node}.change", f"{node}.final - {node}.prior")
    ledger.define(f"{node}.rate", f"{node}.change / {node}.prior * 100", "%")


def _change_as_printed(node: str, final: Decimal, prior: Decimal, slack: Decimal) -> Figure:
    printed = rounded_yuan(final, "万元")
    return Figure(
        f"{node}.change",
        printed - prior,
        formula=f"{node}.final - {node}.prior",
        inputs=(f"{node}.final", f"{node}.prior"),
        slack=slack + half_width(printed, "万元"),
    )


def _completion(ledger: Ledger, submission: Submission) -> None:
    for leaf in ("opening_budget", "adjusted_budget"):
        _budget(ledger, leaf, getattr(submission.budget, leaf))
    items = [id.removesuffix(".final") for id in ledger.under(f"{_GENERAL}.item")]
    for place in (_GENERAL, *items, "sangong", *_SANGONG, *COSTS):
        for leaf, (against, rate) in _BUDGETS.items():
            ledger.define(f"{place}.{rate}", f"{place}.final / {place}.{leaf} * 100", "%")
            ledger.define(f"{place}.{against}.change", f"{place}.final - {place}.{leaf}")
            ledger.define(f"{place}.{against}.rate", f"{place}.{against}.change / {place}.{leaf} * 100", "%")


def _budget(ledger: Ledger, leaf: str, budget: BudgetFigures | None) -> None:
    """Of the general budget: an 项 left out beside others has none, a total not given follows from the 项."""
    path, items = terms.chinese(f"budget.{leaf}"), budget.items if budget else None
    for id in ledger.under(f"{_GENERAL}.item"):
        code = id.split(".")[2]
        amount = None if items is None else items.get(code, ZERO)
        ledger.optional(f"{_GENERAL}.item.{code}.{leaf}", f"{path}.各项.{code}", amount)
    whole = f"{_GENERAL}.{leaf}"
    if budget is not None and budget.total is not None:
        ledger.enter(whole, [(f"{path}.合计", budget.total)])
    elif items is not None:
        ledger.enter(whole, [(f"{path}.各项.{code}", amount) for code, amount in items.items()])
    else:
        ledger.unknown(whole, path)
