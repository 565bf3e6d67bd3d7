"""汇总 — units to department: add up by line, take out what they pay each other, know whose an amount is."""

from disclosure.consolidation.department_draft import draft
from disclosure.consolidation.line_union import united
from disclosure.consolidation.overlay import Total, completed, total
from disclosure.consolidation.own_sums import accounts, with_last_year, with_sums
from disclosure.consolidation.payments import Mismatch, Settlement, settle
from disclosure.consolidation.unit_account import LINES, Account, by_unit

__all__ = [
    "LINES",
    "Account",
    "Mismatch",
    "Settlement",
    "Total",
    "accounts",
    "by_unit",
    "completed",
    "draft",
    "settle",
    "total",
    "united",
    "with_last_year",
    "with_sums",
]
