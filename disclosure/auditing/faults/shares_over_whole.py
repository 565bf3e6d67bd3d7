"""占比大于一百 — a part that would be more than its whole."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from disclosure.auditing.audit_finding import NAMES, AuditFinding
from disclosure.auditing.claims import Claim
from disclosure.auditing.general_reader import SHARE
from disclosure.auditing.published_claims import Claimed

_CODE = "AU25"
_WHOLE = Decimal(100)  # %
_SHARES = (".share", SHARE)


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """占比大于一百 — of shares of a whole; a rate of completion may be more."""
    return map(partial(_more_than_whole, claimed), filter(_is_over, claimed.claims))


def _is_over(claim: Claim) -> bool:
    return claim.is_sure and claim.figure.endswith(_SHARES) and claim.value - claim.half > _WHOLE


def _more_than_whole(claimed: Claimed, claim: Claim) -> AuditFinding:
    message, fix = f"占比写的是{claim.said}，部分不会大于总数", "核对部分和总数，重算占比"
    said = (claim.said, message, claim.said)
    return AuditFinding(_CODE, "确定", NAMES[_CODE], claimed.place(claim), *said, fix=fix)
