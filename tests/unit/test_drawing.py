"""Charts: what they say, and that nothing in them overlaps or is cut off."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from itertools import combinations, pairwise
from math import copysign, cos, sin
from typing import Literal
from xml.etree import ElementTree

import pytest
from matplotlib.text import Annotation
from matplotlib.text import Text as MplText
from PIL import Image

from disclosure import drawing
from disclosure.document import Band, ChartBlock, Point, Series, Text
from disclosure.drawing.sizes import LINE
from disclosure.errors import OutputError
from tests.contract.sample import BARS

NAMES = (
    "一般公共预算财政拨款收入",
    "政府性基金预算财政拨款收入",
    "国有资本经营预算财政拨款收入",
    "上级补助收入",
    "事业收入",
    "经营收入",
    "附属单位上缴收入",
    "其他收入",
)
LONG = ("某某自治州某某林业和草原局森林草原防灭火指挥部办公室专项资金收入", "其他各项补助及专项转移支付收入")
YEARS = ("2022年度", "2023年度")


def chart(
    kind: Literal["bar", "list", "pie"],
    categories: Sequence[str],
    *rows: Sequence[str],
    labels: Sequence[str] = (),
) -> ChartBlock:
    series = tuple(
        Series(
            f"系列{n}", tuple(Point(Decimal(v), label) for v, label in zip(row, labels or row, strict=True))
        )
        for n, row in enumerate(rows)
    )
    return ChartBlock(
        "fig", kind, tuple(categories), series, (Text("（图1：收入<构成>图）"),), "万元", 'A&B<"图">'
    )


def pie(*values: str, labels: Sequence[str] = ()) -> ChartBlock:
    return chart("pie", NAMES[: len(values)], values, labels=labels)


def said(block: ChartBlock, share: str, change: str) -> ChartBlock:
    """The same with a share and a change beside each number."""
    beside = ((Text("占"), Text(share, "f.share")), (Text("比上年增长"), Text(change, "f.rate")))
    points = tuple(replace(point, beside=beside) for point in block.series[0].points)
    return replace(block, series=(replace(block.series[0], points=points),))


def amount(value: str) -> Point:
    return Point(Decimal(value), value, f"f.{value}")


FLOW = ChartBlock(
    "fig",
    "flow",
    (),
    (
        Series(
            "收入总计",
            (amount("817.16"), amount("100"), amount("20")),
            (*NAMES[:2], "年初结转和结余"),
            amount("937.16"),
        ),
        Series(
            "资金",
            (Point(Decimal("832.16"), ""), Point(Decimal(105), "")),
            ("一般公共预算", "政府性基金预算"),
        ),
        Series(
            "支出总计",
            (amount("515.61"), amount("316.55"), amount("75"), amount("30")),
            ("一般公共服务支出", "社会保障和就业支出", "城乡社区支出", "年末结转和结余"),
            amount("937.16"),
        ),
    ),
    (Text("（图1：收入来源、资金和支出去向）"),),
    "万元",
    "流向图",
    bands=tuple(
        Band(source, target, Decimal(value))
        for source, target, value in (
            (0, 3, "817.16"),
            (1, 4, "100"),
            (2, 3, "15"),
            (2, 4, "5"),
            (3, 5, "515.61"),
            (3, 6, "316.55"),
            (4, 7, "75"),
            (4, 8, "30"),
        )
    ),
)


HARD = {
    "one slice": pie("269.29"),
    "tiny slice": pie("99.9963", "0.0037", labels=("269.28", "0.01")),
    "eight slices": pie("120", "80.5", "60", "40", "33", "20", "10", "5"),
    "seven zero slices": pie("0", "0", "269.29", "0", "0", "0", "0", "0"),
    "seven tiny slices": pie("10000", "0.01", "0.02", "0.03", "0.01", "0.01", "0.02", "0.05"),
    "huge pie": pie("1234567890123.45", "999999999999.01", "123456789012.34"),
    "negative part": pie("120", "-80.5", "60", "40", "0", "20", "10", "5"),
    "long names in a pie": chart("pie", LONG, ("1234567890123.45", "999999999999.01")),
    "long names at bars": chart("bar", LONG, ("1234567890.45", "-999999999.01")),
    "two years": chart("bar", YEARS, ("228.35", "269.29"), ("228.35", "269.29")),
    "huge bars": chart("bar", YEARS, ("1234567890123.45", "2234567890123.45"), ("1.00", "9999999999999.99")),
    "negative bar": chart("bar", YEARS, ("-20.5", "30"), ("0", "12")),
    "bar beside zero": chart("bar", YEARS, ("228.35", "0")),
    "all zero": chart("bar", YEARS, ("0", "0")),
    "all negative": chart("pie", NAMES[:2], ("-3", "-228.35")),
    "list of eight": chart("list", NAMES, ["120", "80.5", "60", "40", "33", "20", "10", "5"]),
    "shares in a list": said(chart("list", NAMES[:3], ("1234567.12", "12.5", "3")), "99.99%", "1234.56%"),
    "shares in a pie": said(pie("10000", "2000", "800", "700"), "12.34%", "1234.56%"),
    "change of a column": said(chart("bar", YEARS, ("228.35", "269.29")), "100%", "17.93%"),
    "flow": FLOW,
}


def texts(svg: str) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("block", HARD.values(), ids=HARD)
def test_every_number_with_its_unit_and_what_is_beside_it_and_every_name_can_be_read(
    block: ChartBlock,
) -> None:
    shown = "".join(texts(drawing.svg(block)))
    for point in block.printed:
        for words in block.said(point):
            assert words in shown
            shown = shown.replace(words, "|", 1)
    assert all(name in shown for series in block.series for name in block.names_of(series))


@pytest.mark.parametrize("block", HARD.values(), ids=HARD)
def test_no_text_overlaps_another_or_leaves_the_picture(block: ChartBlock) -> None:
    with drawing._settings("test"):
        figure = drawing._figure(block)
        figure.savefig(BytesIO(), format="png")
        legends = [text for legend in figure.legends for text in legend.get_texts()]
        labels = [*figure.texts, *legends, *figure.axes[0].texts]
        if block.shape in ("bar", "list"):
            labels += [*figure.axes[0].get_xticklabels(), *figure.axes[0].get_yticklabels()]
        boxes = [
            MplText.get_window_extent(text).shrunk(0.98, 0.8)
            for text in labels
            if text.get_visible() and text.get_text()
        ]
        assert all(figure.bbox.contains(*box.min) and figure.bbox.contains(*box.max) for box in boxes)
        assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]


def test_bars_keep_half_of_the_width_beside_long_names() -> None:
    with drawing._settings("test"):
        assert drawing._figure(HARD["long names at bars"]).axes[0].get_position().width > 0.5


@pytest.mark.parametrize(
    ("name", "highest"),
    [
        ("two years", 55),
        ("change of a column", 55),
        ("one slice", 20),
        ("shares in a list", 55),
        ("bar beside zero", 55),
    ],
)
def test_a_chart_of_a_few_bars_is_low(name: str, highest: float) -> None:
    picture = Image.open(BytesIO(drawing.png(HARD[name], 254)))
    assert picture.height / 10 <= highest
    assert abs(picture.height / 10 - drawing.height(HARD[name]) * 25.4) < 0.2


def test_letters_are_those_of_a_table_in_print_and_eleven_pixels_on_a_telephone() -> None:
    root = ElementTree.fromstring(drawing.svg(BARS))
    sizes = {float(size) for size in re.findall(r'font-size="([\d.]+)px"', drawing.svg(BARS))}
    (width,) = re.findall(r"([\d.]+)pt", root.get("width", ""))
    assert min(sizes) == 10.5
    assert min(sizes) * 356 / float(width) >= 10.95


def test_one_slice_is_a_bar_and_two_are_a_pie() -> None:
    assert [HARD["one slice"].shape, HARD["seven zero slices"].shape, pie("1", "2").shape] == [
        "list",
        "list",
        "pie",
    ]


def test_what_flows_is_as_high_at_both_ends_as_the_points_it_joins() -> None:
    with drawing._settings("test"):
        axes = drawing._figure(FLOW).axes[0]
    boxes = [patch.get_extents().transformed(axes.transData.inverted()) for patch in axes.patches]
    bands, points = boxes[: len(FLOW.bands)], boxes[len(FLOW.bands) :]
    scale = points[0].height / 817.16
    heights = [box.height / scale for box in points]
    assert heights == pytest.approx([float(point.value) for point in FLOW.points])
    for band, box in zip(FLOW.bands, bands, strict=True):
        source, target = points[band.source], points[band.target]
        assert box.y1 <= max(source.y1, target.y1) + 1e-6
        assert box.y0 >= min(source.y0, target.y0) - 1e-6


def test_bars_start_at_zero_and_a_zero_line_is_drawn() -> None:
    with drawing._settings("test"):
        axes = drawing._figure(HARD["two years"]).axes[0]
    assert axes.get_ylim()[0] == 0
    assert {bar.get_window_extent().y0 for bar in axes.patches} == {axes.transData.transform((0, 0))[1]}
    assert str(axes.lines[0].get_ydata()) == "[0, 0]"


def test_a_negative_part_turns_the_pie_into_bars() -> None:
    with drawing._settings("test"):
        assert len(drawing._figure(HARD["negative part"]).axes[0].patches) == len(NAMES)


def test_the_svg_names_its_picture_and_shares_no_id_or_style_with_the_page() -> None:
    text = drawing.svg(chart("pie", NAMES[:3], ("1", "2", "3")))
    root = ElementTree.fromstring(text)
    assert (root.get("role"), root.get("aria-label")) == ("img", 'A&B<"图">')
    assert root.findtext("{http://www.w3.org/2000/svg}title") == 'A&B<"图">'
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert all(name.startswith("fig-") for name in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(ids)
    assert not re.search(r"<style|<metadata|<\?xml|DOCTYPE|matplotlib\.org", text)


def test_the_png_is_120_mm_wide() -> None:
    picture = Image.open(BytesIO(drawing.png(BARS)))
    assert (picture.format, picture.width, round(picture.info["dpi"][0])) == ("PNG", 944, 200)


def greys(block: ChartBlock) -> list[float]:
    """How light each bar or slice is on a copy in black and white, 0 to 1: read off the picture's pixels."""
    copy = Image.open(BytesIO(drawing.png(block))).convert("L")
    counts = copy.histogram()
    return [
        level / 255 for level in range(256) if counts[level] > copy.width * copy.height / 110 and level < 255
    ]


