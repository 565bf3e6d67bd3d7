"""分科目收支 — per fund and 项: opening, income, expenditure, closing by 基本/项目; income by 项 and source.

公开02、05、08、09表 need them: 本年收入＝本年支出＋年末结转和结余－年初结转和结余, of each 项 and nature.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from disclosure.figures import economic_subjects
from disclosure.figures.economic_subjects import Lines
from disclosure.figures.expenditure import NODES, PERSONNEL, PUBLIC
from disclosure.figures.funds import FUND_IDS
from disclosure.figures.income import SOURCES
from disclosure.figures.ledger import Ledger, shortened
from disclosure.model import CarryoverLine, Fund, Submission

ACCOUNTS: dict[Fund, str] = {
    "一般公共预算": "general_account",
    "政府性基金": "fund_account",
    "国有资本经营": "state_account",
}
_NATURES = {"基本": "basic_expenditure", "项目": "project_expenditure"}
_COSTS = {"personnel_cost": PERSONNEL, "public_cost": PUBLIC}
_CARRIED = (
    "opening.basic_expenditure",
    "opening.project_expenditure",
    "closing.basic_expenditure",
    "closing.closing_carryover",
    "closing.closing_surplus",
)


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算分科目收支 — opening after adjustment by fund, accounts by 项, then income by 项."""
    for id in (*FUND_IDS.values(), "fiscal_income"):
        ledger.total(
            f"carryover.{id}.adjusted_opening", [f"carryover.{id}.opening", f"carryover.{id}.adjustment"]
        )
    ledger.total("carryover.adjusted_opening", ["carryover.opening", "carryover.adjustment"])
    fiscal: set[str] = set()
    for fund, node in ACCOUNTS.items():
        fiscal.update(_account(ledger, submission, fund, node))
    _income(ledger, submission, fiscal)


def _account(ledger: Ledger, submission: Submission, fund: Fund, node: str) -> list[str]:
    lines = economic_subjects.numbered(submission, fund)
    carried = [(i, line) for i, line in enumerate(submission.carryover or (), 1) if line.fund == fund]
    known = submission.expenditure is not None
    items = {line.item for _, line in lines} | {line.item for _, line in carried}
    codes = sorted(items) if known else []
    for code in codes:
        place = f"{node}.item.{code}"
        if submission.carryover is not None:
            _carried(ledger, place, [(i, line) for i, line in carried if line.item == code])
        _costs(ledger, place, [pair for pair in lines if pair[1].item == code])
    missing = _not_given(submission)
    _whole(ledger, node, codes, _CARRIED, missing)
    _whole(ledger, node, codes, [f"expenditure.{cost}" for cost in _COSTS], [] if known else missing)
    for place in _places(codes):
        _derived(ledger, node, NODES[fund], place)
    return codes


def _not_given(submission: Submission) -> list[str]:
    given = {"支出": submission.expenditure, "结转结余": submission.carryover}
    return [name for name, value in given.items() if value is None]


def _whole(ledger: Ledger, node: str, codes: list[str], leaves: Iterable[str], missing: list[str]) -> None:
    """Rolled up from the 项, of which others may have carry-over too where that is not known."""
    for leaf in leaves:
        for code in codes if missing else ():
            ledger.unknown(f"{node}.item.{code}.{leaf}", *missing)
        ledger.roll_up(node, codes, leaf)
        if missing:
            ledger.unknown(f"{node}.{leaf}", *missing)
        else:
            ledger.total(f"{node}.{leaf}", [f"{node}.class.{code}.{leaf}" for code in shortened(codes, 3)])


def _carried(ledger: Ledger, place: str, lines: list[tuple[int, CarryoverLine]]) -> None:
    def enter(leaf: str, nature: str, amount: Callable[[CarryoverLine], Decimal]) -> None:
        chosen = [(f"结转结余[{i}]", amount(line)) for i, line in lines if line.nature == nature]
        ledger.enter(f"{place}.{leaf}", chosen)

    for nature, name in _NATURES.items():
        enter(f"opening.{name}", nature, lambda line: line.opening + line.adjustment)
    enter("closing.basic_expenditure", "基本", lambda line: line.closing_carryover + line.closing_surplus)
    enter("closing.closing_carryover", "项目", lambda line: line.closing_carryover)
    enter("closing.closing_surplus", "项目", lambda line: line.closing_surplus)


