"""Every row of figures that the Yuxi office published in 公开01表–公开12表, read back out of each output.

A row is the list of its words, codes and amounts without separators, blanks left out; of 公开06表, lists
side by side, each subject with its amount is looked for by itself.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook
from pypdf import PdfReader

import disclosure
from tests.departments import EXAMPLES
from tests.unit.outputs.reading import read

EXPECTED: dict[str, list[list[str]]] = json.loads(
    (Path(__file__).parent / "yuxi_tables.json").read_text(encoding="utf-8")
)
ROWS = [(table, row) for table, rows in EXPECTED.items() for row in rows]
Rows = dict[str, list[list[str]]]


@pytest.fixture(scope="module")
def built() -> dict[str, bytes]:
    made = disclosure.build(EXAMPLES / "yuxi-beijing-2023", ("xlsx", "docx", "html", "pdf"))
    return {artifact.name.rpartition(".")[2]: artifact.data for artifact in made.artifacts}


def token(cell: object) -> list[str]:
    """One cell as words: a code and its name are two, an amount has no separator, no needless zero."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", str(cell))).strip()
    if coded := re.match(r"^(\d{3,7}) (\S.*)$", text):
        return [coded[1], *token(coded[2])]
    plain = text.replace(",", "")
    if re.fullmatch(r"-?[\d.]+", plain):
        return [f"{Decimal(plain).normalize():f}"]
    return [text.replace(" ", "")] if text else []


def tokens(cells: Iterable[object]) -> list[str]:
    return [word for cell in cells if cell not in (None, "") for word in token(cell)]


def names(row: list[str]) -> list[str]:
    """What a row begins with on each panel of its table: its code, its name, its 行次."""
    last = max((place for place, word in enumerate(row, 1) if not re.fullmatch(r"-?[\d.]+", word)), default=0)
    return row[: last + 1] if re.fullmatch(r"\d\d?", "".join(row[last : last + 1])) else row[:last]


def with_panels_joined(rows: list[list[str]]) -> list[list[str]]:
    """The rows, and those of a table in panels as one: what follows the same name, panel after panel."""
    whole: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        key = names(row)
        whole.setdefault(tuple(key), list(key)).extend(row[len(key) :])
    return [*rows, *whole.values()]


def holds(table: str, row: list[str], rows: list[list[str]]) -> bool:
    if table != "公开06表":
        return row in rows
    return any(row == found[at : at + len(row)] for found in rows for at in range(len(found)))


def missing(found: Rows) -> list[tuple[str, list[str]]]:
    whole = {table: with_panels_joined(rows) for table, rows in found.items()}
    return [(table, row) for table, row in ROWS if not holds(table, row, whole.get(table, []))]


def test_there_are_ninety_eight_rows_to_be_found() -> None:
    assert len(ROWS) == 98


def test_the_workbook_holds_every_row(built: dict[str, bytes]) -> None:
    found: Rows = {}
    for sheet in load_workbook(BytesIO(built["xlsx"]), data_only=True).worksheets:
        found[sheet.title[:5]] = [tokens(row) for row in sheet.iter_rows(values_only=True)]
    assert missing(found) == []


def test_the_word_file_holds_every_row(built: dict[str, bytes]) -> None:
    found: Rows = {}
    number = ""
    for block in Document(BytesIO(built["docx"])).iter_inner_content():
        if isinstance(block, Paragraph) and (match := re.search(r"公开\d\d表", block.text)):
            number = match[0]
        elif isinstance(block, Table):
            found.setdefault(number, []).extend(tokens(_cells(row)) for row in block._tbl.tr_lst)
    assert missing(found) == []


def _cells(row: object) -> list[str]:
    """Each cell once: places that a span covers are not cells of the file."""
    return ["".join(text.text or "" for text in cell.iter(f"{W}t")) for cell in row.tc_lst]  # type: ignore[attr-defined]


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_the_page_holds_every_row(built: dict[str, bytes]) -> None:
    found: Rows = {}
    for table in read(built["html"].decode()).all("table"):
        caption = next(table.all("caption"), None)
        number = re.search(r"公开\d\d表", caption.text() if caption else "")
        rows = [tokens(cell.text() for cell in row.all("td", "th")) for row in table.all("tr")]
        found.setdefault(number[0] if number else "", []).extend(rows)
    assert missing(found) == []


def test_the_pdf_holds_the_words_of_every_row_one_after_another(built: dict[str, bytes]) -> None:
    whole = "".join(page.extract_text() for page in PdfReader(BytesIO(built["pdf"])).pages)
    text = unicodedata.normalize("NFKC", re.sub(r"\s+", "", whole)).replace(",", "")
    parts = re.split(r"部门:\w+?(公开\d\d表)", text)
    found = defaultdict(list)
    for number, part in zip(parts[1::2], parts[2::2], strict=True):
        found[number].append(part)
    lost = [(table, row) for table, row in ROWS if not _in_parts(row, found[table])]
    assert lost == []


def _in_parts(row: list[str], parts: list[str]) -> bool:
    """In one of the pages of a table, or in two panels of it, its name in both."""
    key = names(row)
    halves = ([row[:cut], [*key, *row[cut:]]] for cut in range(len(key) + 1, len(row)))
    return any(all(any(_in_order(half, part) for part in parts) for half in two) for two in ([row], *halves))


def _in_order(row: list[str], text: str) -> bool:
    """The words stand next to each other but for needless zeros: 3222371.5 is printed 3222371.50."""
    return re.search("".join(rf"{re.escape(word)}(?:\.?0{{0,2}})" for word in row), text) is not None
