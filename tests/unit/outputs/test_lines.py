"""The line of Chinese as it is printed: read back letter by letter from the PDF of both engines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from itertools import pairwise

import pdfplumber
import pypdfium2
import pytest

from disclosure import fonts
from disclosure.document import Document, Paragraph, Text, plain
from disclosure.outputs import PDF_ENGINES, pdf, pdf_engine
from disclosure.outputs.pdf import weasyprint_engine, weasyprint_lines
from tests.unit.outputs.reading import style

LEFT, RIGHT = 28 / 25.4 * 72, (210 - 26) / 25.4 * 72
RAGGED = 6  # points short of the measure
LETTERS = "一般公共预算财政拨款收入支出决算数与年初持平主要原因是本年没有新增退休人员养老保险缴费相应减少"
ENDS = (*"，。、；", "（款）：", "”，“", "（类）、")
COUNTED = (("778.36", "万元"), ("3,222,371.53", "元"), ("63.1", "%"), ("2024", "年度"), ("15", "个百分点"))
CLOSING = set("，。、；：）》”’！？%")


def paragraph(number: int) -> Paragraph:
    """Words and amounts at every place of a line, figures as runs of their own, the same each time."""
    line: list[Text] = []
    for turn in range(4 + number % 5):
        step = number * 7 + turn * 5
        begin, amount = step % len(LETTERS), COUNTED[step % len(COUNTED)]
        words = (LETTERS * 2)[begin : begin + 5 + step % 11]
        line += [Text(words), Text(amount[0], "f"), Text(f"{amount[1]}{ENDS[step % len(ENDS)]}")]
    return Paragraph(f"p{number}", (*line, Text("与上年相比持平。")))


PARAGRAPHS = tuple(map(paragraph, range(60)))
DOCUMENT = Document("题", "局", PARAGRAPHS)


@dataclass(frozen=True)
class Letters:
    """A line: its text, where it begins and ends, whether the next one goes on with its paragraph."""

    text: str
    left: float
    right: float


@cache
def laid_out(engine: str) -> bytes:
    return pdf.write(DOCUMENT, replace(style(), pdf_engine=pdf_engine(engine)), "x")[0].data


def lines(data: bytes) -> Iterator[Letters]:
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        rows: list[list[tuple[float, float, str]]] = []
        height = 0.0
        for index in range(text.count_chars()):
            letter, (left, bottom, right, top) = (
                text.get_text_range(index, 1),
                text.get_charbox(index, loose=True),
            )
            if not letter.strip() or bottom < 35 / 25.4 * 72:
                continue
            if not rows or abs((bottom + top) / 2 - height) > 10:
                rows.append([])
                height = (bottom + top) / 2
            rows[-1].append((left, right, letter))
        for row in rows:
            yield Letters("".join(letter for *_, letter in row), row[0][0], max(right for _, right, _ in row))


def wrapped(data: bytes) -> list[tuple[Letters, Letters]]:
    """Lines and those that go on with them: the first line of a paragraph is indented."""
    found = list(lines(data))
    return [(line, after) for line, after in pairwise(found) if after.left < LEFT + 10]


@pytest.fixture(params=PDF_ENGINES)
def data(request: pytest.FixtureRequest) -> bytes:
    return laid_out(request.param)


def test_lines_are_flush_at_both_ends(data: bytes) -> None:
    found = wrapped(data)
    assert len(found) > 150
    assert [line.text for line, _ in found if line.right < RIGHT - RAGGED] == []
    # The half of a mark that stands beyond the measure is empty.
    over = [line.text for line, _ in found if line.right > RIGHT + 1]
    assert {text[-1] for text in over} <= CLOSING


def test_no_number_is_parted_from_its_unit(data: bytes) -> None:
    parted = re.compile(r"\d\|(?:万元|元|%|年度|个百分点)|\d万\|元|\d年\|度|\d个\|百|百\|分|分\|点")
    ends = [f"{line.text[-6:]}|{after.text[:6]}" for line, after in wrapped(data)]
    assert [end for end in ends if parted.search(end)] == []


def test_no_line_begins_with_a_mark_that_closes(data: bytes) -> None:
    assert [line.text for line in lines(data) if line.text[0] in CLOSING] == []


def test_few_paragraphs_end_in_a_letter_or_two(data: bytes) -> None:
    found = list(lines(data))
    last = [line for line, after in pairwise(found) if after.left > LEFT + 10]
    assert len([line.text for line in last if len(line.text) <= 2]) <= 1


def test_the_text_is_what_was_written_no_more(data: bytes) -> None:
    """Nothing is put in between to hold a number and its unit together."""
    assert "".join(line.text for line in lines(data)) == "".join(plain(one.content) for one in PARAGRAPHS)


def test_two_marks_stand_closer_than_their_squares(data: bytes) -> None:
    near = []
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        for index in range(text.count_chars() - 1):
            if text.get_text_range(index, 2) == "）：":
                first, second = (text.get_charbox(at, loose=True)[0] for at in (index, index + 1))
                near.append(second - first)
    assert near
    assert sorted(near)[len(near) // 2] < 10  # of 16 points, and what the line is spread by


def test_digits_are_of_the_western_face_and_chinese_is_not(data: bytes) -> None:
    with pdfplumber.open(BytesIO(data)) as opened:
        used = {(one["fontname"], one["text"].isascii()) for page in opened.pages for one in page.chars}
    western, chinese = ({name for name, is_ascii in used if is_ascii is kind} for kind in (True, False))
    assert western
    assert western.isdisjoint(chinese)


# WeasyPrint


def test_the_engine_is_of_a_version_whose_lines_were_tried() -> None:
    """Where this fails, look at the pages made by the new one, then add it to TRIED."""
    assert weasyprint_engine.library().__version__.startswith(weasyprint_lines.TRIED)


def test_an_engine_that_was_not_tried_prints_the_same_words_ragged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weasyprint_lines, "TRIED", ("0.",))
    (made,) = pdf.write(DOCUMENT, style(), "x")
    assert "".join(line.text for line in lines(made.data)) == "".join(
        plain(one.content) for one in PARAGRAPHS
    )
    assert len([line for line, _ in wrapped(made.data) if line.right < RIGHT - RAGGED]) > 20


def test_pages_that_somebody_else_lays_out_are_as_the_engine_makes_them() -> None:
    laid_out("weasyprint")  # our functions stand in the place of the engine's
    page = f"<style>p {{ text-align: justify; white-space: pre-wrap }}</style><p>{LETTERS * 9}778.36</p>"
    document = weasyprint_engine.library().HTML(string=page).render()
    held = weasyprint_lines._chinese.get()
    assert not held
    (block,) = document.pages[0]._page_box.children[0].children[0].children
    assert {line.children[0].style["letter_spacing"] for line in block.children} == {"normal"}


def test_without_a_western_face_digits_are_of_the_role(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = {role: choice for role, choice in fonts.find().items() if role != fonts.LATIN}
    monkeypatch.setattr(fonts, "find", lambda: chosen)
    monkeypatch.setattr(weasyprint_lines, "find", lambda: chosen)
    weasyprint_lines._with_latin.cache_clear()
    (made,) = pdf.write(DOCUMENT, style(), "x")
    weasyprint_lines._with_latin.cache_clear()
    assert "".join(line.text for line in lines(made.data)) == "".join(
        plain(one.content) for one in PARAGRAPHS
    )
