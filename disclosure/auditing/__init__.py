"""审查 — a published document is read as claims, matched with a pack, and checked like data."""

from disclosure.auditing.audit import Audit, Audited, audit, audit_files
from disclosure.auditing.audit_finding import AuditFinding
from disclosure.auditing.audit_report import report_bytes
from disclosure.auditing.budget_document import Budget, budget
from disclosure.auditing.claims import Claim

__all__ = [
    "Audit",
    "AuditFinding",
    "Audited",
    "Budget",
    "Claim",
    "audit",
    "audit_files",
    "budget",
    "report_bytes",
]
