"""政府采购 — its kinds, total and shares, what was reserved for 中小企业 and 小微企业, what went to them."""

from __future__ import annotations

from decimal import Decimal
from operator import attrgetter

from disclosure import terms
from disclosure.deriving.ledger import Ledger
from disclosure.model import Procurement, Submission

_KINDS = ("goods", "works", "services")
_AWARDS = ("awarded_reserved_small_medium", "awarded_other_small_medium")
_ENTERED = (*_KINDS, *_AWARDS, "micro", "reserved_small_medium", "reserved_micro", "awarded_reserved_micro")


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算政府采购 — kinds as entered, then total, shares and what was not reserved."""
    for kind in _ENTERED:
        _kind_as_entered(ledger, submission, kind)
    _small_medium(ledger, submission)
    ledger.total_over("procurement", _KINDS, "final")
    for kind in (*_KINDS, "small_medium", "micro"):
        ledger.define(f"procurement.{kind}.share", f"procurement.{kind}.final / procurement.final * 100", "%")
    micro, award = "procurement.micro", "procurement.small_medium.final"
    ledger.define(f"{micro}.award_share", f"{micro}.final / {award} * 100", "%")
    reserved = "procurement.reserved_small_medium.final"
    ledger.define("procurement.unreserved.final", f"procurement.final - {reserved}")


def _small_medium(ledger: Ledger, submission: Submission) -> None:
    """As entered; where only its parts are, what was awarded within the reserved part and beside it."""
    total, *parts = attrgetter("small_medium", *_AWARDS)(submission.procurement or Procurement())
    if total is None and parts != [None, None]:
        ledger.total("procurement.small_medium.final", [f"procurement.{award}.final" for award in _AWARDS])
    else:
        _kind_as_entered(ledger, submission, "small_medium")


def _kind_as_entered(ledger: Ledger, submission: Submission, kind: str) -> None:
    """Where nothing of 政府采购 is given, all of it is missing."""
    path = terms.chinese("procurement" if submission.procurement is None else f"procurement.{kind}")
    amount: Decimal | None = getattr(submission.procurement, kind, None)
    ledger.optional(f"procurement.{kind}.final", path, amount)
