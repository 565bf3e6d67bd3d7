"""印格 — cells of filled tables as a document prints them: amounts, texts, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import cast

from disclosure.document import Cell, Line, Text
from disclosure.forms.fill import Sheet
from disclosure.forms.filled_table import FilledCell
from disclosure.forms.spec import ColumnSpec, TableFormat, TableSpec, Zero
from disclosure.money import in_unit, number_text, rounded

Absent = Callable[[Iterable[str]], Text]
Render = Callable[[str, str], Line]  # text that somebody typed, its key path
Place = tuple[int, int]  # row of the body, column of the grid

_COUNT_PLACES = 2


def table_format(spec: TableSpec, base: TableFormat) -> TableFormat:
    """表格式 — the pack's, with what the table itself says."""
    own = {name: getattr(spec, name) for name in ("amount_unit", "amount_places", "grouping", "zero")}
    return base.model_copy(update={name: value for name, value in own.items() if value is not None})


class CellPrinter:
    """印格器 — of one filled table; `absent` stands in for a missing value, `render` prints typed text."""

    def __init__(self, sheet: Sheet, format: TableFormat, absent: Absent, render: Render) -> None:
        self._id, self._format, self._absent, self._render = sheet.filled.id, format, absent, render
        self._cells = {row.id: row.cells for row in sheet.filled.rows}
        self._says_empty = sheet.filled.empty and bool(sheet.spec.empty_sentence)

    def cell(self, row: str, column: ColumnSpec, places: Mapping[tuple[str, str], Place]) -> Cell:
        """一格 — as printed; `places` says where the cells it may be the sum of stand."""
        cell = self._cells.get(row, {}).get(column.id)
        if cell is None:
            return Cell()
        if cell.value is not None:
            name = f"{self._id}.{row}.{column.id}"
            return self._number(cell, name, places, column.zero or self._format.zero)
        if cell.missing:
            return Cell(self.missing(cell.missing), "center")
        if not cell.figure:
            return Cell(_text(cell.text), "center")
        return Cell(self._render(cell.text, cell.figure))

    def missing(self, names: Iterable[str]) -> Line:
        """待填 — 【待填：…】, noted, or the statement of a secret."""
        return (self._absent(names),)

    def _number(
        self, cell: FilledCell, name: str, places: Mapping[tuple[str, str], Place], zero: Zero
    ) -> Cell:
        value, decimals = self._printed(cell)
        if value == 0 and (zero == "空白" or self._says_empty):
            return Cell(align="right", name=name)
        origin = name if cell.approved else cell.figure or name
        return Cell(
            (Text(number_text(value, decimals, grouping=self._grouped(cell)), origin),),
            "right",
            value=value,
            number_format=self._pattern(cell, decimals),
            unit={"amount": self._format.amount_unit, "percent": "%"}.get(cell.kind, ""),
            parts=_stand(cell.parts, places),
            name=name,
        )

    def _grouped(self, cell: FilledCell) -> bool:
        return self._format.grouping and cell.kind == "amount"

    def _printed(self, cell: FilledCell) -> tuple[Decimal, int]:
        """The value as it prints, and its decimals: counts and scores show as many as they have."""
        value, format = cell.value or Decimal(0), self._format
        if cell.kind == "amount":
            return rounded(in_unit(value, format.amount_unit), format.amount_places), format.amount_places
        if cell.kind == "percent":
            return rounded(value, _COUNT_PLACES), _COUNT_PLACES
        shown = number_text(value, _COUNT_PLACES, trim=True)
        return Decimal(shown), len(shown.partition(".")[2])

    def _pattern(self, cell: FilledCell, decimals: int) -> str:
        digits = "#,##0" if self._grouped(cell) else "0"
        return digits + (f".{'0' * decimals}" if decimals else "")


def _stand(parts: Iterable[tuple[str, str]], places: Mapping[tuple[str, str], Place]) -> tuple[Place, ...]:
    """Where all parts of a sum stand; nothing where one of them is not printed."""
    stand = tuple(map(places.get, parts))
    return () if None in stand else cast("tuple[Place, ...]", stand)


def _text(text: str) -> Line:
    return (Text(text),) if text else ()
