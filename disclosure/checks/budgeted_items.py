"""有预算的项 — a subject with a budget and no spending, or less than it, was perhaps left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from disclosure import terms
from disclosure.checks.book import ZERO, Entry, said
from disclosure.checks.check_programs import Hit, Scene, needed, together
from disclosure.deriving.budget_completion import funds_of_budgets
from disclosure.model import Budget

_NOTHING = Entry("", "", ZERO)
_BUDGETS = ("adjusted_budget", "opening_budget")


def left_out(scene: Scene) -> Iterator[Hit]:
    """没有支出 — a subject with a budget, of which nothing was entered, nor why."""
    return together(hit for hit, spent in _short(scene) if spent is None)


def short(scene: Scene) -> Iterator[Hit]:
    """支出少于预算 — where no reason is given, a row may be missing."""
    return together(hit for hit, spent in _short(scene) if spent is not None)


def _short(scene: Scene) -> Iterator[tuple[Hit, Decimal | None]]:
    """Subjects that spent less than their budget and give no reason, with what was spent, if anything."""
    term, budgeted = _budgeted(needed(scene.submission.budget, "没有填预算"))
    explained = getattr(scene.submission.reasons, "completion", None) or {}
    funds = funds_of_budgets(budgeted, scene.submission)
    for code, amount in budgeted.items():
        node = terms.chinese(funds[code].expenditure)
        spent = scene.book.get(f"{node}.项.{code}.决算数", _NOTHING)
        if _is_less(spent, amount) and code not in explained:
            final = None if spent is _NOTHING else spent.value
            yield _hit_of_item(scene, term, code, amount, final), final


def _is_less(spent: Entry, amount: Decimal) -> bool:
    return spent.value is not None and spent.value < amount and spent.differs_from(amount)


def _hit_of_item(scene: Scene, term: str, code: str, amount: Decimal, final: Decimal | None) -> Hit:
    where = (f"预算.{term}.各项.{code}", f"原因.预算完成.{code}")
    budget, gap = said(amount, "元"), said(amount - (final or ZERO), "元")
    only = "支出里没有这一项" if final is None else f"支出只有{said(final, '元')}，少{gap}"
    message = f"{scene.book.facts.names.subject(code)}的{term}是{budget}，{only}，又没有写原因"
    return Hit(where, "没有" if final is None else said(final, "元"), budget, message)


def _budgeted(budget: Budget) -> tuple[str, dict[str, Decimal]]:
    """The items of the budget after adjustment, else of that of the year's beginning."""
    for field in _BUDGETS:
        if items := budget_items(budget, field):
            return terms.chinese(field), {code: amount for code, amount in items.items() if amount}
    return "", needed({}, "没有填各项预算")


def budget_items(budget: Budget, field: str) -> Mapping[str, Decimal | None]:
    """各项预算 — of one of the two budgets; nothing where it is given in one amount or not at all."""
    return getattr(getattr(budget, field), "items", None) or {}
