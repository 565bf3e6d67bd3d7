"""经济分类 — expenditure by economic 款 and 类, of each fund, nature and 项: 明细表, 基本、项目支出表."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure.classification import Fund, all_funds, carried_natures
from disclosure.deriving import economic_subjects
from disclosure.deriving.economic_subjects import Lines, Spent
from disclosure.deriving.entered_lines import spent_from
from disclosure.deriving.ledger import CLASS, LEVELS, Ledger, shortened
from disclosure.model import Submission


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算经济分类 — `economic.<fund>[.<nature>][.item.<项>].subjects.<款>.final` and its roll-ups."""
    for fund in all_funds():
        _economic_node(ledger, submission, fund, f"economic.{fund.id}")
        for nature in carried_natures():
            _economic_node(ledger, submission, fund, f"economic.{fund.id}.{nature.id}", nature.entered)


def _economic_node(ledger: Ledger, submission: Submission, fund: Fund, node: str, *natures: str) -> None:
    if submission.expenditure is None:
        ledger.unknown(f"{node}.final", "支出")
        return
    _enter(ledger, node, economic_subjects.of_fund(submission, fund, *natures))
    lines = spent_from(submission, fund)
    if natures:
        lines = lines.where(lambda line: line.nature in natures)
    for place, below in _places(node, lines):
        _enter(ledger, place, economic_subjects.of_lines(below))


def _places(node: str, lines: Lines) -> Iterator[tuple[str, Lines]]:
    """Every 项, 款 and 类 with the lines that belong to it."""
    for level, digits in LEVELS.items():
        for code, below in lines.by_code(digits).items():
            yield f"{node}.{level}.{code}", below


def _enter(ledger: Ledger, place: str, spent: Spent) -> None:
    """Economic 款 and 类; under a functional code the economic code follows it."""
    if spent.missing:
        ledger.unknown(f"{place}.final", *spent.missing, within=spent.whole)
        return
    spent.enter(ledger, f"{place}.subjects", f"{place}.subjects")
    classes = shortened(spent.entries, CLASS)
    ledger.total(f"{place}.final", [f"{place}.subjects.{code}.final" for code in classes])
