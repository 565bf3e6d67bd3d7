"""政府采购 — its kinds, total and shares, and what went to 中小企业 and 小微企业."""

from __future__ import annotations

from decimal import Decimal

from disclosure import terms
from disclosure.figures.ledger import Ledger
from disclosure.model import Submission

_KINDS = ("goods", "works", "services")
_ENTERED = (*_KINDS, "small_medium", "micro", "reserved_small_medium", "reserved_micro")


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算政府采购 — kinds as entered, then total, shares and what was not reserved."""
    for kind in _ENTERED:
        _kind_as_entered(ledger, submission, kind)
    ledger.total_over("procurement", _KINDS, "final")
    for kind in (*_KINDS, "small_medium", "micro"):
        ledger.define(f"procurement.{kind}.share", f"procurement.{kind}.final / procurement.final * 100", "%")
    micro, award = "procurement.micro", "procurement.small_medium.final"
    ledger.define(f"{micro}.award_share", f"{micro}.final / {award} * 100", "%")
    reserved = "procurement.reserved_small_medium.final"
    ledger.define("procurement.unreserved.final", f"procurement.final - {reserved}")


def _kind_as_entered(ledger: Ledger, submission: Submission, kind: str) -> None:
    """Where nothing of 政府采购 is given, all of it is missing."""
    path = terms.chinese("procurement" if submission.procurement is None else f"procurement.{kind}")
    amount: Decimal | None = getattr(submission.procurement, kind, None)
    ledger.optional(f"procurement.{kind}.final", path, amount)
