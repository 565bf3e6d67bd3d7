"""单元格 — the sheets of a workbook as texts with their places; numbers without binary noise."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from disclosure.errors import Source
from disclosure.loading import data_files
from disclosure.loading.workbook.sheet_xml import MAX_AREA, Facts, Merged, Place
from disclosure.loading.workbook.workbook_package import FAR, Wanted, every_one, examine
from disclosure.model.shape import Shape

_BROKEN = re.compile(r"(?<=[一-鿿（）])\s*\n\s*(?=[一-鿿（）])")
_LARGEST = 10**13  # beyond, the 15 digits that a cell holds do not reach the cent
_FINEST = Decimal("0.000001")  # a cent in 万元
_NOISE = Decimal("0.0000001")


class CellError(ValueError):
    """单元格有误 — why a cell's content cannot be taken; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Cells:
    """一张表 — values by row and column from 0, and where they stand."""

    file: str
    name: str
    rows: list[list[Any]]
    facts: Facts
    merged: tuple[Merged, ...]

    def value(self, row: int, column: int) -> Any:
        """值 — None for an empty cell."""
        values = self.rows[row]
        value = values[column] if column < len(values) else ""
        is_blank = isinstance(value, str) and not value.strip()
        return None if is_blank else value

    def holds(self, row: int, column: int) -> bool:
        """是否有内容 — a value, or a formula that has none."""
        return self.value(row, column) is not None or self.facts.lacks_value((row, column))

    def typed(self, row: int, column: int) -> Any:
        """填的值 — what somebody typed; None where nothing stands, or a formula, be it only as a text."""
        is_formula = (row, column) in self.facts.derived or self.words(row, column).startswith("=")
        return None if is_formula else self.value(row, column)

    @property
    def is_empty(self) -> bool:
        """是否空表."""
        return not any(map(any, self.rows))

    def words(self, row: int, column: int) -> str:
        """文字 — the cell's text for titles and heads; empty where there is none."""
        value = self.value(row, column)
        return "" if value is None else str(value).strip()

    def number_words(self, row: int, column: int) -> str:
        """数的写法 — a cell's words, a number as it is shown: 1, not 1.0."""
        value = self.value(row, column)
        return _decimal_text(value) if isinstance(value, float) else self.words(row, column)

    def first_words(self, row: int) -> tuple[int, str]:
        """行首文字 — column and text of a row's first cell with content; 0 and nothing for an empty row."""
        texts = ((column, self.words(row, column)) for column in range(len(self.rows[row])))
        return next(((column, text) for column, text in texts if text), (0, ""))

    def source(self, row: int, column: int) -> Source:
        """出处 — where a cell stands."""
        return Source(self.file, row + 1, column + 1, f"{self.name}!{letters(column)}{row + 1}")

    def text(self, row: int, column: int, expected: Shape) -> str | None:
        """内容 — a cell as the text that a data file would hold; raises CellError."""
        place = (row, column)
        if place in self.facts.errors:
            raise CellError(f"单元格是错误值 {self.facts.errors[place]}，请改正公式，或直接填数字")
        if place in self.facts.uncalculated:
            raise CellError("公式没有算出的结果，请用 Excel 或 WPS 打开，保存一次再读")
        self._require_single(place)
        value = self.value(row, column)
        if not expected.is_text and (fault := self.look_fault(row, column)):
            raise CellError(fault)
        return None if value is None else said(value, expected)

    def look_fault(self, row: int, column: int) -> str:
        """样式有误 — why a number seen otherwise than held cannot be taken; empty where it can."""
        place, value = (row, column), self.value(row, column)
        if place in self.facts.percents:
            return percentage(value)
        if place in self.facts.disguised:
            stored = _decimal_text(value)
            return (
                f"单元格的数字格式使看到的数与存的数（{stored}）不一样，不知道是多少；"
                "请把单元格格式改为“常规”，核对后重新填写"
            )
        return ""

    def _require_single(self, place: Place) -> None:
        for area in self.merged:
            if _covers(area, place):
                (top, left), (bottom, right) = area
                shown = f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"
                raise CellError(f"{shown} 是合并单元格，不知道各格是什么，请取消合并后逐格填写")


def _covers(area: Merged, place: Place) -> bool:
    (top, left), (bottom, right) = area
    return top <= place[0] <= bottom and left <= place[1] <= right


def read(path: Path, shown: str, wanted: Wanted = every_one) -> Iterator[Cells]:
    """读取各表 — the worksheets of a workbook, or those wanted; nothing in it is executed."""
    return of(data_files.content(path, shown), shown, wanted)


def of(data: bytes, shown: str, wanted: Wanted = every_one) -> Iterator[Cells]:
    """各表 — the same, of the bytes of a workbook."""
    for sheet in examine(data, shown, wanted):
        yield Cells(shown, sheet.name, dense(sheet.values, shown), sheet.facts, tuple(sheet.merged))


def dense(values: Mapping[Place, Any], shown: str) -> list[list[Any]]:
    """铺满 — the rows up to the last value; raises InputError where it stands too far off."""
    height = max((row + 1 for row, _ in values), default=0)
    width = max((column + 1 for _, column in values), default=0)
    if height * width > MAX_AREA:
        raise data_files.fault(FAR, shown)
    rows: list[list[Any]] = [[""] * width for _ in range(height)]
    for (row, column), value in values.items():
        rows[row][column] = value
    return rows


def letters(column: int) -> str:
    """列标 — A, B … AA, for a column from 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def percentage(value: Any) -> str:
    """百分数提示 — whether 5 or 0.05 is meant cannot be told from a cell shown as 5%."""
    shown = f"{_decimal_text(value * 100)}%" if isinstance(value, (int, float)) else f"“{value}”"
    return f"单元格是百分数格式（{shown}），不知道是多少；请把单元格格式改为“常规”后重新填写"


def said(value: Any, expected: Shape) -> str:
    """写法 — a cell's value as the text that a data file would hold; raises CellError."""
    match value:
        case bool():
            return "是" if value else "否"
        case int() | float():
            return _decimal_text(value)
        case datetime.datetime() | datetime.date():
            return _date(value, expected)
        case str():
            return _joined(value.strip(), expected)
    raise CellError("单元格是时间，请把单元格格式改为“常规”后重新填写")


def _joined(text: str, expected: Shape) -> str:
    # a name stands in one line, wherever a cell breaks it
    return _BROKEN.sub("", text) if expected.kind == "word" else text


def _decimal_text(value: float) -> str:
    if math.isnan(value):
        raise CellError("单元格里的数已损坏，请重新填写")
    if abs(value) >= _LARGEST:
        raise CellError(
            "数字超过 13 位，表格软件只能准确保存 15 位；请核对，编号请把单元格设为“文本”后重新填写"
        )
    exact = Decimal(format(value, ".15g"))
    near = exact.quantize(_FINEST)
    found = near if abs(near - exact) < _NOISE else exact
    return format(found.normalize() + 0, "f")


def _date(value: datetime.date, expected: Shape) -> str:
    if not (expected.is_text or expected.kind == "own"):
        shown = f"{value.year}-{value.month:02}-{value.day:02}"
        raise CellError(f"单元格是日期 {shown}，不是数；请把单元格格式改为“常规”后重新填写")
    return f"{value.year}年{value.month}月{value.day}日"
