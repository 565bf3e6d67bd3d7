"""汇总 — units to department: add up by line, eliminate what units pay each other, know whose every amount is."""

from disclosure.consolidation.account import LINES, Account, by_unit
from disclosure.consolidation.draft import draft
from disclosure.consolidation.overlay import Total, completed, total
from disclosure.consolidation.payments import Mismatch, Settlement, settle
from disclosure.consolidation.union import united

__all__ = [
    "LINES",
    "Account",
    "Mismatch",
    "Settlement",
    "Total",
    "by_unit",
    "completed",
    "draft",
    "settle",
    "total",
    "united",
]
