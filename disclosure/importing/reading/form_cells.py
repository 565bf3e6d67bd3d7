"""录入格 — a cell of a form becomes what the data says at the key path that it shows."""

from __future__ import annotations

import re
from functools import cache

from disclosure import figures
from disclosure.errors import Source
from disclosure.importing.reading.forms import Form, location
from disclosure.importing.reading.printed_amounts import NO_UNIT, money
from disclosure.importing.reading.read_table import ZERO, Value
from disclosure.importing.recognising import normalisation
from disclosure.load import shape
from disclosure.load.data_files import without_control_characters
from disclosure.load.published import Cell
from disclosure.load.reading_state import Loc
from disclosure.model import Submission
from disclosure.money import Unit
from disclosure.tables.fill_cells import named
from disclosure.tables.rows_and_columns import Line
from disclosure.tables.spec import NOT_APPLICABLE, ColumnSpec

_PENDING = "【待填"  # what a draft prints where it lacks something
_TEMPLATE = re.compile(r"\{[{%#]")


def path(line: Line, column: ColumnSpec) -> str:
    """键路径 — what a cell shows; empty where it shows nothing, or what the table itself works out."""
    found = line.cells.get(column.id) or named(line, column)
    return "" if found == NOT_APPLICABLE or column.measure == "%" else found


def is_number(line: Line, column: ColumnSpec) -> bool:
    """是否数 — whether a cell shows a number of the data: an amount, a count, a score."""
    shown = shape.at(location(path(line, column)))
    return is_amount(line, column) or bool(shown and not shown.is_text)


def is_amount(line: Line, column: ColumnSpec) -> bool:
    """是否金额 — entered, derived, or the sum of other cells of the form."""
    name = path(line, column)
    if not name:
        return bool(line.formula and column.figure) and column.measure == "元"
    return column.kind == "数" or shape.is_amount(location(name))


def put(
    form: Form, line: Line, column: ColumnSpec, cell: Cell | None, source: Source, *, unit: Unit | None
) -> None:
    """填入 — what a cell says; a cell that must be empty, or cannot be read, is a doubt."""
    text = _text(cell)
    if cell is not None and cell.fault:
        form.lose((line.id, column.id), cell.fault, source)
    elif line.cells.get(column.id) == NOT_APPLICABLE or column.measure == "%":
        return
    elif is_amount(line, column):
        _put_amount(form, line, column, text, source, unit=unit)
    elif not path(line, column):
        if normalisation.amount(text) != 0:
            form.doubt(f"“{text[:20]}”所在的格在模板的表里没有内容", source)
    elif _PENDING not in text and text:
        _put_said(form, location(path(line, column)), text, source)


def _text(cell: Cell | None) -> str:
    return (
        without_control_characters(cell.text.replace("\r\n", "\n").replace("\r", "\n")).strip()
        if cell
        else ""
    )


def _put_amount(
    form: Form, line: Line, column: ColumnSpec, text: str, source: Source, *, unit: Unit | None
) -> None:
    amount, name = normalisation.amount(text), path(line, column)
    if _PENDING in text:
        form.lose((line.id, column.id), "这个数还没有填（【待填】），表不完整", source)
    elif amount is None:
        form.lose((line.id, column.id), f"“{text[:20]}”不是数", source)
    elif unit is None and amount:
        form.doubt(NO_UNIT)
    else:
        value = money(text, amount, unit, source)
        form.put((line.id, column.id), value)
        if column.kind == "数" and name:
            form.figures[name] = value
        if name and shape.at(location(name)) and name not in _derived():
            form.entries[location(name)] = (value, value)


def _put_said(form: Form, loc: Loc, text: str, source: Source) -> None:
    if loc[0] == "部门":  # said of every table; what it is the data say themselves
        form.owners.setdefault(text, source)
    elif _TEMPLATE.search(text):
        form.doubt("文字里有“{{”“{%”或“{#”，会被当成要计算的内容，请改正", source)
    elif shape.at(loc).is_text:
        _say(form, loc, text, source)
    elif normalisation.is_number(text):
        _say(form, loc, f"{normalisation.amount(text):f}", source)
    elif normalisation.amount(text) is None:
        form.doubt(f"“{text[:20]}”不是数", source)


def _say(form: Form, loc: Loc, text: str, source: Source) -> None:
    """A place said twice must say the same."""
    said, before = form.entries.setdefault(loc, (text, Value(ZERO, ZERO, (source,))))
    if said != text:
        form.doubt(f"与 {'、'.join(map(str, before.sources))} 是同一格，两处的内容不同", source)


@cache
def _derived() -> frozenset[str]:
    """Names of the numbers that follow from other data, even where a key bears the same name."""
    known = {"模板": "-", "单位": "元", "年度": "2023", "部门": {"全称": "-"}}
    made = figures.derive(Submission.model_validate(known, context={"unit": "元"}))
    return frozenset(one.name for one in made.values() if one.formula)
