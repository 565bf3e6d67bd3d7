"""经济分类 — expenditure by economic 款 and 类, of each fund, nature and 项: 明细表, 基本支出 and 项目支出 tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from disclosure.figures.expenditure import NATURES
from disclosure.figures.funds import FUND_IDS
from disclosure.figures.ledger import Ledger
from disclosure.model import ExpenditureLine, Submission

_NATURES = ("基本", "项目")
_LEVELS = (("item", 7), ("section", 5), ("class", 3))

Lines = list[tuple[int, ExpenditureLine]]


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算经济分类 — `economic.<fund>[.<nature>][.item.<项>].subjects.<款>.final` and its roll-ups."""
    for fund, id in FUND_IDS.items():
        lines = [(i, line) for i, line in enumerate(submission.expenditure or (), 1) if line.fund == fund]
        _node(ledger, submission, f"economic.{id}", lines)
        for nature in _NATURES:
            chosen = [(i, line) for i, line in lines if line.nature == nature]
            _node(ledger, submission, f"economic.{id}.{NATURES[nature]}", chosen)


def _node(ledger: Ledger, submission: Submission, node: str, lines: Lines) -> None:
    missing = (
        ["支出"] if submission.expenditure is None else [f"支出[{i}].款" for i, line in lines if line.section is None]
    )
    if missing:
        ledger.unknown(f"{node}.final", *missing)
        return
    for place, chosen in _places(node, lines):
        _enter(ledger, place, chosen)


def _places(node: str, lines: Lines) -> Iterator[tuple[str, Lines]]:
    """The node itself, then every 项, 款 and 类 with the lines that belong to it."""
    yield node, lines
    for level, digits in _LEVELS:
        for code in sorted({line.item[:digits] for _, line in lines}):
            yield f"{node}.{level}.{code}", [(i, line) for i, line in lines if line.item.startswith(code)]


def _enter(ledger: Ledger, place: str, lines: Lines) -> None:
    """Economic 款 and 类 of the lines; under a functional code the economic code follows it."""
    entries: dict[str, list[tuple[str, Decimal]]] = defaultdict(list)
    for i, line in lines:
        for code, amount in (line.section or {}).items():
            entries[code].append((f"支出[{i}].款.{code}", amount))
    codes = sorted(entries)
    for code in codes:
        ledger.enter(f"{place}.subjects.{code}.final", entries[code])
    classes = sorted({code[:3] for code in codes})
    for code in classes:
        under = [f"{place}.subjects.{c}.final" for c in codes if c.startswith(code)]
        ledger.total(f"{place}.subjects.{code}.final", under)
    ledger.total(f"{place}.final", [f"{place}.subjects.{code}.final" for code in classes])
