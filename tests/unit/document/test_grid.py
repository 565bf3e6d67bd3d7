"""The grid of a table: where cells stand, panels of wide tables, letters of long ones."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import Any

import pytest

from disclosure.document import (
    Block,
    Cell,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Row,
    TableBlock,
    Text,
    plain,
)
from disclosure.document.table_on_paper import SIZES, Paper, ems, placed, row_heights
from disclosure.document.tables_on_pages import paged, panels


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
    first, second, third = panels(TABLE, 3)
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


def test_a_panel_has_as_many_columns_as_the_others() -> None:
    """Eleven columns at most ten a panel are six and five, not ten and one."""
    row = (Row(tuple(cell(f"{n}") for n in range(12))),)
    wide = TableBlock("t", row, row, (1,) * 12, title=(Text("表"),), keys=1, panel=10)
    assert [len(part.widths) - 1 for part in tables(wide, landscape=True)] == [6, 5]


# 字号、列宽


PAPER = Paper(upright=(442.0, 638.0), across=(638.0, 442.0))  # GB/T 9704 的版心，竖放和横放


def words(rows: int, text: str = "行", columns: int = 6, **more: Any) -> TableBlock:
    head = Row(tuple(cell("列") for _ in range(columns)))
    body = (Row((cell(text),) * columns),) * rows
    return TableBlock("t", (head,), body, (1,) * columns, **{"title": (Text("表"),), **more})


def tables(*blocks: Block, **more: Any) -> list[TableBlock]:
    """The tables of a document on paper, each of which begins a page."""
    named = (replace(block, id=f"t{n}", **more) for n, block in enumerate(blocks))
    parted = chain.from_iterable((PageBreak(f"b{n}"), block) for n, block in enumerate(named))
    return [
        one for one in paged(Document("", "", tuple(parted)), PAPER).blocks if isinstance(one, TableBlock)
    ]


def only(table: TableBlock) -> TableBlock:
    (made,) = tables(table)
    return made


def size(table: TableBlock) -> float:
    return table.fit.size if table.fit else SIZES[0]


def sizes(*blocks: TableBlock) -> list[float]:
    return [size(table) for table in tables(*blocks)]


def test_a_table_is_set_smaller_only_where_that_saves_a_page() -> None:
    assert [sizes(words(rows, landscape=True)) for rows in (10, 22, 36)] == [[10.5], [10.5], [8.0]]
    assert sizes(words(30)) == [10.5]


def test_tables_of_a_set_have_letters_of_one_size_and_the_smallest_where_that_saves_a_page() -> None:
    short, long = words(10, landscape=True), words(36, landscape=True)
    assert sizes(short, long, short) == [9.0, 8.0, 9.0]
    form = replace(words(10), head=())
    assert sizes(form, long) == [10.5, 8.0]  # forms without a head are another set


def test_thirty_six_rows_stand_on_one_landscape_page_and_stay_legible() -> None:
    made = only(words(36, landscape=True))
    assert size(made) == 8
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
    assert all(one is other for one, other in zip(panels(TABLE, 3), panels(replace(TABLE), 3), strict=True))


def test_a_table_of_which_a_number_changed_is_set_anew() -> None:
    before, after = words(3, "1.00"), words(3, "2.00")
    assert [texts(only(table).body[0])[0] for table in (before, after)] == ["1.00", "2.00"]


def test_a_long_name_takes_room_from_columns_that_have_some_before_the_letters_shrink() -> None:
    rows = (Row((cell("机关事业单位基本养老保险缴费支出"), cell("1.00"), cell("2.00"))),) * 34
    made = only(TableBlock("t", (), rows, (1, 1, 1)))
    assert made.widths[0] > 442 / 3
    assert sum(made.widths) == pytest.approx(442)
    assert row_heights(made, 442.0) == [min(row_heights(made, 442.0))] * 34  # no name wraps


def test_names_take_the_room_of_columns_in_which_nothing_stands() -> None:
    names = ("机关事业单位基本养老保险缴费支出", "行政事业单位医疗补助和其他支出")
    head = Row((cell("科目名称"), *(cell("附属单位上缴收入") for _ in range(8)), cell("合计")))
    rows = tuple(Row((cell(name), *(Cell(),) * 8, cell("1,234,567.89"))) for name in names)
    made = only(TableBlock("t", (head,), rows, (8, *(7,) * 8, 7), title=(Text("表"),)))
    assert row_heights(made, 442.0)[1:] == [min(row_heights(made, 442.0))] * 2
    assert max(made.widths[1:9]) < min(made.widths[0], made.widths[9])


@pytest.mark.parametrize(("columns", "parts"), [(5, 1), (9, 1), (12, 2), (24, 3)])
def test_no_number_breaks_and_no_letter_is_below_eight_points(columns: int, parts: int) -> None:
    """What is too wide for paper goes on in a further panel."""
    made = tables(words(1, "1,234,567.89", columns, landscape=True))
    assert len(made) == parts
    for table in made:
        # nine digits of a half, three points of a quarter, padding
        assert min(table.widths) > 5.25 * size(table) + 2 * 2.85
        assert size(table) >= 8


def test_a_narrow_column_takes_room_from_wide_ones_before_the_text_shrinks() -> None:
    made = only(TableBlock("t", (), (Row((cell("9,999,999,999,999.99"), cell("短"))),), (1, 9)))
    assert made.fit is None
    assert sum(made.widths) == pytest.approx(442)
    assert made.widths[0] > 442 * 0.2


def test_a_number_has_half_a_letter_of_room_at_its_right() -> None:
    plain_one, number = (
        only(TableBlock("t", (), (Row((Cell((Text("1" * 9),), align), cell("短" * 60))),), (1, 9)))
        for align in ("left", "right")
    )
    assert number.widths[0] - plain_one.widths[0] > 0.25 * 10.5 * 0.99


# 续表


def long_table(rows: int, **more: Any) -> TableBlock:
    body = tuple(Row((cell(f"行{n}"), cell(f"{n}.00"))) for n in range(rows))
    about: dict[str, Any] = {"number": "公开05表", "unit": "单位：万元", "notes": ((Text("注：略"),),)}
    return TableBlock("t", (Row((cell("名"), cell("数"))),), body, (1, 1), (Text("表"),), **about, **more)


@pytest.mark.parametrize("rows", range(30, 220, 7))
def test_a_table_that_goes_on_says_so_on_each_page_and_leaves_out_no_row(rows: int) -> None:
    table = long_table(rows)
    first, *others = tables(table)
    assert [plain(part.title) for part in (first, *others)] == ["表", *["表（续表）"] * len(others)]
    assert [texts(row) for part in (first, *others) for row in part.body] == list(map(texts, table.body))
    assert all(
        (part.head, part.number, part.unit) == (table.head, "公开05表", "单位：万元") for part in others
    )
    assert [len(part.notes) for part in (first, *others)] == [0] * len(others) + [1]
    assert all(len(part.body) >= 3 for part in (first, *others))
    assert all(sum(row_heights(part, 442.0)) < 638 for part in (first, *others))


def test_a_label_over_the_end_of_a_page_stands_there_again_and_a_long_text_is_not_cut() -> None:
    label, text = cell("产出指标", rowspan=60), cell("一" * 100, rowspan=20)
    rows = [
        Row((label, cell("三级"), cell("0")) if n == 0 else (cell("三级"), cell(f"{n}"))) for n in range(60)
    ]
    first, second, *_ = tables(TableBlock("t", (), tuple(rows), (1, 1, 1), title=(Text("表"),)))
    assert texts(second.body[0])[0] == "产出指标"
    assert first.body[0].cells[0].rowspan == len(first.body)
    rows[30] = Row((cell("三级"), text))
    rows[31:50] = [Row((cell("三级"),))] * 19
    first, *_ = tables(TableBlock("t", (), tuple(rows), (1, 1, 1), title=(Text("表"),)))
    assert len(first.body) <= 30


def test_a_table_that_does_not_begin_its_page_is_left_to_the_page() -> None:
    """Where it stands on the page is not known here: its head is repeated, nothing is said of 续表."""
    document = Document("", "", (Paragraph("p", (Text("一"),)), long_table(200)))
    assert [type(block).__name__ for block in paged(document, PAPER).blocks] == ["Paragraph", "TableBlock"]


def test_each_panel_of_a_wide_table_begins_a_page() -> None:
    kinds = [type(block).__name__ for block in paged(Document("", "", (TABLE,)), PAPER).blocks]
    assert kinds == ["TableBlock", "PageBreak", "TableBlock", "PageBreak", "TableBlock"]


def test_chinese_characters_are_wide() -> None:
    assert ems("收入") == 2
    assert ems("12") < 2
