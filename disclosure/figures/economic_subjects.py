"""经济分类数 — a fund's expenditure by economic 款: of its lines, or where lines carry none, of 经济分类汇总."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from disclosure.model import ExpenditureLine, Fund, Submission

Entry = tuple[str, Decimal]
Lines = list[tuple[int, ExpenditureLine]]


@dataclass(frozen=True, slots=True)
class Spent:
    """按款的支出 — entries (key path, 元) by 款 in order of code; `missing` names the lines whose 款 are not known."""

    entries: dict[str, list[Entry]]
    missing: tuple[str, ...] = ()


def of_fund(submission: Submission, fund: Fund, *natures: str) -> Spent:
    """一种资金的款 — of the natures named, of all its lines where none is."""
    lines = numbered(submission, fund)
    parts = [
        _of_nature(submission, fund, nature, [pair for pair in lines if pair[1].nature == nature])
        for nature in natures or sorted({line.nature for _, line in lines})
    ]
    pairs = ((code, entry) for part in parts for code, entries in part.entries.items() for entry in entries)
    return _spent(pairs, (name for part in parts for name in part.missing))


def of_lines(lines: Lines) -> Spent:
    """各行的款 — of lines alone."""
    pairs = (
        (code, (f"支出[{index}].款.{code}", amount))
        for index, line in lines
        for code, amount in (line.section or {}).items()
    )
    return _spent(pairs, (f"支出[{index}].款" for index, line in lines if line.section is None))


def numbered(submission: Submission, fund: Fund) -> Lines:
    """一种资金的各行 — with their numbers in the data."""
    return [(i, line) for i, line in enumerate(submission.expenditure or (), 1) if line.fund == fund]


def _of_nature(submission: Submission, fund: Fund, nature: str, lines: Lines) -> Spent:
    spent = of_lines(lines)
    totals = [
        (total.section, (f"经济分类汇总[{i}].金额", total.amount))
        for i, total in enumerate(submission.economic_totals, 1)
        if (total.fund, total.nature) == (fund, nature)
    ]
    return _spent(totals) if spent.missing and totals else spent


def _spent(pairs: Iterable[tuple[str, Entry]], missing: Iterable[str] = ()) -> Spent:
    found: dict[str, list[Entry]] = defaultdict(list)
    for code, entry in pairs:
        found[code].append(entry)
    return Spent(dict(sorted(found.items())), tuple(missing))
