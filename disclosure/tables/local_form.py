"""当地的写法 — what a pack says of all its tables at once (表格式), put into the declaration of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import TypeVar

from disclosure.tables.spec import BlockSpec, Budget, ColumnSpec, RowSpec, TableFormat, TableSpec

_BUDGET = "{预算}"
_CODE_LEVELS = {"": "类", "_section": "款", "_item": "项"}  # ending of the column's id, its head
_NAME = re.compile(r"[a-z]\w*")

Part = TypeVar("Part", TableSpec, BlockSpec, ColumnSpec, RowSpec)


def localised(spec: TableSpec, format: TableFormat) -> TableSpec:
    """当地的表 — a declaration with the pack's columns of codes and budgets, its lines, names and notes."""
    blocks = tuple(_local_block(block, format) for block in spec.blocks)
    return _changed(spec, blocks=blocks, sheet_notes=spec.sheet_notes if format.with_notes else ())


def names(spec: TableSpec) -> set[str]:
    """各名称 — of a table's heads and rows."""
    heads = (column.title for block in spec.blocks for column in block.columns)
    rows = (row.name for block in spec.blocks for row in block.rows)
    return set(chain.from_iterable(chain(heads, rows)))


def _changed(part: Part, **change: object) -> Part:
    return part.model_copy(update=change)


def _local_block(block: BlockSpec, format: TableFormat) -> BlockSpec:
    columns = tuple(_with_budgets(block.columns, format.budgets))
    if format.split_codes and block.row_source == "功能科目":
        columns = tuple(_with_split_codes(columns))
    rename = format.renamed
    return _changed(
        block,
        columns=tuple(_changed(each, title=_other(each.title, rename)) for each in columns),
        rows=tuple(_changed(each, name=_other(each.name, rename)) for each in block.rows),
        with_money=(*block.with_money, *format.with_money),
    )


def _other(names: tuple[str, ...], renamed: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(renamed.get(name, name) for name in names)


def _with_split_codes(columns: tuple[ColumnSpec, ...]) -> Iterator[ColumnSpec]:
    """The one column of codes becomes three; a form that has them already stays as it is."""
    alone = sum(column.kind == "代码" for column in columns) == 1
    for column in columns:
        yield from _levels(column) if alone and column.kind == "代码" else (column,)


def _levels(code: ColumnSpec) -> Iterator[ColumnSpec]:
    width = round(code.width / len(_CODE_LEVELS), 1)
    for ending, head in _CODE_LEVELS.items():
        yield _changed(code, id=code.id + ending, title=(*code.title, head), width=width)


def _with_budgets(columns: tuple[ColumnSpec, ...], budgets: tuple[Budget, ...]) -> Iterator[ColumnSpec]:
    """A column of a budget stands once for each: the first keeps its id, the others are numbered."""
    made = {column.id for column in columns if _BUDGET in column.figure}
    for column in columns:
        if column.id not in made:
            yield column
            continue
        for number, budget in enumerate(budgets, 1):
            head = f"{budget}数" if len(budgets) > 1 else column.title[-1]
            yield _of_budget(column, budget, head, f"_{number}" if number > 1 else "", made)


def _of_budget(column: ColumnSpec, budget: Budget, head: str, ending: str, made: set[str]) -> ColumnSpec:
    """A column of one budget; its formula names the columns of the same budget."""
    formula = _NAME.sub(lambda name: name[0] + ending * (name[0] in made), column.formula)
    figure = column.figure.replace(_BUDGET, budget)
    title = (*column.title[:-1], head)
    return _changed(column, id=column.id + ending, title=title, figure=figure, formula=formula)
