"""审查记录 — what a report says of an audited document; what was read of it is let go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from disclosure.auditing.audit_finding import REJECTED, AuditFinding, Certainty
from disclosure.auditing.opinion import Opinion
from disclosure.checks.check_report import Outcome
from disclosure.rows import Rows

_COLUMNS = ("code", "certainty", "name", "place", "stated", "expected", "message", "quote", "basis", "fix")
COLUMNS = ("document", *_COLUMNS)


@dataclass(frozen=True, slots=True)
class AuditRecord(Rows):
    """审查记录 — whose document, with which pack, how many numbers were read, what was found.

    `held` names what it was held against. `mended` are findings that a review accepted and that are gone;
    None where there was no review.
    """

    columns: ClassVar[tuple[str, ...]] = COLUMNS
    name: str
    year: int
    bodies: tuple[str, ...]
    pack: str
    numbers: int
    numbers_of_tables: int
    lost: tuple[str, ...]
    unread: tuple[str, ...]
    findings: tuple[AuditFinding, ...]
    counts: Mapping[Outcome, int] = field(default_factory=dict)
    held: tuple[str, ...] = ()
    mended: tuple[Opinion, ...] | None = None

    def records(self) -> list[dict[str, Any]]:
        """各行 — a finding each."""
        return [{"document": self.name, **_as_row(finding)} for finding in self.findings]

    def record(self) -> AuditRecord:
        """记录 — itself: a report takes audits and records."""
        return self

    def of(self, certainty: Certainty) -> list[AuditFinding]:
        """某一类的发现 — 确定, 末位 or 疑问, without those that a review rejected."""
        return [one for one in self._standing() if one.certainty == certainty]

    def _standing(self) -> Iterator[AuditFinding]:
        return (one for one in self.findings if one.verdict != REJECTED)

    @property
    def rejected(self) -> list[AuditFinding]:
        """已驳回的 — findings that a review rejected."""
        return [one for one in self.findings if one.verdict == REJECTED]


def _as_row(finding: AuditFinding) -> dict[str, Any]:
    said = (
        finding.code,
        finding.certainty,
        finding.name,
        str(finding.place.source),
        finding.stated,
        finding.expected,
        finding.message,
        finding.quote,
        finding.basis,
        finding.fix,
    )
    return dict(zip(_COLUMNS, said, strict=True))
