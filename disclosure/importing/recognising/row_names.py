"""认行 — which row of the declaration a row of a sheet is: by code, or by label; the lines it makes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from disclosure import classification
from disclosure.forms.rows_and_columns import TOTAL, Line, fixed_line
from disclosure.forms.spec import BlockSpec, standing
from disclosure.importing.recognising import printed_numbers
from disclosure.importing.recognising.spellings import head, label, plain
from disclosure.loading.published import Cell

_CODE = re.compile(r"(\d{3}|\d{5}|\d{7})(?:\.0)?(?!\d)(.*)", re.DOTALL)
_PART = re.compile(r"\d{1,7}")
_CLASS, _SECTION, _ITEM = 3, 5, 7
_LEVELS = {_CLASS: "类", _SECTION: "款", _ITEM: "项"}
_ABOVE = {1: _CLASS, 2: _SECTION}  # digits that stand in the columns before one
_TOTALS = ("合计", "总计")
_NOTES = ("注", "备注", "说明", "本表")
_HEADS_OF_LEVELS = ("类", "款", "项")  # 类 | 款 | 项 | 合计: the total stands in the last row of the head


class RowNames:
    """行名 — of one block of one table; knows what came before, since a label may stand twice."""

    def __init__(self, block: BlockSpec, year: int) -> None:
        self.block = block
        self._fixed = {row.id: row for row in standing(block.rows, year)}
        self._coded = block.row_source in ("功能科目", "经济科目")
        self._year = year
        self._heads = {head(word) for column in block.columns for word in column.title}
        self._met: Counter[str] = Counter()
        self._code_above = ""
        self.names: dict[str, str] = {}

    def known(self, row: Mapping[int, Cell]) -> bool:
        """是否行名 — whether a row begins with words that name one of this block; not a total among heads."""
        # 合计 |  | 合计 | 基本支出 | 项目支出 → False
        texts = _without_levels(cell.text for cell in dict.fromkeys(row[at] for at in sorted(row)))
        return self._begins_row(texts[0]) and not self._is_among_heads(*texts)

    def _begins_row(self, text: str) -> bool:
        name = label(text)
        return bool(self._is_coded(text) or self._ids_called(name) or self._class_called(name))

    def _is_among_heads(self, first: str, *others: str) -> bool:
        is_total = self._coded and label(first) in _TOTALS
        return is_total and not self._heads.isdisjoint(map(head, others))

    def _is_coded(self, text: str) -> bool:
        return self._coded and (label(text) in _TOTALS or _CODE.fullmatch(plain(text)) is not None)

    def line(self, keys: Sequence[str]) -> Line | None:
        """行 — the line of a row by the texts that name it; None where they name none of this block."""
        # 2010301 | 行政运行 | 60.00 → Line("2010301", "item")
        # 合计 | 75.00 → Line("total", "total");  三、公共安全支出 | 5.00 → Line("204", "class") of 功能类
        keys = _without_levels(keys)
        code = self._code_of(list(map(plain, keys))) if self._coded else ""
        if code:
            self._remember(code, keys)
            return _coded_line(self.block, code)
        name = label("".join(keys))
        if name in _TOTALS and self.block.row_source == "功能科目":
            return Line(TOTAL, "total", name, figure="")
        return self._fixed_line(name) or self._class_line(name)

    def has(self, line: Line) -> bool:
        """是否本部分的行 — whether the code of a row is one of this part's subjects."""
        own = self.block.subjects
        return not (line.code and own) or line.code.startswith(own) or self.block.other_classes

    def own_line(self, keys: Sequence[str]) -> Line | None:
        """本部分的一行 — by the texts that name it; None where they name another part's, or none."""
        line = self.line(keys)
        return line if line and self.has(line) else None

    def of_nothing(self) -> list[Line]:
        """空表的行 — what stands in a table without data: its fixed rows, and the total of its subjects."""
        total = [Line(TOTAL, "total", _TOTALS[0], figure="")] if self.block.row_source == "功能科目" else []
        return [*total, *(fixed_line(row) for row in self._fixed.values())]

    def unnamed(self) -> Line | None:
        """没有行名的一行 — of a form with one row that has no name."""
        match list(self._fixed.values()):
            case [row] if not (self.block.row_source or any(row.name)):
                return fixed_line(row)
        return None

    def _ids_called(self, name: str) -> list[str]:
        named = (row for row in self._fixed.values() if row.name)
        return [row.id for row in named if name in map(label, (row.name[-1], *row.aliases))]

    def _fixed_line(self, name: str) -> Line | None:
        """The label that stands twice means the rows in their order."""
        # 基本支出 | 60 above 结转, 基本支出 | 2 below it → the first and the second row 基本支出
        ids = self._ids_called(name) if name else []
        times = self._met[name]
        self._met[name] += 1
        return fixed_line(self._fixed[ids[min(times, len(ids) - 1)]]) if ids else None

    def _class_called(self, name: str) -> str:
        return _class_codes(self._year).get(name, "") if self.block.row_source == "功能类" else ""

    def _class_line(self, name: str) -> Line | None:
        code = self._class_called(name)
        return Line(code, "class", name, code=code, figure=f"类.{code}") if code else None

    def _code_of(self, texts: Sequence[str]) -> str:
        """The code of a row in one cell, alone or before the name; or in up to three cells."""
        # 2010301 行政运行 → 2010301
        # 201 | 03 | 01 | 行政运行 → 2010301
        digits = list(filter(_PART.fullmatch, texts))
        if not digits:
            coded = next(filter(None, map(_CODE.fullmatch, texts)), None)
            return coded[1] if coded else ""
        code = self._joined_code(texts.index(digits[0]), *digits)
        return code if len(code) in _LEVELS else ""

    def _joined_code(self, at: int, first: str, *parts: str) -> str:
        """类|款|项 as 201|03|01, as 201|20103|2010301, or each alone below the one above."""
        # 201 |    |    | 一般公共服务支出 → 201
        #     | 03 |    | 政府办公厅       → 20103, the row above having been 201
        code = first if len(first) >= _CLASS else self._code_above[: _ABOVE.get(at, 0)] + first.zfill(2)
        for part in parts:
            code = part if _goes_on(code, part) else code + part.zfill(2)
        return code

    def _remember(self, code: str, texts: Sequence[str]) -> None:
        self._code_above = code
        name = next((text for text in reversed(texts) if not _PART.fullmatch(plain(text))), "")
        self.names[code] = name.strip().removeprefix(code).strip()


