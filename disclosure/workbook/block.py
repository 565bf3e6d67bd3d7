"""写一块 — title, head, cells to fill in with their drop-downs and notes, totals, conditional marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from disclosure import classification
from disclosure.load import shape
from disclosure.load.reading_state import Loc
from disclosure.load.workbook import MARK, NUMBER, Column
from disclosure.load.workbook.layout import VALUE
from disclosure.model.base import NONE
from disclosure.model.shape import Kind, Shape
from disclosure.workbook import derived_cells
from disclosure.workbook.appearance import LINE, WIDTHS, Formats, Look, breadth
from disclosure.workbook.plan import Content, Planned

_NONE_HINT = "※没有的填“无”→"
_TEXT_WIDTH = 46
_MAX_NOTE = 250  # of 255 that a message may have
_MAX_LINES = 15
_OWN_COLUMNS = 12  # left open for what people note for themselves
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
        self._sheet, self._formats, self._content, self._blocks, self._year = (
            sheet,
            formats,
            content,
            blocks,
            year,
        )
        self._widths: dict[int, int] = {}
        self._texts: dict[tuple[int, int], str] = {}

    def paint(self, planned: Planned) -> None:
        """写块 — the whole block."""
        self._title(planned)
        for number, column in enumerate(planned.columns):
            self._head(planned, number, column)
        (self._fixed if planned.block.fixed else self._entries)(planned)
        self._beside(planned)
        derived_cells.add(self._sheet, self._formats, planned, self._blocks)
        self._marks(planned)

    def set_sizes(self) -> None:
        """列宽和行高 — each column as wide as the widest of its blocks wants, each row as high as its texts."""
        for number, width in self._widths.items():
            self._sheet.set_column(number, number, width)
        beside = max(self._widths) + 2  # a column of formulas may stand between
        self._sheet.set_column(beside, beside + _OWN_COLUMNS, None, self._formats["free"])
        heights: dict[int, int] = {}
        for (row, number), text in self._texts.items():
            lines = sum(1 + breadth(line) // self._widths[number] for line in text.split("\n"))
            heights[row] = max(heights.get(row, 1), min(lines, _MAX_LINES))
        for row, lines in heights.items():
            if lines > 1:
                self._sheet.set_row(row, lines * LINE)

    def _title(self, planned: Planned) -> None:
        self._sheet.write_string(planned.title, 0, f"【{planned.block.title}】", self._formats["title"])
        if planned.block.none:
            self._sheet.write_string(planned.title, 1, _NONE_HINT, self._formats["hint"])
            self._sheet.write(planned.title, 2, NONE if planned.none else None, self._formats["text"])
            self._sheet.data_validation(
                planned.title, 2, planned.title, 2, {"validate": "list", "source": [NONE]}
            )

    def _head(self, planned: Planned, number: int, column: Column) -> None:
        self._sheet.write_string(planned.head, number, column.head, self._formats["head"])
        self._widen(number, WIDTHS["label"] if planned.block.fixed and column.key else self._width(column))
        note = _note(planned, column)
        if note and not (planned.block.fixed and column.key):
            self._sheet.write_comment(planned.head, number, note, {"author": "", "x_scale": 1.6})

    def _width(self, column: Column) -> int:
        return _TEXT_WIDTH if column.head == VALUE else WIDTHS[look(column.shape, column.coded)]

    def _widen(self, number: int, width: int) -> None:
        self._widths[number] = max(self._widths.get(number, 0), width)

    def _fixed(self, planned: Planned) -> None:
        for row, key in enumerate(planned.block.keys, planned.first):
            self._sheet.write_string(row, 0, planned.block.label(key), self._formats["label"])
            for number, column in enumerate(planned.columns):
                if not column.key:
                    self._place(planned, (row, number), planned.block.place(key, column))
            if planned.block.kind == "form":
                self._remarks(planned, row, key)

    def _place(self, planned: Planned, at: tuple[int, int], loc: Loc) -> None:
        kind = shape.at(loc)
        text = "" if planned.none else self._content.text(loc)
        self._cell(at, text, look(kind))
        self._validate(at, at[0], kind)
        if shape.required(loc):
            self._sheet.conditional_format(*at, *at, {"type": "blanks", "format": self._formats["required"]})

    def _remarks(self, planned: Planned, row: int, key: str) -> None:
        """Unit and meaning beside each cell of a form."""
        loc = planned.block.place(key, planned.columns[1])
        for number, head, width in ((2, f"{MARK}单位", 8), (3, f"{MARK}说明", WIDTHS["text"])):
            self._sheet.write_string(planned.head, number, head, self._formats["head"])
            self._widen(number, width)
        unit = derived_cells.unit_of(loc, self._blocks)
        write = self._sheet.write_formula if unit.startswith("=") else self._sheet.write_string
        write(row, 2, unit, self._formats["remark"], *(("元",) if unit.startswith("=") else ()))
        self._texts[row, 3] = meaning(loc, planned.block.notes.get(key, ""))
        self._sheet.write_string(row, 3, self._texts[row, 3], self._formats["remark"])

    def _entries(self, planned: Planned) -> None:
        for number, column in enumerate(planned.columns):
            kind = look(column.shape, column.coded)
            for row in range(planned.first, planned.last + 1):
                self._cell((row, number), self._known(planned, row, column), kind)
            self._validate((planned.first, number), planned.last, column.shape, column.coded)
        more = f"{MARK}行不够时，在这一行上面插入整行"
        self._sheet.write_string(planned.last + 1, 0, more, self._formats["hint"])

    def _beside(self, planned: Planned) -> None:
        """What is only for reference stands at the right, locked."""
        heads = dict.fromkeys(
            head for entry in planned.entries for head, text in entry.items() if head[0] == MARK and text
        )
        for number, head in enumerate(heads, len(planned.columns)):
            self._sheet.write_string(planned.head, number, head, self._formats["head"])
            self._widen(number, WIDTHS["text"])
            for row, entry in enumerate(planned.entries, planned.first):
                self._cell((row, number), entry.get(head, ""), "derived")

    def _known(self, planned: Planned, row: int, column: Column) -> str:
        index = row - planned.first
        entry = planned.entries[index] if index < len(planned.entries) else {}
        text = entry.get(column.head, "")
        if not text and column.head == planned.block.label(NUMBER) and planned.block.numbered:
            return str(index + 1)
        return self._subject(text) if column.coded else text

    def _subject(self, code: str) -> str:
        own = self._content.subjects
        found = classification.subject(code, self._year, own) or classification.economic(
            code, self._year, own
        )
        return f"{code} {found.name}" if found else code

    def _cell(self, at: tuple[int, int], text: str, kind: Look) -> None:
        number = exact(text) if kind in ("amount", "count", "derived") else None
        if number is not None:
            self._sheet.write_number(*at, number, self._formats[kind])
        elif text:
            self._sheet.write_string(*at, text, self._formats[kind])
            if self._formats.wraps(kind):
                self._texts[at] = text
        else:
            self._sheet.write_blank(*at, None, self._formats[kind])

    def _validate(self, first: tuple[int, int], last: int, kind: Shape, coded: str = "") -> None:
        rule = _rule(kind, coded, first)
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


def meaning(loc: Loc, note: str) -> str:
    """含义 — what to write at a place: necessity, type, source of the term, the layout's own note."""
    kind = shape.at(loc)
    parts = ["必填" if shape.required(loc) else "", shape.described(kind), shape.source(loc), note]
    return "；".join(part for part in parts if part and part != "文字")[:_MAX_NOTE]


