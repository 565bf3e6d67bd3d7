"""Every row of figures that a Shanghai district's department published, read back out of each output."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook

import disclosure
from tests.departments import EXAMPLES
from tests.golden.test_yuxi_tables import Rows, _cells, tokens
from tests.unit.outputs.reading import read

PUBLISHED: Rows = {
    title: [tokens(row) for row in rows]
    for title, rows in json.loads(
        (Path(__file__).parent / "putuo_tables.json").read_text(encoding="utf-8")
    ).items()
}


@pytest.fixture(scope="module")
def built() -> dict[str, bytes]:
    made = disclosure.build(EXAMPLES / "putuo-shegong-2024", ("xlsx", "docx", "html"))
    return {artifact.name.rpartition(".")[2]: artifact.data for artifact in made.artifacts}


def without_zeros(row: list[str]) -> list[str]:
    """The form leaves what is nothing blank or prints 0.00, by table."""
    return [word for word in row if word != "0"]


def lost(found: Rows) -> list[tuple[str, list[str]]]:
    printed = {title: [without_zeros(row) for row in rows] for title, rows in found.items()}
    published = ((title, without_zeros(row)) for title, rows in PUBLISHED.items() for row in rows)
    return [(title, row) for title, row in published if row not in printed.get(title, [])]


def test_there_are_a_hundred_and_five_rows_to_be_found() -> None:
    assert sum(map(len, PUBLISHED.values())) == 105


def test_the_workbook_holds_every_row(built: dict[str, bytes]) -> None:
    sheets = load_workbook(BytesIO(built["xlsx"]), data_only=True).worksheets
    read_back = ([tokens(row) for row in sheet.iter_rows(values_only=True)] for sheet in sheets)
    found = {next(filter(None, rows))[0]: rows for rows in read_back}
    assert lost(found) == []


def test_the_word_file_holds_every_row(built: dict[str, bytes]) -> None:
    found: Rows = {}
    title = ""
    for block in Document(BytesIO(built["docx"])).iter_inner_content():
        if isinstance(block, Paragraph):
            title = block.text if block.text in PUBLISHED else title
        elif isinstance(block, Table):
            found.setdefault(title, []).extend(tokens(_cells(row)) for row in block._tbl.tr_lst)
    assert lost(found) == []


def test_the_page_holds_every_row(built: dict[str, bytes]) -> None:
    found: Rows = {}
    for table in read(built["html"].decode()).all("table"):
        caption = next(table.all("caption"), None)
        said = caption.text() if caption else ""
        for title in filter(said.startswith, PUBLISHED):
            found[title] = [tokens(cell.text() for cell in row.all("td", "th")) for row in table.all("tr")]
    assert lost(found) == []
