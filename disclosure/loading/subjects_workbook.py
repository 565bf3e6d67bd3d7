"""科目表工作簿 — the subjects of the official list, from the workbook in which an office was given it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from disclosure import classification
from disclosure.errors import InputError, Problem
from disclosure.loading import data_files
from disclosure.loading.official_subjects import BELONGS, Subjects
from disclosure.loading.workbook import workbook_cells as grid
from disclosure.loading.workbook.layout import plain
from disclosure.loading.workbook.workbook_cells import CellError, Cells
from disclosure.model.shape import WORD

_STEPS = ("类", "款", "项")  # of a list that gives a code in three columns
# What a column may be headed; where a list has several such columns, the last named here counts.
_HEADS = {
    **dict.fromkeys(("科目代码", "代码", "科目编码", "编码"), "编码"),
    **dict.fromkeys(("科目名称", "名称"), "名称"),
    **dict.fromkeys(("科目说明", "说明"), "说明"),
    **dict(zip(_STEPS, _STEPS, strict=True)),
    BELONGS: BELONGS,
}
_WHITE = re.compile(r"\s+")
_CODE = re.compile(r"([23](\d{2}|\d{4}|\d{6}))?")  # a row may have none
_FIRST, _NEXT = 3, 2  # digits of 类, of 款 and of 项


def imported(path: Path) -> Subjects:
    """导入科目表 — the subjects of an office's workbook: code, name, 说明; every fault located."""
    if path.suffix.lower() not in data_files.WORKBOOKS:
        raise data_files.fault(
            "科目表应是一个 .xlsx 工作簿，其他格式请用 Excel 或 WPS 另存为 .xlsx", str(path)
        )
    subjects: Subjects = {}
    problems: list[Problem] = []
    for cells in grid.read(path, path.name):
        for code, names, row in _rows(cells, problems):
            if subjects.setdefault(code, names) != names:
                message = f"编码 {code} 有两种写法：“{subjects[code][0]}”和“{names[0]}”，请只留一种"
                problems.append(Problem(message, cells.source(row, 0)))
    if problems:
        raise InputError(problems)
    if not subjects:
        raise data_files.fault(
            "没有找到科目：要有一行表头写着“科目编码”（或类、款、项三列）和“科目名称”", path.name
        )
    return subjects


class _Listed(NamedTuple):
    """A subject as a row lists it: code, its texts (name, 说明, where the list has it 归类)."""

    code: str
    names: tuple[str, ...]
    row: int

    @property
    def is_complete(self) -> bool:
        return all((self.code, self.names[0]))


def _rows(cells: Cells, problems: list[Problem]) -> Iterator[_Listed]:
    columns: dict[str, int] = {}
    above: tuple[str, ...] = ("", "", "")
    for row in range(len(cells.rows)):
        heads = _heads(cells, row)
        columns = heads or columns
        if heads or not columns:
            continue
        try:
            code = _code(cells, row, columns, above)
        except CellError as error:
            problems.append(Problem(str(error), cells.source(row, _first_column(columns))))
            continue
        above = _split(code, above)
        listed = _Listed(code, _names(cells, row, columns), row)
        if listed.is_complete and _is_belonging_known(cells, row, columns, problems):
            yield listed


def _is_belonging_known(cells: Cells, row: int, columns: Mapping[str, int], problems: list[Problem]) -> bool:
    words, word = classification.belonging_words(), _words(cells, row, columns.get(BELONGS))
    is_known = word in ("", *words)
    if not is_known:
        message = f"归类“{word}”不认识，只写{'、'.join(words)}或空着"
        problems.append(Problem(message, cells.source(row, columns[BELONGS])))
    return is_known


def _heads(cells: Cells, row: int) -> dict[str, int]:
    named = {plain(cells.words(row, number)): number for number in range(len(cells.rows[row]))}
    columns = {key: named[head] for head, key in _HEADS.items() if head in named}
    return columns if _are_heads(columns) else {}


def _are_heads(columns: Mapping[str, int]) -> bool:
    return "名称" in columns and not columns.keys().isdisjoint(("编码", "类"))


def _first_column(columns: Mapping[str, int]) -> int:
    return columns.get("编码", columns.get("类", 0))


def _names(cells: Cells, row: int, columns: Mapping[str, int]) -> tuple[str, ...]:
    note = _words(cells, row, columns.get("说明"))
    belongs = [cells.words(row, columns[BELONGS])] if BELONGS in columns else []
    return (_WHITE.sub("", cells.words(row, columns["名称"])), note, *belongs)


def _words(cells: Cells, row: int, column: int | None) -> str:
    return "" if column is None else cells.words(row, column)


def _code(cells: Cells, row: int, columns: Mapping[str, int], above: tuple[str, ...]) -> str:
    """The code of a row, empty where it has none; raises CellError."""
    parts = tuple(_cell_text(cells, row, columns.get(step)) for step in _STEPS)
    code = _cell_text(cells, row, columns["编码"]) if "编码" in columns else _code_of_columns(parts, above)
    if not _CODE.fullmatch(code):
        raise CellError(
            f"“{code}”不是科目编码：类 3 位、款 5 位、项 7 位数字，以 2（功能分类）或 3（经济分类）开头"
        )
    return code


def _split(code: str, above: tuple[str, ...]) -> tuple[str, ...]:
    """类、款、项 of a code, each as in a column of its own; of none, those above go on."""
    section = _FIRST + _NEXT
    return (code[:_FIRST], code[_FIRST:section], code[section:]) if code else above


def _cell_text(cells: Cells, row: int, column: int | None) -> str:
    text = None if column is None else cells.text(row, column, WORD)
    return _WHITE.sub("", text or "")


def _code_of_columns(parts: tuple[str, ...], above: tuple[str, ...]) -> str:
    """A code in three columns; what stands above on the left goes on until it is written anew."""
    length = max((number for number, part in enumerate(parts, 1) if part), default=0)
    levels = zip(parts[:length], above, (_FIRST, _NEXT, _NEXT), strict=False)
    return "".join((own or before).zfill(digits) for own, before, digits in levels)
