"""填报工作簿 — the fill-in workbook: its layout, which the writer shares, and how it is read."""

from disclosure.loading.workbook.layout import MARK, NUMBER, Block, Column, Sheet, sheets
from disclosure.loading.workbook.read_workbook import read

__all__ = ["MARK", "NUMBER", "Block", "Column", "Sheet", "read", "sheets"]
