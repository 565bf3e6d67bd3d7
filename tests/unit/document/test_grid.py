"""The grid of a table: where cells stand, panels of wide tables, letters of long ones."""

from __future__ import annotations

from disclosure.document import Cell, Document, PageBreak, Row, TableBlock, Text, plain
from disclosure.document.grid import paged, panels, placed, wide


def cell(text: str, **spans: int) -> Cell:
    return Cell((Text(text),), **spans)  # type: ignore[arg-type]


HEAD = (
    Row((cell("名称", rowspan=2), cell("甲", colspan=3), cell("乙", colspan=2))),
    Row(tuple(cell(f"{n}") for n in range(1, 6))),
)
BODY = (Row((cell("行"), *(cell(f"v{n}") for n in range(1, 6)))),)
TABLE = TableBlock("t", HEAD, BODY, (8, 6, 6, 6, 6, 6), title=(Text("表"),), notes=((Text("注"),),), keys=1, panel=2)


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
    assert [(plain(one.content), one.colspan) for one in second.head[0].cells] == [("名称", 1), ("甲", 1), ("乙", 1)]
    assert [plain(panel.title) for panel in (first, second, third)] == ["表（1/3）", "表（2/3）", "表（3/3）"]
    assert [panel.id for panel in (first, second, third)] == ["t", "t-2", "t-3"]
    assert [len(panel.notes) for panel in (first, second, third)] == [0, 0, 1]
    assert first.widths == (8, 6, 6)


def test_a_table_that_fits_stays_whole() -> None:
    whole = TableBlock("t", HEAD, BODY, (8, 6, 6, 6, 6, 6))
    assert panels(whole) == (whole,)


def long(rows: int) -> TableBlock:
    return TableBlock("t", HEAD, tuple(BODY * rows), (8, 6, 6, 6, 6, 6))


def tight(table: TableBlock) -> int:
    made = paged(Document("", "", (PageBreak("b"), table))).blocks
    assert isinstance(made[1], TableBlock)
    return made[1].tight


def test_a_table_is_set_smaller_only_where_that_saves_a_page() -> None:
    assert [tight(long(rows)) for rows in (10, 28, 30, 34, 60)] == [0, 0, 1, 2, 1]


def test_chinese_characters_are_wide() -> None:
    assert wide("收入") == 2
    assert wide("12") < 2
