"""算出的格子 — formulas for what follows, and marks where what was filled in does not add up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from disclosure.load import shape
from disclosure.load.reading_state import Loc
from disclosure.load.workbook import MARK, NUMBER
from disclosure.load.workbook.layout import AMOUNT
from disclosure.load.workbook.workbook_cells import letters
from disclosure.workbook.appearance import WIDTHS, Formats
from disclosure.workbook.plan import CLOSING, Planned

Area = tuple[int, int, int, int]


def cell(row: int, column: int, *, fixed: bool = False) -> str:
    """单元格 — A1, or $A$1."""
    return f"${letters(column)}${row + 1}" if fixed else f"{letters(column)}{row + 1}"


def column_range(planned: Planned, head: str, *, foreign: bool = True) -> str:
    """一列的范围 — the cells of a column of entries, down to the line under them so that rows put in are counted."""
    number = planned.column(head)
    span = f"{cell(planned.first, number, fixed=True)}:{cell(planned.last + 1, number, fixed=True)}"
    return f"'{planned.sheet.name}'!{span}" if foreign else span


def unit_of(loc: Loc, blocks: Sequence[Planned]) -> str:
    """单位 — the unit of amounts as it is chosen; a formula."""
    if not shape.is_amount(loc):
        return ""
    planned = next(planned for planned in blocks if "单位" in planned.block.keys and not planned.block.base)
    row = planned.first + planned.block.keys.index("单位")
    return f"='{planned.sheet.name}'!{cell(row, 1, fixed=True)}&\"\""


def add(sheet: Any, formats: Formats, planned: Planned, blocks: Sequence[Planned]) -> None:
    """写公式 — totals, and what a row adds up to elsewhere."""
    if planned.total is not None:
        sheet.write_string(planned.total, 0, f"{MARK}合计", formats["derived"])
        for number, formula in _totals(planned):  # an empty result makes LibreOffice work it out too
            sheet.write_formula(planned.total, number, formula, formats["derived"], "")
    if _has_sections(planned, blocks):
        _beside(sheet, formats, planned, "款合计", lambda row: _sum_of_sections(planned, row, blocks))
        number = len(planned.columns)
        span = f"{cell(planned.first, number)}:{cell(planned.last, number)}"
        sheet.write_formula(planned.head + 1, number, f"=SUM({span})", formats["derived"], "")
    elif planned.block.kind == "sections":
        _beside(sheet, formats, planned, "支出项目", lambda row: _line_of(row, blocks))


def _has_sections(planned: Planned, blocks: Sequence[Planned]) -> bool:
    return planned.block.numbered and any(
        one.block.kind == "sections" and one.block.base == planned.block.base for one in blocks
    )


def _beside(sheet: Any, formats: Formats, planned: Planned, head: str, formula: Callable[[int], str]) -> None:
    """A column of formulas at the right of the block."""
    number = len(planned.columns)
    sheet.write_string(planned.head, number, f"{MARK}{head}", formats["head"])
    sheet.set_column(number, number, WIDTHS["text"])
    for row in range(planned.first, planned.last + 1):
        sheet.write_formula(row, number, formula(row), formats["derived"], "")


def marks(planned: Planned, blocks: Sequence[Planned]) -> Iterator[tuple[Area, str]]:
    """标红 — areas and the condition under which they turn red."""
    for small, large in planned.block.limits:
        one, other = _of(planned, small), _of(planned, large)
        yield (*one, *one), f"=N({cell(*one, fixed=True)})>N({cell(*other, fixed=True)})"
    closing = f"{MARK}{CLOSING}"
    if any(closing in entry for entry in planned.entries):
        opening, before = planned.column("年初"), letters(len(planned.columns))
        now, then = f"${letters(opening)}{planned.first + 1}", f"${before}{planned.first + 1}"
        condition = f"=AND(ISNUMBER({then}),ROUND(N({now})-N({then}),6)<>0)"
        yield (planned.first, opening, planned.last, opening), condition
    if _has_sections(planned, blocks):
        amount, sums = planned.column(AMOUNT), len(planned.columns)
        stated, added = f"${letters(amount)}{planned.first + 1}", f"${letters(sums)}{planned.first + 1}"
        condition = f"=AND(ISNUMBER({stated}),ISNUMBER({added}),ROUND(N({stated})-N({added}),6)<>0)"
        yield (planned.first, amount, planned.last, amount), condition
        yield (planned.first, sums, planned.last, sums), condition


def _totals(planned: Planned) -> Iterator[tuple[int, str]]:
    block = planned.block
    if block.kind == "form":
        cells = (cell(planned.first + block.keys.index(key), 1) for key in block.sums)
        yield 1, f"=SUM({','.join(cells)})"
        return
    for name in block.sums:
        number = planned.column(block.label(name))
        inner = f"{cell(planned.first, number)}:{cell(planned.last, number)}"
        yield (
            number,
            f"=SUM({column_range(planned, block.label(name), foreign=False) if not block.fixed else inner})",
        )


def _of(planned: Planned, key: str) -> tuple[int, int]:
    """The cell of a key of a form, or of a row and column of a grid."""
    if planned.block.kind == "form":
        return planned.first + planned.block.keys.index(key), 1
    row, _, column = key.rpartition(".")
    return planned.first + planned.block.keys.index(row), planned.column(column)


def _sum_of_sections(planned: Planned, row: int, blocks: Sequence[Planned]) -> str:
    sections = next(one for one in blocks if one.block.kind == "sections")
    number, _, amount = (column.head for column in sections.columns)
    own = cell(row, planned.column(planned.block.label(NUMBER)))
    numbers, amounts = column_range(sections, number), column_range(sections, amount)
    return f'=IF(COUNTIF({numbers},{own})=0,"",SUMIF({numbers},{own},{amounts}))'


def _line_of(row: int, blocks: Sequence[Planned]) -> str:
    lines = next(one for one in blocks if one.block.numbered)
    own = cell(row, 0)
    numbers = column_range(lines, lines.block.label(NUMBER))
    found = (column_range(lines, lines.block.label(key)) for key in ("项", "项目名称"))
    said = '&" "&'.join(f"INDEX({area},MATCH({own},{numbers},0))" for area in found)
    return f'=IF({own}="","",IFERROR({said},"没有这个序号"))'
