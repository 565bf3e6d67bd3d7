"""分项的原因 — 基本支出减少56.92万元，项目支出减少15.08万元 as what a change of 67.67万元 is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from disclosure.auditing import relations
from disclosure.auditing.audit_finding import NAMES, AuditFinding
from disclosure.auditing.claims import Claim
from disclosure.auditing.general_reader import parts_of_a_whole
from disclosure.auditing.published_claims import Claimed
from disclosure.interval import added
from disclosure.money import in_unit, number_text, total

_CHANGE = re.compile(r"\.change$|^原因\..*\.金额$")
_FIX = "核对这几个数；另有别的原因的，写出来"


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """分项之和不是总数 — where all parts of a whole are named, each with its amount."""
    for _, group in groupby(filter(_is_change, claimed.claims), attrgetter("block")):
        first, *others = group
        text = claimed.text(first)
        for names in parts_of_a_whole() if not _is_part(first) else ():
            parts = [one for one in filter(_is_part, others) if _named_by(text, one, names)]
            if len(parts) == len(names) and _differs(first, parts):
                yield _unequal(claimed, first, parts)


def _is_change(claim: Claim) -> bool:
    return claim.is_sure and bool(_CHANGE.search(claim.figure)) and not claim.cell


def _is_part(claim: Claim) -> bool:
    return claim.is_own or claim.figure.startswith("原因.")


def _named_by(text: str, claim: Claim, names: Iterable[str]) -> bool:
    """Whether the clause before a number is one of the names and the way it went."""
    clause = re.split("[，。；、：]|原因是|原因为|由于", text[: claim.start])[-1]
    return any(map(clause.startswith, names))


def _differs(whole: Claim, parts: Sequence[Claim]) -> bool:
    return relations.disjoint(relations.interval(whole), added(map(relations.interval, parts)))


def _unequal(claimed: Claimed, whole: Claim, parts: Sequence[Claim]) -> AuditFinding:
    said = "、".join(map(attrgetter("said"), parts))
    made = f"{number_text(in_unit(abs(total(map(attrgetter('value'), parts))), '万元'), whole.places)}万元"
    message = f"原因里的{said}合起来是{made}，前面写的增减是{whole.said}"
    quote = claimed.text(parts[0])[parts[0].start : parts[-1].end]
    place = claimed.place(parts[0])
    return AuditFinding("AU23", "疑问", NAMES["AU23"], place, quote, message, made, whole.said, fix=_FIX)
