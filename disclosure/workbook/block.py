"""写一块 — title, head, cells to fill in with their drop-downs and notes, totals, conditional marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from disclosure import classification
from disclosure.loading import expected_data
from disclosure.loading.reading_state import Loc
from disclosure.loading.workbook import MARK, Column
from disclosure.loading.workbook.layout import MORE, UNIT, VALUE
from disclosure.model.faults import described
from disclosure.model.pending import ENDING
from disclosure.model.shape import Kind, Shape
from disclosure.model.typed_words import NONE
from disclosure.workbook import derived_cells, paper
from disclosure.workbook.appearance import LINE, REMARK, WIDTHS, Formats, Look, breadth
from disclosure.workbook.plan import Content, Planned

_NONE_HINT = "※没有的填“无”→"
_TEXT_WIDTH = 46
_MAX_NOTE = 250  # of 255 that a message may have
_MAX_LINES = 15
_LAST_COLUMN = 16_383
_NUMERIC = ("amount", "count", "beside")
_LOOKS: Mapping[Kind, Look] = {
    "flag": "choice",
    "choice": "choice",
    "amount": "amount",
    "score": "amount",
    "count": "count",
}


class Painter:
    """画表 — puts blocks on one sheet."""

    def __init__(
        self, sheet: Any, formats: Formats, content: Content, blocks: Sequence[Planned], year: int
    ) -> None:
        self._sheet, self._formats = sheet, formats
        self._content, self._blocks, self._year = content, blocks, year
        self._end = 0  # the row behind what was painted
        self._widths: dict[int, int] = {}
        self._breadths: dict[tuple[int, int], list[int]] = {}  # of the lines of a cell
        # Excel deletes a row of a protected sheet only where no cell of it is locked, to the last column.
        # Given the range, set_column takes each of these columns for a written one, and looks for its cells.
        sheet.set_column(0, 0, None, formats["free"])
        sheet.col_info |= dict.fromkeys(range(1, _LAST_COLUMN + 1), sheet.col_info[0])

    def paint(self, planned: Planned) -> None:
        """写块 — the whole block."""
        self._end = planned.end
        self._title(planned)
        for number, column in enumerate(planned.columns):
            self._head(planned, number, column)
        if planned.block.fixed:
            self._keyed_rows(planned)
        else:
            self._entry_rows(planned)
        self._reference_columns(planned)
        derived_cells.add(self._sheet, self._formats, planned, self._blocks)
        self._widths |= derived_cells.column_beside(planned, self._blocks)
        self._marks(planned)

    def set_sizes(self) -> None:
        """列宽和行高 — columns as wide as the widest of their blocks wants, rows as high as their texts."""
        self._mark_unconfirmed()
        for number, width in self._widths.items():
            self._sheet.set_column(number, number, width, self._formats["free"])
        for row, lines in self._lines_of_rows().items():
            if lines > 1:
                self._sheet.set_row(row, lines * LINE)

    def printed_part(self) -> paper.Part:
        """要打印的部分 — all that was painted."""
        higher = sum(lines - 1 for lines in self._lines_of_rows().values())
        columns = tuple(self._widths[number] for number in sorted(self._widths))
        return paper.Part(columns, self._end, self._end + higher)

    def _lines_of_rows(self) -> dict[int, int]:
        most: dict[int, int] = {}
        for (row, number), breadths in self._breadths.items():
            lines = sum(1 + each // self._widths[number] for each in breadths)
            most[row] = max(most.get(row, 1), min(lines, _MAX_LINES))
        return most

    def _mark_unconfirmed(self) -> None:
        """What bears a mark is orange until the mark is deleted."""
        area = (0, 0, self._end, max(self._widths))
        bears_it = {"type": "text", "criteria": "containing", "value": ENDING}
        self._sheet.conditional_format(*area, {**bears_it, "format": self._formats["required"]})

    def _title(self, planned: Planned) -> None:
        self._sheet.write_string(planned.title, 0, f"【{planned.block.title}】", self._formats["title"])
        if planned.block.none:
            self._sheet.write_string(planned.title, 1, _NONE_HINT, self._formats["hint"])
            self._sheet.write(planned.title, 2, NONE if planned.none else None, self._formats["text"])
            self._sheet.data_validation(
                planned.title, 2, planned.title, 2, {"validate": "list", "source": [NONE]}
            )

    def _head(self, planned: Planned, number: int, column: Column) -> None:
        self._head_cell(planned, number, column.head, _head_width(planned, column))
        note = _head_note(planned, column)
        if note:
            self._sheet.write_comment(planned.head, number, note, {"author": "", "x_scale": 1.6})

    def _head_cell(self, planned: Planned, number: int, head: str, width: int) -> None:
        self._sheet.write_string(planned.head, number, head, self._formats["head"])
        self._widths[number] = max(self._widths.get(number, 0), width)

    def _keyed_rows(self, planned: Planned) -> None:
        """A row for each key of a form or grid; its first column is the label."""
        for row, key in enumerate(planned.block.keys, planned.first):
            self._sheet.write_string(row, 0, planned.block.label(key), self._formats["label"])
            for number, column in enumerate(planned.columns[1:], 1):
                self._input(planned, (row, number), planned.block.place(key, column))
            if planned.block.kind == "form":
                self._unit_and_meaning(planned, row, key)

    def _input(self, planned: Planned, at: tuple[int, int], loc: Loc) -> None:
        kind = self._content.expected(loc)
        text = "" if planned.none else self._content.text(loc)
        self._cell(at, text, look(kind))
        self._validate(at, at[0], kind)
        if self._content.required(loc):
            self._sheet.conditional_format(*at, *at, {"type": "blanks", "format": self._formats["required"]})

    def _unit_and_meaning(self, planned: Planned, row: int, key: str) -> None:
        loc = planned.block.place(key, planned.columns[1])
        self._head_cell(planned, 2, f"{MARK}{UNIT}", 8)
        self._head_cell(planned, 3, f"{MARK}说明", WIDTHS["text"])
        expected = self._content.expected(loc)
        if expected.leaf.kind == "amount":
            unit = derived_cells.unit_chosen(planned, self._blocks)
            self._sheet.write_formula(row, 2, unit, self._formats["remark"], "元")
        else:
            self._sheet.write_string(row, 2, self._content.unit(loc), self._formats["remark"])
        necessity, note = "必填" if self._content.required(loc) else "", planned.block.notes.get(key, "")
        text = meaning(expected, necessity, expected_data.source(loc), note)
        self._breadths[row, 3] = [breadth(text, REMARK)]
        self._sheet.write_string(row, 3, text, self._formats["remark"])

    def _entry_rows(self, planned: Planned) -> None:
        for number, column in enumerate(planned.columns):
            kind = look(column.shape, column.coded)
            for row in range(planned.first, planned.last + 1):
                self._cell((row, number), self._entry_text(planned, row, column), kind)
            self._validate((planned.first, number), planned.last, column.shape, column.coded)
        more = f"{MARK}{MORE}"
        self._sheet.write_string(planned.last + 1, 0, more, self._formats["hint"])

    def _reference_columns(self, planned: Planned) -> None:
        """What is only for reference stands at the right; with a locked cell a row could not be deleted."""
        for number, head in enumerate(planned.reference_heads(), len(planned.columns)):
            self._head_cell(planned, number, head, WIDTHS["text"])
            for row, entry in enumerate(planned.entries, planned.first):
                self._cell((row, number), entry.get(head, ""), "beside")

    def _entry_text(self, planned: Planned, row: int, column: Column) -> str:
        text = planned.entry(row).get(column.head, "")
        if not text and planned.is_number(column):
            return str(row - planned.first + 1)
        return self._code_and_name(text) if column.coded else text

    def _code_and_name(self, code: str) -> str:
        year, own = self._year, self._content.subjects
        subject = classification.subject(code, year, own) or classification.economic(code, year, own)
        return f"{code} {subject.name}" if subject else code

    def _cell(self, at: tuple[int, int], text: str, kind: Look) -> None:
        number = exact(text) if kind in _NUMERIC else None
        if number is not None:
            self._sheet.write_number(*at, number, self._formats[kind])
        elif text:
            self._sheet.write_string(*at, text, self._formats[kind])
            if self._formats.wraps(kind):
                self._breadths[at] = list(map(breadth, text.split("\n")))
        else:
            self._sheet.write_blank(*at, None, self._formats[kind])

    def _validate(self, first: tuple[int, int], last: int, kind: Shape, coded: str = "") -> None:
        rule = _input_rule(kind, coded, first)
        if rule:
            self._sheet.data_validation(*first, last, first[1], {"ignore_blank": True, **rule})

    def _marks(self, planned: Planned) -> None:
        for area, formula in derived_cells.marks(planned, self._blocks):
            self._sheet.conditional_format(
                *area, {"type": "formula", "criteria": formula, "format": self._formats["wrong"]}
            )


def look(kind: Shape, coded: str = "") -> Look:
    """样式 — how a cell of a type looks."""
    if coded:
        return "code"
    return _LOOKS.get(kind.kind, "text")


def exact(text: str) -> float | None:
    """数字单元格 — the number that reads back as the very same text; None where a cell cannot hold it."""
    try:
        value = Decimal(text.replace(",", ""))
    except ArithmeticError:
        return None
    number = float(value)
    return number if Decimal(format(number, ".15g")) == value else None


def meaning(expected: Shape, necessity: str, *others: str) -> str:
    """含义 — what to write at a place: necessity, type, source of the term, the layout's own note."""
    return _joined_note(necessity, _type_note(expected), *others)


