"""各项目的支出 — what the lines of expenditure say was spent on each project that they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from disclosure.model import ExpenditureLine
from disclosure.money import sum_known


def spent_by_project(lines: Iterable[ExpenditureLine] | None) -> dict[str, Decimal | None]:
    """各项目的支出 — the sum of the lines that name a project, by its name; None where one has no amount."""
    amounts: dict[str, list[Decimal | None]] = defaultdict(list)
    for line in lines or ():
        if line.project:
            amounts[line.project] += [amount for _, amount in line.by_section]
    return {project: sum_known(of_project) for project, of_project in amounts.items()}
