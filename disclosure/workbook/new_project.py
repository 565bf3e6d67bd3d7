"""新项目 — the files of a folder ready to be filled in: the workbook and the files for long text."""

from __future__ import annotations

from dataclasses import replace

from disclosure.classification import NONE, Own
from disclosure.load.reading_state import Data
from disclosure.model import Submission
from disclosure.money import Unit
from disclosure.workbook.carry_over import carried
from disclosure.workbook.plan import Content
from disclosure.workbook.write_workbook import workbook

BOOK = "决算数据.xlsx"
_TEXTS = ("职责", "机构设置")
_BOM = "\ufeff"  # older editors on Windows take a file for GBK without it


def blank(
    pack: str, year: int, own: Own = NONE, department: str = "", unit: Unit = "元"
) -> list[tuple[str, bytes]]:
    """空白项目 — the files of a department that begins anew."""
    data: dict[str, Data] = {
        "格式版本": "1",
        "模板": pack,
        "年度": str(year),
        "单位": unit,
        "部门": {"全称": department},
    }
    return _project_files(Content(data, subjects=own), year)


def from_last_year(last: Submission, pack: str, year: int, own: Own = NONE) -> list[tuple[str, bytes]]:
    """沿用上年的项目 — the files of a department whose last year is at hand."""
    return _project_files(replace(carried(last, pack, year), subjects=own), year)


def _project_files(content: Content, year: int) -> list[tuple[str, bytes]]:
    department = content.table(("部门",))
    texts = {key: str(department.get(key, "")) for key in _TEXTS}
    named: dict[str, Data] = {**department, **{key: {"文件": f"{key}.md"} for key in _TEXTS}}
    book = workbook(replace(content, data={**content.data, "部门": named}), year)
    return [(BOOK, book), *((f"{key}.md", (_BOM + text).encode()) for key, text in texts.items())]
