"""带数的表 — tables for the office as an Excel workbook: numbers as numbers, totals as formulas.

The same bytes at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from itertools import chain
from typing import Any, Literal, NamedTuple

from disclosure.money import in_unit, number_text
from disclosure.outputs.listing_workbook import CREATED, FONT, across_a4, row_height

Kind = Literal["text", "amount", "rate", "count"]
Value = str | Decimal | int | None

_EDGES = {"font_name": FONT, "border": 1, "valign": "vcenter"}
_FORMATS: Mapping[Kind, Mapping[str, Any]] = {
    "text": {"text_wrap": True},
    "amount": {"num_format": "#,##0.00_ ", "align": "right"},
    "rate": {"num_format": "0.00_ ", "align": "right"},
    "count": {"num_format": "0_ ", "align": "right"},
}
_PLACES: Mapping[Kind, int] = {"amount": 2, "rate": 2}


class Column(NamedTuple):
    """一栏 — its head, what stands in it (amounts are given in 元 and shown in 万元), its width."""

    head: str
    kind: Kind = "text"
    width: int = 13


class OfficeTable(NamedTuple):
    """一张表 — sheet, what is said above it, columns, rows; the total of them, what follows it."""

    name: str
    notes: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    total: Sequence[Value] = ()
    below: Sequence[Sequence[Value]] = ()

    def texts(self) -> Iterator[tuple[bool, tuple[str, ...]]]:
        """照印出的各行 — whether it is the total row, and its texts as the workbook shows them."""
        rows = chain(((False, row) for row in self.rows), [(True, self.total)] if self.total else ())
        for is_total, row in chain(rows, ((False, row) for row in self.below)):
            yield is_total, tuple(map(shown, row, (column.kind for column in self.columns)))


def shown(value: Value, kind: Kind) -> str:
    """印出的文字 — an amount (元) in 万元 with two decimals, a rate with two; text as it is."""
    if value is None or isinstance(value, str):
        return value or ""
    return number_text(_in_its_unit(value, kind), _PLACES.get(kind, 0), grouping=kind == "amount")


def workbook(title: str, tables: Iterable[OfficeTable]) -> bytes:
    """写工作簿 — a sheet each; amounts keep all their digits and are shown with two decimals."""
    import xlsxwriter  # noqa: PLC0415 - only where a workbook is asked for

    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": title, "created": CREATED})
    for table in tables:
        _OfficeSheet(book, table).write()
    book.close()
    return buffer.getvalue()


class _OfficeSheet:
    """One table on one sheet: notes, head, rows, total, what stands below it."""

    def __init__(self, book: Any, table: OfficeTable) -> None:
        self._book, self._table = book, table
        self._sheet = book.add_worksheet(table.name)
        self._formats: dict[tuple[Kind, bool], Any] = {}
        self._head = len(table.notes)
        self._widths = [column.width for column in table.columns]

    def write(self) -> None:
        self._notes()
        self._heads()
        first = self._head + 1
        for number, row in enumerate(self._table.rows, first):
            self._row(number, row)
        end = first + len(self._table.rows)
        if self._table.total:
            self._total(first, end)
        for number, row in enumerate(self._table.below, end + bool(self._table.total)):
            self._row(number, row)
        self._page()

    def _notes(self) -> None:
        last = len(self._table.columns) - 1
        width = sum(self._widths)
        format_ = self._book.add_format({"font_name": FONT, "text_wrap": True, "valign": "top"})
        for row, note in enumerate(self._table.notes):
            self._sheet.set_row(row, row_height([note], [width]))
            if last:
                self._sheet.merge_range(row, 0, row, last, "", format_)
            self._sheet.write_string(row, 0, note, format_)

    def _heads(self) -> None:
        look = {**_EDGES, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#EDEDED"}
        format_, columns = self._book.add_format(look), self._table.columns
        self._sheet.set_row(self._head, row_height([column.head for column in columns], self._widths))
        for number, column in enumerate(columns):
            self._sheet.set_column(number, number, column.width)
            self._sheet.write_string(self._head, number, column.head, format_)

    def _row(self, row: int, values: Sequence[Value], *, bold: bool = False) -> None:
        columns = self._table.columns
        texts = [shown(value, column.kind) for value, column in zip(values, columns, strict=True)]
        self._sheet.set_row(row, row_height(texts, self._widths))
        for number, (value, column) in enumerate(zip(values, columns, strict=True)):
            format_ = self._format(column.kind, bold)
            if not isinstance(value, Decimal | int):
                self._sheet.write(row, number, value or None, format_)
            else:
                self._sheet.write_number(row, number, _in_its_unit(value, column.kind), format_)

    def _total(self, first: int, row: int) -> None:
        """What adds up is a formula over the rows; what does not, as a rate, is a number."""
        from xlsxwriter.utility import xl_range  # noqa: PLC0415 - as above

        self._row(row, self._table.total, bold=True)
        for number, (value, column) in enumerate(zip(self._table.total, self._table.columns, strict=True)):
            if isinstance(value, Decimal) and column.kind == "amount" and row > first:
                formula = f"=SUM({xl_range(first, number, row - 1, number)})"
                format_ = self._format(column.kind, bold=True)
                self._sheet.write_formula(row, number, formula, format_, _in_its_unit(value, column.kind))

    def _format(self, kind: Kind, bold: bool) -> Any:
        if (kind, bold) not in self._formats:
            self._formats[kind, bold] = self._book.add_format({**_EDGES, **_FORMATS[kind], "bold": bold})
        return self._formats[kind, bold]

    def _page(self) -> None:
        """On A4 lying, all columns on one page, the head on each."""
        self._sheet.freeze_panes(self._head + 1, 1)
        across_a4(self._sheet, self._head)


def _in_its_unit(value: Decimal | int, kind: Kind) -> Decimal:
    return in_unit(Decimal(value), "万元") if kind == "amount" else Decimal(value)
