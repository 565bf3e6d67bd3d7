"""可筛选的清单 — lists as an Excel workbook: filters, counts over what they leave, states, days, links.

The same bytes at any time: how many days are left, the workbook works out where it is opened. Links are
formulas, relative to the workbook, so that the folder can be moved and the rows sorted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any, Literal, NamedTuple

from disclosure.outputs.listing_workbook import CREATED, FONT, print_closely, row_height

Kind = Literal["text", "count", "size", "state", "date", "left", "link"]

_HIGH = (26, 18)  # points: the title, what is said below it
_CELL = {"font_name": FONT, "border": 1, "valign": "top", "text_wrap": True}
_DAY, _LEFT = 'yyyy"年"m"月"d"日"', '"还有"0"天";"已过"0"天";"今天到期"'
_MIDDLE = {"align": "center"}
_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "text": {},
    "state": _MIDDLE,
    "count": {"num_format": "0", **_MIDDLE},
    "size": {"num_format": '#,##0" KB"', "align": "right"},
    "date": {"num_format": _DAY, **_MIDDLE},
    "left": {"num_format": _LEFT, **_MIDDLE},
    "link": {"font_color": "#1A4B8C", "underline": 1, **_MIDDLE},
    "head": {"bold": True, "bg_color": "#E3EAF3", "valign": "vcenter", **_MIDDLE},
    "counts": {"bold": True, "bg_color": "#F5F5F5", **_MIDDLE},
    "size_counts": {"bold": True, "bg_color": "#F5F5F5", "num_format": '#,##0" KB"', "align": "right"},
    "title": {"bold": True, "font_size": 16, "border": 0, "valign": "vcenter", "text_wrap": False},
    "said": {"border": 0, "valign": "vcenter", "text_wrap": False},
    "overdue": {"bold": True, "font_color": "#8C1D18"},
}
_OVERDUE: tuple[Mapping[str, Any], ...] = (
    {"type": "text", "criteria": "begins with", "value": "逾期"},
    {"type": "cell", "criteria": "<", "value": 0},
)
# Functions of SUBTOTAL over the rows that a filter leaves: what adds up, how many are written.
_SUM, _HOW_MANY = 109, 103


class Link(NamedTuple):
    """链接 — its words, and the file, relative to the workbook."""

    text: str
    file: str

    @property
    def target(self) -> str:
        """指向 — as a formula has it: a “#” of a name would lead inside the file, a “%” is read as a sign."""
        return _formula_text(self.file.replace("%", "%25").replace("#", "%23"))


class RowOf(NamedTuple):
    """另一张清单里的行 — words, the list, the text in its second column: the first such row."""

    text: str
    sheet: str
    wanted: str

    @property
    def target(self) -> str:
        """指向 — as a formula has it."""
        return f"\"#'{self.sheet}'!B\"&MATCH({_formula_text(self.wanted)},'{self.sheet}'!B:B,0)"


class DaysLeft(NamedTuple):
    """还有几天 — until a day, by the clock of whoever looks."""

    until: date

    def said_on(self, today: date) -> str:
        """那一天的说法 — as the workbook says it that day."""
        days = (self.until - today).days
        return f"还有{days}天" if days > 0 else f"已过{-days}天" if days else "今天到期"


Value = str | int | date | Link | RowOf | DaysLeft | None


class ListColumn(NamedTuple):
    """一栏 — its head, what stands in it (sizes in bytes), its width."""

    head: str
    kind: Kind = "text"
    width: int = 10


class FilteredList(NamedTuple):
    """清单 — sheet, title, what is said below it, columns, rows; ink and paper of each state.

    The second column names the rows; it stays in view, and is counted. Only the first `printed` columns are
    printed, all where it is 0.
    """

    name: str
    title: str
    said: str
    columns: Sequence[ListColumn]
    rows: Sequence[Sequence[Value]]
    shades: Mapping[str, tuple[str, str]] = {}
    printed: int = 0


def workbook(title: str, lists: Sequence[FilteredList]) -> bytes:
    """写工作簿 — a sheet each; every text stays text, whatever it begins with."""
    import xlsxwriter  # noqa: PLC0415 - only where a workbook is asked for

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": title, "created": CREATED})
    looks = {name: book.add_format({**_CELL, **look}) for name, look in _FORMATS.items()}
    for one in lists:
        shades = {
            said: book.add_format({**_CELL, **_MIDDLE, "font_color": ink, "bg_color": paper, "bold": True})
            for said, (ink, paper) in one.shades.items()
        }
        _FilteredSheet(book.add_worksheet(one.name), one, looks, shades).write()
    book.close()
    return buffer.getvalue()


