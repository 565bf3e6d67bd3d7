"""The same sentence stands in every output, character for character; the same data give the same bytes."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

import disclosure
from disclosure import outputs
from disclosure.document import TableBlock, plain, walk
from disclosure.outputs import Artifact
from tests.departments import EXAMPLES, NARRATED
from tests.unit.outputs.reading import printed

# Those that hold the whole document; what the others hold is tested below them.
FORMATS = (*(name for name in outputs.FORMATS if name not in outputs.TABLES_ONLY), "pdf/typst")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CLAUSES = Path(__file__).parents[1] / "golden" / "clauses"


@cache
def composed(example: str) -> disclosure.Composed:
    return disclosure.compose(EXAMPLES / example)


@cache
def written(example: str, format: str) -> Sequence[Artifact]:
    return files_of(composed(example), format)


def files_of(made: disclosure.Composed, format: str) -> Sequence[Artifact]:
    """The files of a format; of a PDF perhaps by an engine that is named behind it."""
    name, _, engine = format.partition("/")
    style = replace(made.style, pdf_engine=outputs.pdf_engine(engine))
    return outputs.writer(name)(made.document, style, made.filename)


def characters(format: str, data: bytes) -> str:
    """The visible characters of a file, no white space; a page number of the PDF is no part of a sentence."""
    match format:
        case "docx":
            body = etree.fromstring(zipfile.ZipFile(BytesIO(data)).read("word/document.xml"))
            text = "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p"))
        case "pdf" | "pdf-a" | "pdf/typst":
            command = ["pdftotext", "-raw", "-", "-"]
            text = subprocess.run(command, input=data, check=True, capture_output=True).stdout.decode()
            text = re.sub(r"(?m)^\f?— \d+ —$", "", text)
        case _:
            text = unescape(re.sub(r"<style.*?</style>|<[^>]+>", "", data.decode(), flags=re.S))
    return re.sub(r"\s", "", text)


@cache
def shown(example: str, format: str) -> str:
    """The characters of the first file, which is the document."""
    return characters(format, written(example, format)[0].data)


@pytest.mark.sampled(18)
@pytest.mark.parametrize("example", NARRATED)
@pytest.mark.parametrize("format", FORMATS)
def test_every_sentence_of_the_document_stands_in_the_output(example: str, format: str) -> None:
    text = shown(example, format)
    lost = [line for line in printed(composed(example).document) if re.sub(r"\s", "", line) not in text]
    assert lost == []


@pytest.mark.parametrize("example", NARRATED)
@pytest.mark.parametrize("format", FORMATS)
def test_what_the_department_published_is_said_again(example: str, format: str) -> None:
    """The published clauses with their figures, errors corrected; only width of punctuation is folded."""
    text = folded(shown(example, format))
    clauses = (CLAUSES / f"{example}.txt").read_text(encoding="utf-8").splitlines()
    assert [clause for clause in clauses if clause not in text] == []
    assert len(clauses) >= 40


def numbers(format: str, data: bytes) -> set[Decimal]:
    """The numbers in a format that holds the tables only; a workbook shows what its cells were given."""
    match format:
        case "xlsx":
            book = openpyxl.load_workbook(BytesIO(data), data_only=True)
            cells = (cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
            return {Decimal(str(cell)) for cell in cells if isinstance(cell, int | float)}
        case "csv":
            rows = csv.DictReader(StringIO(data.decode("utf-8-sig"), newline=""))
            return {Decimal(row["数值"]) for row in rows}
        case "json":
            (resource,) = json.loads(data)["resources"]
            return {Decimal(str(row["数值"])) for row in resource["data"]}
    raise AssertionError(f"say here how the numbers of {format} are read back")


@pytest.mark.parametrize("example", [NARRATED[1], "yuxi-beijing-2023"])
@pytest.mark.parametrize("format", sorted(outputs.TABLES_ONLY))
def test_every_number_of_the_tables_stands_in_a_format_that_holds_only_them(
    example: str, format: str
) -> None:
    tables = [block for block in walk(composed(example).document) if isinstance(block, TableBlock)]
    cells = (cell for table in tables for row in table.body for cell in row.cells if cell.value is not None)
    printed_numbers = {Decimal(plain(cell.content).replace(",", "").rstrip("%")) for cell in cells}
    assert len(printed_numbers) > 20
    assert printed_numbers - numbers(format, written(example, format)[0].data) == set()


def folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("“", '"').replace("”", '"')
    return text.replace("支出(类)", "(类)")


ELSEWHERE = {
    "PYTHONHASHSEED": "2",
    "PYTHONIOENCODING": "utf-8",
    "TZ": "Pacific/Kiritimati",
    "LANG": "C",
    "LC_ALL": "C",
    **dict.fromkeys(("USER", "LOGNAME", "USERNAME"), "someone-else"),
}
BUILD = """
import hashlib, os, sys, time
import disclosure
from disclosure import outputs
os.umask(0o077)
time.tzset()
real = time.time
time.time = lambda: real() + 86400 * 400
for engine, format in (*(("", format) for format in outputs.FORMATS), ("typst", "pdf")):
    for artifact in disclosure.build(sys.argv[1], [format], pdf=engine).artifacts:
        print(artifact.name, hashlib.sha256(artifact.data).hexdigest())
"""


def test_the_same_data_give_the_same_bytes_whoever_builds_them_where_and_when(tmp_path: Path) -> None:
    """As here: whatever this process did before, in its folder, with its hash seed and the clock of today."""
    command = [sys.executable, "-c", BUILD, str(EXAMPLES / NARRATED[1])]
    environment = {**os.environ, **ELSEWHERE, "PYTHONPATH": str(EXAMPLES.parent)}
    done = subprocess.run(command, check=True, capture_output=True, cwd=tmp_path, env=environment)
    late = done.stdout.decode("utf-8")
    here = [
        f"{artifact.name} {hashlib.sha256(artifact.data).hexdigest()}"
        for name in (*outputs.FORMATS, "pdf/typst")
        for artifact in written(NARRATED[1], name)
    ]
    assert here == late.splitlines()
    assert len(here) == len(outputs.FORMATS) + len(("pdf/typst", "datapackage.json", *["PNG of cms"] * 7))
    assert hashlib.sha256(b"").hexdigest() not in late
