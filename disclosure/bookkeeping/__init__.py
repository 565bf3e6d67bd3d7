"""账套 — income and expenditure lines from the rows of an office's accounts, by a mapping of its columns."""

from disclosure.bookkeeping.ledger_result import Ledger, LedgerRow
from disclosure.bookkeeping.rows_to_lines import ledger

__all__ = ["Ledger", "LedgerRow", "ledger"]
