"""资金、支出性质、收入来源 — how money is divided, with the figures (nodes) of each part (funds.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from disclosure import terms
from disclosure.classification.dated_rows import text
from disclosure.interval import NON_NEGATIVE, UNBOUNDED, Interval


@dataclass(frozen=True, slots=True)
class Fund:
    """资金 — a kind of money; `expenditure` and `account` are its nodes, no `account` where no form is."""

    id: str
    name: str
    expenditure: str
    account: str
    source: str

    @property
    def fiscal(self) -> bool:
        """财政拨款 — whether it is fiscal money, whose income and carry-over the forms show by 项."""
        return self.account != ""

    @property
    def general(self) -> bool:
        """一般公共预算 — whether it is the fund that data mean where they name none."""
        return self.id == "general_public_budget"


@dataclass(frozen=True, slots=True)
class Nature:
    """支出性质 — `entered` is how data write it (基本), `name` how forms do (基本支出).

    `eliminated`: between units of a department, taken off by a line below zero.
    """

    id: str
    name: str
    entered: str
    carried: bool
    eliminated: bool
    source: str

    @property
    def least(self) -> Interval:
        """不知道的金额 — what holds of a line's amount that is not filled in."""
        return UNBOUNDED if self.eliminated else NON_NEGATIVE


@dataclass(frozen=True, slots=True)
class IncomeSource:
    """收入来源 — a source of income other than fiscal appropriation."""

    id: str
    name: str
    source: str


@cache
def all_funds() -> tuple[Fund, ...]:
    """全部资金 — in the order of the forms, the general public budget first."""
    return tuple(
        Fund(row["id"], terms.chinese(row["id"]), row["expenditure"], row.get("account", ""), row["source"])
        for row in _table()["fund"]
    )


@cache
def fiscal_funds() -> tuple[Fund, ...]:
    """财政资金 — the funds whose money is fiscal appropriation."""
    return tuple(fund for fund in all_funds() if fund.fiscal)


def general_fund() -> Fund:
    """一般公共预算 — the first of the funds."""
    return all_funds()[0]


@cache
def all_natures() -> tuple[Nature, ...]:
    """全部支出性质 — in the order of 支出决算表."""
    return tuple(
        Nature(
            row["id"],
            terms.chinese(row["id"]),
            row["entered"],
            row.get("carried", False),
            row.get("eliminated", False),
            row["source"],
        )
        for row in _table()["nature"]
    )


@cache
def carried_natures() -> tuple[Nature, ...]:
    """有结转结余的性质 — 基本 and 项目, which fiscal money is spent as."""
    return tuple(nature for nature in all_natures() if nature.carried)


@cache
def income_sources() -> tuple[IncomeSource, ...]:
    """全部收入来源 — other than fiscal appropriation, in the order of 收入决算表."""
    return tuple(
        IncomeSource(row["id"], terms.chinese(row["id"]), row["source"]) for row in _table()["income_source"]
    )


def ids(parts: Iterable[Fund | Nature | IncomeSource]) -> list[str]:
    """标识 — of funds, natures or sources, in order."""
    return [part.id for part in parts]


def _table() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(text("funds.toml"))
