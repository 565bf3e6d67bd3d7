"""填报工作簿 — written: a new project, last year carried over, findings marked in the cells."""

from disclosure.workbook.write import workbook

__all__ = ["workbook"]