def _costs(ledger: Ledger, place: str, lines: Lines) -> None:
    """人员/公用 of one 项 — from the economic 款 of its 基本 lines; unknown where a line has none."""
    basic = [(i, line) for i, line in lines if line.nature == "基本"]
    missing = [f"支出[{i}].款" for i, line in basic if line.section is None]
    for cost, classes in _COSTS.items():
        if missing:
            ledger.unknown(f"{place}.expenditure.{cost}", *missing)
            continue
        entries = [
            (f"支出[{i}].款.{code}", amount)
            for i, line in basic
            for code, amount in (line.section or {}).items()
            if code[:3] in classes
        ]
        ledger.enter(f"{place}.expenditure.{cost}", entries)


def _derived(ledger: Ledger, node: str, spent: str, place: str) -> None:
    """What follows for one place (an 项, 款, 类 or the whole): expenditure as elsewhere, closing, income, totals."""
    at = f"{node}{place}"
    for leaf, final in (
        ("basic_expenditure", "basic_expenditure.final"),
        ("project_expenditure", "project_expenditure.final"),
        ("total", "final"),
    ):
        id = f"{spent}{place}.{final}"
        ledger.total(f"{at}.expenditure.{leaf}", [id] if id in ledger else [])
    ledger.total(
        f"{at}.closing.project_expenditure",
        [f"{at}.closing.closing_carryover", f"{at}.closing.closing_surplus"],
    )
    for nature in _NATURES.values():
        spending, closing, opening = (
            f"{at}.{part}.{nature}" for part in ("expenditure", "closing", "opening")
        )
        ledger.define(f"{at}.income.{nature}", f"{spending} + {closing} - {opening}")
    for part in ("opening", "income", "closing"):
        ledger.total(f"{at}.{part}.total", [f"{at}.{part}.{nature}" for nature in _NATURES.values()])


def _income(ledger: Ledger, submission: Submission, fiscal: set[str]) -> None:
    lines = list(enumerate(submission.income or (), 1))
    fees = [
        (f"收入[{i}].其中教育收费", line.education_fee) for i, line in lines if line.education_fee is not None
    ]
    if submission.income is None:
        ledger.unknown("income.education_fee.final", "收入")
    else:
        ledger.enter("income.education_fee.final", [(path, fee) for path, fee in fees if fee])
    if submission.income is None or submission.expenditure is None:
        return
    codes = sorted(fiscal | {line.item for _, line in lines})
    for code in codes:
        _income_of(ledger, submission, code)
    leaves = [f"{source}.final" for source in ("fiscal_income", *SOURCES.values(), "education_fee")]
    for leaf in (*leaves, "final"):
        ledger.roll_up("income", codes, leaf)


def _income_of(ledger: Ledger, submission: Submission, code: str) -> None:
    at, lines = f"income.item.{code}", list(enumerate(submission.income or (), 1))
    shares = [f"{node}.item.{code}.income.total" for node in ACCOUNTS.values()]
    ledger.total(f"{at}.fiscal_income.final", [id for id in shares if id in ledger])
    for source, name in SOURCES.items():
        chosen = [(i, line) for i, line in lines if line.item == code and line.source == source]
        ledger.enter(f"{at}.{name}.final", [(f"收入[{i}].金额", line.amount) for i, line in chosen])
    fees = [(i, line.education_fee) for i, line in lines if line.item == code]
    ledger.enter(f"{at}.education_fee.final", [(f"收入[{i}].其中教育收费", fee) for i, fee in fees if fee])
    ledger.total(f"{at}.final", [f"{at}.{name}.final" for name in ("fiscal_income", *SOURCES.values())])


def _places(codes: list[str]) -> list[str]:
    sized = (("item", 7), ("section", 5), ("class", 3))
    return [f".{level}.{code}" for level, digits in sized for code in shortened(codes, digits)] + [""]
