"""另算的和 — sums that follow from the units' figures: budgets, last year, running cost, parts of lines without 款."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from typing import Any

from disclosure import terms
from disclosure.classification import EconomicGroup, carried_natures, fiscal_funds, groups
from disclosure.consolidation.field_sums import Given, Part, Sum, added, fields
from disclosure.consolidation.unit_account import Account
from disclosure.figures.entered_lines import of_nature, spent_from
from disclosure.figures.sangong import PARTS
from disclosure.model import Budget, Submission
from disclosure.model.lines import BudgetFigures

FIELDS = frozenset(
    {"department", "budget", "prior", "basic_detail", "economic_totals", "subject_names"}
    | {"agency_running_cost", "civil_service_running_cost"}
)
_PRIORS = (
    "grand_total",
    "fiscal_grand_total",
    "general_expenditure",
    "fund_expenditure",
    "state_expenditure",
    "agency_running_cost",
)
_SANGONG_PRIORS = ("overseas_travel", "vehicles", "official_reception")


def trees(accounts: Sequence[Account]) -> dict[str, Any]:
    """另算的和 — by Chinese name of the section; what cannot be made is left out."""
    made: dict[str, Any] = {
        "部门": _kept({"人数": _field(accounts, "部门", lambda data: data.department, "headcount")}),
        "预算": _budgets(accounts),
        "上年数": _priors(accounts),
        "机关运行经费": of_figure(accounts, "agency_running_cost.final"),
        "参公单位机关运行经费": of_figure(accounts, "agency_running_cost.civil_service_units.final"),
        "三公经费": _final_sangong(accounts),
        "基本支出明细": _basic_detail(accounts),
        "经济分类汇总": list(_economic_totals(accounts)),
        "科目名称": {
            code: name for one in reversed(accounts) for code, name in one.submission.subject_names.items()
        },
    }
    return _kept(made)


def of_figure(accounts: Sequence[Account], id: str) -> Sum | None:
    """按数相加 — the sum of one figure of all units; None where it is not known of one."""
    found = [(one, one.figures.get(id)) for one in accounts]
    parts = [
        Part(one, figure.paths[0] if figure.paths else "", figure.value, figure.slack)
        for one, figure in found
        if figure is not None and figure.value is not None
    ]
    return Sum(tuple(parts)) if parts and len(parts) == len(accounts) else None


def _final_sangong(accounts: Sequence[Account]) -> dict[str, Any]:
    """“三公”决算数 — by fund, only where lines of a unit carry no 款 and the amounts cannot follow from them."""
    found: dict[str, Any] = {}
    for fund in fiscal_funds():
        lines = (line for one in accounts for _, line in spent_from(one.submission, fund).numbered)
        if any(line.section is None for line in lines):
            made = _named((part, of_figure(accounts, f"sangong.{fund.id}.{part}.final")) for part in PARTS)
            found |= _kept({"决算数": made} if fund.general else {fund.name: _kept({"决算数": made})})
    return found


def _field(accounts: Sequence[Account], path: str, section: Callable[[Submission], Any], name: str) -> Any:
    key = terms.chinese(name)
    return added([Given(one, f"{path}.{key}", getattr(section(one.submission), name)) for one in accounts])


def _budgets(accounts: Sequence[Account]) -> dict[str, Any]:
    found = {}
    for name in Budget.model_fields:
        key = terms.chinese(name)
        given = [(one, getattr(one.submission.budget, name)) for one in accounts]
        if all(budget is not None for _, budget in given):
            found[key] = _budget(given, f"预算.{key}")
    return found


def _budget(given: Sequence[tuple[Account, BudgetFigures]], path: str) -> dict[str, Any]:
    """The items of all units; where a unit gives its total alone, the total of all."""
    items = added([Given(one, f"{path}.各项", budget.items) for one, budget in given])
    if items is not None and all(budget.total is None for _, budget in given):
        return {"各项": items}
    whole = of_figure(
        [one for one, _ in given], f"general_expenditure.{terms.identifier(path.partition('.')[2])}"
    )
    return _kept({"各项": items, "合计": whole})


def _priors(accounts: Sequence[Account]) -> dict[str, Any]:
    made = _named((id, of_figure(accounts, f"{id}.prior")) for id in _PRIORS)
    sangong = _named((id, of_figure(accounts, f"sangong.{id}.prior")) for id in _SANGONG_PRIORS)
    if len(sangong) == len(_SANGONG_PRIORS):
        made["三公经费"] = sangong
    given = [Given(one, "上年数", one.submission.prior) for one in accounts]
    counted = fields(given) if all(one.value is not None for one in given) else {}
    others = {
        key: tree for key, tree in counted.items() if key in ("各项", "国内公务接待批次", "国内公务接待人次")
    }
    return made | others


def _basic_detail(accounts: Sequence[Account]) -> dict[str, Any]:
    """Where every basic line carries 款 it follows from them, and nothing is to be said."""
    lines = [line for one in accounts for line in _basic(one.submission)]
    if all(line.section is not None for line in lines):
        return {}
    made = {}
    for cost in groups(accounts[0].submission.year, accounts[0].submission.own_subjects):
        amount = of_figure(accounts, f"basic_expenditure.{cost.id}.final")
        subjects = sorted({code for one in accounts for code in _subjects(one.submission, cost)})
        made[cost.name] = {"金额": amount, "科目": subjects or "无"}
    return made if all(part["金额"] for part in made.values()) else {}


def _economic_totals(accounts: Sequence[Account]) -> Iterator[dict[str, Any]]:
    """The 款 of a fund's 基本 or 项目, only where lines of a unit carry none and every unit's 款 are known."""
    for fund, nature in product(fiscal_funds(), carried_natures()):
        node = f"economic.{fund.id}.{nature.id}"
        spent = [of_nature(spent_from(one.submission, fund), nature) for one in accounts]
        lines = [line for unit in spent for _, line in unit.numbered]
        known = all(
            f"{node}.final" in one.figures and not one.figures[f"{node}.final"].missing for one in accounts
        )
        if known and any(line.section is None for line in lines):
            for code in sorted({code for one in accounts for code in _sections(one, node)}):
                having = [one for one in accounts if code in _sections(one, node)]
                amount = of_figure(having, f"{node}.subjects.{code}.final")
                yield {"性质": nature.entered, "资金": fund.name, "款": code, "金额": amount}


def _sections(one: Account, node: str) -> list[str]:
    head = f"{node}.subjects."
    codes = (id.removeprefix(head).partition(".")[0] for id in one.figures if id.startswith(head))
    return [code for code in codes if len(code) == 5]  # noqa: PLR2004 - digits of a 款


def _basic(submission: Submission) -> list[Any]:
    return [
        line for line in submission.expenditure or () if line.fund == "一般公共预算" and line.nature == "基本"
    ]


def _subjects(submission: Submission, cost: EconomicGroup) -> Iterable[str]:
    entered = getattr(submission.basic_detail, cost.id, None)
    yield from (entered.subjects if entered else None) or ()
    for line in _basic(submission):
        yield from (code for code, amount in (line.section or {}).items() if amount and code in cost)


def _named(found: Iterable[tuple[str, Sum | None]]) -> dict[str, Any]:
    return {terms.chinese(id): sum_ for id, sum_ in found if sum_ is not None}


def _kept(made: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in made.items() if value}
