"""当地的写法 — what a pack says of all its tables at once (表格式), put into the declaration of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain
from typing import TypeVar

from disclosure.forms.spec import BlockSpec, Budget, ColumnSpec, RowSpec, TableFormat, TableSpec

_BUDGET = "{预算}"
_CODE_LEVELS = {"": "类", "_section": "款", "_item": "项"}  # ending of the column's id, its head
_ENDINGS = ("", "_2")  # of the ids of columns of the first and the second budget
_NAME = re.compile(r"[a-z]\w*")

Part = TypeVar("Part", TableSpec, BlockSpec, ColumnSpec, RowSpec)

Named = TypeVar("Named", ColumnSpec, RowSpec)


def localised(spec: TableSpec, format: TableFormat) -> TableSpec:
    """当地的表 — a declaration with the pack's columns of codes and budgets, its lines, names and notes."""
    blocks = tuple(_local_block(block, format) for block in spec.blocks)
    return _part_with(spec, blocks=blocks, sheet_notes=spec.sheet_notes if format.with_notes else ())


def names(spec: TableSpec) -> set[str]:
    """各名称 — of a table's heads and rows."""
    return set(chain.from_iterable(map(_heads_and_rows, spec.blocks)))


def _heads_and_rows(block: BlockSpec) -> Iterator[str]:
    yield from chain.from_iterable(column.title for column in block.columns)
    yield from chain.from_iterable(row.name for row in block.rows)


def _part_with(part: Part, **change: object) -> Part:
    return part.model_copy(update=change)


def _local_block(block: BlockSpec, format: TableFormat) -> BlockSpec:
    columns = tuple(_with_budgets(block.columns, format.budgets))
    if format.split_codes and block.row_source == "功能科目":
        columns = tuple(_with_split_codes(columns))
    called = partial(_locally_called, renamed=format.renamed)
    return _part_with(
        block,
        columns=tuple(map(called, columns)),
        rows=tuple(map(called, block.rows)),
        with_money=(*block.with_money, *format.with_money),
    )


def _locally_called(part: Named, renamed: Mapping[str, str]) -> Named:
    """A column or row with the pack's names."""
    key = "title" if isinstance(part, ColumnSpec) else "name"
    return _part_with(part, **{key: _local_names(getattr(part, key), renamed)})


def _local_names(names: tuple[str, ...], renamed: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(renamed.get(name, name) for name in names)


def _with_split_codes(columns: tuple[ColumnSpec, ...]) -> Iterator[ColumnSpec]:
    """The one column of codes becomes three; a form that has them already stays as it is."""
    codes = list(filter(_is_code, columns))
    single = codes if len(codes) == 1 else []
    for column in columns:
        yield from _levels(column) if column in single else (column,)


def _is_code(column: ColumnSpec) -> bool:
    return column.kind == "代码"


def _levels(code: ColumnSpec) -> Iterator[ColumnSpec]:
    width = round(code.width / len(_CODE_LEVELS), 1)
    for ending, head in _CODE_LEVELS.items():
        yield _part_with(code, id=code.id + ending, title=(*code.title, head), width=width)


def _with_budgets(columns: tuple[ColumnSpec, ...], budgets: tuple[Budget, ...]) -> Iterator[ColumnSpec]:
    """A column of a budget stands once for each: the first keeps its id, the others are numbered."""
    made = {column.id for column in columns if _BUDGET in column.figure}
    for column in columns:
        yield from _each_budget(column, budgets, made) if column.id in made else (column,)


def _each_budget(column: ColumnSpec, budgets: tuple[Budget, ...], made: set[str]) -> Iterator[ColumnSpec]:
    heads = map("{}数".format, budgets) if len(budgets) > 1 else column.title[-1:]
    for budget, head, ending in zip(budgets, heads, _ENDINGS, strict=False):
        yield _of_budget(column, budget, head, ending, made)


def _of_budget(column: ColumnSpec, budget: Budget, head: str, ending: str, made: set[str]) -> ColumnSpec:
    """A column of one budget; its formula names the columns of the same budget."""
    formula = _NAME.sub(lambda name: name[0] + ending * (name[0] in made), column.formula)
    figure = column.figure.replace(_BUDGET, budget)
    title = (*column.title[:-1], head)
    return _part_with(column, id=column.id + ending, title=title, figure=figure, formula=formula)