def said(value: Value, kind: Kind = "text") -> str:
    """印出的文字 — of a value as the workbook shows it; of days left nothing, only a reader's clock tells."""
    match value:
        case None | DaysLeft():
            return ""
        case int() if kind == "size":
            return f"{_kilobytes(value):,} KB"
        case date():
            return f"{value.year}年{value.month}月{value.day}日"
        case Link() | RowOf():
            return value.text
    return str(value)


def _kilobytes(size: int) -> int:
    return -(-size // 1024)


class _FilteredSheet:
    """One list on one sheet: title, sentence, counts, head, rows."""

    def __init__(
        self, sheet: Any, listed: FilteredList, looks: Mapping[str, Any], shades: Mapping[str, Any]
    ) -> None:
        self._sheet, self._listed, self._looks, self._shades = sheet, listed, looks, shades
        self._counts, self._head, self._first = 2, 3, 4
        self._last = self._first + max(len(listed.rows), 1) - 1

    def write(self) -> None:
        above = ((self._listed.title, "title"), (self._listed.said, "said"))
        for row, ((words, look), high) in enumerate(zip(above, _HIGH, strict=True)):
            self._sheet.set_row(row, high)
            self._sheet.write_string(row, 0, words, self._looks[look])
        for number, column in enumerate(self._listed.columns):
            self._sheet.set_column(number, number, column.width)
            self._sheet.write_string(self._head, number, column.head, self._looks["head"])
            self._count(number, column)
        for row, values in enumerate(self._listed.rows, self._first):
            self._row(row, values)
        self._page()

    def _count(self, number: int, column: ListColumn) -> None:
        """How much of a column a filter leaves; with what it is while none is set."""
        values = [row[number] for row in self._listed.rows]
        look = self._looks["counts"]
        if number == 1:
            self._subtotal(number, _HOW_MANY, '&"个"', f"{len(values)}个", look)
        elif column.kind in ("count", "size") and number:
            whole = sum(value for value in values if isinstance(value, int))
            shown = _kilobytes(whole) if column.kind == "size" else whole
            look = self._looks["size_counts"] if column.kind == "size" else look
            self._subtotal(number, _SUM, "", shown, look)
        else:
            self._sheet.write_string(self._counts, number, "" if number else "筛出", look)

    def _subtotal(self, number: int, function: int, after: str, value: str | int, look: Any) -> None:
        from xlsxwriter.utility import xl_range  # noqa: PLC0415 - as above

        shown = xl_range(self._first, number, self._last, number)
        formula = f"=SUBTOTAL({function},{shown}){after}"
        self._sheet.write_formula(self._counts, number, formula, look, value)

    def _row(self, row: int, values: Sequence[Value]) -> None:
        kinds = [column.kind for column in self._listed.columns]
        widths = [column.width for column in self._listed.columns]
        self._sheet.set_row(row, row_height(list(map(said, values, kinds)), widths))
        for number, (value, kind) in enumerate(zip(values, kinds, strict=True)):
            self._cell(row, number, value, kind)

    def _cell(self, row: int, number: int, value: Value, kind: Kind) -> None:
        look = self._looks[kind]
        match value:
            case None | "":
                self._sheet.write_blank(row, number, None, look)
            case str():
                self._sheet.write_string(row, number, value, self._shades.get(value, look))
            case int():
                shown = _kilobytes(value) if kind == "size" else value
                self._sheet.write_number(row, number, shown, look)
            case date():
                self._sheet.write_datetime(row, number, value, look)
            case DaysLeft(until=day):
                formula = f"=DATE({day.year},{day.month},{day.day})-TODAY()"
                self._sheet.write_formula(row, number, formula, look, "")
            case Link() | RowOf():
                formula = f"=HYPERLINK({value.target},{_formula_text(value.text)})"
                self._sheet.write_formula(row, number, formula, self._looks["link"], value.text)

    def _page(self) -> None:
        """On A4 lying, all that is printed as wide as it; what is overdue is red, and says so."""
        last = len(self._listed.columns) - 1
        self._sheet.autofilter(self._head, 0, self._last, last)
        self._sheet.freeze_panes(self._first, 2)
        for number, column in enumerate(self._listed.columns):
            for rule in _OVERDUE if column.kind == "left" else ():
                look = {"format": self._looks["overdue"]}
                self._sheet.conditional_format(self._first, number, self._last, number, {**rule, **look})
        print_closely(self._sheet, self._head, self._last, (self._listed.printed or last + 1) - 1)


def _formula_text(text: str) -> str:
    """A text of a formula."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
