"""机关运行经费 — of the whole, and (公开10表) of 行政单位 and of 参公事业单位."""

from __future__ import annotations

from disclosure.deriving.ledger import Ledger
from disclosure.model import Submission

# 有机关运行经费的单位性质，财预〔2016〕143号
_NATURES = {"行政单位": "administrative_units", "参公事业单位": "civil_service_units"}
_NODE = "agency_running_cost"


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算机关运行经费 — as entered; else 公用经费 where all units are 行政 or 参公, none where none is."""
    id, natures = f"{_NODE}.final", _unit_natures(submission) - {None}
    if submission.agency_running_cost is not None:
        ledger.enter(id, [("机关运行经费", submission.agency_running_cost)])
    elif natures and natures <= set(_NATURES):
        ledger.define(id, "basic_expenditure.public_cost.final")
    elif natures == {"事业单位"}:
        ledger.enter(id, [])
    else:
        ledger.unknown(id, "机关运行经费")


def derive_by_nature(ledger: Ledger, submission: Submission) -> None:
    """推算分单位性质的运行经费 — a department with both kinds of unit says how much is the 参公 units'."""
    natures = _unit_natures(submission)
    if submission.civil_service_running_cost is not None or natures >= set(_NATURES):
        _civil_service_part(ledger, submission)
    elif natures == {None}:
        _unknown_parts(ledger)
    else:
        _all_of(ledger, "参公事业单位" if "参公事业单位" in natures else "行政单位")


def _unit_natures(submission: Submission) -> set[str | None]:
    """Natures of the department and its units; none where the department's is not given."""
    department = submission.department
    return {unit.nature for unit in department.units or ()} | {department.nature}


def _civil_service_part(ledger: Ledger, submission: Submission) -> None:
    civil_service = f"{_NODE}.civil_service_units.final"
    ledger.optional(civil_service, "参公单位机关运行经费", submission.civil_service_running_cost)
    ledger.define(f"{_NODE}.administrative_units.final", f"{_NODE}.final - {civil_service}")


def _unknown_parts(ledger: Ledger) -> None:
    for id in _NATURES.values():
        ledger.unknown(f"{_NODE}.{id}.final", "部门.性质")


def _all_of(ledger: Ledger, owner: str) -> None:
    for nature, id in _NATURES.items():
        ledger.total(f"{_NODE}.{id}.final", [f"{_NODE}.final"] if nature == owner else [])
