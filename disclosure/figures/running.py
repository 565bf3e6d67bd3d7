"""机关运行经费分单位性质、“三公”经费相关统计数 — what 公开10表 and 公开11表 show besides the amounts of 三公."""

from __future__ import annotations

from disclosure.figures.ledger import Ledger
from disclosure.model import Submission
from disclosure.model.sangong import ForeignReception, Overseas, Reception

_NATURES = {"行政单位": "administrative_units", "参公事业单位": "civil_service_units"}
_PATH = "三公经费.公务接待"


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算统计数 — running cost by nature of unit, counts of travel and reception, reception of the general budget."""
    _running_cost(ledger, submission)
    sangong = submission.sangong
    _pair(ledger, "sangong.overseas", "三公经费.因公出国境", sangong.overseas if sangong else None)
    reception = sangong.reception if sangong else None
    domestic = reception.domestic if reception else None
    _pair(ledger, "sangong.reception.domestic", f"{_PATH}.国内", domestic)
    _abroad(ledger, known=reception is not None, abroad=reception.abroad if reception else None)
    _foreign(ledger, known=domestic is not None, foreign=domestic.foreign if domestic else None)
    node = "sangong.general_public_budget.reception"
    ledger.total(f"{node}.abroad.final", ["sangong.reception.abroad.final"])
    reception_final = "sangong.general_public_budget.official_reception.final"
    ledger.define(f"{node}.domestic.final", f"{reception_final} - {node}.abroad.final")


def _running_cost(ledger: Ledger, submission: Submission) -> None:
    """A department with both kinds of unit says how much is the 参公 units'."""
    node, path = "agency_running_cost", "参公单位机关运行经费"
    department = submission.department
    natures = {unit.nature for unit in department.units or ()} | {department.nature}
    present = [nature for nature in _NATURES if nature in natures]
    given = submission.civil_service_running_cost
    if given is not None or len(present) > 1:
        ledger.optional(f"{node}.civil_service_units.final", path, given)
        ledger.define(
            f"{node}.administrative_units.final", f"{node}.final - {node}.civil_service_units.final"
        )
        return
    if natures == {None}:
        for id in _NATURES.values():
            ledger.unknown(f"{node}.{id}.final", "部门.性质")
        return
    only = present[0] if present else "行政单位"
    for nature, id in _NATURES.items():
        ledger.total(f"{node}.{id}.final", [f"{node}.final"] if nature == only else [])


def _pair(
    ledger: Ledger, node: str, path: str, counts: Overseas | Reception | ForeignReception | None
) -> None:
    first = "groups" if node == "sangong.overseas" else "batches"
    for leaf in (first, "persons"):
        number: int | None = getattr(counts, leaf, None)
        ledger.count(f"{node}.{leaf}", path, number)


def _abroad(ledger: Ledger, *, known: bool, abroad: Reception | None) -> None:
    """国（境）外接待 left out beside 国内 is none."""
    for leaf in ("batches", "persons"):
        number: int | None = getattr(abroad, leaf, 0 if known else None)
        ledger.count(f"sangong.reception.abroad.{leaf}", f"{_PATH}.国境外", number)


def _foreign(ledger: Ledger, *, known: bool, foreign: ForeignReception | None) -> None:
    node, path = "sangong.reception.domestic.foreign", f"{_PATH}.国内.其中外事"
    for leaf in ("batches", "persons"):
        number: int | None = getattr(foreign, leaf, 0 if known else None)
        ledger.count(f"{node}.{leaf}", path, number)
    if foreign is None and not known:
        ledger.unknown(f"{node}.amount", path)
    else:
        ledger.enter(f"{node}.amount", [(path, foreign.amount)] if foreign and foreign.amount else [])
