"""填报工作簿 — the fill-in workbook: its layout, which the writer shares, and how it is read."""

from disclosure.loading.workbook.layout import MARK, NUMBER, Block, Column, Sheet, sheets

__all__ = ["MARK", "NUMBER", "Block", "Column", "Sheet", "sheets"]
