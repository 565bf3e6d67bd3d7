"""导入 — 公开 tables that exist become data with their source: recognise, read, check the sums, write, report."""

from disclosure.importing.import_report import Report
from disclosure.importing.import_tables import import_tables

__all__ = ["Report", "import_tables"]
