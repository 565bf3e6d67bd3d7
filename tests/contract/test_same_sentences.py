"""The same sentence stands in every output, character for character, and the same data give the same bytes."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Sequence
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

import disclosure
from disclosure import outputs
from disclosure.outputs import Artifact
from tests.departments import EXAMPLES, NARRATED
from tests.unit.outputs.reading import printed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FORMATS = ("docx", "pdf", "html", "cms")
CLAUSES = Path(__file__).parents[1] / "golden" / "clauses"


@cache
def composed(example: str) -> disclosure.Composed:
    return disclosure.compose(EXAMPLES / example)


@cache
def written(example: str, format: str) -> Sequence[Artifact]:
    made = composed(example)
    return outputs.writer(format)(made.document, made.style, made.filename)


def characters(format: str, data: bytes) -> str:
    """The visible characters of a file without white space; a page number of the PDF is no part of a sentence."""
    match format:
        case "docx":
            body = etree.fromstring(zipfile.ZipFile(BytesIO(data)).read("word/document.xml"))
            text = "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p"))
        case "pdf":
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


def folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(str.maketrans({"“": '"', "”": '"'}))
    return text.replace("支出(类)", "(类)")


BUILD = """
import hashlib, sys, time
import disclosure
real = time.time
time.time = lambda: real() + 86400 * 400
built = disclosure.build(sys.argv[1], ("docx", "pdf", "html", "cms"))
for artifact in built.artifacts:
    print(artifact.name, hashlib.sha256(artifact.data).hexdigest())
"""


def test_the_same_data_give_the_same_bytes_in_another_process_with_another_clock() -> None:
    """As here: whatever this process did before, with its own hash seed and the clock of today."""
    command = [sys.executable, "-c", BUILD, str(EXAMPLES / NARRATED[1])]
    environment = {**os.environ, "PYTHONHASHSEED": "2"}
    late = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
    here = [
        f"{artifact.name} {hashlib.sha256(artifact.data).hexdigest()}"
        for name in FORMATS
        for artifact in written(NARRATED[1], name)
    ]
    assert here == late.splitlines()
    assert len(here) == 4 + 7
    assert hashlib.sha256(b"").hexdigest() not in late
