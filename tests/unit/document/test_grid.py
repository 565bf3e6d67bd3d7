"""The grid of a table: where cells stand, panels of wide tables, letters of long ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from disclosure.document import Cell, Document, Heading, PageBreak, Row, TableBlock, Text, plain
from disclosure.document.table_on_paper import STEPS, Paper, ems, fitted, paged, panels, placed, row_heights


def cell(text: str, **spans: int) -> Cell:
    return Cell((Text(text),), **spans)  # type: ignore[arg-type]


HEAD = (
    Row((cell("名称", rowspan=2), cell("甲", colspan=3), cell("乙", colspan=2))),
    Row(tuple(cell(f"{n}") for n in range(1, 6))),
)
BODY = (Row((cell("行"), *(cell(f"v{n}") for n in range(1, 6)))),)
TABLE = TableBlock(
    "t", HEAD, BODY, (8, 6, 6, 6, 6, 6), title=(Text("表"),), notes=((Text("注"),),), keys=1, panel=2
)


def texts(row: Row) -> list[str]:
    return [plain(one.content) for one in row.cells]


def test_places_covered_by_spans_have_no_cell() -> None:
    assert [(row, column, plain(one.content)) for row, column, one in placed(HEAD)][:5] == [
        (0, 0, "名称"),
        (0, 1, "甲"),
        (0, 4, "乙"),
        (1, 1, "1"),
        (1, 2, "2"),
    ]


def test_a_wide_table_is_cut_into_panels_that_repeat_its_keys() -> None:
    first, second, third = panels(TABLE)
    assert [texts(panel.body[0]) for panel in (first, second, third)] == [
        ["行", "v1", "v2"],
        ["行", "v3", "v4"],
        ["行", "v5"],
    ]
    assert [(plain(one.content), one.colspan) for one in second.head[0].cells] == [
        ("名称", 1),
        ("甲", 1),
        ("乙", 1),
    ]
    assert [plain(panel.title) for panel in (first, second, third)] == ["表（1/3）", "表（2/3）", "表（3/3）"]
    assert [panel.id for panel in (first, second, third)] == ["t", "t-2", "t-3"]
    assert [len(panel.notes) for panel in (first, second, third)] == [0, 0, 1]
    assert first.widths == (8, 6, 6)


def test_a_table_that_fits_stays_whole() -> None:
    whole = TableBlock("t", HEAD, BODY, (8, 6, 6, 6, 6, 6))
    assert panels(whole) == (whole,)


# 字号、列宽


PAPER = Paper(upright=(442.0, 638.0), across=(638.0, 442.0))  # GB/T 9704 的版心，竖放和横放


def words(rows: int, text: str = "行", columns: int = 6, **more: Any) -> TableBlock:
    head = Row(tuple(cell("列") for _ in range(columns)))
    return TableBlock("t", (head,), (Row((cell(text),) * columns),) * rows, (1,) * columns, **more)


def size(table: TableBlock, above: float = 0.0) -> float:
    made = fitted(table, PAPER, above)
    return made.fit.size if made.fit else STEPS[0].size


def test_a_table_is_set_smaller_only_where_that_saves_a_page() -> None:
    assert [size(words(rows, landscape=True)) for rows in (10, 22, 36)] == [10.5, 10.5, 8.5]
    assert size(words(30)) == 10.5
    assert size(words(600)) < 10.5


def test_thirty_six_rows_stand_on_one_landscape_page_and_stay_legible() -> None:
    made = fitted(words(36, landscape=True), PAPER)
    assert made.fit is not None
    assert made.fit.size >= 8
    assert sum(row_heights(made, 638.0)) < 442


def test_a_heading_above_the_table_takes_room_of_its_page() -> None:
    table = words(33)
    document = Document(
        "", "", (Heading("h", 1, (Text("第二部分"),)), table, PageBreak("b"), replace(table, id="u"))
    )
    first, second = (block for block in paged(document, PAPER).blocks if isinstance(block, TableBlock))
    assert first.fit is not None
    assert sum(row_heights(first, 442.0)) < sum(row_heights(second, 442.0))


def test_a_table_is_set_once_for_the_file_and_for_what_reads_it_back() -> None:
    document = Document("", "", (TABLE, words(600)))
    written, read_back = paged(document, PAPER), paged(document, PAPER)
    assert len(written.blocks) == 6
    pairs = zip(written.blocks, read_back.blocks, strict=True)
    assert all(one is other for one, other in pairs if isinstance(one, TableBlock))
    assert all(one is other for one, other in zip(panels(TABLE), panels(replace(TABLE)), strict=True))


def test_a_table_of_which_a_number_changed_is_set_anew() -> None:
    before, after = words(3, "1.00"), words(3, "2.00")
    assert [texts(fitted(table, PAPER).body[0])[0] for table in (before, after)] == ["1.00", "2.00"]
    assert fitted(before, PAPER, 66.0) is not fitted(before, PAPER)


def test_a_long_name_takes_room_from_columns_that_have_some_before_the_letters_shrink() -> None:
    rows = (Row((cell("机关事业单位基本养老保险缴费支出"), cell("1.00"), cell("2.00"))),) * 34
    made = fitted(TableBlock("t", (), rows, (1, 1, 1)), PAPER)
    assert made.widths[0] > 442 / 3
    assert sum(made.widths) == pytest.approx(442)
    assert row_heights(made, 442.0) == [min(row_heights(made, 442.0))] * 34  # no name wraps


@pytest.mark.parametrize(("columns", "smaller"), [(5, False), (12, True)])
def test_letters_shrink_until_no_number_breaks(columns: int, smaller: bool) -> None:
    made = fitted(words(1, "1,234,567.89", columns, landscape=True), PAPER)
    letters = made.fit.size if made.fit else 10.5
    assert (letters < 10.5) is smaller
    assert (
        min(made.widths) > 5.25 * letters + 2 * 2.85
    )  # nine digits of a half, three points of a quarter, padding


def test_a_narrow_column_takes_room_from_wide_ones_before_the_text_shrinks() -> None:
    made = fitted(TableBlock("t", (), (Row((cell("9,999,999,999,999.99"), cell("短"))),), (1, 9)), PAPER)
    assert made.fit is None
    assert sum(made.widths) == pytest.approx(442)
    assert made.widths[0] > 442 * 0.2


def test_text_never_shrinks_below_six_points() -> None:
    made = fitted(words(1, "9,999,999,999,999.99", 16, landscape=True), PAPER)
    assert made.fit is not None
    assert made.fit.size == 6.0
    assert sum(made.widths) == pytest.approx(638)


def test_each_panel_of_a_wide_table_begins_a_page() -> None:
    kinds = [type(block).__name__ for block in paged(Document("", "", (TABLE,)), PAPER).blocks]
    assert kinds == ["TableBlock", "PageBreak", "TableBlock", "PageBreak", "TableBlock"]


def test_chinese_characters_are_wide() -> None:
    assert ems("收入") == 2
    assert ems("12") < 2
