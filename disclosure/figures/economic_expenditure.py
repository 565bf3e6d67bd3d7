"""经济分类 — expenditure by economic 款 and 类, of each fund, nature and 项: 明细表, 基本支出 and 项目支出 tables."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure.figures import economic_subjects
from disclosure.figures.economic_subjects import Lines, Spent
from disclosure.figures.expenditure import NATURES
from disclosure.figures.funds import FUND_IDS
from disclosure.figures.ledger import Ledger
from disclosure.model import Fund, Submission

_NATURES = ("基本", "项目")
_LEVELS = (("item", 7), ("section", 5), ("class", 3))


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算经济分类 — `economic.<fund>[.<nature>][.item.<项>].subjects.<款>.final` and its roll-ups."""
    for fund, id in FUND_IDS.items():
        _node(ledger, submission, fund, f"economic.{id}")
        for nature in _NATURES:
            _node(ledger, submission, fund, f"economic.{id}.{NATURES[nature]}", nature)


def _node(ledger: Ledger, submission: Submission, fund: Fund, node: str, *natures: str) -> None:
    if submission.expenditure is None:
        ledger.unknown(f"{node}.final", "支出")
        return
    _enter(ledger, node, economic_subjects.of_fund(submission, fund, *natures))
    lines = economic_subjects.numbered(submission, fund)
    for place, chosen in _places(node, [pair for pair in lines if not natures or pair[1].nature in natures]):
        _enter(ledger, place, economic_subjects.of_lines(chosen))


def _places(node: str, lines: Lines) -> Iterator[tuple[str, Lines]]:
    """Every 项, 款 and 类 with the lines that belong to it."""
    for level, digits in _LEVELS:
        for code in sorted({line.item[:digits] for _, line in lines}):
            yield f"{node}.{level}.{code}", [(i, line) for i, line in lines if line.item.startswith(code)]


def _enter(ledger: Ledger, place: str, spent: Spent) -> None:
    """Economic 款 and 类; under a functional code the economic code follows it."""
    if spent.missing:
        ledger.unknown(f"{place}.final", *spent.missing)
        return
    for code, entries in spent.entries.items():
        ledger.enter(f"{place}.subjects.{code}.final", entries)
    classes = sorted({code[:3] for code in spent.entries})
    for code in classes:
        under = [f"{place}.subjects.{c}.final" for c in spent.entries if c.startswith(code)]
        ledger.total(f"{place}.subjects.{code}.final", under)
    ledger.total(f"{place}.final", [f"{place}.subjects.{code}.final" for code in classes])
