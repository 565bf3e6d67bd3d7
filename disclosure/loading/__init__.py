"""读取数据 — files to a Submission, every problem of the input located and said in Chinese."""

from disclosure.loading.attachments import attach
from disclosure.loading.declared_facts import last_year_read, with_own_data
from disclosure.loading.ratified_table import RatifiedTable
from disclosure.loading.ratified_table import read as read_ratified
from disclosure.loading.read_submission import read, typed

__all__ = ["RatifiedTable", "attach", "last_year_read", "read", "read_ratified", "typed", "with_own_data"]
