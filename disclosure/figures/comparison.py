"""比较 — shares, last year's figures, changes and rates, completion of the budget."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from disclosure.figures.expenditure import NATURES, NODES
from disclosure.figures.figure import Figure, Figures
from disclosure.figures.income import FISCAL_SOURCES, SOURCES
from disclosure.figures.ledger import Ledger
from disclosure.figures.sangong import COSTS
from disclosure.model import Prior, Submission
from disclosure.model.lines import BudgetFigures
from disclosure.money import Unit, half_width, rounded_yuan

_COMPARED = {  # node → key of 上年数
    "grand_total": "收支总计",
    "fiscal_grand_total": "财政拨款收支总计",
    "general_expenditure": "一般公共预算财政拨款支出",
    "fund_expenditure": "政府性基金预算财政拨款支出",
    "state_expenditure": "国有资本经营预算财政拨款支出",
    "agency_running_cost": "机关运行经费",
}
_SANGONG = ("overseas_travel", "vehicles", "official_reception")
_BUDGETS = {  # budget → (node of the change, rate of completion)
    "adjusted_budget": ("against_adjusted", "completion_rate"),
    "opening_budget": ("against_opening", "opening_completion_rate"),
}


class _Given(NamedTuple):
    """上年录入数 — key path, amount (元) and the unit it is held in where that is not the file's."""

    path: str
    amount: Decimal | None
    unit: Unit | None


def derive(ledger: Ledger, submission: Submission, last_year: Figures | None) -> None:
    """推算比较数 — shares first, then comparisons with last year, then completion of budgets."""
    _shares(ledger)
    _priors(ledger, submission, last_year)
    _completion(ledger, submission)


def _shares(ledger: Ledger) -> None:
    for id in (*FISCAL_SOURCES, *SOURCES.values()):
        _share(ledger, f"income.{id}", "income.final")
    _share(ledger, "income.fiscal_income", "income.final")
    for nature in NATURES.values():
        _share(ledger, f"expenditure.{nature}", "expenditure.final")
    for node in NODES.values():
        _share(ledger, node, "expenditure.final")
        for id in ledger.under(f"{node}.class"):
            _share(ledger, id.removesuffix(".final"), f"{node}.final")
    for part in _SANGONG:
        _share(ledger, f"sangong.{part}", "sangong.final")


def _share(ledger: Ledger, node: str, whole: str) -> None:
    ledger.define(f"{node}.share", f"{node}.final / {whole} * 100", "%")


def _priors(ledger: Ledger, submission: Submission, last_year: Figures | None) -> None:
    prior = submission.prior
    unit = prior.unit if prior else None
    for node, key in _COMPARED.items():
        _prior(ledger, node, _Given(f"上年数.{key}", _named(prior, node), unit), last_year)
    sangong = prior.sangong if prior else None
    for part in _SANGONG:
        amount: Decimal | None = getattr(sangong, part, None)
        _prior(ledger, f"sangong.{part}", _Given("上年数.三公经费", amount, unit), last_year)
    ledger.total("sangong.prior", [f"sangong.{part}.prior" for part in _SANGONG])
    for code, amount in ((prior.items if prior else None) or {}).items():
        if f"general_expenditure.item.{code}.final" in ledger:
            given = _Given(f"上年数.各项.{code}", amount, unit)
            _prior(ledger, f"general_expenditure.item.{code}", given, last_year)
    for node in (*_COMPARED, "sangong", *(f"sangong.{part}" for part in _SANGONG), *COSTS):
        _change(ledger, node)


def _named(prior: Prior | None, node: str) -> Decimal | None:
    found: Decimal | None = getattr(prior, node, None)
    return found


def _prior(ledger: Ledger, node: str, given: _Given, last_year: Figures | None) -> None:
    then = last_year.get(f"{node}.final") if last_year else None
    if given.amount is None and then is not None and then.value is not None:
        ledger.add(Figure(f"{node}.prior", then.value, paths=(f"上年数据.{then.name}",), slack=then.slack))
    else:
        ledger.optional(f"{node}.prior", given.path, given.amount, unit=given.unit)


def _change(ledger: Ledger, node: str) -> None:
    """增减 — from exact amounts; from amounts as printed in 万元 where last year is held in 万元 alone."""
    final, prior = ledger[f"{node}.final"], ledger[f"{node}.prior"]
    if final.value is None or prior.value is None or not prior.slack or final.slack:
        ledger.define(f"{node}.change", f"{node}.final - {node}.prior")
    else:
        change = rounded_yuan(final.value, "万元") - prior.value
        slack = prior.slack + half_width(rounded_yuan(final.value, "万元"), "万元")
        formula = f"{node}.final - {node}.prior"
        ledger.add(
            Figure(f"{node}.change", change, "元", formula, (f"{node}.final", f"{node}.prior"), slack=slack)
        )
    ledger.define(f"{node}.rate", f"{node}.change / {node}.prior * 100", "%")


def _completion(ledger: Ledger, submission: Submission) -> None:
    node = "general_expenditure"
    for leaf, key in (("opening_budget", "年初预算"), ("adjusted_budget", "全年预算")):
        budget: BudgetFigures | None = getattr(submission.budget, leaf)
        _budget(ledger, node, leaf, f"预算.{key}", budget)
    sangong = ("sangong", *(f"sangong.{part}" for part in _SANGONG))
    items = [id.removesuffix(".final") for id in ledger.under(f"{node}.item")]
    for place in (node, *items, *sangong, *COSTS):
        for leaf, (against, rate) in _BUDGETS.items():
            ledger.define(f"{place}.{rate}", f"{place}.final / {place}.{leaf} * 100", "%")
            ledger.define(f"{place}.{against}.change", f"{place}.final - {place}.{leaf}")
            ledger.define(f"{place}.{against}.rate", f"{place}.{against}.change / {place}.{leaf} * 100", "%")


def _budget(ledger: Ledger, node: str, leaf: str, path: str, budget: BudgetFigures | None) -> None:
    items = budget.items if budget else None
    for id in ledger.under(f"{node}.item"):
        code = id.split(".")[2]
        amount = None if items is None else items.get(code, Decimal(0))
        ledger.optional(f"{node}.item.{code}.{leaf}", f"{path}.各项.{code}", amount)
    if budget is not None and budget.total is not None:
        ledger.enter(f"{node}.{leaf}", [(f"{path}.合计", budget.total)])
    elif items is not None:
        ledger.enter(f"{node}.{leaf}", [(f"{path}.各项.{code}", amount) for code, amount in items.items()])
    else:
        ledger.unknown(f"{node}.{leaf}", path)
