"""科目表 — the official list of a year's subjects that an office has: read from its workbook, kept in its folder."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from disclosure import classification
from disclosure.chinese_numbers import chinese_number
from disclosure.errors import InputError, Problem
from disclosure.load import data_files
from disclosure.load.workbook import workbook_cells as grid
from disclosure.load.workbook.layout import plain
from disclosure.load.workbook.workbook_cells import CellError, Cells
from disclosure.model.shape import WORD

Subjects = dict[str, tuple[str, ...]]  # code → name, explanation and, where the list has it, 归类

_HEAD = ("编码", "名称", "说明")
_BELONGS = "归类"  # a column that a list may have
_CODES = ("编码", "科目编码", "代码", "科目代码")
_NAMES = ("名称", "科目名称")
_NOTES = ("说明", "科目说明")
_STEPS = ("类", "款", "项")  # of a list that gives a code in three columns
_CODE = re.compile(r"[23](\d{2}|\d{4}|\d{6})")
_FIRST, _NEXT = 3, 2  # digits of 类, of 款 and of 项


def name_of(year: int) -> str:
    """文件名 — of the list of a year in a data folder."""
    return f"科目-{year}.csv"


def read(home: data_files.Home, year: int) -> Subjects:
    """读取科目表 — the list of a year in the data's folder; empty where there is none."""
    name = name_of(year)
    path = home.folder / name
    if not path.is_file():
        return {}
    rows = list(csv.reader(io.StringIO(data_files.text(path, name))))
    if not rows or tuple(rows[0]) not in (_HEAD, (*_HEAD, _BELONGS)):
        raise data_files.fault(
            f"第一行应是 {','.join(_HEAD)}；请用 disclosure catalogue import 重新导入", name
        )
    wrong = next((number for number, row in enumerate(rows[1:], 2) if len(row) != len(rows[0])), None)
    if wrong:
        columns = chinese_number(len(rows[0]))
        raise data_files.fault(f"第{wrong}行不是{columns}列，请用 disclosure catalogue import 重新导入", name)
    return {code: tuple(texts) for code, *texts in rows[1:]}


def written(subjects: Mapping[str, tuple[str, ...]]) -> bytes:
    """科目表文件 — the list as it is kept; with a mark by which Excel takes it for UTF-8."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    heads = (*_HEAD, _BELONGS)[: 1 + max(map(len, subjects.values()), default=2)]
    writer.writerow(heads)
    for code, texts in sorted(subjects.items()):
        writer.writerow([code, *texts, *[""] * (len(heads) - 1 - len(texts))])
    return stream.getvalue().encode("utf-8-sig")


def imported(path: Path) -> Subjects:
    """导入科目表 — the subjects of an office's workbook: code, name and 说明 by the heads; every fault located."""
    if path.suffix.lower() not in data_files.WORKBOOKS:
        raise data_files.fault(
            "科目表应是一个 .xlsx 工作簿，其他格式请用 Excel 或 WPS 另存为 .xlsx", str(path)
        )
    found: Subjects = {}
    problems: list[Problem] = []
    for cells in grid.read(path, path.name):
        for row, code, texts, problem in _rows(cells):
            if problem:
                problems.append(problem)
            elif found.setdefault(code, texts) != texts:
                message = f"编码 {code} 有两种写法：“{found[code][0]}”和“{texts[0]}”，请只留一种"
                problems.append(Problem(message, cells.source(row, 0)))
    if problems:
        raise InputError(problems)
    if not found:
        raise data_files.fault(
            "没有找到科目：要有一行表头写着“科目编码”（或类、款、项三列）和“科目名称”", path.name
        )
    return found


def _rows(cells: Cells) -> Iterator[tuple[int, str, tuple[str, ...], Problem | None]]:
    columns: dict[str, int] = {}
    above: tuple[str, ...] = ("", "", "")
    for row in range(len(cells.rows)):
        heads = _heads(cells, row)
        if heads:
            columns = heads
        elif columns:
            above, code, problem = _code(cells, row, columns, above)
            name = cells.words(row, columns["名称"])
            if problem or (code and name):
                note = cells.words(row, columns["说明"]) if "说明" in columns else ""
                belongs, unknown = _belongs(cells, row, columns)
                yield row, code, (re.sub(r"\s+", "", name), note, *belongs), problem or unknown


def _belongs(cells: Cells, row: int, columns: dict[str, int]) -> tuple[tuple[str, ...], Problem | None]:
    """归类 — of a list that has the column; a word that is none is told."""
    if _BELONGS not in columns:
        return (), None
    word = cells.words(row, columns[_BELONGS])
    if word in ("", *classification.belonging_words()):
        return (word,), None
    known = "、".join(classification.belonging_words())
    return (), Problem(f"归类“{word}”不认识，只写{known}或空着", cells.source(row, columns[_BELONGS]))


def _heads(cells: Cells, row: int) -> dict[str, int]:
    """The columns of a row of heads; empty where the row is none."""
    named = {plain(cells.words(row, number)): number for number in range(len(cells.rows[row]))}
    found = {}
    for key, known in (
        ("编码", _CODES),
        ("名称", _NAMES),
        ("说明", _NOTES),
        (_BELONGS, (_BELONGS,)),
        *((step, (step,)) for step in _STEPS),
    ):
        at = next((named[name] for name in known if name in named), None)
        if at is not None:
            found[key] = at
    return found if "名称" in found and ("编码" in found or "类" in found) else {}


def _code(
    cells: Cells, row: int, columns: dict[str, int], above: tuple[str, ...]
) -> tuple[tuple[str, ...], str, Problem | None]:
    at = columns.get("编码", columns.get("类", 0))
    try:
        parts = tuple(_text(cells, row, columns.get(step)) for step in _STEPS)
        code = _text(cells, row, columns["编码"]) if "编码" in columns else _joined(parts, above)
    except CellError as error:
        return above, "", Problem(str(error), cells.source(row, at))
    if code and not _CODE.fullmatch(code):
        message = f"“{code}”不是科目编码：类 3 位、款 5 位、项 7 位数字，以 2（功能分类）或 3（经济分类）开头"
        return above, "", Problem(message, cells.source(row, at))
    return (
        (code[:_FIRST], code[_FIRST : _FIRST + _NEXT], code[_FIRST + _NEXT :]) if code else above,
        code,
        None,
    )


def _text(cells: Cells, row: int, column: int | None) -> str:
    found = None if column is None else cells.text(row, column, WORD)
    return re.sub(r"\s+", "", found or "")


def _joined(parts: tuple[str, ...], above: tuple[str, ...]) -> str:
    """A code in three columns; what stands above on the left goes on until it is written anew."""
    last = max((index for index, part in enumerate(parts) if part), default=-1)
    whole = [part or above[index] for index, part in enumerate(parts[: last + 1])]
    return "".join(part.zfill(_NEXT if index else _FIRST) for index, part in enumerate(whole))
