"""导入 — 公开 tables that exist become data with their source: recognised, read, checked, reported."""

from disclosure.importing.import_report import Report
from disclosure.importing.import_tables import import_sheets, import_tables

__all__ = ["Report", "import_sheets", "import_tables"]
