"""“三公”经费、机关运行经费、政府采购 — from expenditure by economic 款 where lines carry it, else as entered."""

from __future__ import annotations

from decimal import Decimal

from disclosure import terms
from disclosure.figures import economic_subjects
from disclosure.figures.ledger import Ledger
from disclosure.model import (
    FISCAL,
    Fund,
    Sangong,
    SangongAmounts,
    SangongFund,
    SpecialCost,
    Submission,
)

PARTS = ("overseas_travel", "vehicle_purchase", "vehicle_running", "official_reception")
# 经济分类款级科目，见一般公共预算财政拨款支出决算表
CODES = {
    "overseas_travel": ("30212",),
    "vehicle_purchase": ("31013", "30913"),
    "vehicle_running": ("30231",),
    "official_reception": ("30217",),
}
FUND_FIELDS: dict[Fund, str] = {"政府性基金": "government_fund", "国有资本经营": "state_capital"}
COSTS = {"meeting_cost": "30215", "training_cost": "30216"}  # 会议费、培训费：经济分类款
_RUNNING = ("行政单位", "参公事业单位")  # 有机关运行经费的单位性质，财预〔2016〕143号


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算“三公”经费等 — parts, 车辆小计, total, per budget too; then running cost and procurement."""
    for fund in FISCAL:
        _fund(ledger, submission, fund)
    for leaf in ("opening_budget", "adjusted_budget", "final"):
        for part in PARTS:
            ledger.total(
                f"sangong.{part}.{leaf}", [f"sangong.{_short(fund)}.{part}.{leaf}" for fund in FISCAL]
            )
        _sum_up(ledger, "sangong", leaf)
    for node, code in COSTS.items():
        _cost(ledger, submission, node, code)
    _running_cost(ledger, submission)
    _procurement(ledger, submission)


def _short(fund: Fund) -> str:
    return FUND_FIELDS.get(fund, "general_public_budget")


def _sum_up(ledger: Ledger, node: str, leaf: str) -> None:
    ledger.total(
        f"{node}.vehicles.{leaf}", [f"{node}.vehicle_purchase.{leaf}", f"{node}.vehicle_running.{leaf}"]
    )
    parts = ("overseas_travel", "vehicles", "official_reception")
    ledger.total(f"{node}.{leaf}", [f"{node}.{part}.{leaf}" for part in parts])


def _fund(ledger: Ledger, submission: Submission, fund: Fund) -> None:
    node, path = f"sangong.{_short(fund)}", _path(fund)
    entered = _entered(submission.sangong, fund)
    for leaf, key in (("opening_budget", "年初预算"), ("adjusted_budget", "全年预算")):
        amounts: SangongAmounts | None = getattr(entered, leaf, None)
        known_none = fund != "一般公共预算" and getattr(submission.sangong, leaf, None) is not None
        _enter_parts(ledger, node, leaf, f"{path}.{key}", amounts, known_none=known_none)
        _sum_up(ledger, node, leaf)
    _finals(ledger, submission, fund, node)
    _sum_up(ledger, node, "final")


def _path(fund: Fund) -> str:
    return "三公经费" if fund == "一般公共预算" else f"三公经费.{fund}"


def _entered(sangong: Sangong | None, fund: Fund) -> Sangong | SangongFund | None:
    if sangong is None or fund == "一般公共预算":
        return sangong
    found: SangongFund | None = getattr(sangong, FUND_FIELDS[fund])
    return found


def _enter_parts(
    ledger: Ledger, node: str, leaf: str, path: str, amounts: SangongAmounts | None, *, known_none: bool
) -> None:
    for part in PARTS:
        id = f"{node}.{part}.{leaf}"
        if amounts is not None:
            ledger.enter(id, [(path, getattr(amounts, part))])
        elif known_none:  # a fund that is not mentioned beside the general budget pays no 三公
            ledger.enter(id, [])
        else:
            ledger.unknown(id, path)


def _finals(ledger: Ledger, submission: Submission, fund: Fund, node: str) -> None:
    spent = economic_subjects.of_fund(submission, fund)
    if submission.expenditure is None:
        _enter_parts(ledger, node, "final", "支出", None, known_none=False)
    elif not spent.missing:
        for part in PARTS:
            entries = [entry for code in CODES[part] for entry in spent.entries.get(code, [])]
            ledger.enter(f"{node}.{part}.final", entries)
    else:
        final: SangongAmounts | None = getattr(_entered(submission.sangong, fund), "final", None)
        known_none = fund != "一般公共预算" and getattr(submission.sangong, "final", None) is not None
        _enter_parts(ledger, node, "final", f"{_path(fund)}.决算数", final, known_none=known_none)


def _cost(ledger: Ledger, submission: Submission, node: str, code: str) -> None:
    """会议费、培训费 — from the general budget's lines by economic 款 where they carry it, else as entered."""
    cost: SpecialCost | None = getattr(submission, node)
    path, spent = terms.chinese(node), economic_subjects.of_fund(submission, "一般公共预算")
    for leaf in ("opening_budget", "adjusted_budget", "prior"):
        ledger.optional(f"{node}.{leaf}", f"{path}.{terms.chinese(leaf)}", getattr(cost, leaf, None))
    if submission.expenditure is not None and not spent.missing:
        ledger.enter(f"{node}.final", spent.entries.get(code, []))
    else:
        ledger.optional(f"{node}.final", f"{path}.决算数", getattr(cost, "final", None))


def _running_cost(ledger: Ledger, submission: Submission) -> None:
    """机关运行经费 — as entered; else 公用经费 where all units are 行政 or 参公, none where none is."""
    id, path = "agency_running_cost.final", "机关运行经费"
    natures = {unit.nature for unit in submission.department.units or ()}
    if submission.department.nature is not None:
        natures.add(submission.department.nature)
    if submission.agency_running_cost is not None:
        ledger.enter(id, [(path, submission.agency_running_cost)])
    elif natures and natures <= set(_RUNNING):
        ledger.define(id, "basic_expenditure.public_cost.final")
    elif natures == {"事业单位"}:
        ledger.enter(id, [])
    else:
        ledger.unknown(id, path)


def _procurement(ledger: Ledger, submission: Submission) -> None:
    procurement = submission.procurement
    kinds = ("goods", "works", "services")
    for kind, name in _NAMES.items():
        path = "政府采购" if procurement is None else f"政府采购.{name}"
        amount: Decimal | None = getattr(procurement, kind, None)
        ledger.optional(f"procurement.{kind}.final", path, amount)
    ledger.total("procurement.final", [f"procurement.{kind}.final" for kind in kinds])
    for kind in (*kinds, "small_medium", "micro"):
        ledger.define(f"procurement.{kind}.share", f"procurement.{kind}.final / procurement.final * 100", "%")
    micro, award = "procurement.micro", "procurement.small_medium.final"
    ledger.define(f"{micro}.award_share", f"{micro}.final / {award} * 100", "%")
    ledger.define(
        "procurement.unreserved.final", "procurement.final - procurement.reserved_small_medium.final"
    )


_NAMES = {
    "goods": "货物",
    "works": "工程",
    "services": "服务",
    "small_medium": "中小企业",
    "micro": "小微企业",
    "reserved_small_medium": "预留中小企业",
    "reserved_micro": "预留小微企业",
}
