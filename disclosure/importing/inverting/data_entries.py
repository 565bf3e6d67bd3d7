"""成为数据 — what was read becomes entries of the data with their cells; tables that contradict each other are told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from disclosure import classification
from disclosure.importing.inverting import direct_entries, money_lines
from disclosure.importing.inverting.money_lines import Draft
from disclosure.importing.reading.read_table import Found, Value
from disclosure.importing.reading.typed_cells import figures
from disclosure.money import number_text

_ACCOUNT = re.compile(rf"({'|'.join(money_lines.FUNDS)})收支\.(.*?)支出\.(合计|基本支出|项目支出)")
_NODES = {fund: node for fund, (node, _) in money_lines.FUNDS.items()}
_LEAF = {"合计": "", "基本支出": "基本支出.", "项目支出": "项目支出."}


def gathered(tables: Iterable[Found]) -> tuple[dict[str, Value], list[tuple[tuple[Found, Found], str]]]:
    """汇集 — each figure once, the most exact of all tables; and which tables disagree."""
    known: dict[str, tuple[Found, Value]] = {}
    faults = []
    for table in tables:
        for shown, value in figures(table):
            name = _same(shown)
            first, before = known.setdefault(name, (table, value))
            if not before.agrees(value):
                faults.append(((first, table), f"“{name}”两处不一样：{_said(before)}，{_said(value)}"))
            elif value.half < before.half:
                known[name] = (table, value)
    return {name: value for name, (_, value) in known.items()}, faults


def drafted(known: dict[str, Value], year: int) -> Draft:
    """起草 — the entries that follow from the figures."""
    draft = Draft()
    money_lines.expenditure(known, draft, year)
    money_lines.income(known, draft)
    money_lines.carryover(known, draft)
    direct_entries.simple(known, draft)
    direct_entries.sangong(known, draft)
    direct_entries.counts(known, draft)
    return draft


def own_names(tables: Iterable[Found], year: int) -> dict[str, str]:
    """科目名称 — names of codes that the catalogue of the year does not have."""
    names = {code: name for table in tables for code, name in table.names.items() if name}
    return {code: name for code, name in names.items() if _find(code, year) is None}


def owner(tables: Sequence[Found]) -> str:
    """编制部门 — the name that most tables bear."""
    names = [name for table in tables for name in table.owners]
    return max(names, key=names.count, default="")


def _find(code: str, year: int) -> object:
    return classification.economic(code, year) if code.startswith("3") else classification.subject(code, year)


def _same(name: str) -> str:
    """Expenditure of 公开05表 and 公开06表 is one figure by two names."""
    found = _ACCOUNT.fullmatch(name)
    return f"{_NODES[found[1]]}.{found[2]}{_LEAF[found[3]]}决算数" if found else name


def _said(value: Value) -> str:
    return f"{'、'.join(map(str, value.sources))} 是 {number_text(value.amount, 2)} 元"