def _is_class(code: str) -> bool:
    return len(code) == _CLASS


def _class_codes(year: int) -> dict[str, str]:
    subjects = classification.functional_subjects(year)
    return {label(one.name): one.code for one in subjects if _is_class(one.code)}


def _goes_on(code: str, part: str) -> bool:
    return len(part) >= _CLASS and part.startswith(code)


def _coded_line(block: BlockSpec, code: str) -> Line:
    if block.row_source == "经济科目":
        return Line(code, "class" if _is_class(code) else "section", "", code=code, figure=f"科目.{code}")
    return Line(code, "item", "", code=code, figure=f"{_LEVELS[len(code)]}.{code}")


def begins(blocks: Sequence[RowNames], row: Mapping[int, Cell]) -> bool:
    """是否数据行 — whether the first words of a row name a row of the first block."""
    is_named = any(names.known(row) for names in blocks[:1])
    return is_named or (only_numbers(row.values()) and any(map(RowNames.unnamed, blocks)))


def only_numbers(cells: Iterable[Cell]) -> bool:
    """是否只有数 — a row of amounts without a name."""
    texts = [cell.text for cell in cells]
    return None not in map(printed_numbers.amount, texts) and any(map(printed_numbers.is_number, texts))


def _without_levels(texts: Iterable[str]) -> list[str]:
    """The words of a row but 类, 款 and 项, where anything else is left."""
    every = list(texts)
    return [text for text in every if plain(text) not in _HEADS_OF_LEVELS] or every


def is_note(text: str) -> bool:
    """是否表注 — what stands below a table and ends it."""
    # 注：本表反映部门本年度的总收支 → True
    return plain(text).startswith(_NOTES)
