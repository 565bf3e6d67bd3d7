"""A sheet, block or column that was deleted or renamed is told of once, with its place, and no more."""

from __future__ import annotations

import copy
from operator import attrgetter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from disclosure.errors import InputError
from disclosure.loading import read
from disclosure.loading.workbook.layout import Block, Sheet
from disclosure.loading.workbook.workbook_cells import letters
from disclosure.workbook import BOOK
from tests.unit.workbook.clerk import SHEETS, small, written

Book = dict[str, list[list[Any]]]  # the rows of each sheet, without looks: cheap to write again and again
EXAMPLE = "yuxi-beijing-2023"
EACH_SHEET = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
MOST_COLUMNS = max(len(block.heads()) for sheet in SHEETS for block in sheet.blocks)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Book:
    held = openpyxl.load_workbook(written(EXAMPLE, tmp_path_factory.mktemp("sound")) / BOOK)
    return {at.title: [list(row) for row in at.iter_rows(values_only=True)] for at in held}


@pytest.fixture
def book(sound: Book) -> Book:
    return copy.deepcopy(sound)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("职责.md", "机构设置.md", "绩效.md"):
        (tmp_path / name).write_text("文字\n", encoding="utf-8")
    return tmp_path


def save(path: Path, book: Book) -> None:
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as made:
        for name, rows in book.items():
            at = made.add_worksheet(name)
            for number, row in enumerate(rows):
                at.write_row(number, 0, row)


def told(folder: Path, book: Book) -> list[str]:
    save(folder / BOOK, book)
    with pytest.raises(InputError) as caught:
        read(folder)
    return [str(problem) for problem in caught.value.problems]


def title_of(rows: list[list[Any]], block: Block) -> int:
    return next(number for number, row in enumerate(rows) if row[0] == f"【{block.title}】")


def end_of(rows: list[list[Any]], title: int) -> int:
    below = range(title + 1, len(rows))
    return next((row for row in below if str(rows[row][0]).startswith("【")), len(rows))


@pytest.mark.parametrize("sheet", [sheet for sheet in SHEETS if not sheet.added], ids=attrgetter("name"))
def test_a_deleted_sheet_is_told_once(sheet: Sheet, folder: Path, book: Book) -> None:
    del book[sheet.name]
    assert told(folder, book) == [
        f"{BOOK}：缺少工作表“{sheet.name}”，里面填了什么不知道；请从原来的工作簿复制回来，"
        f"用不着的另加一张空表，起名“※{sheet.name}”"
    ]


@EACH_SHEET
def test_a_renamed_sheet_is_told_once_and_known_by_its_blocks(sheet: Sheet, folder: Path, book: Book) -> None:
    book["Sheet99"] = book.pop(sheet.name)
    assert told(folder, book) == [
        f"{BOOK} Sheet99!A1：不认识工作表“Sheet99”，是不是“{sheet.name}”；自己加的表请在表名前加“※”"
    ]


@EACH_SHEET
def test_an_emptied_sheet_is_told_once(sheet: Sheet, folder: Path, book: Book) -> None:
    book[sheet.name] = []
    (said,) = told(folder, book)
    assert said.startswith(f"{BOOK} {sheet.name}!A1：工作表“{sheet.name}”被清空")


def test_a_workbook_from_before_a_sheet_was_added_lacks_nothing(folder: Path, book: Book) -> None:
    save(folder / BOOK, book)
    before = read(folder)
    save(folder / BOOK, {sheet.name: book[sheet.name] for sheet in SHEETS if not sheet.added})
    expected = before.model_copy(update={"ratified_totals": None})
    assert read(folder).model_dump() == expected.model_dump()


def test_a_workbook_from_before_columns_were_added_lacks_nothing(folder: Path, book: Book) -> None:
    rows = book["附件与核定"]
    title = next(number for number, row in enumerate(rows) if "【涉密】" in row)
    book["附件与核定"] = [
        [cell for cell in row if not (number == title + 1 and cell in ("决定人", "依据", "处理"))]
        for number, row in enumerate(rows)
    ]
    save(folder / BOOK, book)
    assert read(folder).withheld == ()


def test_several_deleted_sheets_are_one_sentence(folder: Path, book: Book) -> None:
    for name in ("绩效", "采购", "支出"):
        del book[name]
    (said,) = told(folder, book)
    assert said.startswith(f"{BOOK}：缺少工作表“支出”、“采购”、“绩效”，")


def test_a_sheet_of_no_use_may_be_marked_or_stand_in_a_colleagues_workbook(folder: Path, book: Book) -> None:
    save(folder / BOOK, book | {"※内部往来": book.pop("内部往来")})
    before = read(folder)
    save(folder / "采购.xlsx", {"采购": book.pop("采购")})
    save(folder / BOOK, book | {"※内部往来": []})
    assert read(folder).model_dump() == before.model_dump()


@EACH_SHEET
def test_deleted_blocks_are_told_once_on_their_sheet(sheet: Sheet, folder: Path, book: Book) -> None:
    rows, block = book[sheet.name], sheet.blocks[0]
    title = title_of(rows, block)
    del rows[title : end_of(rows, title)]
    (said,) = told(folder, book)
    wanted = f"缺少“【{block.title}】”这一块" if len(sheet.blocks) > 1 else f"工作表“{sheet.name}”被清空"
    assert said.startswith(f"{BOOK} {sheet.name}!A1：{wanted}")


