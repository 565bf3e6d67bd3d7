"""审查 — a published document is read as claims, matched with a pack, and checked like data."""

from disclosure.auditing.against import comparand
from disclosure.auditing.audit import Audit, Audited, audit, audit_files
from disclosure.auditing.audit_finding import AuditFinding
from disclosure.auditing.audit_record import AuditRecord
from disclosure.auditing.audit_report import report_bytes
from disclosure.auditing.budget_document import Budget, read_budget
from disclosure.auditing.claims import Claim
from disclosure.auditing.marking import can_be_marked, marked_copy
from disclosure.auditing.reviewing.held_review import held_against, strangers
from disclosure.auditing.reviewing.review_file import read as read_review

__all__ = [
    "Audit",
    "AuditFinding",
    "AuditRecord",
    "Audited",
    "Budget",
    "Claim",
    "audit",
    "audit_files",
    "can_be_marked",
    "comparand",
    "held_against",
    "marked_copy",
    "read_budget",
    "read_review",
    "report_bytes",
    "strangers",
]
