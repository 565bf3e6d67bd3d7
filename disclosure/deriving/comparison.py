"""比较 — shares, last year's figures, changes and rates; then completion of budgets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from disclosure import terms
from disclosure.classification import all_funds, all_natures, fiscal_funds, ids, income_sources
from disclosure.deriving import budget_completion
from disclosure.deriving.figure import Figure, Figures
from disclosure.deriving.ledger import Ledger
from disclosure.deriving.meetings_and_training import COSTS
from disclosure.deriving.sangong import MAIN_NODES, MAIN_PARTS
from disclosure.model import Prior, Submission
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
_GENERAL = "general_expenditure"
_UNKNOWN = Figure("", None)


class _LastYear(NamedTuple):
    """上年录入数 — key path, amount (元) and the unit it is held in where that is not the file's."""

    path: str
    amount: Decimal | None
    unit: Unit | None


def derive(ledger: Ledger, submission: Submission, last_year: Figures | None) -> None:
    """推算比较数 — shares first, then comparisons with last year, then completion of budgets."""
    _shares(ledger)
    _priors(ledger, submission.prior or Prior(), last_year or Figures({}))
    for node in (*_COMPARED, "sangong", *MAIN_NODES, *COSTS):
        _change(ledger, node)
    budget_completion.derive(ledger, submission)


def _shares(ledger: Ledger) -> None:
    for source in (*ids(fiscal_funds()), *ids(income_sources()), "fiscal_income"):
        _share(ledger, f"income.{source}", "income.final")
    for nature in ids(all_natures()):
        _share(ledger, f"expenditure.{nature}", "expenditure.final")
    _shares_below(ledger, "expenditure.item", "expenditure.final")
    for fund in all_funds():
        _fund_shares(ledger, fund.expenditure)
    for part in MAIN_NODES:
        _share(ledger, part, "sangong.final")


def _fund_shares(ledger: Ledger, node: str) -> None:
    _share(ledger, node, "expenditure.final")
    _shares_below(ledger, f"{node}.class", f"{node}.final")


def _shares_below(ledger: Ledger, nodes: str, whole: str) -> None:
    for id in ledger.under(nodes):
        _share(ledger, id.removesuffix(".final"), whole)


def _share(ledger: Ledger, node: str, whole: str) -> None:
    ledger.define(f"{node}.share", f"{node}.final / {whole} * 100", "%")


def _priors(ledger: Ledger, prior: Prior, last_year: Figures) -> None:
    for node, entered in _entered(prior):
        _prior(ledger, node, entered, last_year)
    ledger.total_over("sangong", MAIN_PARTS, "prior")
    for node, entered in _entered_items(prior):
        if f"{node}.final" in ledger:
            _prior(ledger, node, entered, last_year)


def _entered(prior: Prior) -> Iterator[tuple[str, _LastYear]]:
    for node in _COMPARED:
        yield node, _LastYear(terms.chinese(f"prior.{node}"), getattr(prior, node), prior.unit)
    for part in MAIN_PARTS:
        amount: Decimal | None = getattr(prior.sangong, part, None)
        path = terms.chinese(f"prior.sangong.{part}" if prior.sangong else "prior.sangong")
        yield f"sangong.{part}", _LastYear(path, amount, prior.unit)


def _entered_items(prior: Prior) -> Iterator[tuple[str, _LastYear]]:
    for code, amount in (prior.items or {}).items():
        yield f"{_GENERAL}.item.{code}", _LastYear(f"上年数.各项.{code}", amount, prior.unit)


def _prior(ledger: Ledger, node: str, entered: _LastYear, last_year: Figures) -> None:
    """As entered; else as last year's data have it."""
    then = last_year.get(f"{node}.final", _UNKNOWN)
    if entered.amount is not None or then.value is None:
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
