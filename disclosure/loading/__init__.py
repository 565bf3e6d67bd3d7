"""读取数据 — files to a Submission, every problem of the input located and said in Chinese."""

from disclosure.loading.attachments import attach
from disclosure.loading.declared_facts import last_year_read, with_own_data
from disclosure.loading.read_submission import folders_named, read, typed

__all__ = ["attach", "folders_named", "last_year_read", "read", "typed", "with_own_data"]