def test_on_a_copy_in_black_and_white_any_two_slices_differ_by_a_tenth() -> None:
    found = greys(chart("pie", NAMES, ["1"] * len(NAMES)))
    assert len(found) == len(NAMES) == len(drawing.FILLS)
    assert all(other - one > 0.1 for one, other in pairwise(found))
    assert found[-1] < 0.9  # nor is one lost on white paper


def test_neighbours_differ_by_a_fifth() -> None:
    assert all(abs(grey(one) - grey(other)) > 0.2 for one, other in pairwise(drawing.FILLS))


def grey(colour: str) -> float:
    return Image.new("RGB", (1, 1), colour).convert("L").tobytes()[0] / 255


def test_the_same_chart_is_drawn_once_in_a_process() -> None:
    first = drawing.svg(BARS)
    before = drawing.svg.cache_info().misses
    assert drawing.svg(replace(BARS)) is first
    assert drawing.svg.cache_info().misses == before
    assert drawing.svg(replace(BARS, unit="元")) != first


def test_a_character_without_a_glyph_is_an_error_that_names_it() -> None:
    with pytest.raises(OutputError, match="“\U0001f642”这个字，见统计图中的“收入\U0001f642”"):
        drawing.png(chart("bar", ("收入\U0001f642",), ("1",)))


