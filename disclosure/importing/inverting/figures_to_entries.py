"""成为数据 — what was read becomes entries with their cells; tables that contradict each other are told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from operator import itemgetter

from disclosure import classification
from disclosure.importing.inverting import expenditure_lines, income_and_carryover, sangong_and_assets
from disclosure.importing.inverting.draft import Draft, Known
from disclosure.importing.reading.found_table import FoundTable
from disclosure.importing.reading.rounded_amounts import Value
from disclosure.terms import chinese

_NODES = {chinese(fund.account): chinese(fund.expenditure) for fund in classification.fiscal_funds()}
_LEAVES = {
    "合计": "",
    **{nature.name: f"{nature.name}." for nature in classification.carried_natures()},
}
_ACCOUNT = re.compile(rf"({'|'.join(_NODES)})\.(.*?){chinese('expenditure')}\.({'|'.join(_LEAVES)})")
Fault = tuple[FoundTable, str]  # a table, and why it is in doubt


def gathered(tables: Iterable[FoundTable]) -> tuple[dict[str, Value], list[Fault]]:
    """汇集 — each figure once, the most exact of all tables; and which tables disagree."""
    # 公开01表 本年支出合计 | 75.00 万元, 公开03表 合计 | 750012.00 元 → 支出.决算数: 750012.00元
    # 公开01表 本年支出合计 | 75.00 万元, 公开03表 合计 | 760000.00 元 → both in doubt
    known: dict[str, tuple[FoundTable, Value]] = {}
    faults: list[Fault] = []
    for table in tables:
        for shown, value in table.figures():
            name = _one_name(shown)
            first, before = known.setdefault(name, (table, value))
            if not before.agrees(value):
                message = f"“{name}”两处不一样：{_place_and_amount(before)}，{_place_and_amount(value)}"
                faults += [(first, message), (table, message)]
            elif value.half < before.half:
                known[name] = (table, value)
    return {name: value for name, (_, value) in known.items()}, faults


def drafted(figures: Mapping[str, Value], year: int) -> Draft:
    """起草 — the entries that follow from the figures."""
    known, draft = Known(figures), Draft()
    expenditure_lines.expenditure(known, draft, year)
    income_and_carryover.income(known, draft)
    income_and_carryover.carryover(known, draft)
    sangong_and_assets.simple(known, draft)
    sangong_and_assets.sangong(known, draft)
    sangong_and_assets.counts(known, draft)
    return draft


def own_names(tables: Iterable[FoundTable], year: int) -> dict[str, str]:
    """科目名称 — names of codes that the catalogue of the year does not have."""
    # 2019999 | 本地科目 → 2019999: 本地科目;  2010301 | 行政运行 → nothing
    names = chain.from_iterable(table.names.items() for table in tables)
    return {code: name for code, name in filter(itemgetter(1), names) if not _is_catalogued(code, year)}


def owner(tables: Sequence[FoundTable]) -> str:
    """编制部门 — the name that most tables bear."""
    names = [name for table in tables for name in table.owners]
    return max(names, key=names.count, default="")


def _is_catalogued(code: str, year: int) -> bool:
    return classification.subject_of(code, year) is not None


def _one_name(name: str) -> str:
    """Expenditure of 公开05表 and 公开06表 is one figure by two names."""
    # 一般公共预算收支.项.2010301.支出.基本支出 → 一般公共预算财政拨款支出.项.2010301.基本支出.决算数
    account = _ACCOUNT.fullmatch(name)
    if account is None:
        return name
    return f"{_NODES[account[1]]}.{account[2]}{_LEAVES[account[3]]}{chinese('final')}"


def _place_and_amount(value: Value) -> str:
    return f"{value.places} 是 {value.said(value.amount)}"
