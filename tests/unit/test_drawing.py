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
from typing import Literal
from xml.etree import ElementTree

import pytest
from matplotlib.text import Text as MplText
from PIL import Image

from disclosure import drawing
from disclosure.document import ChartBlock, Point, Series, Text
from disclosure.errors import OutputError
from tests.contract.sample import BARS, PIE

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
    kind: Literal["bar", "pie"], categories: Sequence[str], *rows: Sequence[str], labels: Sequence[str] = ()
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


HARD = {
    "one slice": pie("269.29"),
    "tiny slice": pie("99.9963", "0.0037", labels=("269.28万元，99.9963%", "0.01万元，0.0037%")),
    "eight slices": pie("120", "80.5", "60", "40", "33", "20", "10", "5"),
    "seven zero slices": pie("0", "0", "269.29", "0", "0", "0", "0", "0"),
    "seven tiny slices": pie("10000", "0.01", "0.02", "0.03", "0.01", "0.01", "0.02", "0.05"),
    "huge pie": pie("1234567890123.45", "999999999999.01", "123456789012.34"),
    "negative part": pie("120", "-80.5", "60", "40", "0", "20", "10", "5"),
    "long names in a pie": chart("pie", LONG, ("1234567890123.45", "999999999999.01")),
    "long names at bars": chart("bar", LONG, ("1234567890123.45", "-999999999999.01")),
    "two years": chart("bar", YEARS, ("228.35", "269.29"), ("228.35", "269.29")),
    "huge bars": chart("bar", YEARS, ("1234567890123.45", "2234567890123.45"), ("1.00", "9999999999999.99")),
    "negative bar": chart("bar", YEARS, ("-20.5", "30"), ("0", "12")),
    "bar beside zero": chart("bar", YEARS, ("228.35", "0")),
    "all zero": chart("bar", YEARS, ("0", "0")),
    "all negative": chart("pie", NAMES[:2], ("-3", "-228.35")),
}


def texts(svg: str) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("block", HARD.values(), ids=HARD)
def test_every_label_and_name_and_the_unit_can_be_read_in_the_svg(block: ChartBlock) -> None:
    found = texts(drawing.svg(block))
    points = [point for series in block.series for point in series.points]
    shown = [point.label for point in points if point.value or block.shape == "bar"]
    assert sorted(text for text in found if text in shown) == sorted(shown)
    assert all(name in "".join(found) for name in block.categories)
    assert f"单位：{block.unit}" in found


@pytest.mark.parametrize("block", HARD.values(), ids=HARD)
def test_no_text_overlaps_another_or_leaves_the_picture(block: ChartBlock) -> None:
    with drawing._settings("test"):
        figure = drawing._figure(block)
        figure.savefig(BytesIO(), format="png")
        legends = [text for legend in figure.legends for text in legend.get_texts()]
        labels = [*figure.texts, *legends, *figure.axes[0].texts]
        if block.shape == "bar":
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


def test_bars_start_at_zero_and_a_zero_line_is_drawn() -> None:
    with drawing._settings("test"):
        axes = drawing._figure(HARD["two years"]).axes[0]
    assert axes.get_ylim()[0] == 0
    assert {bar.get_window_extent().y0 for bar in axes.patches} == {axes.transData.transform((0, 0))[1]}
    assert str(axes.lines[0].get_ydata()) == "[0, 0]"


def test_a_zero_slice_stands_among_the_names_with_its_label_only() -> None:
    assert texts(drawing.svg(PIE)).count("政府性基金预算财政拨款收入（0）") == 1
    assert "0" not in texts(drawing.svg(PIE))


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


def test_the_png_is_as_wide_as_the_text_of_a_page() -> None:
    picture = Image.open(BytesIO(drawing.png(BARS)))
    assert (picture.format, picture.width, round(picture.info["dpi"][0])) == ("PNG", 1180, 200)


def greys(block: ChartBlock) -> list[float]:
    """How light each bar or slice is on a copy in black and white, 0 to 1: read off the picture's pixels."""
    copy = Image.open(BytesIO(drawing.png(block))).convert("L")
    counts = copy.histogram()
    return [
        level / 255 for level in range(256) if counts[level] > copy.width * copy.height / 100 and level < 255
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
