"""对合计 — whether a table adds up: 类=Σ款=Σ项, rows and columns by their formulas, within rounding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import chain, product

from disclosure import formula as formulas
from disclosure.forms.rows_and_columns import CLASSES, TOTAL, Grid, Line
from disclosure.forms.spec import ColumnSpec
from disclosure.importing.reading.found_table import FoundTable, Key
from disclosure.importing.reading.rounded_amounts import NONE, ZERO, Value, total

_SHOWN = 5  # faults of one table
_PLACES = 4  # cells of one sum
_CLASS, _STEP, _ITEM = 3, 2, 7  # digits of a 类, of each level below it, of an 项


@dataclass(frozen=True, slots=True)
class TableSum:
    """一处合计 — the cell that is a sum, those it adds up and how often (-1: taken off), what they make."""

    whole: Key
    parts: Mapping[Key, Decimal]
    stated: Value
    added: Value

    @property
    def closes(self) -> bool:
        """是否相符 — whether rounding explains the difference."""
        return self.stated.agrees(self.added)

    @property
    def tail(self) -> Decimal:
        """尾差 — how far apart they are beyond what rounding explains, in 元."""
        slack = self.stated.half + self.added.half
        return max(abs(self.stated.amount - self.added.amount) - slack, ZERO)

    @property
    def message(self) -> str:
        """说法 — why they do not agree."""
        # 20103 | 60.00, 2010301 | 50.00, 2010350 | 11.00 → 由 D5、D6 算出来是 61.00 元
        said, of_parts = map(self.stated.said, (self.stated.amount, self.added.amount))
        return f"{self.stated.sources[0]} 是 {said}，{_from(self.added)}算出来是 {of_parts}，合计对不上"


def check(table: FoundTable) -> None:
    """核对 — each sum of the table that does not close is a reason for doubt."""
    found = list(faults(table))
    for message in found[:_SHOWN]:
        table.doubt(message)
    if len(found) > _SHOWN:
        table.doubt(f"另有 {len(found) - _SHOWN} 处合计对不上")


def faults(table: FoundTable) -> Iterator[str]:
    """对不上的合计 — a sentence for each sum of the table that does not close, or cannot be checked."""
    return chain.from_iterable(map(partial(_faults, table), table.grids.values()))


def sums(table: FoundTable) -> Iterator[TableSum]:
    """各处合计 — every sum of the table whose parts could be read."""
    return chain.from_iterable(map(partial(_sums_of_grid, table), table.grids.values()))


def _faults(table: FoundTable, grid: Grid) -> Iterator[str]:
    if grid.id not in table.unnamed:
        yield from _level_faults(table, grid)
    yield from (one.message for one in _sums_of_grid(table, grid) if not one.closes)


def _sums_of_grid(table: FoundTable, grid: Grid) -> Iterator[TableSum]:
    for line, column in product(grid.lines, grid.columns):
        key = (line.id, column.id)
        if key in table.cells and column.measure != "%":
            found = filter(None, _sums(table, grid, line, column))
            yield from filter(None, map(partial(_table_sum, table, key), found))


def _sums(table: FoundTable, grid: Grid, line: Line, column: ColumnSpec) -> Iterator[str]:
    """What a cell adds up of its column and of its row, as formulas of cells; empty for nothing."""
    # the cell of 201 and 合计 → 20103.total + 20106.total, and 201.basic + 201.project
    blocks = _blocks_added(grid, line)
    if set(blocks) <= table.grids.keys() - table.unnamed:  # a row that nobody knows may be part of any sum
        codes = chain.from_iterable(_codes_below(table.grids[block], line) for block in blocks)
        yield " + ".join(f"{code}.{column.id}" for code in codes)
        yield _of_cells(line.formula, partial(_in_column, column.id))
    yield _of_cells(_columns_below(grid, column), lambda name: f"{line.id}.{name}")


def _blocks_added(grid: Grid, line: Line) -> list[str]:
    """Those whose rows a line adds up: its own where it names none."""
    return [grid.id if name == CLASSES else name for name in line.adds] or [grid.id]


def _in_column(column: str, name: str) -> str:
    """The cell of a row, where not a cell is named already."""
    return name if "." in name else f"{name}.{column}"


def _columns_below(grid: Grid, column: ColumnSpec) -> str:
    """What a column adds up: a formula that stands for many columns means their 类; a 类 is its 款."""
    if column.formula:
        below = _subjects_below(grid, f"{column.formula}_", _CLASS)
    else:
        below = _subjects_below(grid, column.id, _STEP)
    return " + ".join(below) or column.formula


def _subjects_below(grid: Grid, head: str, digits: int) -> list[str]:
    tails = {one.id: one.id.removeprefix(head) for one in grid.columns if one.id.startswith(head)}
    return [id for id, tail in tails.items() if tail.isdigit() and len(tail) == digits]


def _of_cells(formula: str, name: Callable[[str], str]) -> str:
    """A formula of rows or columns as one of cells."""
    names = {one: name(one) for one in formulas.names(formulas.parse(formula))} if formula else {}
    return " ".join(names.get(word, word) for word in formula.replace("(", "( ").replace(")", " )").split())


def _codes(grid: Grid) -> list[str]:
    return [line.code for line in grid.lines if line.code]


def _code_above(code: str) -> str:
    """The code of the next level above; empty above a 类."""
    return code[:-_STEP] if len(code) > _CLASS else ""


def _codes_below(grid: Grid, line: Line) -> list[str]:
    """The rows that a row adds up: those of the next level below its code, of a total the 类."""
    # 201, 20103, 2010301, 204 → of 合计 201 and 204, of 201 20103, of 20103 2010301
    if line.id == TOTAL or line.adds:
        return _just_below("", grid)
    return _just_below(line.code, grid) if _is_subject(line) else []


def _is_subject(line: Line) -> bool:
    return bool(line.code) and line.figure is not None and line.kind != "fixed"


def _just_below(above: str, grid: Grid) -> list[str]:
    return [code for code in _codes(grid) if _code_above(code) == above]


def _level_faults(table: FoundTable, grid: Grid) -> Iterator[str]:
    """A code without the codes above it, or an amount of a 类 or 款 that nothing below explains."""
    # 201 | 60.00, 2010301 | 60.00 → 20103 is missing
    # 合计 | 60.00, 201 | 60.00 → no 项 below 201
    codes = set(_codes(grid))
    kinds = {line.kind for line in grid.lines}
    to_items = "item" in kinds
    for code in sorted(codes):
        if _code_above(code) not in {"", *codes}:
            yield f"有 {code}，没有它的上级 {_code_above(code)}，无法核对"
        if to_items and _is_unexplained(table, grid, code):
            yield f"{code} 有数，但下面没有明细，得不到项级科目的数"
    if to_items and "total" not in kinds:
        yield "没有“合计”行，无法核对"


def _is_unexplained(table: FoundTable, grid: Grid, code: str) -> bool:
    below = any(other.startswith(code) for other in _codes(grid) if other != code)
    amounts = (table.cells.get((code, column.id), NONE).amount for column in grid.columns)
    return len(code) < _ITEM and not below and any(amounts)


def _table_sum(table: FoundTable, whole: Key, formula: str) -> TableSum | None:
    """A cell and what it adds up; None where a part could not be read."""
    parsed = formulas.parse(formula)
    keys = {name: _cell_key(name) for name in formulas.names(parsed)}
    if not table.unread.isdisjoint(keys.values()):
        return None
    parts = {name: table.cells.get(key, NONE) for name, key in keys.items()}
    added = formulas.evaluate(parsed, lambda name: parts[name].amount) or ZERO
    every = total(parts.values())
    sources = tuple(part.sources[0] for part in parts.values() if part.sources)
    times = {key: _times(parsed, name) for name, key in keys.items()}
    return TableSum(whole, times, table.cells[whole], Value(added, every.half, sources))


def _times(formula: formulas.Formula, name: str) -> Decimal:
    return formulas.evaluate(formula, lambda other: Decimal(other == name)) or ZERO


def _cell_key(name: str) -> Key:
    row, _, column = name.partition(".")
    return row, column


def _from(added: Value) -> str:
    cells = [str(source.cell) for source in added.sources]
    more = "等" if len(cells) > _PLACES else ""
    return f"由 {'、'.join(cells[:_PLACES])}{more} " if cells else ""
