"""对合计 — whether a table that was read adds up: 类=Σ款=Σ项, rows and columns by their formulas, within rounding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from disclosure import formula as formulas
from disclosure.importing.reading.read_table import ZERO, Found, Value
from disclosure.money import number_text
from disclosure.tables.rows_and_columns import TOTAL, Grid, Line
from disclosure.tables.spec import ColumnSpec

_SHOWN = 5


def check(table: Found) -> None:
    """核对 — each sum of the table that does not close is a reason for doubt."""
    found = [one for grid in table.grids.values() for one in _faults(table, grid)]
    for message in found[:_SHOWN]:
        table.doubt(message)
    if len(found) > _SHOWN:
        table.doubt(f"另有 {len(found) - _SHOWN} 处合计对不上")


def _faults(table: Found, grid: Grid) -> Iterator[str]:
    whole = grid.id not in table.unnamed  # a row that nobody knows may be part of any sum
    if whole:
        yield from _levels(table, grid)
    for line in grid.lines:
        for column in grid.columns:
            adds = column.measure != "%" and (line.id, column.id) in table.cells
            for formula in _formulas(grid, line, column, down=whole) if adds else ():
                fault = _fault(table, (line.id, column.id), formula)
                if fault:
                    yield fault


def _formulas(grid: Grid, line: Line, column: ColumnSpec, *, down: bool) -> Iterator[str]:
    """What a cell adds up of its column (`down`) and of its row."""
    children = _children(grid, line) if down else []
    if children:
        yield " + ".join(f"{child}.{column.id}" for child in children)
    if line.formula and down:
        yield _full(line.formula, lambda name: name if "." in name else f"{name}.{column.id}")
    names = _made_of(grid, column)
    if names:
        yield _full(names, lambda name: f"{line.id}.{name}")


def _made_of(grid: Grid, column: ColumnSpec) -> str:
    """What a column adds up: a formula that stands for many columns means their 类; a 类 is its 款."""
    below = (
        _subjects_below(grid, f"{column.formula}_", 3)
        if column.formula
        else _subjects_below(grid, column.id, 2)
    )
    return " + ".join(below) or column.formula


def _subjects_below(grid: Grid, head: str, digits: int) -> list[str]:
    tails = ((one.id, one.id.removeprefix(head)) for one in grid.columns if one.id.startswith(head))
    return [id for id, tail in tails if tail.isdigit() and len(tail) == digits]


def _full(formula: str, name: Callable[[str], str]) -> str:
    parsed = formulas.parse(formula)
    made = {one: name(one) for one in formulas.names(parsed)}
    return " ".join(made.get(word, word) for word in formula.replace("(", "( ").replace(")", " )").split())


def _children(grid: Grid, line: Line) -> list[str]:
    """The rows that a row adds up: those of the next level below its code, of a total the 类."""
    codes = [one.code for one in grid.lines if one.code]
    if line.id == TOTAL or line.sums:
        return [code for code in codes if len(code) == 3]  # noqa: PLR2004 - digits of a 类
    if not line.code or line.figure is None or line.kind == "fixed":
        return []
    return [code for code in codes if code.startswith(line.code) and len(code) == len(line.code) + 2]


def _levels(table: Found, grid: Grid) -> Iterator[str]:
    """A code without the codes above it, or an amount of a 类 or 款 that nothing below explains."""
    codes = {one.code for one in grid.lines if one.code}
    coded = any(one.kind == "item" for one in grid.lines)
    for code in sorted(codes):
        if len(code) > 3 and code[:-2] not in codes:  # noqa: PLR2004
            yield f"有 {code}，没有它的上级 {code[:-2]}，无法核对"
        below = any(len(other) > len(code) and other.startswith(code) for other in codes)
        if coded and len(code) < 7 and not below and _any(table, grid, code):  # noqa: PLR2004
            yield f"{code} 有数，但下面没有明细，得不到项级科目的数"
    if coded and codes and TOTAL not in {one.id for one in grid.lines}:
        yield "没有“合计”行，无法核对"


def _any(table: Found, grid: Grid, row: str) -> bool:
    return any(table.cells.get((row, column.id), Value(ZERO)).amount for column in grid.columns)


def _fault(table: Found, whole: tuple[str, str], formula: str) -> str:
    parsed = formulas.parse(formula)
    keys = {name: _key(name) for name in formulas.names(parsed)}
    if not table.unread.isdisjoint(keys.values()):
        return ""
    parts = {name: table.cells.get(key, Value(ZERO)) for name, key in keys.items()}
    made = formulas.evaluate(parsed, lambda name: parts[name].amount) or ZERO
    stated = table.cells[whole]
    allowed = stated.half + sum((part.half for part in parts.values()), ZERO)
    if abs(made - stated.amount) <= allowed:
        return ""
    where = _where(list(parts.values()))
    return f"{stated.sources[0]} 是 {_said(stated)}，{where}算出来是 {number_text(made, 2)} 元，合计对不上"


def _key(name: str) -> tuple[str, str]:
    row, _, column = name.partition(".")
    return row, column


def _said(value: Value) -> str:
    return f"{number_text(value.amount, 2)} 元"


def _where(parts: Sequence[Value]) -> str:
    places = [str(part.sources[0].cell) for part in parts if part.sources]
    return f"由 {'、'.join(places[:4])}{'等' if len(places) > 4 else ''} " if places else ""  # noqa: PLR2004
