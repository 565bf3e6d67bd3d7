"""年初预算 — of the budgets that were published beside final accounts of the year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import chain, filterfalse
from pathlib import Path

from disclosure.auditing import budget_document
from disclosure.auditing.budget_document import Budget
from disclosure.auditing.identity import is_budget
from disclosure.errors import Source
from disclosure.importing.import_file import Entry
from disclosure.learning.learned_data import LearnedData
from disclosure.loading import published
from disclosure.loading.place_names import called
from disclosure.loading.reading_state import Loc, flat, path_of
from disclosure.model.typed_words import NONE as NOTHING
from disclosure.money import Unit

_NAME = ("部门", "全称")
_PLACES = 2  # that amounts are printed with, at least


@dataclass(frozen=True, slots=True)
class Beside:
    """另外公开的文件 — budgets, and files of tables."""

    budgets: tuple[Budget, ...]
    tables: tuple[Path, ...]


def sorted_out(paths: Sequence[Path]) -> Beside:
    """分出预算 — which of the files are budgets; raises InputError where one cannot be read."""
    read = [(path, published.document(path, path.name)) for path in paths]
    budgets = (budget_document.of_document(document) for _, document in read if is_budget(document))
    return Beside(tuple(budgets), tuple(path for path, document in read if not is_budget(document)))


def entries_of(budgets: Sequence[Budget], data: LearnedData) -> Mapping[Loc, Entry]:
    """录入的年初预算 — of budgets of the body and year, where the final accounts do not say it themselves."""
    own = filterfalse(partial(_why_not, data), budgets)
    every = dict(chain.from_iterable(_entries_of_budget(one, data.unit) for one in own))
    return {loc: every[loc] for loc in every if not _said_at(loc, data)}


def _said_at(loc: Loc, data: LearnedData) -> str:
    """What the final accounts say there, or of the whole of which it is a part (三公经费: 无)."""
    said = (data.entries[loc[:end]][0] for end in range(len(loc), 0, -1) if loc[:end] in data.entries)
    return next(said, "")


def _entries_of_budget(budget: Budget, unit: Unit) -> Iterator[tuple[Loc, Entry]]:
    source = Source(budget.document.name)
    return ((loc, (_without_zeros(text), (source,))) for loc, text in flat(budget.data(unit)))


def _without_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _why_not(data: LearnedData, budget: Budget) -> str:
    """Why it is no budget of the same final accounts; empty where it is."""
    body, _ = data.entries.get(_NAME, ("", ()))
    bodies, year = budget.identity.bodies, budget.identity.year
    if year != data.year:
        return f"是 {year} 年的预算，决算是 {data.year} 年度的，没有用"
    if not any(name in body or body in name for name in bodies):
        return f"是“{'、'.join(bodies[:1])}”的预算，决算是“{body}”的，没有用"
    return ""


def told(budgets: Sequence[Budget], data: LearnedData) -> Iterator[str]:
    """与决算不同的 — budgets of another body or year, and what the final accounts call otherwise."""
    for budget in budgets:
        unlike = _why_not(data, budget)
        said = [unlike] if unlike else _otherwise(budget, data)
        yield from map(f"{budget.document.name}：{{}}".format, said)


def _rounds_to(exact: str, printed: str) -> bool:
    """Whether a number of the budget, which prints 元, is that of the final accounts, in 万元."""
    # 53.844 is printed 53.84; a number may have lost its zeros
    apart, places = abs(Decimal(exact) - Decimal(printed)), max(_PLACES, len(printed.partition(".")[2]))
    return apart <= Decimal(5).scaleb(-places - 1)


def _otherwise(budget: Budget, data: LearnedData) -> Iterator[str]:
    every = dict(_entries_of_budget(budget, data.unit))
    for loc, (theirs, _) in every.items():
        ours = _said_at(loc, data)
        if ours and not _rounds_to(theirs, ours.replace(NOTHING, "0")):
            yield f"{called(path_of(loc))}是{theirs}，决算里写的是{ours}，用了决算的"
