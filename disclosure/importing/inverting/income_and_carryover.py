"""推回收入和结转结余 — the lines of the data that income and accounts of the funds show, by 项."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, product

from disclosure import classification
from disclosure.classification import Fund, IncomeSource
from disclosure.importing.inverting.draft import Draft, Known
from disclosure.importing.reading.rounded_amounts import NONE, Value, total
from disclosure.loading.reading_state import Loc
from disclosure.terms import chinese

_WHOLES = {"年初": "carryover.adjusted_opening", "年末": "carryover.closing"}
_BALANCES = (  # nature, key of the data, where an account has it
    ("basic_expenditure", "opening", "opening.basic_expenditure"),
    ("project_expenditure", "opening", "opening.project_expenditure"),
    ("basic_expenditure", "closing_carryover", "closing.basic_expenditure"),
    ("project_expenditure", "closing_carryover", "closing.closing_carryover"),
    ("project_expenditure", "closing_surplus", "closing.closing_surplus"),
)


def income(known: Known, draft: Draft) -> None:
    """收入 — non-fiscal income by source and 项."""
    # 2010302 | 事业收入 5.00 | 其中：教育收费 1.00 → 来源 事业收入, 项 2010302, 金额 5.00, 其中教育收费 1.00
    rows = list(_incomes(known))
    for index, (item, source, value) in enumerate(rows):
        at: Loc = ("收入", index)
        draft.put((*at, "来源"), value, source.name)
        draft.put((*at, "项"), value, item)
        draft.put((*at, "金额"), value)
        fee = known.value(f"income.item.{item}.education_fee.final")
        if source.id == "business_income" and fee.amount:
            draft.put((*at, "其中教育收费"), fee)
    fiscal = known.get("income.fiscal_income.final")
    if fiscal is None:
        draft.gap("收入：没有读到收入决算表，非财政拨款收入的科目不知道")
    elif not rows:
        draft.put(("收入",), fiscal, "无")


def _incomes(known: Known) -> Iterator[tuple[str, IncomeSource, Value]]:
    for item, source in product(known.items("income"), classification.income_sources()):
        value = known.value(f"income.item.{item}.{source.id}.final")
        if value.amount:
            yield item, source, value


@dataclass(slots=True)
class _Balance:
    """A line of 结转结余: what of it was read, by key of the data."""

    item: str
    nature: str
    fund: Fund
    values: dict[str, Value] = field(default_factory=dict)


def carryover(known: Known, draft: Draft) -> None:
    """结转结余 — by fund, 项 and 性质 where tables have all of it; 无 where opening and closing are 0."""
    # 公开05表 2010302 | 年初 项目支出 4.00 | 年末 项目支出结转 2.00 | 项目支出结余 0.50
    # → 项 2010302, 性质 项目, 年初 4.00, 年末结转 2.00, 年末结余 0.50
    if all(map(known.is_nothing, _WHOLES.values())):
        draft.put(("结转结余",), known.get(_WHOLES["年初"]), "无")
        return
    balances = list(chain.from_iterable(_balances_of(known, fund) for fund in classification.fiscal_funds()))
    lacking = _lacking(known, balances)
    for name in lacking:
        draft.gap(f"结转结余：表里没有分科目的{name}结转结余（或不全），请填写各科目的结转结余")
    for index, balance in enumerate([] if lacking else balances):
        _put_balance(draft, ("结转结余", index), balance)


def _balances_of(known: Known, fund: Fund) -> Iterator[_Balance]:
    entered = {nature.id: nature.entered for nature in classification.carried_natures()}
    for item in known.items(fund.account):
        rows: dict[str, _Balance] = {}
        for nature, key, leaf in _BALANCES:
            value = known.value(f"{fund.account}.item.{item}.{leaf}")
            if value.amount:
                row = rows.setdefault(nature, _Balance(item, entered[nature], fund))
                row.values[key] = value
        yield from rows.values()


def _put_balance(draft: Draft, at: Loc, balance: _Balance) -> None:
    first = next(iter(balance.values.values()))
    draft.put_subject(at, first, balance.item, balance.nature, balance.fund)
    for key, value in balance.values.items():
        draft.put((*at, chinese(key)), value)


def _lacking(known: Known, balances: list[_Balance]) -> list[str]:
    """Of which end the balances are not all there are: part of it would make the rest 0."""
    closing = _total_of(balances, "closing_carryover", "closing_surplus")
    parts = {"年初": _total_of(balances, "opening"), "年末": closing}
    return [name for name, id in _WHOLES.items() if not known.agrees(id, parts[name])]


def _total_of(balances: list[_Balance], *keys: str) -> Value:
    return total(balance.values.get(key, NONE) for balance in balances for key in keys)
