"""批注的字 — what a note at the place of a finding says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from disclosure.auditing.audit_finding import AuditFinding

AUTHOR = "决算审查"
ELSEWHERE = "下面各条在文件里没有找到确切的位置："
NOTHING = "没有发现差错"


def note(finding: AuditFinding) -> str:
    """一条批注 — code, certainty, what is stated, what was expected, why, how to mend."""
    return "\n".join(_lines_of_note(finding))


def notes(findings: Iterable[AuditFinding]) -> str:
    """几条批注 — one after another."""
    return "\n\n".join(map(note, findings))


def notes_elsewhere(findings: Iterable[AuditFinding]) -> str:
    """没有位置的批注 — with the words that say where each is to be looked for."""
    placed = (f"{finding.place.source}\n{note(finding)}" for finding in findings)
    return "\n\n".join((ELSEWHERE, *placed))


def _lines_of_note(finding: AuditFinding) -> Iterator[str]:
    yield f"{finding.code} {finding.name}（{finding.certainty}）"
    told = {
        "现为": finding.stated,
        "应为": finding.expected,
        "说明": finding.message,
        "改法": finding.fix,
    }
    yield from (f"{head}：{words}" for head, words in told.items() if words)