def _joined_note(*parts: str) -> str:
    return "；".join(filter(None, parts))[:_MAX_NOTE]


def _type_note(kind: Shape) -> str:
    """What to write; of plain text there is nothing to say."""
    return "" if kind.is_text else described(kind)


def _head_note(planned: Planned, column: Column) -> str:
    note = planned.block.notes.get(column.head, "")
    if planned.labels_rows(column):
        return ""
    if column.coded:
        return _joined_note("从下拉列表选，或填编码", note)
    return _joined_note(_type_note(column.shape), _unit_note(planned, column), note)


def _unit_note(planned: Planned, column: Column) -> str:
    item = (0,) if planned.block.kind == "list" else ()
    place = planned.block.at + item + column.step
    is_money = column.head in planned.block.shapes or expected_data.is_amount(place)
    return "单位见“单位信息”表" if column.shape.kind == "amount" and is_money else ""


def _head_width(planned: Planned, column: Column) -> int:
    if planned.labels_rows(column):
        return WIDTHS["label"]
    return _TEXT_WIDTH if column.head == VALUE else WIDTHS[look(column.shape, column.coded)]


def _input_rule(kind: Shape, coded: str, at: tuple[int, int]) -> dict[str, Any]:
    cell = derived_cells.cell(*at)
    match look(kind, coded):
        case "code":
            return {"validate": "list", "source": f"={coded}", "show_error": False}
        case "choice":
            return {"validate": "list", "source": list(kind.choices or ("是", "否"))}
        case "amount":
            formula = f'=OR(ISNUMBER({cell}),{cell}="{NONE}")'
            return _custom_rule(formula, "不是数", "请填数字，没有发生的填“无”")
        case "count":
            whole = f"AND(ISNUMBER({cell}),N({cell})>=0,N({cell})=INT(N({cell})))"
            return _custom_rule(f'=OR({cell}="{NONE}",{whole})', "不是整数", "请填不小于 0 的整数")
    return {}


def _custom_rule(formula: str, title: str, message: str) -> dict[str, Any]:
    return {"validate": "custom", "value": formula, "error_title": title, "error_message": message}
