"""Charts of a pack: which are drawn, what each says; every number in them is one of the document's."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

import disclosure
from disclosure.document import ChartBlock, Document, Line, TableBlock, Text, of_kind, plain, walk
from disclosure.errors import PackError
from tests.departments import EXAMPLES, small, submission
from tests.packs.test_wording import pack

FLOW = '["图"."收支流向"]\n"不用" = false\n'
XIQU = EXAMPLES / "panzhihua-xiqu-2023"
OTHER_MONEY = [
    {"项": "2010301", "性质": "基本", "款": {"30101": "60"}},
    {"项": "2120801", "性质": "项目", "资金": "政府性基金", "款": {"31005": "30"}},
    {"项": "2010302", "性质": "项目", "资金": "其他资金", "款": {"30214": "12"}},
]


def charts(folder: Path, data: disclosure.DataSource, manifest: str = "") -> list[ChartBlock]:
    roots = [pack(folder, "", manifest)]
    return of_kind(ChartBlock, disclosure.compose(data, pack="try", roots=roots, draft=True).document.blocks)


def of_department(folder: Path, manifest: str = "", **changes: object) -> list[ChartBlock]:
    return charts(folder, submission(small(模板="try", **changes)), manifest)


def flow(found: list[ChartBlock]) -> list[ChartBlock]:
    return [chart for chart in found if chart.kind == "flow"]


def captions(found: list[ChartBlock]) -> list[str]:
    return [plain(chart.caption) for chart in found]


def test_a_structure_of_one_part_is_no_chart_and_no_number_is_missing(tmp_path: Path) -> None:
    found = captions(of_department(tmp_path))
    assert not [caption for caption in found if "收入决算结构" in caption]
    assert [re.findall(r"\d+", caption)[0] for caption in found] == list("123456")


def test_a_form_that_demands_the_chart_keeps_it_as_a_bar_with_its_words(tmp_path: Path) -> None:
    (found,) = (
        chart
        for chart in of_department(tmp_path, '["图"."收入结构"]\n"类型" = "饼"\n')
        if "收入决算结构" in plain(chart.caption)
    )
    assert (found.shape, found.alt) == ("list", "条形图：一般公共预算财政拨款收入130万元，占100%。")


def test_totals_that_are_equal_are_drawn_once_under_both_names(tmp_path: Path) -> None:
    first = of_department(tmp_path)[0]
    assert [series.name for series in first.series] == ["收入总计、支出总计"]
    assert (
        first.alt
        == "柱状图：2022年度收入总计、支出总计120万元；2023年度收入总计、支出总计130万元，比上年增长8.33%。"
    )


def test_a_part_says_its_share_and_its_change(tmp_path: Path) -> None:
    sangong = of_department(tmp_path)[-1]
    assert sangong.alt == (
        "条形图：公务用车购置及运行维护费8万元，占80%，比上年下降11.11%；公务接待费2万元，占20%，比上年下降33.33%。"
    )


def test_there_is_no_rate_on_nothing_and_none_that_means_nothing(tmp_path: Path) -> None:
    prior = small()["上年数"] | {"收支总计": "无", "财政拨款收支总计": "-120"}
    first, second = [chart for chart in of_department(tmp_path, 上年数=prior) if chart.kind == "bar"][:2]
    assert not [point for point in (*first.points, *second.points) if point.beside]


def sentences(document: Document) -> dict[str, set[str]]:
    """What each figure is printed as in the running text."""
    said = defaultdict(set)
    for block in walk(document):
        content: Line = getattr(block, "content", ())
        for text in content:
            if text.figure:
                said[text.figure].add(text.text)
    return said


@pytest.mark.parametrize(
    "example", ["panzhihua-chengdu-2024", "panzhihua-xiqu-2023", "panzhihua-beijing-2017"]
)
def test_numbers_of_charts_are_printed_as_the_sentences_print_them(example: str) -> None:
    document = disclosure.compose(EXAMPLES / example).document
    said = sentences(document)
    compared = 0
    for chart in of_kind(ChartBlock, document.blocks):
        for point in chart.printed:
            beside = [text for line in point.beside for text in line if text.figure]
            for text in (Text(point.label + chart.unit, point.figure), *beside):
                assert text.figure
                if text.figure in said:
                    assert text.text in said[text.figure]
                    compared += 1
    assert compared > 20


def test_the_flow_is_off_until_a_pack_switches_it_on(tmp_path: Path) -> None:
    assert not flow(of_department(tmp_path / "off"))
    assert len(flow(of_department(tmp_path / "on", FLOW))) == 1


def test_a_flow_goes_from_sources_through_funds_to_uses_and_is_balanced(tmp_path: Path) -> None:
    income = [{"来源": "事业收入", "金额": "15", "项": "2010302"}]
    carried = [{"资金": "其他资金", "性质": "项目", "项": "2010302", "年末结转": "3"}]
    (found,) = flow(of_department(tmp_path, FLOW, 支出=OTHER_MONEY, 收入=income, 结转结余=carried))
    sources, funds, uses = found.series
    assert sources.names == ("一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", "事业收入")
    assert funds.names == ("一般公共预算", "政府性基金预算", "其他资金")
    assert uses.names == ("一般公共服务支出", "城乡社区支出", "年末结转和结余")
    assert [point.label for point in uses.points] == ["72", "30", "3"]
    for series in found.series:
        assert sum(point.value for point in series.points) == 105
    assert [series.total and series.total.label for series in found.series] == ["105", None, "105"]
    assert all(point.figure for point in found.printed)
    for number, point in enumerate(found.points):
        sides = (
            [b.value for b in found.bands if getattr(b, side) == number] for side in ("source", "target")
        )
        assert {sum(side) for side in sides if side} == {point.value}


def test_a_flow_of_what_is_not_known_says_what_is_missing(tmp_path: Path) -> None:
    data = submission({key: value for key, value in small(模板="try").items() if key != "结转结余"})
    assert not flow(charts(tmp_path, data, FLOW))
    document = disclosure.compose(data, pack="try", roots=[tmp_path], draft=True)
    assert any("结转结余" in name for name in document.missing)


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (
            FLOW + '"数据" = ["收支总计.收入", "收支总计.支出"]\n',
            "try/pack.toml 第4行 图“收支流向”是流向，“数据”要写三项",
        ),
        (
            '["图"."收支总计"]\n"各项名称" = ["总计"]\n',
            "try/pack.toml 第4行 图“收支总计”的“各项名称”与“数据”项数不同",
        ),
        (
            '"图" = {"收支总计" = {"数据" = ["收支总计.没有"], "各项名称" = ["总计"]}}\n',
            "try/pack.toml 图“收支总计”的数据“收支总计.没有”里没有“没有”",
        ),
    ],
)
def test_a_declaration_that_lacks_something_is_told(tmp_path: Path, manifest: str, said: str) -> None:
    with pytest.raises(PackError, match=said):
        of_department(tmp_path, manifest)


def test_what_flows_backwards_is_not_drawn(tmp_path: Path) -> None:
    back = {"项": "2210201", "性质": "基本", "款": {"30113": "-10"}}
    assert not flow(of_department(tmp_path, FLOW, 支出=[*small()["支出"][:2], back]))


def test_amounts_of_subjects_have_bars_as_long_as_they_are_large() -> None:
    tables = of_kind(TableBlock, disclosure.compose(XIQU).document.blocks)
    (table,) = (table for table in tables if table.number == "公开03表")
    bars = {plain(row.cells[0].content): cell for row in table.body for cell in row.cells if cell.bar}
    largest = max(cell.value or Decimal(0) for cell in bars.values())
    assert "合计" not in bars
    assert len(bars) > 10
    for cell in bars.values():
        assert cell.bar == int(100 * (cell.value or 0) / largest)
