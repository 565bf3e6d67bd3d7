"""Numbers for a script: figures by name, tables as rows, a section, a chart — those that are printed."""

from __future__ import annotations

import sys
from decimal import Decimal

import pytest
from lxml import etree

import disclosure
from disclosure.document import TableBlock, walk
from tests.departments import EXAMPLES, small, submission

HEAD = '"名称" = "我市2024"\n"版本" = "1.0"\n"简介" = "例"\n"继承" = "sichuan-panzhihua-beijing-2023"\n'
FOLDER = EXAMPLES / "panzhihua-beijing-2023"


@pytest.fixture(scope="module")
def figures() -> disclosure.FigureBook:
    return disclosure.figures(FOLDER)


@pytest.fixture(scope="module")
def tables() -> disclosure.TableSet:
    return disclosure.tables(FOLDER)


def test_a_figure_has_its_name_value_unit_formula_parts_and_place(figures: disclosure.FigureBook) -> None:
    sangong = figures["三公经费.决算数"]
    assert (sangong.value, sangong.unit) == (Decimal("46700.00"), "元")
    assert figures["sangong.final"] == sangong
    assert sum(figures.value(name) or 0 for name in sangong.inputs) == sangong.value
    assert "＋" in sangong.formula
    assert sangong.sources == ("data.yaml 第25行第17列",)
    assert figures["收支总计.增减率"].unit == "%"


def test_what_is_not_known_is_none_and_says_what_is_missing() -> None:
    data = small()
    del data["收入"]
    figure = disclosure.figures(submission(data))["收入.决算数"]
    assert figure.value is None
    assert any("收入" in missing for missing in figure.missing)


def test_a_name_that_no_number_has_says_what_is_near(figures: disclosure.FigureBook) -> None:
    with pytest.raises(
        disclosure.NoSuchNumber, match=r"没有名为“三公经费决算”的数，相近的有：三公经费\.决算数"
    ):
        figures["三公经费决算"]
    assert "三公经费决算" not in figures
    assert figures.get("三公经费决算") is None


def test_the_cells_of_a_table_are_those_that_are_printed(tables: disclosure.TableSet) -> None:
    document = disclosure.compose(FOLDER).document
    blocks = {block.number: block for block in walk(document) if isinstance(block, TableBlock)}
    printed = [
        [cell.value for cell in row.cells if cell.value is not None] for row in blocks["公开03表"].body
    ]
    rows = tables["公开03表"].rows
    exact = [[amount / 10000 for amount in row.cells.values() if isinstance(amount, Decimal)] for row in rows]
    assert [[value for value in row if value] for row in exact] == [
        [value for value in row if value] for row in printed
    ]


def test_rows_have_code_name_and_level(tables: disclosure.TableSet) -> None:
    rows = {row["code"]: row for row in tables["支出决算表"].records()}
    assert (rows[""]["name"], rows[""]["level"]) == ("合计", 0)
    assert [rows[code]["level"] for code in ("201", "20103", "2010301")] == [1, 2, 3]
    assert rows["2010301"]["name"] == "行政运行"
    with pytest.raises(disclosure.NoSuchNumber, match="“公开99表”的表，有：公开01表 收入支出决算总表、"):
        tables["公开99表"]


def test_where_a_pack_has_no_tables_one_that_has_is_named() -> None:
    none = disclosure.tables(FOLDER, pack="standard")
    assert len(none) == 0
    with pytest.raises(disclosure.NoSuchNumber, match="^这份数据的模板没有公开表；有的例如 ") as caught:
        none["公开01表"]
    pack = str(caught.value).partition("例如 ")[2].partition("，")[0]
    assert disclosure.tables(FOLDER, pack=pack)


def test_a_frame_has_the_rows_with_amounts_exact(tables: disclosure.TableSet) -> None:
    frame = tables["公开03表"].to_frame()
    assert list(frame.columns[:3]) == ["code", "name", "level"]
    assert frame.loc[0, "本年支出合计"] == Decimal("2692900.00")
    assert len(frame) == len(tables["公开03表"].rows)


def test_without_pandas_a_sentence_says_so(
    tables: disclosure.TableSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(disclosure.OutputError, match="没有装 pandas"):
        tables["公开03表"].to_frame()


def test_findings_are_rows_too() -> None:
    data = small()
    data["预算"]["年初预算"]["合计"] = "1"
    report = disclosure.check(submission(data))
    (row, *_) = report.records()
    assert {"code", "severity", "place", "stated", "expected", "message"} <= row.keys()
    assert list(report.to_frame()["code"]) == [finding.code for finding in report.findings]


def test_a_frame_without_rows_has_its_columns_so_that_a_script_may_ask_for_one() -> None:
    clean = disclosure.check(FOLDER, only=["XA1"])
    assert clean.findings == ()
    assert clean.to_frame()["severity"].tolist() == []
    assert disclosure.Difference.columns == ("name", "label", "unit", "old", "new", "difference", "rate")


def test_columns_are_the_keys_of_the_rows() -> None:
    data = small()
    data["预算"]["年初预算"]["合计"] = "1"
    given = submission(data)
    results: list[disclosure.CheckReport | disclosure.Difference] = [disclosure.check(given)]
    changed = given.model_copy(update={"机关运行经费": "1"})
    results.append(disclosure.diff(disclosure.build(given, [], draft=True), changed))
    for result in results:
        assert result.records()
        assert all(tuple(row) == result.columns for row in result.records())


def test_a_section_ends_where_the_next_begins() -> None:
    text = disclosure.section(FOLDER, "三公经费支出决算情况说明")
    assert text.startswith("七、财政拨款“三公”经费支出决算情况说明\n")
    assert "因公出国（境）" in text
    assert "政府性基金预算支出决算情况说明" not in text


def test_a_section_as_markdown_and_html_says_the_same() -> None:
    text, markdown, html = (
        disclosure.section(FOLDER, "机关运行经费", form) for form in ("text", "md", "html")
    )
    heading, *paragraphs = text.splitlines()
    assert markdown.startswith(f"### {heading}")
    assert "".join(etree.fromstring(f"<div>{html}</div>").itertext()).split() == [heading, *paragraphs]
    assert all(paragraph in markdown for paragraph in paragraphs)


def test_a_table_as_markdown_has_its_rows(tables: disclosure.TableSet) -> None:
    lines = disclosure.section(FOLDER, "附表", "md").splitlines()
    assert any(line.startswith("| 2010301 | 行政运行 |") for line in lines)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("没有这一节", "没有标题里有“没有这一节”的节：第一部分 部门概况"),
        ("支出决算情况", "有几节的标题里有“支出决算情况”，请写全"),
    ],
)
def test_a_heading_that_is_not_there_or_not_the_only_one_is_told(name: str, sentence: str) -> None:
    with pytest.raises(disclosure.InputError, match=sentence):
        disclosure.section(FOLDER, name)


def test_charts_come_one_by_one_with_their_numbers() -> None:
    first, *_ = disclosure.charts(FOLDER)
    assert first.title == "图1：收、支决算总计变动情况图"  # printed as （图1：…）
    assert first.records()[1] == {
        "series": "收入总计、支出总计",
        "category": "2023年度",
        "value": Decimal("269.29"),
        "label": "269.29",
    }
    own = {"pack.toml": HEAD + '["图的样式"]\n"图题" = ""\n'}
    assert disclosure.charts(FOLDER, pack=own)[0].title == "一、收入支出决算总体情况说明"
    assert first.png(50).startswith(b"\x89PNG")
    assert "269.29" in "".join(map(str, etree.fromstring(first.svg()).itertext()))
