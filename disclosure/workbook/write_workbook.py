"""写出工作簿 — the whole fill-in workbook: instructions, one sheet per subject matter, subjects to choose."""

from __future__ import annotations

import datetime
import io
from importlib.resources import files
from typing import Any

from disclosure import classification
from disclosure.classification import Own, Subject
from disclosure.workbook import paper
from disclosure.workbook.appearance import LINE, PROTECTION, Formats, breadth
from disclosure.workbook.block import Painter
from disclosure.workbook.paper import Part
from disclosure.workbook.plan import Content, plan

CREATED = datetime.datetime(2020, 1, 1)  # noqa: DTZ001 - a fixed date, so that the same data makes the same bytes
# LibreOffice scales no column by itself to the page, so an empty one stands beside it.
_GUIDE_WIDTH, _GUIDE_EDGE, _GUIDE_LINE = 84, 1, 78  # lines end before the edge
_GUIDE_PITCH = LINE + 1  # of the tallest stand-in for its font
_SUBJECT_WIDTH = 50
_ABOVE = 2  # rows for the name of a sheet and what it is about
_LISTS = {"功能科目": "A", "经济科目": "B"}


def workbook(content: Content, year: int) -> bytes:
    """填报工作簿 — the workbook for a year, filled with what is known already."""
    import xlsxwriter  # noqa: PLC0415 - heavy, and only needed here

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    )
    book.set_properties({"title": "决算公开填报工作簿", "created": CREATED})
    formats = Formats(book)
    _guide(book, formats, content)
    _block_sheets(book, formats, content, year)
    _subjects(book, formats, content.subjects, year)
    book.close()
    return stream.getvalue()


def _guide(book: Any, formats: Formats, content: Content) -> None:
    guide = files("disclosure.workbook").joinpath("guide.txt").read_text(encoding="utf-8")
    sheet = book.add_worksheet("填写说明")
    sheet.set_column(0, 0, _GUIDE_WIDTH)
    sheet.set_column(1, 1, _GUIDE_EDGE)
    sheet.write_string(0, 0, "部门决算公开填报工作簿", formats["name"])
    about = [f"{spec.name}：{spec.about}。" for spec in content.sheets]
    lines = [*guide.splitlines(), *about]
    heights = [1 + breadth(line) // _GUIDE_LINE for line in lines]
    for row, (line, height) in enumerate(zip(lines, heights, strict=True), _ABOVE):
        sheet.write_string(row, 0, line, formats["plain" if line[-1] == "。" else "title"])
        sheet.set_row(row, _GUIDE_PITCH * height)
    _finish_sheet(sheet, Part((_GUIDE_WIDTH, _GUIDE_EDGE), _ABOVE + len(lines), _ABOVE + sum(heights)))


def _block_sheets(book: Any, formats: Formats, content: Content, year: int) -> None:
    blocks = plan(content)
    for spec in content.sheets:
        sheet = book.add_worksheet(spec.name)
        sheet.write_string(0, 0, spec.name, formats["name"])
        sheet.write_string(1, 0, f"※{spec.about}", formats["hint"])
        painter = Painter(sheet, formats, content, blocks, year)
        for planned in blocks:
            if planned.sheet.name == spec.name:
                painter.paint(planned)
        painter.set_sizes()
        _finish_sheet(sheet, painter.printed_part(), _ABOVE)


def _subjects(book: Any, formats: Formats, own: Own, year: int) -> None:
    sheet = book.add_worksheet("科目")
    sheet.set_column(0, 1, _SUBJECT_WIDTH)
    lists = (classification.functional_subjects(year, own), classification.economic_subjects(year, own))
    for column, (name, subjects, level) in enumerate(zip(_LISTS, lists, ("项", "款"), strict=True)):
        chosen = [subject for subject in subjects if subject.level == level]
        sheet.write_string(0, column, name, formats["head"])
        sheet.write_column(1, column, map(shown, chosen))
        letter = _LISTS[name]
        book.define_name(name, f"=科目!${letter}$2:${letter}${max(2, len(chosen) + 1)}")
    sheet.write_string(0, len(_LISTS), "※供查找，不用填写，打印时只印这一行", formats["hint"])
    sheet.write_string(1, len(_LISTS), _unexplained(lists[0]), formats["hint"])
    _finish_sheet(sheet, Part((_SUBJECT_WIDTH,) * len(_LISTS) + (40,), 1, 1))


def _unexplained(subjects: tuple[Subject, ...]) -> str:
    open = sum(subject.level == "项" and not subject.explanation for subject in subjects)
    told = f"※{open} 个项的解释待补：用到的照官方科目表填入“名词”，或装入官方科目表"
    return f"{told}（disclosure catalogue import）" if open else ""


def shown(subject: Subject) -> str:
    """科目的写法 — code and name, as the drop-down gives them."""
    return f"{subject.code} {subject.name}"


def _finish_sheet(sheet: Any, part: Part, head: int = 0) -> None:
    sheet.hide_gridlines(2)
    sheet.protect("", PROTECTION)
    paper.set_up(sheet, part, head)
