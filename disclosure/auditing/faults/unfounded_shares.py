"""没有根据的占比 — shares whose whole is printed nowhere: 50万元占40% would be a part of 125万元."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import partial
from operator import attrgetter

from disclosure.auditing import relations
from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty
from disclosure.auditing.claims import Claim
from disclosure.auditing.general_reader import SHARE
from disclosure.auditing.published_claims import Claimed
from disclosure.interval import Interval
from disclosure.money import EXACT, HUNDRED, in_unit, number_text, percent

# Of what the share is said to be: a whole of the document, or nothing that tells.
_WHOLE = re.compile(
    r"占(?:本年|全年|当年|决算|总|全部|财政拨款|一般公共预算|的)*(?:收入|支出|支)(?:合计|总计|总额|决算|数|的)*$"
)
_FIX = "照这两个数重算占比；分母是别的数的，把它写出来"


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """没有根据的占比 — of shares that no pattern explains."""
    amounts = {claim.figure: claim for claim in claimed.claims if claim.is_amount and claim.is_sure}
    printed = list(map(relations.interval, filter(attrgetter("is_amount"), claimed.claims)))
    shares = filter(_is_share, claimed.claims)
    of_amounts = ((share, amounts.get(f"{share.figure.removesuffix(SHARE)}.final")) for share in shares)
    for share, amount in of_amounts:
        whole = percent(amount.value, share.value) if amount else None
        if amount and whole is not None and not _is_of_something(share, amount, printed):
            yield _unfounded(claimed, share, amount, whole)


def _is_share(claim: Claim) -> bool:
    return claim.is_sure and claim.figure.endswith(SHARE)


def _is_of_something(share: Claim, amount: Claim, printed: Iterable[Interval]) -> bool:
    """Whether some amount of the document is what it would be a share of."""
    part, rate = map(relations.interval, (amount, share))
    return any(map(partial(_meets, part, rate), printed))


def _meets(part: Interval, rate: Interval, whole: Interval) -> bool:
    """Whether the part may be the rate of the whole: part × 100 = rate × whole."""
    least, most = EXACT.multiply(rate.low, whole.low), EXACT.multiply(rate.high, whole.high)
    return least <= EXACT.multiply(part.high, HUNDRED) and most >= EXACT.multiply(part.low, HUNDRED)


def _unfounded(claimed: Claimed, share: Claim, amount: Claim, whole: Decimal) -> AuditFinding:
    text = claimed.text(share)
    certainty: Certainty = "确定" if _WHOLE.search(text[: share.start].rpartition("，")[2]) else "疑问"
    ought = number_text(in_unit(whole, "万元"), amount.places)
    message = f"{amount.said}占{share.said}，总数就要是{ought}万元，文件里没有这个数"
    place, quote = claimed.place(share), claimed.quote(share)
    return AuditFinding("AU20", certainty, NAMES["AU20"], place, quote, message, share.said, fix=_FIX)
