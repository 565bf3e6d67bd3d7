"""录入格 — a cell of a form becomes what the data says at the key path that it shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from disclosure import deriving
from disclosure.errors import Source
from disclosure.forms.fill_cells import shown_at
from disclosure.forms.rows_and_columns import Line
from disclosure.forms.spec import NOT_APPLICABLE, VALUES, ColumnSpec, literal
from disclosure.importing.reading.forms import FoundForm, location
from disclosure.importing.reading.rounded_amounts import at_cell, money
from disclosure.importing.recognising import printed_numbers
from disclosure.loading import expected_data
from disclosure.loading.data_files import without_control_characters
from disclosure.loading.published import Cell
from disclosure.loading.reading_state import Loc
from disclosure.model import Submission
from disclosure.money import Unit

_PENDING = "【待填"  # what a draft prints where it lacks something
_TEMPLATE = re.compile(r"\{[{%#]")


@dataclass(frozen=True, slots=True)
class EntryCell:
    """录入格 — the cell of a form where a line and a column meet."""

    line: Line
    column: ColumnSpec

    @property
    def key(self) -> tuple[str, str]:
        """行列 — the ids of its row and column."""
        return self.line.id, self.column.id

    @property
    def path(self) -> str:
        """键路径 — what it shows; empty where it shows nothing, or what the table itself works out."""
        shown = shown_at(self.line, self.column)
        return "" if _is_fixed(shown) or self.column.measure == "%" else shown

    @property
    def place(self) -> Loc:
        """位置 — the key path taken apart."""
        return location(self.path)

    @property
    def is_left_out(self) -> bool:
        """是否不读 — whether the form has a fixed text there, or a share that it works out itself."""
        return _is_fixed(self.line.cells.get(self.column.id, "")) or self.column.measure == "%"

    @property
    def shows_a_value(self) -> bool:
        """是否有值 — whether a value of the data stands there."""
        return self.column.kind in VALUES and bool(self.path)

    @property
    def is_number(self) -> bool:
        """是否数 — whether it shows a number of the data: an amount, a count, a score."""
        shown = expected_data.at(self.place)
        return self.is_amount or bool(shown and not shown.is_text)

    @property
    def is_amount(self) -> bool:
        """是否金额 — entered, derived, or the sum of other cells of the form."""
        return self._is_entered_amount if self.path else self._is_sum_of_amounts

    @property
    def _is_entered_amount(self) -> bool:
        return self.column.kind == "数" or expected_data.is_amount(self.place)

    @property
    def _is_sum_of_amounts(self) -> bool:
        return bool(self.line.formula and self.column.figure) and self.column.measure == "元"

    @property
    def is_derived(self) -> bool:
        """是否推得出 — whether it shows a number that follows from other data, by its name."""
        return self.column.kind == "数" and bool(self.path)

    @property
    def is_entered_amount(self) -> bool:
        """是否录入的金额 — one that people enter, not one that follows from other data."""
        return bool(self.path and expected_data.at(self.place)) and self.path not in _derived_names()


def _is_fixed(shown: str) -> bool:
    return shown == NOT_APPLICABLE or bool(literal(shown))


def put(form: FoundForm, at: EntryCell, cell: Cell, *, unit: Unit | None) -> None:
    """填入 — what a cell says; a cell that must be empty, or cannot be read, is a doubt."""
    # 年初预算 | 40.00 (万元) → 绩效.整体自评.….年初预算: 400000元 ± 50元
    # 年度目标 | 保障办公。   → 绩效.整体自评.年度目标: 保障办公。
    text, source = _clean_text(cell), cell.source
    if cell.fault:
        form.lose(at.key, cell.fault, source)
    elif at.is_left_out:
        return
    elif at.is_amount:
        _put_amount(form, at, text, source, unit=unit)
    elif not at.path:
        _require_nothing_said(form, text, source)
    elif _PENDING not in text and text:
        _put_text(form, at.place, text, source)


def _clean_text(cell: Cell) -> str:
    lines = cell.text.replace("\r\n", "\n").replace("\r", "\n")
    return without_control_characters(lines).strip()


def _require_nothing_said(form: FoundForm, text: str, source: Source) -> None:
    if printed_numbers.amount(text) != 0:
        form.doubt(f"“{text[:20]}”所在的格在模板的表里没有内容", source)


def _put_amount(form: FoundForm, at: EntryCell, text: str, source: Source, *, unit: Unit | None) -> None:
    amount = printed_numbers.amount(text)
    if _PENDING in text:
        form.lose(at.key, "这个数还没有填（【待填】），表不完整", source)
    elif amount is None:
        form.lose(at.key, printed_numbers.why_not(text), source)
    elif unit is None and amount:
        form.doubt_unit()
    else:
        value = money(text, amount, unit, source)
        form.put(at.key, value)
        if at.is_derived:
            form.derived[at.path] = value
        if at.is_entered_amount and (text or not form.spec.may_lack(at.path)):
            form.entries[at.place] = (value, value)


def _put_text(form: FoundForm, loc: Loc, text: str, source: Source) -> None:
    if loc[0] == "部门":  # said of every table; what it is the data say themselves
        form.owners.setdefault(text, source)
    elif _TEMPLATE.search(text):
        form.doubt("文字里有“{{”“{%”或“{#”，会被当成要计算的内容，请改正", source)
    elif expected_data.at(loc).is_text:
        _put_once(form, loc, text, source)
    elif printed_numbers.is_number(text):
        _put_once(form, loc, f"{printed_numbers.amount(text):f}", source)
    elif printed_numbers.amount(text) is None:
        form.doubt(printed_numbers.why_not(text), source)


def _put_once(form: FoundForm, loc: Loc, text: str, source: Source) -> None:
    said, before = form.entries.setdefault(loc, (text, at_cell(source)))
    if said != text:
        form.doubt(f"与 {before.places} 是同一格，两处的内容不同", source)


@cache
def _derived_names() -> frozenset[str]:
    """Names of the numbers that follow from other data, even where a key bears the same name."""
    known = {"模板": "-", "单位": "元", "年度": "2023", "部门": {"全称": "-"}}
    derived = deriving.derive(Submission.model_validate(known, context={"unit": "元"}))
    return frozenset(one.name for one in derived.values() if one.formula)
