"""对照意见 — the findings of a later version held against what was said of those of the one before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter

from rapidfuzz import fuzz

from disclosure.auditing.audit_finding import REJECTED, AuditFinding
from disclosure.auditing.audit_record import AuditRecord
from disclosure.auditing.reviewing.opinion import Opinion

_ALIKE = 75.0  # per cent by which the words round two findings must agree


def held_against(records: Sequence[AuditRecord], opinions: Sequence[Opinion]) -> list[AuditRecord]:
    """对照 — each finding gets what was said of it; `mended` is what was listed and is gone.

    Opinions about one document are held against the one document whatever it is called now, else by name.
    """
    files = set(map(attrgetter("file"), opinions))
    is_one = len(records) == 1 and len(files) == 1
    return [_held(record, opinions if is_one else _about(record, opinions)) for record in records]


def _about(record: AuditRecord, opinions: Iterable[Opinion]) -> list[Opinion]:
    return [one for one in opinions if one.file == record.name]


def strangers(records: Iterable[AuditRecord], opinions: Sequence[Opinion]) -> list[str]:
    """没有审查的文件 — names in a review that no audited document bears."""
    names = {record.name for record in records}
    files = list(dict.fromkeys(map(attrgetter("file"), opinions)))
    return [] if len(names) == 1 and len(files) == 1 else [file for file in files if file not in names]


def _held(record: AuditRecord, opinions: Iterable[Opinion]) -> AuditRecord:
    """An opinion is about one finding."""
    left = list(opinions)
    findings = tuple(_judged(finding, left) for finding in record.findings)
    mended = tuple(one for one in left if one.verdict != REJECTED)
    return replace(record, findings=findings, mended=mended)


def _judged(finding: AuditFinding, left: list[Opinion]) -> AuditFinding:
    best = max(left, key=lambda one: _likeness(finding, one), default=None)
    if best is None or _likeness(finding, best) < _ALIKE:
        return finding
    left.remove(best)
    return replace(finding, opinion=best)


def _likeness(finding: AuditFinding, opinion: Opinion) -> float:
    """None where code, stated or expected differ; else that of the words round both."""
    if _says(finding) != _says(opinion):
        return 0
    return fuzz.ratio(_around(finding), _around(opinion))


def _says(one: AuditFinding | Opinion) -> tuple[str, ...]:
    return (one.code, _squeezed(one.stated), _squeezed(one.expected))


def _around(one: AuditFinding | Opinion) -> str:
    return _squeezed(f"{one.quote}{one.message}")


def _squeezed(text: str) -> str:
    return "".join(text.split())
