"""The layout: each key of the model has its place in the workbook, and only one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from disclosure.loading import expected_data, read
from disclosure.loading.reading_state import Loc
from disclosure.loading.workbook import Block, layout, sheets
from disclosure.model.shape import Shape
from disclosure.workbook import BOOK, Content
from disclosure.workbook.plan import plan
from tests.unit.workbook.clerk import data, written

BLOCKS = [block for sheet in sheets() for block in sheet.blocks]


def keys_of_the_model(kind: Shape = expected_data.WHOLE, path: Loc = ()) -> Iterator[Loc]:
    """Every place where a value may stand; items of lists and codes are written as “*”."""
    if kind.keys:
        for name, part in kind.keys.items():
            yield from keys_of_the_model(part, (*path, name))
    elif kind.inner:
        yield from keys_of_the_model(kind.inner, (*path, "*"))
    else:
        yield path


def places(block: Block) -> Iterator[Loc]:
    heads = [column for column in block.heads() if not column.key]
    match block.kind:
        case "form" | "grid":
            # those of 自有数据 are what the pack declares: any key
            yield from (block.place(key, column) for key in block.keys or ("*",) for column in heads)
        case "list":
            yield from ((*block.at, "*", *column.step) for column in heads)
        case "map":
            yield from ((*block.at, *column.step, "*") for column in heads)
        case "children":
            yield from ((*block.at, "*", block.key, "*", *column.step) for column in heads)
        case "sections":
            yield from ((*block.at, "*", *column.step, "*") for column in heads)
        case "causes":
            known = [name for name, kind in expected_data.at(block.at).keys.items() if kind.kind == "list"]
            yield from ((*block.at, key, "*", *column.step) for key in known or ["*"] for column in heads)


def test_every_key_of_the_model_has_a_place_and_no_place_is_without_a_key() -> None:
    assert {loc for block in BLOCKS for loc in places(block)} == set(keys_of_the_model())


def test_no_key_has_two_places() -> None:
    counted = Counter(loc for block in BLOCKS for loc in places(block))
    assert [loc for loc, number in counted.items() if number > 1] == []


def test_a_title_stands_once_on_its_sheet() -> None:
    for sheet in sheets():
        titles = [block.title for block in sheet.blocks]
        assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.title)
def test_labels_notes_and_sums_name_what_the_block_has(block: Block) -> None:
    known = {
        *block.keys,
        *block.columns,
        block.key,
        "序号",
        *(c.head for c in block.heads()),
        *(".".join(map(str, c.step)) for c in block.heads()),
    }
    assert {*block.labels, *block.sums} <= known
    heads = {column.head for column in block.heads()}
    assert set(block.notes) <= heads | (set(block.keys) if block.fixed else set()), "a note that nobody sees"


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.title)
def test_who_fills_a_form_is_told_what_a_text_is_for(block: Block) -> None:
    """Of a bare “文字” nobody knows whether it is printed, and into what sentence."""
    if block.title in ("自评情况", "整体自评", "收入内容"):  # parts of a report, each under its own heading
        return
    texts = [key for key in block.keys if block.kind == "form" and expected_data.at((*block.at, key)).is_text]
    assert [key for key in texts if not {key, block.label(key)} & set(block.notes)] == []


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.title)
def test_heads_of_a_block_differ(block: Block) -> None:
    heads = [column.head for column in block.heads()]
    assert len(set(heads)) == len(heads)


def test_no_cell_of_an_entry_row_is_locked_so_that_excel_deletes_the_row(tmp_path: Path) -> None:
    """Excel refuses on a protected sheet where a single cell of the row is locked, formatted or not."""
    book = openpyxl.load_workbook(written("panzhihua-chengdu-2024", tmp_path / "a") / BOOK)
    for planned in plan(Content(data("panzhihua-chengdu-2024"))):
        at = book[planned.sheet.name]
        rows = [] if planned.block.fixed else range(planned.first + 1, planned.last + 2)
        assert at.protection.sheet
        assert not at.protection.deleteRows  # the flag says what is forbidden
        assert at.cell(planned.head + 1, 1).protection.locked
        assert not [
            cell.coordinate for row in rows for cell in at[row] if cell.has_style and cell.protection.locked
        ]
        columns = at.column_dimensions.values()
        assert max(column.max for column in columns) == 16_384
        assert not any(column.protection.locked for column in columns)


def test_every_block_has_somebody_who_fills_it() -> None:
    assert {block.who or sheet.who for sheet in sheets() for block in sheet.blocks} == set(layout.fillers())
    assert set(layout.fillers()) == {"办公室", "人事", "财务", "采购", "绩效"}
    assert [
        layout.who_fills(layout.steps(path))
        for path in (
            "部门.职责",
            "部门.人数",
            "支出.款",
            "政府采购.货物",
            "绩效.整体自评.上年结转.执行数",
            "三公经费",
        )
    ] == ["办公室", "人事", "财务", "采购", "绩效", "财务"]
    assert (layout.who_fills_sheet("采购"), layout.who_fills_sheet("自己的表")) == ("采购", "")


def test_a_workbook_of_before_without_the_later_columns_of_projects_is_read(tmp_path: Path) -> None:
    folder = written("panzhihua-chengdu-2024", tmp_path / "a")
    book = openpyxl.load_workbook(folder / BOOK)
    sheet = book["绩效自评"]
    later = next(block for block in BLOCKS if block.title == "项目自评").added
    heads = [cell for row in sheet.iter_rows() for cell in row if cell.value in later]
    assert len(heads) == len(later)
    for head in heads:
        head.value = None
    book.save(folder / BOOK)
    read(folder)
