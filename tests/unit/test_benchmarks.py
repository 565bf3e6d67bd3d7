"""The benchmarks run: the naive program prints the document, copies differ, each part has its rows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest

import disclosure
from benchmarks import content, departments, naive, run
from benchmarks.measuring import HERE
from disclosure.document import (
    Cell,
    ChartBlock,
    Contents,
    Cover,
    Document,
    Heading,
    Paragraph,
    Point,
    Row,
    Series,
    TableBlock,
    Text,
)

TINY = run.Sizes(1, 1, 1, (1,), (2,), (1,), 1, (departments.YUXI,))


def line(text: str) -> tuple[Text, ...]:
    return (Text(text),)


HEAD = (
    Row((Cell(line("项目"), rowspan=2), Cell(line("金额"), colspan=2))),
    Row((Cell(line("预算")), Cell(line("决算")))),
)
BODY = (Row((Cell(line("支出<合计>")), Cell(line("1.50"), value=Decimal("1.5")), Cell(line("2.00")))),)
DOCUMENT = Document(
    "决算",
    "某局",
    (
        Cover("cover", (line("某局决算"),)),
        Contents("contents"),
        Heading("one", 1, line("第一部分")),
        Paragraph("said", line("甲&乙")),
        TableBlock("table", HEAD, BODY, (1, 1, 1), line("收支表"), notes=(line("注：无"),)),
        ChartBlock(
            "chart", "pie", ("人员",), (Series("决算", (Point(Decimal(1), "1"),)),), line("图1"), "万元", "图"
        ),
        ChartBlock(
            "bars", "bar", ("人员",), (Series("决算", (Point(Decimal(1), "1"),)),), line("图2"), "万元", "图"
        ),
    ),
)
DENSE = [["项目", "金额", ""], ["", "预算", "决算"], ["支出<合计>", "1.50", "2.00"]]


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("words") / "content.json"
    content.write(DOCUMENT, path)
    naive.write_template(path.with_name(naive.TEMPLATE))
    return path


@pytest.mark.parametrize(("way", "first_row"), [("docx", DENSE[0]), ("cells", ["项目", "金额", "金额"])])
def test_the_naive_word_file_says_the_document(
    words: Path, tmp_path: Path, way: str, first_row: list[str]
) -> None:
    naive.make(words, tmp_path, [way])
    made = docx.Document(str(tmp_path / "naive.docx"))
    said = [paragraph.text for paragraph in made.paragraphs if paragraph.text]
    assert said == ["某局决算", "第一部分", "甲&乙", "收支表", "注：无", "图1", "图2"]
    (table,) = made.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == first_row
    assert rows[-1] == DENSE[-1]
    assert len(made.inline_shapes) == 2


def test_the_naive_page_workbook_and_pdf_say_the_document(words: Path, tmp_path: Path) -> None:
    naive.make(words, tmp_path, ["html", "xlsx", "pdf"])
    page = (tmp_path / "naive.html").read_text(encoding="utf-8")
    assert '<th class="left" rowspan="2" colspan="1">项目</th>' in page
    assert "甲&amp;乙" in page
    assert page.count("data:image/png;base64,") == 2
    (sheet,) = openpyxl.load_workbook(tmp_path / "naive.xlsx")
    assert [[cell.value for cell in row] for row in sheet["A3:C5"]] == [
        ["项目", "金额", None],
        [None, "预算", "决算"],
        ["支出<合计>", 1.5, "2.00"],
    ]
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {"A3:A4", "B3:C3"}
    pages = pypdfium2.PdfDocument(tmp_path / "naive.pdf")
    leaves = [leaf.get_textpage().get_text_bounded() for leaf in pages]
    assert "支出<合计>" in "".join(leaves)


@pytest.mark.parametrize("example", departments.LESS)
def test_copies_of_an_example_differ_and_could_be_published(example: str, tmp_path: Path) -> None:
    *first, third = departments.copies(example, 3, tmp_path)
    written = [place.joinpath("data.yaml").read_bytes() for place in (departments.EXAMPLES / example, *first)]
    assert written[0] == written[1] != written[2]
    report = disclosure.check(third)
    assert report.publishable, [*report.errors, *report.missing]


PARTS = [
    ("cold", ["xlsx"]),
    ("warm", ["xlsx"]),
    ("check", ["check"]),
    ("desk", ["工作台，改一个数", "工作台，改一节模板", "工作台，没有改，问一百次"]),
    ("subjects", ["check", "xlsx"]),
    ("units", ["check", "xlsx"]),
    ("pages", []),
    ("batch", ["xlsx", "本程序：做完前十分之一时、全部做完时的内存峰值"]),
]


@pytest.mark.parametrize(("part", "rows"), PARTS)
def test_a_part_measures_what_it_names(part: str, rows: list[str], tmp_path: Path) -> None:
    bench = run.Bench(TINY, ("xlsx",), HERE if part == "check" else None, tmp_path)
    found = list(cells("\n".join(run.PARTS[part](bench))))
    assert [row[1] for row in found if not row[1].startswith("此前的")] == rows
    measured = [row for row in found if row[0]]
    assert all(float(row[2]) > 0 and float(row[5]) > 0 for row in measured)
    assert all(bool(row[3]) == (part in {"cold", "warm"}) for row in measured)
    assert all(bool(row[4]) == (part == "check") for row in measured)


def cells(said: str) -> Iterator[list[str]]:
    """The rows of the tables, without their heads."""
    for row in said.splitlines():
        if row.startswith("| ") and "做什么" not in row:
            yield [cell.strip() for cell in row.strip("|").split("|")]


def test_every_part_is_asked_for() -> None:
    assert [part for part, _ in PARTS] == list(run.PARTS)


def test_a_pdf_has_its_pages_counted(tmp_path: Path) -> None:
    bench = run.Bench(TINY, ("pdf",), None, tmp_path)
    first, *_ = cells("\n".join(run.pages(bench)))
    size, pages = first[0].split("、")
    assert size == "1"
    assert int(pages) > 5
