"""核定数 that names a cell: what the office publishes there is printed where rounding explains it."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

import disclosure
from disclosure import CheckReport, api, checks, deriving, packs
from disclosure.checks import Outcome
from disclosure.errors import InputError, Source
from disclosure.facts import filled
from disclosure.forms.cell_names import headings, keys
from disclosure.forms.fill import Sheet, fill_all
from disclosure.forms.filled_table import FilledCell
from disclosure.model import Submission
from tests.departments import small, submission
from tests.unit.outputs.reading import read

# 212 is 10.33 of general and 11.44 of fund money, 21.77万元; of unrounded amounts the sum may well be 21.78
CLASS, SPENT, ALL = "公开04表 212 支出", "公开04表 本年支出合计 支出", "公开04表 总计 支出"
LINES = [
    {"项": "2010301", "性质": "基本", "款": {"30101": "60.11", "30201": "18.5", "30217": "1", "30231": "1"}},
    {"项": "2120101", "性质": "项目", "款": {"30214": "10.33"}},
    {"项": "2120801", "性质": "项目", "资金": "政府性基金", "款": {"30905": "11.44"}},
]


DETAILED = [
    *LINES,
    {"项": "2010302", "性质": "项目", "款": {"30214": "30", "30905": "2"}},
    {"项": "2230105", "性质": "项目", "资金": "国有资本经营", "款": {"31204": "5"}},
]
CENT = Decimal(100)  # 0.01万元


def department(stated: dict[str, str], **changes: Any) -> Submission:
    return submission(small(**{"模板": "central-2023", "支出": LINES, "核定数": stated, **changes}))


def written(stated: dict[str, str]) -> Submission:
    """The department's data as a file, of which only the place of 核定数 is known."""
    return department(stated).with_origin({f"核定数.{CLASS}": Source("data.yaml", 7, 3)}, {}, None)


def records(data: Submission) -> list[dict[str, str]]:
    """The data file of a department."""
    built = disclosure.build(data, ("csv",), draft=True)
    return list(csv.DictReader(StringIO(built.artifacts[0].data.decode("utf-8-sig"))))


def data_file(stated: dict[str, str]) -> dict[tuple[str, str], str]:
    """公开04表 as its data file has it: amounts by row and column."""
    rows = records(department(stated))
    return {(row["行"], row["栏"]): row["数值"] for row in rows if row["表号"] == "公开04表"}


def findings(report: CheckReport) -> list[tuple[str, str]]:
    """What the checks say of cells and approved numbers."""
    return [(found.code, found.severity) for found in report.findings if found.code.startswith(("T.", "XS"))]


def test_a_stated_sum_is_printed_as_stated_and_what_adds_it_adds_what_is_printed() -> None:
    made = data_file({CLASS: "21.78"})
    assert made["十一、城乡社区支出", "支出/合计"] == "21.78"
    assert made["十一、城乡社区支出", "支出/一般公共预算财政拨款"] == "10.33"
    assert made["本年支出合计", "支出/合计"] == "102.39"  # 80.61 + 21.78
    assert made["总计", "支出/合计"] == "102.38"  # a figure of its own


def test_the_tail_is_told_once_and_no_row_or_column_through_the_cell_is_a_fault() -> None:
    data = department({CLASS: "21.78", SPENT: "102.38"})
    report = api.check(data)
    assert findings(report) == [("XS1", "note"), ("XS1", "note")]
    assert next(report.of("XS1")).message == (
        "公开04表 212 支出核定数217800.00元，各项之和217700.00元，在舍入尾差之内，按核定数印出"
    )
    outcomes = {result.code: result.outcome for result in report.results}
    assert outcomes["T.fiscal_income_expenditure.212"] is Outcome.PASSED
    assert outcomes["T.fiscal_income_expenditure.expenditure_total"] is Outcome.PASSED
    notes = disclosure.compose(data, draft=True).notes
    assert [note for note in notes if "尾差" in note] == [
        "“公开04表 212 支出”核定数21.78万元与各项之和21.77万元有舍入尾差，按核定数印出",
        "“公开04表 本年支出合计 支出”核定数102.38万元与各项之和102.39万元有舍入尾差，按核定数印出",
    ]