def test_the_same_chart_gives_the_same_bytes_in_a_fresh_process_and_importing_loads_no_matplotlib() -> None:
    code = (
        "import sys, hashlib\nfrom disclosure import drawing\nassert 'matplotlib' not in sys.modules\n"
        "from tests.contract.sample import PIE\n"
        "print(hashlib.sha256(drawing.svg(PIE).encode() + drawing.png(PIE)).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


@pytest.mark.parametrize("values", [("515.61", "212.53", "45.93", "43.08"), ("5", "1"), ("9", "1.5", "1")])
def test_in_word_the_names_of_slices_stand_where_the_picture_has_them(values: tuple[str, ...]) -> None:
    """An office program puts lines that touch the arc by a corner; the chart says how far they move."""
    block = pie(*values)
    with drawing._settings("test"):
        texts = drawing._figure(block).axes[0].texts
        drawn = {one.get_text(): one.xyann for one in texts if isinstance(one, Annotation)}
    for each, shift in zip(drawing.pie._slices(block), drawing.pie.shifts(block), strict=True):
        across, corner = (1.05 * drawing.pie.RADIUS * way(each.middle) for way in (cos, sin))
        beyond = copysign(LINE, corner) if abs(corner) > 0.1 else 0
        assert (across + shift[0], corner + beyond + shift[1]) == pytest.approx(drawn[each.text])
