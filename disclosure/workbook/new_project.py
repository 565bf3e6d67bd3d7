"""新项目 — the files of a folder ready to be filled in: the workbook and the files for long text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from disclosure.classification import NONE, Own, Subject
from disclosure.loading.reading_state import Data
from disclosure.model import Submission
from disclosure.model.own_data import OWN, OwnDeclared
from disclosure.model.pending import SUGGESTED
from disclosure.money import Unit
from disclosure.workbook.carry_over import carried, own_numbers, own_texts
from disclosure.workbook.plan import Content
from disclosure.workbook.write_workbook import shown, workbook

BOOK = "决算数据.xlsx"
_TEXTS = ("职责", "机构设置")
_BOM = "\ufeff"  # older editors on Windows take a file for GBK without it


def blank(pack: str, year: int, own: Own = NONE, department: str = "", unit: Unit = "元") -> Content:
    """空白项目 — the data of a department that begins anew."""
    data: dict[str, Data] = {
        "格式版本": "1",
        "模板": pack,
        "年度": str(year),
        "单位": unit,
        "部门": {"全称": department},
    }
    return Content(data, subjects=own)


def from_last_year(last: Submission, pack: str, year: int, own: Own = NONE) -> Content:
    """沿用上年的项目 — the data of a department whose last year is at hand."""
    return replace(carried(last, pack, year), subjects=own)


def with_department(content: Content, about: Mapping[str, Data]) -> Content:
    """已知的部门 — with what is known of the department, by its key."""
    return replace(content, data={**content.data, "部门": {**content.table(("部门",)), **about}})


def with_declared(content: Content, declared: OwnDeclared, last: Submission | None) -> Content:
    """模板要的数据 — with the sheet of what the pack declares, last year's texts in it, numbers as 上年数."""
    texts = {**dict(own_texts(last.own_data, declared.own_data)), **own_numbers(last)} if last else {}
    return replace(content, data={**content.data, OWN: texts}, declared=declared)


def with_explanations(content: Content, suggested: Iterable[Subject]) -> Content:
    """供确认的解释 — of subjects that the office has not explained itself, each marked with its basis."""
    given = [content.table(loc) for loc in content.items(("名词",))]
    explained = {"".join(str(entry.get("名称")).split()) for entry in given}
    offered: list[Data] = [
        {"名称": shown(subject), "解释": SUGGESTED[subject.basis] + subject.explanation}
        for subject in suggested
        if explained.isdisjoint((subject.code, subject.name, subject.code + subject.name))
    ]
    return replace(content, data={**content.data, "名词": [*given, *offered]}) if offered else content


def project_files(content: Content, year: int) -> list[tuple[str, bytes]]:
    """项目的文件 — the workbook and the files for long text."""
    named, texts = texts_apart(content)
    return [(BOOK, workbook(named, year)), *texts]


def texts_apart(content: Content) -> tuple[Content, list[tuple[str, bytes]]]:
    """长文字另放 — the content that names files for long text, and these files."""
    department = content.table(("部门",))
    texts = {key: str(department.get(key, "")) for key in _TEXTS}
    named: dict[str, Data] = {**department, **{key: {"文件": f"{key}.md"} for key in _TEXTS}}
    files = [(f"{key}.md", (_BOM + text).encode()) for key, text in texts.items()]
    return replace(content, data={**content.data, "部门": named}), files