def test_what_rounding_does_not_explain_is_an_error_and_the_sum_is_printed() -> None:
    stated = {CLASS: "21.80"}  # two parts and itself, half a unit each, one part of nothing
    assert data_file(stated)["十一、城乡社区支出", "支出/合计"] == "21.77"
    report = api.check(written(stated))
    assert findings(report)[0] == ("T.fiscal_income_expenditure.212", "error")
    assert next(report.of("T.fiscal_income_expenditure.212")).sources == ("data.yaml 第7行第3列",)
    assert not list(report.of("XS1"))


@pytest.mark.parametrize(
    ("stated", "printed"),
    [("21.78", "21.78"), ("21.76", "21.76"), ("21.785", "21.77"), ("21.79", "21.77"), ("21.75", "21.77")],
)
def test_the_interval_is_the_slack_of_the_parts_and_half_a_unit_of_what_is_stated(
    stated: str, printed: str
) -> None:
    assert data_file({CLASS: stated})["十一、城乡社区支出", "支出/合计"] == printed


def test_a_cell_whose_sum_is_not_known_is_printed_as_stated() -> None:
    key = f"{ALL}一般公共预算财政拨款"
    assert api.explain(department({}, 结转结余=None), key).value == "无"
    stated = department({key: "90.95"}, 结转结余=None)
    assert api.explain(stated, key).value == "909500.00元（90.95万元）"
    assert ("90.95", "一般公共预算财政拨款") in {
        (row["数值"], row["栏"].rpartition("/")[2]) for row in records(stated) if row["表号"] == "公开04表"
    }


def test_a_cell_that_shows_a_figure_is_approved_wherever_the_figure_stands() -> None:
    key = f"{CLASS}一般公共预算财政拨款"
    stated = {key: "10.34"}
    assert data_file(stated)["十一、城乡社区支出", "支出/一般公共预算财政拨款"] == "10.34"
    report = api.check(department(stated))
    assert findings(report) == [("XS1", "note")]
    assert next(report.of("XS1")).message.endswith("，在舍入尾差之内，按核定数印出")
    shown = told(department(stated))
    assert "10.33" not in shown  # 2120101 is all of 212
    assert all(f"出处：核定数“{key}”" in origin for origin in shown["10.34"])


@pytest.mark.parametrize("pack", ["central-2023", "shanghai-2024", "sichuan-2024", "yunnan-2023"])
def test_in_every_set_a_sum_without_a_figure_can_be_stated_and_is_told_once(pack: str) -> None:
    chain = packs.resolve(pack, [packs.built_in()])
    changes = {"模板": pack, "年度": pack[-4:], "支出": DETAILED}
    data = department({}, **changes)
    specs, derived = packs.table_specs(chain, data.year), deriving.derive(data)
    sheets = fill_all(specs, derived, data)
    named = keys([sheet.filled for sheet in sheets], headings(sheet.spec for sheet in sheets))
    sums = {name: cell.value or Decimal(0) for sheet in sheets for name, cell in first_sum(sheet)}
    assert sums
    for name, value in sums.items():
        stated = department({named[name]: str((value + CENT) / 10_000)}, **changes)
        facts = filled(stated, derived, specs, chain.names)
        assert checks.Book(facts).cells[name].value == value + CENT
        assert findings(checks.run(checks.Book(facts), chain.checks)) == [("XS1", "note")], named[name]


def first_sum(sheet: Sheet) -> list[tuple[str, FilledCell]]:
    """The first cell of a table that is a sum of rounded amounts and shows no figure, where there is one."""
    cells = sheet.filled.cells()
    return [
        (name, cell)
        for name, cell in cells
        if cell.value and cell.slack and cell.formulas and not cell.figure
    ][:1]


