"""填报工作簿 — written: a new project, last year carried over, findings marked in the cells."""

from disclosure.workbook.list_workbook import list_workbook
from disclosure.workbook.mark_findings import MISSING, Remark, mark
from disclosure.workbook.new_project import (
    BOOK,
    blank,
    from_last_year,
    project_files,
    texts_apart,
    with_declared,
    with_department,
    with_explanations,
)
from disclosure.workbook.plan import Content
from disclosure.workbook.write_workbook import workbook

__all__ = [
    "BOOK",
    "MISSING",
    "Content",
    "Remark",
    "blank",
    "from_last_year",
    "list_workbook",
    "mark",
    "project_files",
    "texts_apart",
    "with_declared",
    "with_department",
    "with_explanations",
    "workbook",
]
