"""支出 — expenditure by fund, 性质, 类/款/项 and economic 款."""

from __future__ import annotations

from decimal import Decimal

from disclosure.figures import economic_subjects
from disclosure.figures.economic_subjects import Entry, Lines
from disclosure.figures.ledger import Ledger, shortened
from disclosure.model import ExpenditureLine, Fund, Submission

NODES: dict[Fund, str] = {
    "一般公共预算": "general_expenditure",
    "政府性基金": "fund_expenditure",
    "国有资本经营": "state_expenditure",
    "其他资金": "other_expenditure",
}
NATURES = {
    "基本": "basic_expenditure",
    "项目": "project_expenditure",
    "上缴上级": "superior_remittance",
    "经营": "operating_expenditure",
    "对附属单位补助": "affiliate_subsidy",
}
PERSONNEL = ("301", "303")  # 人员经费＝工资福利支出＋对个人和家庭的补助
PUBLIC = ("302", "307", "310", "312", "399")  # 公用经费


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算支出 — lines to items, roll-ups and totals; then 人员/公用 of the general budget."""
    lines = submission.expenditure
    if lines is None:
        _all_unknown(ledger)
        return
    codes = sorted({line.item for line in lines})
    for fund, node in NODES.items():
        _fund(ledger, node, economic_subjects.numbered(submission, fund))
    for code in codes:
        for nature in NATURES.values():
            parts = [f"{node}.item.{code}.{nature}.final" for node in NODES.values()]
            ledger.total(
                f"expenditure.item.{code}.{nature}.final", [part for part in parts if part in ledger]
            )
        ledger.total(
            f"expenditure.item.{code}.final",
            [f"expenditure.item.{code}.{nature}.final" for nature in NATURES.values()],
        )
    _roll_up(ledger, "expenditure", codes)
    _basic(ledger, submission)


def money(index: int, line: ExpenditureLine) -> list[Entry]:
    """一行的金额 — a line's amounts with their key paths: by 款 where given, else its 金额."""
    if line.section is not None:
        return [(f"支出[{index}].款.{code}", amount) for code, amount in line.section.items()]
    return [(f"支出[{index}].金额", line.amount or Decimal(0))]


def _all_unknown(ledger: Ledger) -> None:
    for node in (*NODES.values(), "expenditure"):
        for leaf in ("final", *(f"{nature}.final" for nature in NATURES.values())):
            ledger.unknown(f"{node}.{leaf}", "支出")
    for part in ("personnel_cost", "public_cost"):
        ledger.unknown(f"basic_expenditure.{part}.final", "支出")


def _fund(ledger: Ledger, node: str, lines: Lines) -> None:
    codes = sorted({line.item for _, line in lines})
    for code in codes:
        for nature, name in NATURES.items():
            chosen = [(i, line) for i, line in lines if line.item == code and line.nature == nature]
            ledger.enter(
                f"{node}.item.{code}.{name}.final", [entry for i, line in chosen for entry in money(i, line)]
            )
        ledger.total(
            f"{node}.item.{code}.final", [f"{node}.item.{code}.{name}.final" for name in NATURES.values()]
        )
    _roll_up(ledger, node, codes)


def _roll_up(ledger: Ledger, node: str, codes: list[str]) -> None:
    for leaf in ("final", *(f"{name}.final" for name in NATURES.values())):
        ledger.roll_up(node, codes, leaf)
        ledger.total(f"{node}.{leaf}", [f"{node}.class.{code}.{leaf}" for code in shortened(codes, 3)])


def _basic(ledger: Ledger, submission: Submission) -> None:
    """人员/公用 — of general-budget basic expenditure: from 款 where they are known, else as entered."""
    node, spent = "basic_expenditure", economic_subjects.of_fund(submission, "一般公共预算", "基本")
    for code, found in spent.entries.items():
        ledger.enter(f"{node}.section.{code}.final", found)
    for code in sorted({code[:3] for code in spent.entries}):
        below = [f"{node}.section.{c}.final" for c in spent.entries if c.startswith(code)]
        ledger.total(f"{node}.class.{code}.final", below)
    if not spent.missing:
        for part, classes in (("personnel_cost", PERSONNEL), ("public_cost", PUBLIC)):
            ids = [f"{node}.class.{code}.final" for code in classes]
            ledger.total(f"{node}.{part}.final", [id for id in ids if id in ledger])
        return
    detail = submission.basic_detail
    ledger.optional(
        f"{node}.personnel_cost.final",
        "基本支出明细.人员经费.金额",
        detail.personnel_cost.amount if detail else None,
    )
    ledger.optional(
        f"{node}.public_cost.final",
        "基本支出明细.公用经费.金额",
        detail.public_cost.amount if detail else None,
    )
