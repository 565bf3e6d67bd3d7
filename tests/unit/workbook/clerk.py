"""A clerk for tests: opens the workbook with openpyxl, fills in cells by sheet, block and label, saves it."""

from __future__ import annotations

import io
import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from disclosure.load import files, nodes
from disclosure.workbook import BOOK, Content, workbook
from tests.departments import EXAMPLES


class Clerk:
    """One workbook while it is being filled in."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)

    def fill(self, sheet: str, block: str, label: str, value: Any, column: str = "填写") -> str:
        """A cell of a form or grid; gives its place."""
        at = self.book[sheet]
        head = self.head(at, block)
        row = next(row for row in range(head + 1, at.max_row + 1) if at.cell(row, 1).value == label)
        cell = at.cell(row, self._column(at, head, column))
        cell.value = value
        return f"{sheet}!{cell.coordinate}"

    def add(self, sheet: str, block: str, **values: Any) -> int:
        """The first empty row of a list; gives its number."""
        at = self.book[sheet]
        head = self.head(at, block)
        columns = {self._column(at, head, name): value for name, value in values.items()}
        row = head + 1
        while str(at.cell(row, 1).value).startswith("※合计") or any(at.cell(row, c).value is not None for c in columns):
            row += 1
        for column, value in columns.items():
            at.cell(row, column).value = value
        return row

    def none(self, sheet: str, block: str) -> None:
        at = self.book[sheet]
        at.cell(self.head(at, block) - 1, 3).value = "无"

    def head(self, at: Worksheet, block: str) -> int:
        return next(row for row in range(1, at.max_row) if at.cell(row, 1).value == f"【{block}】") + 1

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path

    def _column(self, at: Worksheet, head: int, name: str) -> int:
        return next(number for number in range(1, at.max_column + 1) if at.cell(head, number).value == name)


def written(example: str, folder: Path) -> Path:
    """An example as a folder with a workbook in place of its data file."""
    shutil.copytree(EXAMPLES / example, folder, dirs_exist_ok=True)
    (folder / "data.yaml").unlink()
    (folder / BOOK).write_bytes(workbook(Content(data(example)), 2024))
    return folder


def data(example: str) -> dict[str, Any]:
    """The example's data as texts."""
    return dict(nodes.read(files.find(EXAMPLES / example, example)).data)


def small(folder: Path, **data: Any) -> Path:
    """A folder whose workbook holds little."""
    given = {
        "格式版本": "1",
        "模板": "standard",
        "单位": "元",
        "年度": "2024",
        "部门": {"全称": "某某市档案馆"},
        **data,
    }
    folder.mkdir(exist_ok=True)
    (folder / BOOK).write_bytes(_bytes(json.dumps(given)))
    return folder


@cache
def _bytes(given: str) -> bytes:
    return workbook(Content(json.loads(given)), 2024)


def reread(path: Path) -> bytes:
    """The bytes that openpyxl makes of a workbook it only loads and saves."""
    stream = io.BytesIO()
    openpyxl.load_workbook(path).save(stream)
    return stream.getvalue()
