"""重复的话 — a clause said twice in a row, or behind the longer one that ends with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import chain, pairwise, starmap

from disclosure.auditing.audit_finding import NAMES, AuditFinding
from disclosure.auditing.published_claims import Claimed
from disclosure.auditing.running_texts import RunningText, running_texts

_CODE = "AU12"
_CLAUSE = re.compile(r"[^，。；！？]+")
_TELLING = re.compile(r"(?=.*[\u4e00-\u9fff]{6})(?!.*其中[:：])")  # letters enough to be no chance
_SHORTEST, _SHORTEST_END = 8, 12
_FIX = "改成要说的另一项，或删去一遍"


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """重复的分句 — in paragraphs and in cells."""
    return chain.from_iterable(map(_in_text, running_texts(claimed.document)))


def _in_text(one: RunningText) -> Iterator[AuditFinding]:
    clauses = pairwise(_CLAUSE.finditer(one.text))
    return map(partial(_twice, one), filter(None, starmap(_second, clauses)))


def _second(first: re.Match[str], second: re.Match[str]) -> re.Match[str] | None:
    """The second of two clauses that say the same."""
    said = sorted((first[0].strip(), second[0].strip()), key=len)
    return second if _TELLING.match(said[0]) and _says_the_same(*said) else None


def _says_the_same(shorter: str, longer: str) -> bool:
    """The same words; of a rate also where one ends with the other: 各项指标完成率为100%，完成率为100%."""
    is_end = longer.endswith(shorter) and len(shorter) >= _SHORTEST_END and shorter[-1:] in "%％"
    return (shorter == longer and len(shorter) >= _SHORTEST) or is_end


def _twice(one: RunningText, match: re.Match[str]) -> AuditFinding:
    said, place = match[0].strip(), one.place(match.start())
    message = f"“{said}”接连说了两遍"
    return AuditFinding(_CODE, "确定", NAMES[_CODE], place, said, message, said, fix=_FIX)
