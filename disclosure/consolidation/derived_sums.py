"""另算的和 — sums that follow from the units' figures: budgets, last year, running cost, lines without 款."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, product
from typing import Any

from disclosure import terms
from disclosure.classification import EconomicGroup, carried_natures, fiscal_funds, groups
from disclosure.consolidation.field_sums import Given, Part, Sum, added
from disclosure.consolidation.unit_account import Account
from disclosure.deriving.sangong import PARTS
from disclosure.model import Budget, ExpenditureLine
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
_ENTERED_PRIORS = ("各项", "国内公务接待批次", "国内公务接待人次")


def trees(accounts: Sequence[Account]) -> dict[str, Any]:
    """另算的和 — by Chinese name of the section; what cannot be made is left out."""
    made: dict[str, Any] = {
        "部门": _without_empty({"人数": _headcount(accounts)}),
        "预算": _budgets(accounts),
        "上年数": _priors(accounts),
        "机关运行经费": of_figure(accounts, "agency_running_cost.final"),
        "参公单位机关运行经费": of_figure(accounts, "agency_running_cost.civil_service_units.final"),
        "三公经费": _final_sangong(accounts),
        "政府采购": _without_empty({"中小企业": of_figure(accounts, "procurement.small_medium.final")}),
        "基本支出明细": _basic_detail(accounts),
        "经济分类汇总": list(_economic_totals(accounts)),
        "科目名称": _subject_names(accounts),
    }
    return _without_empty(made)


def of_figure(accounts: Sequence[Account], id: str) -> Sum | None:
    """按数相加 — the sum of one figure of all units; None where it is not known of one."""
    parts = tuple(chain.from_iterable(_figure_part(account, id) for account in accounts))
    return Sum(parts) if 0 < len(parts) == len(accounts) else None


def _figure_part(account: Account, id: str) -> Iterator[Part]:
    figure = account.figures.get(id)
    if figure is not None and figure.value is not None:
        yield Part(account, next(iter(figure.paths), ""), figure.value, figure.slack)


def _headcount(accounts: Sequence[Account]) -> Any:
    return added([Given(one, "部门.人数", one.submission.department.headcount) for one in accounts])


def _subject_names(accounts: Sequence[Account]) -> dict[str, str]:
    names: dict[str, str] = {}
    for account in reversed(accounts):
        names.update(account.submission.subject_names)
    return names


def _final_sangong(accounts: Sequence[Account]) -> dict[str, Any]:
    """“三公”决算数 — by fund, only where lines of a unit carry no 款, so that no amounts follow from them."""
    by_fund: dict[str, Any] = {}
    for fund in fiscal_funds():
        if _any_without_section(_of_fund(accounts, fund.name)):
            finals = ((part, of_figure(accounts, f"sangong.{fund.id}.{part}.final")) for part in PARTS)
            final = _without_empty({"决算数": _by_chinese_name(finals)})
            by_fund |= final if fund.general else _without_empty({fund.name: final})
    return by_fund


def _all_lines(accounts: Iterable[Account]) -> Iterator[ExpenditureLine]:
    for account in accounts:
        yield from account.submission.expenditure or ()


def _of_fund(accounts: Iterable[Account], fund: str) -> Iterator[ExpenditureLine]:
    return (line for line in _all_lines(accounts) if line.fund == fund)


def _any_without_section(lines: Iterable[ExpenditureLine]) -> bool:
    return any(line.section is None for line in lines)


def _budgets(accounts: Sequence[Account]) -> dict[str, Any]:
    budgets = {}
    for name in Budget.model_fields:
        key = terms.chinese(name)
        given = _budgets_of(accounts, name)
        if len(given) == len(accounts):
            budgets[key] = _budget(accounts, given, f"预算.{key}")
    return budgets


def _budgets_of(accounts: Sequence[Account], name: str) -> list[tuple[Account, BudgetFigures]]:
    budgets = ((account, getattr(account.submission.budget, name)) for account in accounts)
    return [(account, budget) for account, budget in budgets if budget is not None]


def _budget(
    accounts: Sequence[Account], given: Sequence[tuple[Account, BudgetFigures]], path: str
) -> dict[str, Any]:
    """The items of all units; where a unit gives its total alone, the total of all."""
    items = added([Given(one, f"{path}.各项", budget.items) for one, budget in given])
    if isinstance(items, dict):
        items |= dict.fromkeys(chain.from_iterable(_unknown(budget) for _, budget in given), "")
    has_total = any(budget.total is not None for _, budget in given)
    if items is not None and not has_total:
        return {"各项": items}
    id = f"general_expenditure.{terms.identifier(path.partition('.')[2])}"
    return _without_empty({"各项": items, "合计": of_figure(accounts, id)})


def _unknown(budget: BudgetFigures) -> list[str]:
    return [code for code, amount in (budget.items or {}).items() if amount is None]


def _priors(accounts: Sequence[Account]) -> dict[str, Any]:
    priors = _by_chinese_name((id, of_figure(accounts, f"{id}.prior")) for id in _PRIORS)
    sangong = _by_chinese_name((id, of_figure(accounts, f"sangong.{id}.prior")) for id in _SANGONG_PRIORS)
    if len(sangong) == len(_SANGONG_PRIORS):
        priors["三公经费"] = sangong
    return priors | _entered_priors(accounts)


def _entered_priors(accounts: Sequence[Account]) -> dict[str, Any]:
    """What of last year no figure holds."""
    sums = added([Given(one, "上年数", one.submission.prior) for one in accounts])
    entered = sums if isinstance(sums, dict) else {}
    return {key: sum_ for key, sum_ in entered.items() if key in _ENTERED_PRIORS}


def _basic_detail(accounts: Sequence[Account]) -> dict[str, Any]:
    """Where every basic line carries 款 it follows from them, and nothing is to be said."""
    if not _any_without_section(_basic(accounts)):
        return {}
    made = {}
    submission = accounts[0].submission
    for group in groups(submission.year, submission.own_subjects):
        amount = of_figure(accounts, f"basic_expenditure.{group.id}.final")
        made[group.name] = {"金额": amount, "科目": _subjects_of(accounts, group)}
    return made if all(part["金额"] for part in made.values()) else {}


def _subjects_of(accounts: Sequence[Account], group: EconomicGroup) -> list[str] | str:
    codes = {*_entered_subjects(accounts, group), *_spent_subjects(accounts, group)}
    return sorted(codes) or "无"


def _economic_totals(accounts: Sequence[Account]) -> Iterator[dict[str, Any]]:
    """The 款 of a fund's 基本 or 项目, only where lines of a unit carry none and each unit's 款 are known."""
    for fund, nature in product(fiscal_funds(), carried_natures()):
        node = f"economic.{fund.id}.{nature.id}"
        follows = not _any_without_section(_of_kind(accounts, fund.name, nature.entered))
        if not follows and _all_know(accounts, f"{node}.final"):
            for code, amount in _by_section(accounts, node):
                yield {"性质": nature.entered, "资金": fund.name, "款": code, "金额": amount}


def _all_know(accounts: Sequence[Account], id: str) -> bool:
    known = [account.figures.get(id) for account in accounts]
    return all(figure is not None and not figure.missing for figure in known)


def _by_section(accounts: Sequence[Account], node: str) -> Iterator[tuple[str, Sum | None]]:
    having: dict[str, list[Account]] = {}
    for account in accounts:
        for code in _section_codes(account, node):
            having.setdefault(code, []).append(account)
    for code in sorted(having):
        yield code, of_figure(having[code], f"{node}.subjects.{code}.final")


def _section_codes(one: Account, node: str) -> set[str]:
    head = f"{node}.subjects."
    codes = (id.removeprefix(head).partition(".")[0] for id in one.figures if id.startswith(head))
    return {code for code in codes if len(code) == 5}  # noqa: PLR2004 - digits of a 款


def _of_kind(accounts: Iterable[Account], fund: str, nature: str) -> Iterator[ExpenditureLine]:
    return (line for line in _of_fund(accounts, fund) if line.nature == nature)


def _basic(accounts: Sequence[Account]) -> Iterator[ExpenditureLine]:
    return _of_kind(accounts, "一般公共预算", "基本")


def _entered_subjects(accounts: Sequence[Account], group: EconomicGroup) -> Iterator[str]:
    for account in accounts:
        entered = getattr(account.submission.basic_detail, group.id, None)
        if entered is not None:
            yield from entered.subjects or ()


def _spent_subjects(accounts: Sequence[Account], group: EconomicGroup) -> Iterator[str]:
    spent = (code for line in _basic(accounts) for code in _spent_codes(line))
    return (code for code in spent if code in group)


def _spent_codes(line: ExpenditureLine) -> Iterator[str]:
    return (code for code, amount in (line.section or {}).items() if amount)


def _by_chinese_name(sums: Iterable[tuple[str, Sum | None]]) -> dict[str, Any]:
    return {terms.chinese(id): sum_ for id, sum_ in sums if sum_ is not None}


def _without_empty(made: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in made.items() if value}
