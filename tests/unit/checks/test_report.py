"""The 校验报告 as text, JSON and workbook; explain; the commands."""

from __future__ import annotations

import json
import re
import sys
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from disclosure import api, cli, figures
from disclosure.checks import CheckReport, NoSuchNumber
from tests.unit.checks import given

EXAMPLE = given.EXAMPLES / "yuxi-beijing-2023"


@pytest.fixture(scope="module")
def report() -> CheckReport:
    return api.check(given.written("panzhihua-beijing-2023", {"上年数.财政拨款收支总计": "2237000"}))


def test_the_text_says_where_what_and_how_to_mend(report: CheckReport) -> None:
    text = api.report_bytes(report, "text").decode()
    assert text.startswith(
        "错误  XL19.2 上年财政拨款总计不小于上年各项财政拨款支出\n    分组：上年数\n"
        "    位置：财政拨款收支总计的上年数"
    )
    for line in (
        "    现为：2237000.00元",
        "    应为：2283300.00元",
        "    公式：财政拨款收支总计的上年数≥",
        "    改法：对照上年",
    ):
        assert line in text
    assert "\n    出处：data.yaml 第" in text
    assert "未通过 3 项" in text
    place = report.findings[0].places[0]
    assert f"\n    豁免写法：代码“XL19.2”，位置“{place}”，依据数“2237000.00元”\n" in text


def test_the_text_ends_with_what_a_publication_still_lacks() -> None:
    lacking = api.check(given.written("panzhihua-beijing-2023", {"上年数.收支总计": "删去"}))
    *_, head, name, last = api.report_bytes(lacking, "text").decode().splitlines()
    (missing,) = lacking.missing
    assert "收支总计" in missing
    assert (head, name) == ("正式稿还缺 1 项：", f"  · {missing}")
    assert last.endswith("；正式稿还缺 1 项")
    assert json.loads(api.report_bytes(lacking, "json"))["missing"] == [missing]
    book = openpyxl.load_workbook(BytesIO(api.report_bytes(lacking, "xlsx")))
    assert [cell.value for cell in book["待填"]["A"]] == ["待填", missing]


def test_the_json_holds_counts_findings_and_results(report: CheckReport) -> None:
    data = json.loads(api.report_bytes(report, "json"))
    assert data["counts"]["failed"] == 3
    assert data["findings"][0]["code"] == "XL19.2"
    assert (data["findings"][0]["group"], data["results"][-1]["group"]) == ("上年数", "文稿")
    assert data["findings"][0]["stated"] == "2237000.00元"
    waiver = {"代码": "XL19.2", "位置": report.findings[0].places[0], "依据数": "2237000.00元"}
    assert data["findings"][0]["waiver"] == waiver
    assert data["missing"] == []
    assert len(data["results"]) == sum(data["counts"].values())


def test_the_workbook_is_the_same_every_time_and_reads_back(report: CheckReport) -> None:
    made = api.report_bytes(report, "xlsx")
    assert made == api.report_bytes(report, "xlsx")
    book = openpyxl.load_workbook(BytesIO(made))
    assert book.sheetnames == ["发现", "各项校验", "批复数", "可复制到豁免"]
    assert [cell.value for cell in book["可复制到豁免"][2]][:3] == [
        "XL19.2",
        report.findings[0].places[0],
        "2237000.00元",
    ]
    assert [cell.value for cell in book["发现"][2]][:4:3] == ["错误", "上年数"]
    assert book["各项校验"].max_row == len(report.results) + 1


def test_a_figure_is_explained_down_to_file_and_line() -> None:
    lines = list(api.explain(EXAMPLE, "三公经费.决算数").lines())
    assert lines[0] == "“三公”经费的决算数：50326.00元（5.0326万元）"
    assert lines[1].startswith("  公式：三公经费·因公出国境费的决算数＋")
    assert re.search(r"data.yaml 第\d+行第\d+列 支出第1行（\d{7} \S+）的款 30217 公务接待费", lines[-1])


def typed_at(folder: Path, sources: tuple[str, ...]) -> Decimal:
    """What the lines and columns of the data file hold, added up, in 元."""
    lines = (folder / "data.yaml").read_text(encoding="utf-8").splitlines()
    places = (re.match(r"data.yaml 第(\d+)行第(\d+)列", source) for source in sources)
    cells = (lines[int(place[1]) - 1][int(place[2]) - 1 :] for place in places if place)
    amounts = (re.match(r"(?:\d{5}: )?(-?[\d.]+)", cell) for cell in cells)
    return sum((Decimal(amount[1]) for amount in amounts if amount), Decimal(0))