@EACH_SHEET
def test_a_renamed_title_is_told_once(sheet: Sheet, folder: Path, book: Book) -> None:
    rows, block = book[sheet.name], sheet.blocks[-1]
    title = title_of(rows, block)
    rows[title][0] = "【甲】"
    assert told(folder, book) == [
        f"{BOOK} {sheet.name}!A{title + 1}：不认识“【甲】”这一块，是不是“{block.title}”"
    ]


@EACH_SHEET
def test_a_deleted_row_of_heads_is_told_once(sheet: Sheet, folder: Path, book: Book) -> None:
    rows, block = book[sheet.name], sheet.blocks[0]
    title = title_of(rows, block)
    del rows[title + 1]
    (said,) = told(folder, book)
    heads = "、".join(block.by_head())
    assert said == (
        f"{BOOK} {sheet.name}!A{title + 1}："
        f"【{block.title}】下面的列名不在了，请在标题下一行依次补上：{heads}"
    )


def blocks_with(number: int, book: Book) -> list[tuple[str, Block, int, int, str]]:
    """Sheet, block, row of the heads, column and head, of each block that has so many columns."""
    found = []
    for sheet in SHEETS:
        for block in (block for block in sheet.blocks if 1 < len(block.heads()) > number):
            head = block.heads()[number].head
            row = title_of(book[sheet.name], block) + 1
            found.append((sheet.name, block, row, book[sheet.name][row].index(head), head))
    return found


@pytest.mark.parametrize("number", range(MOST_COLUMNS))
def test_a_renamed_column_is_told_once(number: int, folder: Path, book: Book) -> None:
    wanted = []
    for name, block, row, column, head in blocks_with(number, book):
        book[name][row][column] = "甲乙"
        place = f"{name}!{letters(column)}{row + 1}"
        wanted.append(f"{BOOK} {place}：【{block.title}】没有“甲乙”这一列，是不是“{head}”；")
    said = told(folder, book)
    assert sorted(line.partition("；")[0] + "；" for line in said) == sorted(wanted)


@pytest.mark.parametrize("number", range(MOST_COLUMNS))
def test_a_deleted_column_is_told_once(number: int, folder: Path, book: Book) -> None:
    wanted = []
    for name, block, row, column, head in blocks_with(number, book):
        for below in range(row, end_of(book[name], row)):
            if not str(book[name][below][column]).startswith("※"):
                book[name][below][column] = None
        if head not in block.added:
            wanted.append(f"{BOOK} {name}!A{row + 1}：【{block.title}】缺少“{head}”这一列，请补上")
    if wanted:
        assert sorted(told(folder, book)) == sorted(wanted)
    else:  # workbooks from before lack all of these
        save(folder / BOOK, book)
        assert read(folder).year == 2023


def test_a_column_of_no_use_may_be_marked(folder: Path, book: Book) -> None:
    row = title_of(book["收入"], SHEETS[1].blocks[0]) + 1
    column = book["收入"][row].index("其中教育收费")
    book["收入"][row][column] = "※其中教育收费"
    save(folder / BOOK, book)
    assert read(folder).income is not None


@pytest.mark.parametrize("word", ["0", "没有", "無", "無 ", "/", "-", "—", "否", "没有发生", "不涉及"])
def test_what_means_none_of_a_whole_block_is_understood(word: object, tmp_path: Path) -> None:
    folder = small(tmp_path / "a", 政府采购="无")
    book = openpyxl.load_workbook(folder / BOOK)
    book["采购"]["C3"].value = word
    book.save(folder / BOOK)
    assert read(folder).procurement == read(small(tmp_path / "b", 政府采购="无")).procurement


def test_what_else_stands_beside_a_title_is_told_with_its_cell(tmp_path: Path) -> None:
    folder = small(tmp_path / "a")
    book = openpyxl.load_workbook(folder / BOOK)
    book["采购"]["C3"].value = "以后再填"
    book["单位信息"]["C12"].value = "无"
    book.save(folder / BOOK)
    with pytest.raises(InputError) as caught:
        read(folder)
    said = [str(problem) for problem in caught.value.problems]
    assert f"{BOOK} 采购!C3：【政府采购】右边填的“以后再填”看不懂；整块没有发生的请填“无”，有的请清空" in said
    assert f"{BOOK} 单位信息!C12：【部门】右边填的“无”看不懂；这一块不能整块填“无”，请清空" in said


def test_a_workbook_from_before_blocks_and_columns_were_added_lacks_nothing(folder: Path, book: Book) -> None:
    save(folder / BOOK, book)
    before = read(folder)
    for sheet in SHEETS:
        for block in (one for one in sheet.blocks if one.later):
            rows = book[sheet.name]
            title = title_of(rows, block)
            del rows[title : end_of(rows, title)]
    title = next(number for number, row in enumerate(book["单位信息"]) if row[0] == "【所属单位】")
    heads = book["单位信息"][title + 1]
    book["单位信息"][title + 1] = [None if head == "备注" else head for head in heads]
    save(folder / BOOK, book)
    assert read(folder).model_dump() == before.model_dump()
