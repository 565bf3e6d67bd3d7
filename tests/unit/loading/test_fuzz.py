"""任意输入 — whatever a file holds, the answer is a Submission or Chinese sentences, never a traceback."""

from __future__ import annotations

import json
import random
import tempfile
from contextlib import suppress
from pathlib import Path

from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure import terms
from disclosure.errors import InputError
from disclosure.loading import read, word
from disclosure.model import Submission
from tests.sampling import runs
from tests.unit.loading.test_read import DATA
from tests.unit.loading.test_word import repacked, saved

PIECES = [
    "：",
    ": ",
    ":",
    "- ",
    "{",
    "}",
    "[",
    "]",
    '"',
    "'",
    "&a ",
    "*a",
    "!",
    "|",
    ">",
    "\t",
    "\n",
    "  ",
    "#",
    "无",
]
PIECES += [
    "null",
    "~",
    "<<",
    "\\",
    "\0",
    "\ufeff",
    "\U000f0001",
    "％",
    "１",
    "---\n",
    "?",
    "%",
    "{文件: a.md}",
    "𬭎",
]
KEYS = [term.chinese for term in terms.glossary().values()]


def read_or_told(data: bytes, name: str = "data.yaml") -> Submission | InputError:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        try:
            return read(folder)
        except InputError as error:
            told = error
    assert told.problems
    assert all(problem.message for problem in told.problems)
    return told


def mutated(text: str, places: list[tuple[int, str, int]]) -> str:
    """The text with pieces put in at places, each over some characters."""
    for place, piece, over in places:
        at = place % (len(text) + 1)
        text = text[:at] + piece + text[at + over :]
    return text


PLACES = st.lists(
    st.tuples(st.integers(0, 2000), st.sampled_from(PIECES + KEYS), st.integers(0, 4)), min_size=1, max_size=4
)


@settings(max_examples=runs(75), deadline=None)
@given(PLACES)
def test_mutated_text_is_read_or_told(places: list[tuple[int, str, int]]) -> None:
    read_or_told(mutated(DATA, places).encode("utf-8", "surrogatepass"))


@settings(max_examples=runs(50), deadline=None)
@given(st.binary(max_size=60), st.integers(0, 300))
def test_mutated_bytes_are_read_or_told(data: bytes, at: int) -> None:
    whole = DATA.encode()
    read_or_told(whole[:at] + data + whole[at + len(data) :])
    read_or_told(data, "data.json")


VALUES = st.recursive(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(["无", "1", "-3.5", "2010301", "是", "元", "12345678901234567890"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=runs(100), deadline=None)
@given(st.dictionaries(st.sampled_from([*Submission.model_fields, *KEYS]), VALUES, max_size=8))
def test_any_structure_is_read_or_told(data: dict[str, object]) -> None:
    read_or_told(json.dumps(data).encode(), "data.json")


def test_a_docx_with_any_byte_changed_is_read_or_refused() -> None:
    document = Document()
    document.add_heading("绩效", 1)
    document.add_table(2, 2)
    whole, chance = saved(document), random.Random(1)
    for _ in range(runs(75)):
        at = chance.randrange(len(whole))
        spoilt = whole[:at] + bytes([chance.randrange(256)]) + whole[at + 1 :]
        with suppress(word.DocxError):
            word.read(spoilt)


def test_a_docx_with_strange_attributes_is_read() -> None:
    document = Document()
    document.add_heading("绩效", 1)
    document.add_table(2, 2)
    whole = saved(document)
    body = document.element.xml.encode()
    for value in (b'"-1"', b'"\xc2\xb2"', b'"99999999999999999999"', b'""'):
        changed = body.replace(b'w:w="', b"w:w=" + value + b' w:z="')
        word.read(repacked(whole, {"word/document.xml": changed}))
