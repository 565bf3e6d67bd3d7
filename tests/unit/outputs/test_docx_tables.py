"""Tables of the .docx: widths, merges, repeated heads, the lines around them, speed."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import pytest

from disclosure.document import Cell, Paragraph, Row, TableBlock, Text, plain
from tests import counting
from tests.contract.sample import TABLE, amount, head
from tests.unit.outputs.word_files import SPACES, part, styled, text, w, written

PORTRAIT, LANDSCAPE = 8844, 12756  # text widths of the gbt9704 look in twips


def cell(words: str, **more: Any) -> Cell:
    return Cell((Text(words),), **more)


def table(rows: tuple[Row, ...], columns: int, **more: Any) -> TableBlock:
    names = Row(tuple(head(f"列{column}") for column in range(columns)))
    return TableBlock("t", (names,), rows, (1,) * columns, **more)


def grid(data: bytes) -> list[list[str]]:
    """The table as python-docx lays it out: merged places repeat their cell."""
    (found,) = docx.Document(BytesIO(data)).tables
    return [[place.text for place in row.cells] for row in found.rows]


def test_merged_heads_cover_the_places_they_span() -> None:
    assert grid(written(TABLE))[:3] == [
        ["项目", "项目", "本年支出合计", "基本支出"],
        ["科目编码", "科目名称", "本年支出合计", "基本支出"],
        ["合计", "合计", "1,269.29", ""],
    ]


def test_a_cell_may_span_rows_and_columns_at_once() -> None:
    rows = (
        Row((cell("大", rowspan=2, colspan=2), cell("右上"))),
        Row((cell("右下"),)),
        Row((cell("a"), cell("b"), cell("c"))),
    )
    assert grid(written(table(rows, 3)))[1:] == [["大", "大", "右上"], ["大", "大", "右下"], ["a", "b", "c"]]


@pytest.mark.parametrize("landscape", [False, True])
def test_grid_columns_and_cells_sum_to_the_width_of_the_text(landscape: bool) -> None:
    odd = TableBlock("t", TABLE.head, TABLE.body, (1, 3, 7, 2.3), landscape=landscape)
    (found,) = part(written(odd)).iter(w("tbl"))
    columns = [int(column.get(w("w"))) for column in found.iter(w("gridCol"))]
    total = LANDSCAPE if landscape else PORTRAIT
    assert sum(columns) == pytest.approx(total, abs=3)
    for row in found.iter(w("tr")):
        assert sum(int(width.get(w("w"))) for width in row.iter(w("tcW"))) == sum(columns)
    assert found.find("w:tblPr/w:tblLayout", SPACES).get(w("type")) == "fixed"
    assert int(found.find("w:tblPr/w:tblW", SPACES).get(w("w"))) == sum(columns)


def test_head_rows_repeat_and_no_row_splits() -> None:
    rows = list(part(written(TABLE)).iter(w("tr")))
    assert [row.find(".//w:tblHeader", SPACES) is not None for row in rows] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert all(row.find(".//w:cantSplit", SPACES) is not None for row in rows)


def test_each_cell_is_aligned_as_asked() -> None:
    cells = [node for node in part(written(TABLE)).iter(w("tc")) if text(node)]
    aligned = {text(node): node.find("w:p/w:pPr/w:jc", SPACES).get(w("val")) for node in cells}
    assert (aligned["1,269.29"], aligned["合计"], aligned["一般公共服务支出"]) == ("right", "center", "left")


def test_owner_stands_left_number_and_unit_right_under_the_title() -> None:
    data = written(TABLE)
    order = [text(node) for node in part(data).iter(w("p"))][:2]
    assert order == ["支出决算表", "部门：某市某某局公开03表单位：万元"]
    (corner,) = styled(data, "表格说明")
    assert len(list(corner.iter(w("tab")))) == 4  # two stops, two tabs
    assert corner.find("w:pPr/w:tabs", SPACES)[-1].get(w("pos")) == str(LANDSCAPE)


def test_a_long_owner_leaves_the_number_a_line_of_its_own() -> None:
    long = table((), 2, owner="部门：" + "某" * 40, number="公开01表", unit="单位：万元")
    assert [text(line) for line in styled(written(long), "表格说明")] == [
        "公开01表",
        "部门：" + "某" * 40 + "单位：万元",
    ]


def test_two_tables_in_a_row_stay_two() -> None:
    rows = (Row((cell("a"), cell("b"))),)
    first, second = table(rows, 2), TableBlock("u", (), rows, (1, 1))
    assert len(docx.Document(BytesIO(written(first, second))).tables) == 2


def wide(columns: int, words: str, rows: int = 3) -> TableBlock:
    body = tuple(
        Row((cell("2010000"), cell("一般行政管理事务"), *[amount(words, "f")] * (columns - 2)))
        for _ in range(rows)
    )
    return TableBlock("t", (), body, (1, 3, *[1] * (columns - 2)), landscape=True)


@pytest.mark.parametrize(("columns", "half_points", "panels"), [(10, {18}, 1), (12, set(), 2)])
def test_where_numbers_would_break_letters_are_smaller_else_a_second_panel_has_the_rest(
    columns: int, half_points: set[int], panels: int
) -> None:
    body = part(written(wide(columns, "1,234,567.89")))
    assert {int(node.get(w("val"))) for node in body.iter(w("sz"))} == half_points
    assert len(list(body.iter(w("tbl")))) == panels


def test_a_name_is_set_in_by_its_level_and_a_number_keeps_off_the_rule() -> None:
    row = Row((Cell((Text("办公费"),), indent=2), amount("1.00", "f")))
    places = [node.attrib for node in part(written(table((row,), 2))).iter(w("ind"))]
    assert [(int(one[w("left")]), int(one[w("right")])) for one in places] == [(420, 0), (0, 52)]


def test_a_table_made_to_fit_its_page_has_lines_of_exact_height() -> None:
    rows = tuple(Row((cell(f"行{number}"), cell("字"))) for number in range(36))
    made = list(part(written(table(rows, 2, landscape=True))).iter(w("tr")))
    pitches = {node.get(w("line")) for row in made for node in row.iter(w("spacing"))}
    heights = {int(node.get(w("val"))) for row in made for node in row.iter(w("trHeight"))}
    assert len(pitches) == len(heights) == 1
    assert 37 * heights.pop() < 156 / 25.4 * 1440


def test_notes_go_with_the_last_rows_and_the_first_row_with_the_next() -> None:
    rows = tuple(Row((cell(f"行{number}"), cell("字"))) for number in range(6))
    body = part(written(table(rows, 2, notes=((Text("注一"),), (Text("注二"),)))))
    kept = [text(node) for node in body.iter(w("p")) if node.find(f"{w('pPr')}/{w('keepNext')}") is not None]
    assert kept == ["", "行0", "字", "行4", "字", "行5", "字", "注一"]


def test_a_cell_costs_the_same_in_a_table_of_six_hundred_rows_of_sixteen_columns() -> None:
    def cost(rows: int) -> int:
        return counting.calls(lambda: written(wide(16, "1,234,567.89", rows=rows)))

    cost(1)  # imports are not what is counted
    assert cost(600) < 600 * 16 * 250
    assert cost(600) - cost(300) < 1.05 * (cost(300) - cost(1))


def test_six_hundred_rows_are_all_written() -> None:
    assert len(list(part(written(wide(16, "1,234,567.89", rows=600))).iter(w("tr")))) == 600 * 2  # panels


def test_notes_stand_under_the_table() -> None:
    body = [node.tag for node in part(written(TABLE, Paragraph("p", (Text("后"),)))).find(w("body"))]
    place = body.index(w("tbl"))
    assert [plain(note) for note in TABLE.notes] == [text(node) for node in styled(written(TABLE), "表注")]
    assert body[place + 1] == w("p")


def test_a_table_says_its_name_and_size_to_who_cannot_see_it() -> None:
    found = part(written(TABLE)).find(".//w:tblPr", SPACES)
    said = [found.find(f"w:{name}", SPACES).get(w("val")) for name in ("tblCaption", "tblDescription")]
    assert said[0] == f"{TABLE.number} {plain(TABLE.title)}"
    assert said[1].startswith(f"{TABLE.owner}；{TABLE.unit}；")
    assert said[1].endswith(f"{len(TABLE.body)}行{len(TABLE.widths)}栏，另有表头{len(TABLE.head)}行")