def _note(planned: Planned, column: Column) -> str:
    note = planned.block.notes.get(column.head, "")
    if column.coded:
        return "；".join(("从下拉列表选，或填编码", note)).strip("；")
    kind = shape.described(column.shape) if column.shape and not column.shape.is_text else ""
    loc = (
        (*planned.block.at, 0, *column.step)
        if planned.block.kind == "list"
        else planned.block.at + column.step
    )
    unit = "单位见“单位信息”表" if column.shape.kind == "amount" and shape.is_amount(loc) else ""
    return "；".join(part for part in (kind, unit, note) if part)[:_MAX_NOTE]


def _rule(kind: Shape, coded: str, at: tuple[int, int]) -> dict[str, Any]:
    cell = derived_cells.cell(*at)
    if coded:
        return {"validate": "list", "source": f"={coded}", "show_error": False}
    if kind.kind in ("flag", "choice"):
        return {"validate": "list", "source": list(kind.choices) or ["是", "否"]}
    if kind.kind in ("amount", "score"):
        formula = f'=OR(ISNUMBER({cell}),{cell}="{NONE}")'
        return {
            "validate": "custom",
            "value": formula,
            "error_title": "不是数",
            "error_message": "请填数字，没有发生的填“无”",
        }
    if kind.kind == "count":
        formula = f'=OR({cell}="{NONE}",AND(ISNUMBER({cell}),N({cell})>=0,N({cell})=INT(N({cell}))))'
        return {
            "validate": "custom",
            "value": formula,
            "error_title": "不是整数",
            "error_message": "请填不小于 0 的整数",
        }
    return {}
