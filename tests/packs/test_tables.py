"""A table set for a province that nobody named, declared without touching Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from disclosure import deriving, facts, packs
from disclosure.document import TableBlock, plain
from disclosure.document.table_on_paper import placed
from tests.departments import small, submission

TEMPLATES = Path(__file__).parent / "templates"


@pytest.fixture(scope="module")
def tables() -> dict[str, TableBlock]:
    data = submission(small(模板="nowhere-2023"))
    chain = packs.resolve("nowhere-2023", [TEMPLATES, packs.built_in()])
    specs = packs.table_specs(chain, data.year)
    made = facts.filled(data, deriving.derive(data), specs, chain.names)
    blocks = packs.compose(chain, made, draft=True).document.blocks
    return {block.number: block for block in blocks if isinstance(block, TableBlock)}


def lines(table: TableBlock) -> list[list[str]]:
    """The texts of each row, blanks left out."""
    rows: dict[int, list[str]] = {}
    for row, _, cell in placed(table.body):
        rows.setdefault(row, []).extend([plain(cell.content)] if cell.content else [])
    return list(rows.values())


def titles(table: TableBlock) -> list[str]:
    return [plain(cell.content) for row in table.head for cell in row.cells]


def test_tables_stand_in_the_order_and_under_the_numbers_of_the_pack(tables: dict[str, TableBlock]) -> None:
    assert list(tables) == ["甲01表", "甲02表", "甲03表", "甲04表"]
    assert plain(tables["甲02表"].title) == "收支总表"


def test_a_table_whose_years_have_not_come_is_left_out(tables: dict[str, TableBlock]) -> None:
    assert not any("基本支出" in plain(table.title) for table in tables.values())


def test_a_row_is_hidden_moved_renamed_and_added(tables: dict[str, TableBlock]) -> None:
    names = [line[0] for line in lines(tables["甲02表"])]
    assert names[4:7] == ["五、事业收入", "七、其他各项收入", "六、经营收入"]
    assert "七、附属单位上缴收入" not in names
    foot = [line[0] for line in lines(tables["甲02表"])[-5:]]
    assert foot[:2] == ["本年收入合计", "其中：财政拨款收入"]
    assert "收入总计" in foot


def test_line_numbers_close_up_behind_what_was_taken_out(tables: dict[str, TableBlock]) -> None:
    numbered = [line for line in lines(tables["甲02表"]) if line[0] == "六、经营收入"]
    assert numbered[0][1] == "7"


def test_a_column_is_added_hidden_and_moved(tables: dict[str, TableBlock]) -> None:
    assert "上年数" in titles(tables["甲02表"])
    head = titles(tables["甲01表"])
    assert head.index("项目支出") < head.index("基本支出")
    assert "对附属单位补助支出" not in head
    assert "其中：一般公共预算" in head


def test_the_total_stands_last_and_amounts_are_in_yuan_with_zeros_shown(
    tables: dict[str, TableBlock],
) -> None:
    assert lines(tables["甲01表"])[-1] == [
        "总计",
        "1,300,000.00",
        "300,000.00",
        "1,000,000.00",
        "0.00",
        "0.00",
        "1,300,000.00",
    ]


def test_a_table_of_its_own_shows_amounts_and_counts(tables: dict[str, TableBlock]) -> None:
    assert lines(tables["甲03表"]) == [["公务接待费", "20,000.00"], ["国内接待批次", "5"]]


def test_an_empty_table_keeps_its_head_and_says_why_it_is_empty(tables: dict[str, TableBlock]) -> None:
    empty = tables["甲04表"]
    assert empty.head
    assert [plain(note) for note in empty.notes][-1] == "某市某某局2023年度没有政府性基金，故此表无数据。"


def test_the_owner_is_called_as_the_pack_says(tables: dict[str, TableBlock]) -> None:
    assert {table.owner for table in tables.values()} == {"编制单位：某市某某局"}
