"""A block title that was cleared or deleted, and a sheet that was emptied, are told of at their place."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from disclosure.errors import InputError
from disclosure.loading import read
from disclosure.loading.workbook.layout import Sheet
from disclosure.workbook import BOOK
from tests.unit.workbook.clerk import SHEETS, written

EXAMPLE = "yuxi-beijing-2023"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(EXAMPLE, tmp_path_factory.mktemp("sound"))


def title_rows(at: Worksheet) -> dict[str, int]:
    words = {row: str(at.cell(row, 1).value or "") for row in range(1, at.max_row + 1)}
    return {text.strip("【】"): row for row, text in words.items() if text.startswith("【")}


def problems(folder: Path, book: openpyxl.Workbook) -> list[str]:
    book.save(folder / BOOK)
    with pytest.raises(InputError) as caught:
        read(folder)
    return [str(problem) for problem in caught.value.problems]


def copied(sound: Path, tmp_path: Path) -> tuple[Path, openpyxl.Workbook]:
    folder = tmp_path / "决算"
    shutil.copytree(sound, folder)
    return folder, openpyxl.load_workbook(folder / BOOK)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_cleared_titles_are_each_told_once_above_their_head(
    sheet: Sheet, sound: Path, tmp_path: Path
) -> None:
    folder, book = copied(sound, tmp_path)
    rows = title_rows(book[sheet.name])
    for row in rows.values():
        book[sheet.name].cell(row, 1).value = None
    assert problems(folder, book) == [
        f"{BOOK} {sheet.name}!A{row + 1}：这些列名上面的块标题不在了，请在上一行的 A 列补上“【{title}】”"
        for title, row in rows.items()
    ]


def test_one_cleared_title_does_not_let_its_rows_be_taken_for_those_above(
    sound: Path, tmp_path: Path
) -> None:
    folder, book = copied(sound, tmp_path)
    row = title_rows(book["资产"])["固定资产"]
    book["资产"].cell(row, 1).value = None
    assert len(problems(folder, book)) == 1


def test_a_deleted_row_of_a_title_is_told_too(sound: Path, tmp_path: Path) -> None:
    folder, book = copied(sound, tmp_path)
    book["收入"].delete_rows(3)
    assert problems(folder, book)[0].startswith(f"{BOOK} 收入!A3：这些列名上面的块标题不在了")