def test_the_places_of_a_sum_are_all_there_and_add_up_to_it() -> None:
    folder = given.EXAMPLES / "panzhihua-chengdu-2024"
    explained = api.explain(folder, "支出.决算数")
    by_class = [typed_at(folder, part.sources) for part in explained.inputs]
    assert sum(by_class) == figures(folder).value("支出.决算数")
    assert typed_at(folder, figures(folder)["支出.决算数"].sources) == sum(by_class)


def test_of_many_places_the_printed_line_says_how_many_there_are() -> None:
    explained = api.explain(given.EXAMPLES / "panzhihua-chengdu-2024", "支出.决算数")
    general, *_ = explained.inputs
    (line,) = (line for line in explained.lines() if line.startswith(f"  · {general.label}"))
    assert len(general.sources) == 35
    assert line.count("data.yaml") == 30
    assert line.endswith("等35处）")


def test_a_number_is_found_by_the_name_that_reports_give_it() -> None:
    assert api.explain(EXAMPLE, "“三公”经费的决算数") == api.explain(EXAMPLE, "三公经费.决算数")


@pytest.mark.parametrize("name", ["公开05表 合计 本年支出", "general_income_expenditure.total.expenditure"])
def test_a_cell_is_explained_by_the_words_of_the_form(name: str) -> None:
    explained = api.explain(EXAMPLE, name)
    assert explained.name == "general_income_expenditure.total.expenditure"
    assert explained.value == "3222371.53元（322.237153万元）"
    assert "公开05表 合计 本年支出基本支出＋公开05表 合计 本年支出项目支出" in explained.formula


def test_what_was_entered_is_explained_by_its_place_and_what_is_missing_by_its_name() -> None:
    entered = list(api.explain(EXAMPLE, "国有资产.流动资产.决算数").lines())
    assert re.fullmatch(r"  出处：data.yaml 第\d+行第\d+列 流动资产", entered[1])
    (missing,) = (line for line in api.explain(EXAMPLE, "收支总计.上年数").lines() if "待填" in line)
    assert re.fullmatch(r"  待填：data.yaml.* 上年收支总计.*", missing)


@pytest.mark.parametrize(
    ("name", "near"),
    [("三公经费.决算", "三公经费.决算数"), ("公开05表 合计 本年支支", "公开05表 合计 本年支出")],
)
def test_an_unknown_name_gets_the_nearest(name: str, near: str) -> None:
    with pytest.raises(NoSuchNumber, match=f"没有名为“{name}”的数或单元格，相近的有：{near}"):
        api.explain(EXAMPLE, name)


@pytest.mark.parametrize("name", ["瞎写", "甲 乙"])
def test_where_nothing_is_near_it_is_told_how_a_cell_is_written(name: str) -> None:
    with pytest.raises(NoSuchNumber) as caught:
        api.explain(EXAMPLE, name)
    said, _, example = str(caught.value).partition("，例如 ")
    assert said == f"没有名为“{name}”的数或单元格；单元格写表号、行、列，中间用空格隔开"
    assert api.explain(EXAMPLE, example).label == example


def command(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["disclosure", *map(str, arguments)])
    with pytest.raises(SystemExit) as exit:
        cli.main()
    return int(exit.value.code or 0)


def test_the_check_command_prints_and_ends_with_0(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(monkeypatch, "check", EXAMPLE) == 0
    assert "错误 0 处" in capsys.readouterr().out
    assert command(monkeypatch, "explain", EXAMPLE, "三公经费.决算数") == 0
    assert "50326.00元" in capsys.readouterr().out


def test_the_check_command_ends_with_1_on_an_error_and_writes_the_report(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = (EXAMPLE / "data.yaml").read_text(encoding="utf-8")
    wrong = text.replace("净值: 7482.03", "净值: 27482.03")
    (tmp_path / "data.yaml").write_text(wrong, encoding="utf-8")
    out = tmp_path / "报告.xlsx"
    assert command(monkeypatch, "check", tmp_path, "--format", "xlsx", "-o", out) == 1
    assert openpyxl.load_workbook(out)["发现"]["B2"].value == "XJ4.2"
