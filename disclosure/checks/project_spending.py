"""各项目的支出 — what the lines of expenditure say was spent on each project that they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from disclosure.model import ExpenditureLine


def spent_by_project(lines: Iterable[ExpenditureLine] | None) -> dict[str, Decimal]:
    """各项目的支出 — the sum of the lines that name a project, by its name."""
    spent: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines or ():
        if line.project:
            spent[line.project] += sum(dict(line.by_section).values())
    return spent
