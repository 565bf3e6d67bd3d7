"""出国和接待 — 因公出国（境）, 公务接待: groups, batches, persons, money by kind (公开10、11表)."""

from __future__ import annotations

from disclosure import terms
from disclosure.deriving.ledger import Ledger
from disclosure.model import Sangong, Submission
from disclosure.model.sangong import ForeignReception, Overseas, Reception

_PATH = "三公经费.公务接待"
_GENERAL = "sangong.general_public_budget"
_BATCHES = ("batches", "persons")


def derive_money(ledger: Ledger, submission: Submission) -> None:
    """推算接待费 — 国内接待费＝公务接待费－国（境）外接待费 (财政拨款“三公”经费支出决算表)."""
    reception = (submission.sangong or Sangong()).reception
    abroad = reception.abroad if reception else None
    _reception_cost(ledger, "sangong.reception.abroad.final", f"{_PATH}.国境外.金额", abroad)
    ledger.define(
        "sangong.reception.domestic.final",
        "sangong.official_reception.final - sangong.reception.abroad.final",
    )


def derive_counts(ledger: Ledger, submission: Submission) -> None:
    """推算统计数 — counts of travel and reception, then reception of the general budget."""
    sangong = submission.sangong or Sangong()
    _counts(ledger, "sangong.overseas", ("groups", "persons"), sangong.overseas)
    reception = sangong.reception
    domestic = reception.domestic if reception else None
    _counts(ledger, "sangong.reception.domestic", _BATCHES, domestic)
    # 国内接待填了，没有填的国（境）外接待、外事接待就是没有
    none = 0 if domestic else None
    abroad = reception.abroad if reception else None
    _counts(ledger, "sangong.reception.abroad", _BATCHES, abroad, none)
    foreign = domestic.foreign if domestic else None
    _counts(ledger, "sangong.reception.domestic.foreign", _BATCHES, foreign, none)
    _foreign_money(ledger, domestic)
    _general_budget(ledger)


def _reception_cost(
    ledger: Ledger, id: str, path: str, reception: Reception | ForeignReception | None
) -> None:
    """None where no reception is said to have been; one without its amount is not known."""
    amount = reception.amount if reception else None
    if reception and amount is None and reception.batches != 0:
        ledger.unknown(id, path)
    else:
        ledger.enter(id, [(path, amount)] if amount else [])


def _counts(
    ledger: Ledger,
    node: str,
    leaves: tuple[str, ...],
    counts: Overseas | Reception | ForeignReception | None,
    left_out: int | None = None,
) -> None:
    for leaf in leaves:
        number: int | None = getattr(counts, leaf, left_out)
        missing = () if counts is None else (terms.chinese(f"{node}.{leaf}"),)
        ledger.count(f"{node}.{leaf}", terms.chinese(node), number, missing=missing)


def _foreign_money(ledger: Ledger, domestic: Reception | None) -> None:
    id, path = "sangong.reception.domestic.foreign.amount", f"{_PATH}.国内.其中外事"
    if domestic is None:
        ledger.unknown(id, path)
    else:
        _reception_cost(ledger, id, f"{path}.金额", domestic.foreign)


def _general_budget(ledger: Ledger) -> None:
    """All reception abroad is the general budget's."""
    abroad, spent = f"{_GENERAL}.reception.abroad.final", f"{_GENERAL}.official_reception.final"
    ledger.total(abroad, ["sangong.reception.abroad.final"])
    ledger.define(f"{_GENERAL}.reception.domestic.final", f"{spent} - {abroad}")
