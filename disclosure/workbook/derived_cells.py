"""算出的格子 — formulas for what follows, and marks where what was filled in does not add up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from disclosure.loading.workbook import MARK, NUMBER
from disclosure.loading.workbook.layout import AMOUNT, LINE, SECTIONS_TOTAL, TOTAL, UNIT
from disclosure.loading.workbook.workbook_cells import letters
from disclosure.workbook.appearance import WIDTHS, Formats
from disclosure.workbook.plan import CLOSING, Planned

Area = tuple[int, int, int, int]


def cell(row: int, column: int, *, fixed: bool = False) -> str:
    """单元格 — A1, or $A$1."""
    return f"${letters(column)}${row + 1}" if fixed else f"{letters(column)}{row + 1}"


def column_range(planned: Planned, head: str, *, foreign: bool = True) -> str:
    """一列的范围 — a column of entries and the line under them, so that rows put in are counted."""
    number = planned.column(head)
    span = f"{cell(planned.first, number, fixed=True)}:{cell(planned.last + 1, number, fixed=True)}"
    return f"'{planned.sheet.name}'!{span}" if foreign else span


def unit_chosen(planned: Planned, blocks: Sequence[Planned]) -> str:
    """单位 — the unit of a block's amounts as it is chosen, for all or for these alone; a formula."""
    of_all, *own = map(_unit_cell, _with_units(planned, blocks))
    chosen = "".join(f'IF({place}="",{of_all},{place})' for place in own) or of_all
    return f'={chosen}&""'


def _with_units(planned: Planned, blocks: Sequence[Planned]) -> list[Planned]:
    """The blocks in which a unit is chosen that counts for a block: first that of all."""
    places = ((), planned.block.at[:1])
    return [each for each in blocks if UNIT in each.block.keys and each.block.at in places]


def _unit_cell(planned: Planned) -> str:
    return f"'{planned.sheet.name}'!{cell(*_form_cell(planned, UNIT), fixed=True)}"


def add(sheet: Any, formats: Formats, planned: Planned, blocks: Sequence[Planned]) -> None:
    """写公式 — totals, and what a row adds up to elsewhere."""
    if planned.total is not None:
        sheet.write_string(planned.total, 0, f"{MARK}{TOTAL}", formats["derived"])
        for number, formula in _totals(planned):  # an empty result makes LibreOffice work it out too
            sheet.write_formula(planned.total, number, formula, formats["derived"], "")
    if _has_sections(planned, blocks):
        _formula_column(
            sheet, formats, planned, SECTIONS_TOTAL, lambda row: _sum_of_sections(planned, row, blocks)
        )
        number = len(planned.columns)
        formula = f"=SUM({_column_cells(planned, number)})"
        sheet.write_formula(planned.head + 1, number, formula, formats["derived"], "")
    elif planned.block.kind == "sections":
        _formula_column(sheet, formats, planned, LINE, lambda row: _line_of(row, blocks))


def column_beside(planned: Planned, blocks: Sequence[Planned]) -> Mapping[int, int]:
    """旁边的列 — the column of formulas at the right of the entries, with its width; often none."""
    has_one = planned.block.kind == "sections" or _has_sections(planned, blocks)
    return {len(planned.columns): WIDTHS["text"]} if has_one else {}


def _has_sections(planned: Planned, blocks: Sequence[Planned]) -> bool:
    return planned.block.numbered and planned.block.base == _sections_block(blocks).block.base


def _sections_block(blocks: Sequence[Planned]) -> Planned:
    return next(planned for planned in blocks if planned.block.kind == "sections")


def _formula_column(
    sheet: Any, formats: Formats, planned: Planned, head: str, formula: Callable[[int], str]
) -> None:
    number = len(planned.columns)
    sheet.write_string(planned.head, number, f"{MARK}{head}", formats["head"])
    for row in range(planned.first, planned.last + 1):
        sheet.write_formula(row, number, formula(row), formats["beside"], "")


def marks(planned: Planned, blocks: Sequence[Planned]) -> Iterator[tuple[Area, str]]:
    """标红 — areas and the condition under which they turn red."""
    for small, large in planned.block.limits:
        limited, limit = _cell_of(planned, small), _cell_of(planned, large)
        yield (*limited, *limited), f"=N({cell(*limited, fixed=True)})>N({cell(*limit, fixed=True)})"
    beside = len(planned.columns)  # the column at the right: last year's closing, or what the 款 add up to
    then = _down_column(planned, beside)
    if f"{MARK}{CLOSING}" in planned.reference_heads():
        opening = planned.column("年初")
        now = _down_column(planned, opening)
        yield _column_area(planned, opening), f"=AND(ISNUMBER({then}),ROUND(N({now})-N({then}),6)<>0)"
    if _has_sections(planned, blocks):
        amount = planned.column(AMOUNT)
        stated = _down_column(planned, amount)
        both_known = f"ISNUMBER({stated}),ISNUMBER({then})"
        condition = f"=AND({both_known},ROUND(N({stated})-N({then}),6)<>0)"
        yield _column_area(planned, amount), condition
        yield _column_area(planned, beside), condition


def _down_column(planned: Planned, number: int) -> str:
    """The first cell of a column, as a condition for all of its rows names it."""
    return f"${letters(number)}{planned.first + 1}"


def _column_area(planned: Planned, number: int) -> Area:
    return planned.first, number, planned.last, number


def _column_cells(planned: Planned, number: int) -> str:
    return f"{cell(planned.first, number)}:{cell(planned.last, number)}"


def _totals(planned: Planned) -> Iterator[tuple[int, str]]:
    """Columns to be summed, with the formula; a form has one column of values."""
    block = planned.block
    if block.kind == "form":
        cells = (cell(*_form_cell(planned, key)) for key in block.sums)
        yield 1, f"=SUM({','.join(cells)})"
        return
    for head in map(block.label, block.sums):
        number = planned.column(head)
        entries = column_range(planned, head, foreign=False)
        yield number, f"=SUM({_column_cells(planned, number) if block.fixed else entries})"


def _form_cell(planned: Planned, key: str) -> tuple[int, int]:
    return planned.first + planned.block.keys.index(key), 1


def _cell_of(planned: Planned, key: str) -> tuple[int, int]:
    """The cell of a key of a form, or of a row and column of a grid."""
    if planned.block.kind == "form":
        return _form_cell(planned, key)
    row, _, column = key.rpartition(".")
    return planned.first + planned.block.keys.index(row), planned.column(column)


def _sum_of_sections(planned: Planned, row: int, blocks: Sequence[Planned]) -> str:
    sections = _sections_block(blocks)
    number, _, amount = (column.head for column in sections.columns)
    own = cell(row, planned.column(planned.block.label(NUMBER)))
    numbers, amounts = column_range(sections, number), column_range(sections, amount)
    return f'=IF(COUNTIF({numbers},{own})=0,"",SUMIF({numbers},{own},{amounts}))'


def _line_of(row: int, blocks: Sequence[Planned]) -> str:
    """The line of expenditure that a row of 款 belongs to: its 项 and the name of its project."""
    lines = next(other for other in blocks if other.block.numbered)
    own = cell(row, 0)
    heads = map(lines.block.label, ("项", "项目名称", NUMBER))
    item, project, numbers = (column_range(lines, head) for head in heads)
    position = f"MATCH({own},{numbers},0)"
    named = f'INDEX({item},{position})&" "&INDEX({project},{position})'
    return f'=IF({own}="","",IFERROR({named},"没有这个序号"))'
