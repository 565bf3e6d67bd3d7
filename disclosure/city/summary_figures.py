"""汇总的数 — what the city's summary and hints need of one department-year, without what is secret."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any, NamedTuple

from disclosure import packs
from disclosure.deriving import Figures
from disclosure.facts import Facts

EACH = "{}"  # of a figure's name: the code of a 类, or what a row of a table is of
_CLASSES = "expenditure.class"
_STANDARD, _PLUS = "standard", " + "

# 部门之间的往来：一方的支出是另一方的收入
PAIRS: Mapping[str, str] = {"上缴上级支出": "附属单位上缴收入", "对附属单位补助支出": "上级补助收入"}
PAID, RECEIVED = "付 ", "收 "


class Table(NamedTuple):
    """一张汇总表 — its sheet, columns (head, name of a figure with {} for the row's part), rows (head, part).

    With `classes` there is a row, or a column, for each 类 that any body has; with `units` the bodies are
    those whose amounts are within another's.
    """

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...] = ()
    classes: bool = False
    units: bool = False

    @property
    def figures(self) -> Iterator[str]:
        """各数的名称 — with {} for the code of a 类."""
        parts = [part for _, part in self.rows] or [EACH]
        return (name.format(part) for _, name in self.columns for part in parts)


class Declared(NamedTuple):
    """汇总的声明 — tables of totals, tables with a row a body (summary.toml), figures of each 控制数."""

    totals: tuple[Table, ...]
    by_body: tuple[Table, ...]
    control: Mapping[str, tuple[str, ...]]

    def names(self, classes: Iterable[str]) -> Iterator[str]:
        """全部的数 — the names of all figures that are used, each 类 of `classes` by its code."""
        codes = tuple(classes)
        of_tables = chain.from_iterable(table.figures for table in chain(self.totals, self.by_body))
        for name in dict.fromkeys(chain(of_tables, *self.control.values())):
            yield from (name.format(code) for code in (codes if EACH in name else ("",)))


@cache
def declared() -> Declared:
    """声明 — as summary.toml has it; control totals are of the same figures as 批复数 are."""
    read = tomllib.loads(files("disclosure.city").joinpath("summary.toml").read_text(encoding="utf-8"))
    ratified = packs.resolve(_STANDARD, [packs.built_in()]).checks.ratified_totals
    control = {name: tuple(formula.split(_PLUS)) for name, formula in ratified.items()}
    totals, by_body = (tuple(map(_as_declared, read[kind])) for kind in ("totals", "by_body"))
    return Declared(totals, by_body, control)


def _as_declared(given: Mapping[str, Any]) -> Table:
    pairs = {key: tuple(map(tuple, given.get(key, ()))) for key in ("columns", "rows")}
    return Table(**{**given, **pairs})


def summary_figures(facts: Facts) -> tuple[dict[str, Decimal], tuple[str, ...]]:
    """汇总的数 — amounts (元) by their names, as far as they are known; names of those withheld (涉密)."""
    figures = facts.figures
    names = [*declared().names(_classes_spent_on(figures))]
    values = {name: figure.value for name in names if (figure := figures.named(name))}
    known = {name: value for name, value in values.items() if value is not None}
    return known, tuple(filter(figures.withheld.has, names))


def _classes_spent_on(figures: Figures) -> list[str]:
    """Codes of the 类 that money was spent on."""
    codes = (figure.id.split(".")[2] for figure in figures.below(_CLASSES))
    return sorted(dict.fromkeys(codes))


def transfers(facts: Facts) -> dict[str, Decimal]:
    """往来 — what it paid to bodies above and below it and received from such (元), where it is not 0.

    Data do not name the other side: “付 上缴上级支出”, “收 上级补助收入”.
    """
    sides = {
        **{f"{PAID}{name}": f"支出.{name}.决算数" for name in PAIRS},
        **{f"{RECEIVED}{name}": f"收入.{name}.决算数" for name in PAIRS.values()},
    }
    found = {side: figure.value for side, name in sides.items() if (figure := facts.figures.named(name))}
    return {side: value for side, value in found.items() if value}


class SaysOfItself(NamedTuple):
    """自称 — what data say of whose they are: full name, the unit of amounts, names of 所属单位."""

    full_name: str
    unit: str
    units: tuple[str, ...]


def says_of_itself(facts: Facts) -> SaysOfItself:
    """自称 — of the data that a document is made from."""
    department = facts.submission.department
    units = tuple(unit.name for unit in department.units or ())
    return SaysOfItself(department.full_name, facts.submission.unit, units)
