"""对照意见 — the findings of a later version held against what was said of those of the one before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import filterfalse, product
from operator import attrgetter, is_, itemgetter

from rapidfuzz import fuzz

from disclosure.auditing.audit_finding import REJECTED, AuditFinding
from disclosure.auditing.audit_record import AuditRecord
from disclosure.auditing.opinion import Opinion

_AMOUNT = re.compile(r"-?\d+\.\d+")
_ALIKE = 75.0  # per cent by which the words round two findings must agree


def held_against(records: Sequence[AuditRecord], opinions: Sequence[Opinion] | None) -> Sequence[AuditRecord]:
    """对照 — each finding gets what was said of it; `mended` is what was listed and is gone.

    Opinions about one document are held against the one document whatever it is called now, else by name.
    """
    if opinions is None:
        return records
    files = set(map(attrgetter("file"), opinions))
    is_one = len(records) == 1 and len(files) == 1
    return [_record_with(record, opinions if is_one else _about(record, opinions)) for record in records]


def _about(record: AuditRecord, opinions: Iterable[Opinion]) -> list[Opinion]:
    return [one for one in opinions if one.file == record.name]


def strangers(records: Iterable[AuditRecord], opinions: Sequence[Opinion]) -> list[str]:
    """没有审查的文件 — names in a review that no audited document bears."""
    names = set(map(attrgetter("name"), records))
    files = dict.fromkeys(map(attrgetter("file"), opinions))
    is_one = len(names) == len(files) == 1
    return [] if is_one else list(filterfalse(names.__contains__, files))


def _record_with(record: AuditRecord, opinions: Sequence[Opinion]) -> AuditRecord:
    said = _assigned(record.findings, opinions)
    judged = (replace(one, opinion=said.get(number)) for number, one in enumerate(record.findings))
    used = set(map(id, said.values()))
    gone = filterfalse(lambda one: id(one) in used or one.verdict == REJECTED, opinions)
    return replace(record, findings=tuple(judged), mended=tuple(gone))


def _assigned(findings: Sequence[AuditFinding], opinions: Sequence[Opinion]) -> Mapping[int, Opinion]:
    """By the number of a finding the opinion about it; each is about one, those most alike first."""
    pairs = product(enumerate(findings), opinions)
    alike = [(_likeness(finding, one), number, one) for (number, finding), one in pairs]
    said: dict[int, Opinion] = {}
    for likeness, number, one in sorted(alike, key=itemgetter(0), reverse=True):
        is_free = number not in said and not any(map(partial(is_, one), said.values()))
        if is_free and likeness >= _ALIKE:
            said[number] = one
    return said


def _likeness(finding: AuditFinding, opinion: Opinion) -> float:
    """Nothing where code or numbers differ; else that of the words round both."""
    is_same = _numbers_said(finding) == _numbers_said(opinion)
    return fuzz.ratio(_around(finding), _around(opinion)) if is_same else 0


def _numbers_said(one: AuditFinding | Opinion) -> tuple[str, ...]:
    """Code, stated, expected; of what states nothing of its own the numbers in its sentence."""
    said = (_squeezed(one.stated), _squeezed(one.expected))
    return (one.code, *(said if any(said) else _AMOUNT.findall(one.message)))


def _around(one: AuditFinding | Opinion) -> str:
    return _squeezed(f"{one.quote}{one.message}")


def _squeezed(text: str) -> str:
    return "".join(text.split())
