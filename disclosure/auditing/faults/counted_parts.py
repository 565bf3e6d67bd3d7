"""个数的各部分 — 共有车辆5辆，其中：机要通信用车2辆、其他用车6辆: parts that are not the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import chain

from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty, only_texts
from disclosure.auditing.published_claims import Claimed
from disclosure.loading.published.blocks import PublishedText

_PART = r"[^\d，,。；;、]{2,24}\d+辆"
_WHOLE_NUMBER = r"(?:共有|保有|实有)[^\d，。；]{0,12}(\d+)辆"
_COUNTED = re.compile(rf"{_WHOLE_NUMBER}[，,]?其中[：:，,]?((?:{_PART}[、，,]?)+)")
_NUMBER = re.compile(r"(\d+)辆")
_FIX = "数一数，改正总数或各部分"


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """各部分之和不是总数 — vehicles by their kinds; a list that makes less may leave some out."""
    return chain.from_iterable(map(_counted_in, only_texts(claimed.document.blocks)))


def _counted_in(block: PublishedText) -> Iterator[AuditFinding]:
    return filter(None, map(partial(_unequal_count, block), _COUNTED.finditer(block.text)))


def _unequal_count(block: PublishedText, match: re.Match[str]) -> AuditFinding | None:
    whole, parts = int(match[1]), sum(map(int, _NUMBER.findall(match[2])))
    certainty: Certainty = "确定" if parts > whole else "疑问"
    message = f"各部分合起来是{parts}辆，总数写的是{whole}辆"
    said = (match[0].rstrip("、，,"), message, f"{whole}辆", f"{parts}辆")
    found = AuditFinding("AU24", certainty, NAMES["AU24"], block.place(match.start()), *said, fix=_FIX)
    return None if parts == whole else found