@pytest.mark.parametrize(
    ("stated", "sentence"),
    [
        ({"公开10表 合计 本年支出": "1"}, "没有名为“公开10表 合计 本年支出”的单元格"),
        (
            {"公开04表 一、一般公共预算财政拨款 收入决算数": "1"},
            "的单元格不止一个，请写成：fiscal_income_expenditure.general.amount、",
        ),
        (
            {CLASS: "21.78", "fiscal_income_expenditure.212.total": "21.78"},
            f"和“{CLASS}”是同一格，请只留一处",
        ),
    ],
)
def test_a_key_that_names_no_cell_or_not_one_cell_is_refused(stated: dict[str, str], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        api.check(department(stated))


def test_a_cell_without_an_amount_cannot_be_approved() -> None:
    with pytest.raises(InputError, match="这一格不是金额，核定数里只写金额，请删去"):
        api.check(department({"公开10表 1.因公出国（境）团组数（个） 决算统计数": "1"}, 模板="yunnan-2023"))


def test_a_second_document_of_another_pack_does_not_need_the_cell() -> None:
    built = disclosure.build(department({CLASS: "21.78"}), ("html",), draft=True, pack="sangong-page")
    assert "经费支出决算" in built.artifacts[0].data.decode()


def test_a_stated_cell_says_so_in_explain_and_in_the_working_edition() -> None:
    data = written({CLASS: "21.78"})
    assert list(api.explain(data, CLASS).lines()) == [
        "公开04表 212 支出：217800.00元（21.78万元）",
        "  单元格：fiscal_income_expenditure.212.total",
        "  公式：公开04表 212 支出一般公共预算财政拨款＋公开04表 212 支出政府性基金预算财政拨款"
        "＋公开04表 212 支出国有资本经营预算财政拨款",
        "  · 公开04表 212 支出一般公共预算财政拨款：103300.00元（10.33万元）"
        "（支出第2行（2120101 行政运行）的款 30214 租赁费（支出[2].款.30214））",
        "  · 公开04表 212 支出政府性基金预算财政拨款：114400.00元（11.44万元）"
        "（支出第3行（2120801 征地和拆迁补偿支出）的款 30905 基础设施建设（支出[3].款.30905））",
        "  · 公开04表 212 支出国有资本经营预算财政拨款：0.00元（0万元）",
        f"  出处：data.yaml 第7行第3列 核定数“{CLASS}”",
    ]
    shown = told(data)["21.78"]
    assert all(origin.endswith(f"出处：data.yaml 第7行第3列 核定数“{CLASS}”") for origin in shown)
    assert (
        "公开04表 212 支出：21.78\n"
        "公式：公开04表 212 支出一般公共预算财政拨款＋公开04表 212 支出政府性基金预算财政拨款"
        "＋公开04表 212 支出国有资本经营预算财政拨款\n"
        "依据：公开04表 212 支出一般公共预算财政拨款：10.33万元；"
        "公开04表 212 支出政府性基金预算财政拨款：11.44万元；"
        "公开04表 212 支出国有资本经营预算财政拨款：0.00万元\n"
        f"出处：data.yaml 第7行第3列 核定数“{CLASS}”"
    ) in shown


def test_every_amount_of_a_table_has_an_origin_in_the_working_edition() -> None:
    page = read(disclosure.build(department({}), ("html",), working=True).artifacts[0].data.decode())
    amounts = [
        cell
        for table in page.all("table")
        for cell in table.all("td")
        if re.fullmatch(r"-?[\d,]+\.\d\d", cell.text())
    ]
    assert len(amounts) > 100
    told = [
        cell for cell in amounts if any(part.attributes.get("aria-label") for part in cell.all("span", "a"))
    ]
    assert [cell.text() for cell in amounts if cell not in told] == []


def told(data: Submission) -> dict[str, list[str]]:
    """What each printed figure of the working edition tells, by its characters."""
    page = read(disclosure.build(data, ("html",), working=True).artifacts[0].data.decode())
    found: dict[str, list[str]] = {}
    for span in page.all("span"):
        if span.attributes.get("class") == "figure":
            found.setdefault(span.text(), []).append(span.attributes["aria-label"])
    return found


def words(name: str, data: bytes) -> str:
    """All that an output says, as its own reader has it."""
    match name.rpartition(".")[2]:
        case "xlsx":
            cells = (
                cell
                for sheet in load_workbook(BytesIO(data), data_only=True)
                for row in sheet.values
                for cell in row
            )
            return " ".join(f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in cells)
        case "docx":
            rows = (row for table in Document(BytesIO(data)).tables for row in table.rows)
            return " ".join(cell.text for row in rows for cell in row.cells)
        case "pdf":
            return " ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
        case _:
            return data.decode("utf-8-sig")


def test_every_output_prints_what_is_stated() -> None:
    assert "21.78" not in {row["数值"] for row in records(department({}))}
    formats = ("xlsx", "docx", "pdf", "html", "cms", "csv", "json")
    built = disclosure.build(department({CLASS: "21.78"}), formats, draft=True)
    files = {file.name: file.data for file in built.artifacts if not file.name.endswith(".datapackage.json")}
    assert len(files) == len(formats)
    for name, data in files.items():
        said = words(name, data)
        assert len(re.findall(r"(?<![\d.])21\.78(?!\d)", said)) > 1, name
        assert not re.search(r"(?<![\d.])21\.77(?!\d)", said), name
