"""Native charts: what Word finds in the chart part, in the workbook and around them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from disclosure import drawing
from disclosure.document import ChartBlock, Point, Series, Text
from disclosure.outputs.docx.chart_xml import number_format
from tests.contract.sample import BARS, PIE
from tests.unit.outputs.word_files import SPACES, names, part, text, w, written


def pie(*values: str, labels: tuple[str, ...] = ()) -> ChartBlock:
    points = tuple(
        Point(Decimal(value), label) for value, label in zip(values, labels or values, strict=True)
    )
    categories = tuple(f"第{number}类" for number in range(len(values)))
    return ChartBlock("f", "pie", categories, (Series("支出", points),), (Text("图题"),), "万元", "说明")


def chart(block: ChartBlock) -> Any:
    data = written(block)
    (name,) = [name for name in names(data) if name.startswith("word/charts/chart")]
    return part(data, name)


def found(tree: Any, path: str) -> list[str]:
    return list(tree.xpath(path, namespaces=SPACES))


def test_a_chart_says_its_categories_series_and_values() -> None:
    tree = chart(BARS)
    assert found(tree, "//c:ser/c:tx//c:v/text()") == ["收入总计", "支出总计"]
    assert found(tree, "(//c:cat)[1]//c:v/text()") == ["2022年度", "2023年度"]
    assert found(tree, "(//c:val)[2]//c:v/text()") == ["228.35", "269.29"]


def test_the_embedded_workbook_holds_the_same_figures_where_the_chart_looks_for_them() -> None:
    data = written(BARS)
    (name,) = [name for name in names(data) if name.endswith(".xlsx")]
    with ZipFile(BytesIO(data)) as archive:
        sheet = openpyxl.load_workbook(BytesIO(archive.read(name)))["Sheet1"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        [None, "收入总计", "支出总计"],
        ["2022年度", 228.35, 228.35],
        ["2023年度", 269.29, 269.29],
    ]
    assert found(chart(BARS), "//c:val//c:f/text()") == ["Sheet1!$B$2:$B$3", "Sheet1!$C$2:$C$3"]
    assert found(chart(BARS), "//c:externalData/@r:id") == ["rId1"]


def test_bars_start_at_zero_unless_something_is_negative() -> None:
    assert found(chart(BARS), "//c:valAx/c:scaling/c:min/@val") == ["0"]
    assert found(chart(pie("5", "-1")), "//c:valAx/c:scaling/c:min/@val") == []


def test_a_negative_part_turns_a_pie_into_bars() -> None:
    assert len(found(chart(pie("5", "-1")), "//c:barChart")) == 1
    assert len(found(chart(pie("5", "1")), "//c:pieChart")) == 1
    assert len(found(chart(pie("0", "0")), "//c:barChart")) == 1


def test_a_pie_of_one_slice_is_a_bar() -> None:
    assert found(chart(pie("5", "0")), "//c:barDir/@val") == ["bar"]


def test_a_slice_is_named_beside_it_so_there_is_no_legend() -> None:
    tree = chart(PIE)
    assert set(found(tree, "//c:pieChart//c:showCatName/@val")) == {"1"}
    assert found(tree, "//c:cat//c:v/text()") == list(PIE.categories)
    assert found(tree, "//c:legend") == []


def test_there_is_no_scale_and_no_grid() -> None:
    tree = chart(BARS)
    assert found(tree, "//c:valAx/c:delete/@val") == ["1"]
    assert found(tree, "//c:majorGridlines") == []


def test_colours_and_height_are_those_of_the_drawing() -> None:
    colours = found(chart(BARS), "//c:ser/c:spPr/a:solidFill/a:srgbClr/@val")
    assert [f"#{colour.lower()}" for colour in colours] == list(drawing.FILLS[:2])
    (high,) = found(part(written(BARS)), "//wp:extent/@cy")
    assert abs(int(high) / 914400 - drawing.height(BARS)) < 0.001


def test_shares_and_changes_stand_beside_a_number_that_word_prints_itself() -> None:
    beside = ((Text("占"), Text("63.1%", "a.share")), (Text("比上年下降"), Text("2.74%", "a.rate")))
    points = (Point(Decimal("1269.3"), "1,269.3", "a", beside), Point(Decimal(5), "5", "b"))
    tree = chart(ChartBlock("f", "list", ("甲", "乙"), (Series("支出", points),), (), "万元", ""))
    assert found(tree, "//c:dLbl/c:numFmt/@formatCode") == [
        '#,##0.0"万元，占63.1%，比上年下降2.74%"',
        '0"万元"',
    ]


def test_words_beside_a_slice_stand_on_the_lines_of_the_drawing() -> None:
    """On one line they reach over the slice where they are long (seen in LibreOffice)."""
    beside = ((Text("占"), Text("32.58%", "a.share")), (Text("比上年下降"), Text("2.74%", "a.rate")))
    points = (Point(Decimal("8.51"), "8.51", "a", beside), Point(Decimal("9.5"), "9.50", "b", beside))
    written_out = replace(points[1], value=Decimal(9))
    block = ChartBlock("f", "pie", ("甲", "乙"), (Series("支出", (points[0], written_out)),), (), "万元", "")
    tree = chart(block)
    assert found(tree, "//c:dLbl/c:numFmt/@formatCode") == ['0.00"万元，占32.58%\n比上年下降2.74%"']
    assert found(tree, "//c:dLbl/c:tx//a:p/a:r/a:t/text()") == ["9.50万元，占32.58%", "比上年下降2.74%"]


@pytest.mark.parametrize(
    ("label", "code"),
    [("269.29", "0.00"), ("1,269.3", "#,##0.0"), ("90", "0"), ("-4.50", "0.00"), ("63.1%", None)],
)
def test_a_label_is_printed_by_the_number_format_that_writes_it_so(label: str, code: str | None) -> None:
    assert number_format(label) == code


def test_a_label_that_is_no_plain_number_of_the_value_is_written_out() -> None:
    tree = chart(pie("63.1", "36.9", labels=("63.1%", "36.9")))
    assert found(tree, "//c:dLbl/c:tx//a:t/text()") == ["63.1%万元"]
    assert found(tree, "//c:dLbl/c:numFmt/@formatCode") == ['0.0"万元"']


def test_a_label_that_is_another_number_than_the_value_is_written_out() -> None:
    tree = chart(pie("269.28", "1", labels=("99.63", "1")))
    assert found(tree, "//c:dLbl/c:tx//a:t/text()") == ["99.63万元"]
    assert found(tree, "//c:val//c:v/text()") == ["269.28", "1"]


def test_no_digit_that_is_not_printed_is_in_the_chart() -> None:
    block = pie("269.28765", "1", labels=("269.29", "1"))
    assert "269.28765" not in found(chart(block), "//c:v/text()")
    data = written(block)
    (name,) = [name for name in names(data) if name.endswith(".xlsx")]
    with ZipFile(BytesIO(data)) as archive:
        sheet = openpyxl.load_workbook(BytesIO(archive.read(name)))["Sheet1"]
    assert sheet["B2"].value == 269.29


def test_columns_side_by_side_keep_their_numbers_apart_else_they_lie() -> None:
    low, high = (
        tuple(Point(Decimal(v), v) for v in values) for values in (("5", "7"), ("1234567890.12",) * 2)
    )
    for points, way in ((low, "col"), (high, "bar")):
        series = (Series("a", points), Series("b", points))
        assert found(
            chart(ChartBlock("f", "bar", ("甲", "乙"), series, (), "元", "")), "//c:barDir/@val"
        ) == [way]


def test_chinese_text_of_a_chart_names_its_font() -> None:
    assert set(found(chart(BARS), "//a:ea/@typeface")) == {"宋体"}


def test_the_alternative_text_says_the_figures() -> None:
    assert found(part(written(BARS)), "//wp:docPr/@descr") == [BARS.alt]


@pytest.mark.parametrize("above", [False, True])
def test_a_chart_and_its_caption_stay_together(above: bool) -> None:
    block = replace(BARS, caption=(Text("图题"),), caption_above=above)
    first, second = part(written(block)).iter(w("p"))
    assert (text(first), text(second)) == (("图题", "") if above else ("", "图题"))
    assert first.find(f"{w('pPr')}/{w('keepNext')}") is not None


def test_the_same_chart_twice_is_two_charts() -> None:
    again = ChartBlock("again", BARS.kind, BARS.categories, BARS.series, BARS.caption, BARS.unit, BARS.alt)
    data = written(BARS, again)
    assert len([name for name in names(data) if name.startswith("word/charts/chart")]) == 2
    assert len([name for name in names(data) if name.endswith(".xlsx")]) == 2


def test_a_chart_is_a_picture_where_the_pack_asks_for_pictures() -> None:
    asked = ChartBlock(
        "f", "bar", BARS.categories, BARS.series, BARS.caption, BARS.unit, BARS.alt, picture=True
    )
    data = written(asked)
    assert [name for name in names(data) if "chart" in name or name.endswith(".xlsx")] == []
    assert [name for name in names(data) if "media" in name] == ["word/media/image1.png"]
    assert found(part(data), "//wp:docPr/@descr") == [BARS.alt]
