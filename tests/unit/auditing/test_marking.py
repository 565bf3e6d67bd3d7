"""Copies with notes: each finding at its place, read back by another library; the file itself unchanged."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pypdf
import pypdfium2
import pytest
from lxml import etree

from disclosure import api
from disclosure.auditing import Audit, AuditFinding, marked_copy
from disclosure.auditing.audit import of_document
from disclosure.auditing.audit_finding import CERTAINTIES, Certainty, only_texts
from disclosure.auditing.marking import docx_comments, pdf_notes
from disclosure.errors import InputError, Source
from disclosure.loading import published
from disclosure.loading.published.blocks import Box, Place
from disclosure.outputs import writer
from tests.departments import EXAMPLES
from tests.unit.outputs.test_docx_package import misplaced

PUTUO = "putuo-shegong-2024"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RATE = ("98.69%", "96.89%")  # of the text
CELL = (">51.32<", ">53.12<")  # of 公开02表, its first


@cache
def made(format: str) -> bytes:
    composed = api.compose(EXAMPLES / PUTUO, draft=True)
    (file,) = writer(format)(composed.document, composed.style, composed.filename)
    return file.data


@cache
def slipped() -> bytes:
    """The .docx with a wrong rate in the text and a wrong amount in a table."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(made("docx"))) as before, zipfile.ZipFile(buffer, "w") as after:
        for entry in before.infolist():
            data = before.read(entry)
            if entry.filename == "word/document.xml":
                for right, wrong in (RATE, CELL):
                    assert right.encode() in data
                    data = data.replace(right.encode(), wrong.encode(), 1)
            after.writestr(entry, data)
    return buffer.getvalue()


def audited(data: bytes, name: str) -> Audit:
    return of_document(published.document_of(data, name, name))


@cache
def of_word() -> Audit:
    return audited(slipped(), "公开.docx")


@cache
def word_copy() -> bytes:
    return marked_copy(slipped(), of_word().findings, "公开.docx")


def part(data: bytes, name: str) -> Any:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def commented(data: bytes) -> dict[str, str]:
    """What each comment says → the words that it is about."""
    texts = {comment.comment_id: comment.text for comment in docx.Document(BytesIO(data)).comments}
    found = {}
    for start in part(data, "word/document.xml").iter(f"{W}commentRangeStart"):
        words, at = "", start.getnext()
        while at.tag != f"{W}commentRangeEnd":
            words, at = words + "".join(text.text or "" for text in at.iter(f"{W}t")), at.getnext()
        found[texts[int(start.get(f"{W}id"))]] = words
    return found


def test_a_comment_stands_at_the_words_it_is_about_in_the_text_and_in_a_cell() -> None:
    found = commented(word_copy())
    (of_text,) = (words for said, words in found.items() if "现为：96.89%" in said)
    assert of_text == "96.89%"
    of_cells = {words for said, words in found.items() if said.startswith("AU7")}
    assert "53.12" in of_cells
    assert all(said.split()[0] in {one.code for one in of_word().findings} for said in found)
    assert len(found) == len(of_word().findings)


def test_a_comment_says_code_certainty_both_numbers_and_the_remedy() -> None:
    (said,) = (said for said in commented(word_copy()) if "现为：96.89%" in said)
    assert said.split("\n")[0] == "AU1 所写的数按算式相符（确定）"
    assert "应为：98.69%" in said
    assert "改法：核对这几处的数" in said
    assert {comment.author for comment in docx.Document(BytesIO(word_copy())).comments} == {"决算审查"}


def test_the_text_and_every_other_part_of_a_word_file_stay_as_they_were() -> None:
    before, after = (zipfile.ZipFile(BytesIO(data)) for data in (slipped(), word_copy()))
    changed = {"word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
    assert set(after.namelist()) - set(before.namelist()) == {"word/comments.xml"}
    assert {name for name in before.namelist() if before.read(name) != after.read(name)} == changed
    texts = [
        [paragraph.text for paragraph in docx.Document(BytesIO(data)).element.body.iter(f"{W}t")]
        for data in (slipped(), word_copy())
    ]
    assert texts[0] == texts[1]
    assert marked_copy(slipped(), of_word().findings, "公开.docx") == word_copy()


def test_a_word_copy_follows_the_schema() -> None:
    assert misplaced(part(word_copy(), "word/document.xml")) == []
    for paragraph in part(word_copy(), "word/document.xml").iter(f"{W}p"):
        properties = paragraph.find(f"{W}pPr")
        assert properties is None or paragraph.index(properties) == 0
    ids = [one.get(f"{W}id") for one in part(word_copy(), "word/comments.xml")]
    assert len(ids) == len(set(ids))


def test_comments_that_are_there_stay(tmp_path: Path) -> None:
    document = docx.Document(BytesIO(slipped()))
    paragraph = next(one for one in document.paragraphs if one.runs)
    document.add_comment(paragraph.runs, "请领导看", author="王五")
    buffer = BytesIO()
    document.save(buffer)
    copy = marked_copy(buffer.getvalue(), of_word().findings, "公开.docx")
    authors = [comment.author for comment in docx.Document(BytesIO(copy)).comments]
    assert authors.count("王五") == 1
    assert authors.count("决算审查") == len(of_word().findings)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="没有 LibreOffice")
def test_a_word_copy_opens_in_an_office(tmp_path: Path) -> None:
    (tmp_path / "副本.docx").write_bytes(word_copy())
    office = ["soffice", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless"]
    convert = [*office, "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "副本.docx")]
    subprocess.run(convert, check=True, capture_output=True)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "副本.pdf").pages)
    assert "96.89%" in text


@cache
def of_pdf() -> Audit:
    return audited(made("pdf"), "公开.pdf")


def planted(certainty: Certainty, number: int) -> AuditFinding:
    """A finding at a line of the built PDF."""
    texts = only_texts(of_pdf().claimed.document.blocks)
    place = [block for block in texts if block.kind == "body"][number].place()
    told = (f"第{number}句不符", "1.00万元", "2.00万元")
    return AuditFinding("AU1", certainty, "名称", place, "", *told, fix="改")


@cache
def findings() -> tuple[AuditFinding, ...]:
    nowhere = AuditFinding("AU8", "疑问", "表", Place(Source("公开.pdf")), "", "表没有读全")
    return (*(planted(kind, number) for kind, number in zip(CERTAINTIES, (3, 8, 12), strict=True)), nowhere)


def made_pdf() -> bytes:
    return made("pdf")


@cache
def pdf_copy() -> bytes:
    return marked_copy(made("pdf"), findings(), "公开.pdf")


def all_notes(data: bytes) -> list[tuple[int, Any]]:
    pages = enumerate(pypdf.PdfReader(BytesIO(data)).pages, 1)
    return [(number, one.get_object()) for number, page in pages for one in page.get("/Annots", [])]


def notes(data: bytes) -> list[tuple[int, Any]]:
    return [(number, one) for number, one in all_notes(data) if one.get("/T") == "决算审查"]


def test_a_highlight_lies_on_the_line_in_the_colour_of_its_certainty() -> None:
    highlights = ((page, one) for page, one in notes(pdf_copy()) if one["/Subtype"] == "/Highlight")
    marks = {one["/Contents"]: (page, one) for page, one in highlights}
    for finding in findings()[:3]:
        (said,) = (said for said in marks if finding.message in said)
        page, mark = marks[said]
        assert page == finding.place.page
        assert [float(one) for one in mark["/Rect"]] == pytest.approx(finding.place.box, abs=0.01)
        colour = tuple(round(float(one) * 255) for one in mark["/C"])
        assert colour == pdf_notes.COLOURS[finding.certainty]
        assert "现为：1.00万元\n应为：2.00万元" in said.replace("\r", "\n")
    assert len(marks) == 3


def test_what_has_no_place_is_listed_on_the_first_page() -> None:
    ((page, note),) = ((page, one) for page, one in notes(pdf_copy()) if one["/Subtype"] == "/Text")
    assert page == 1
    assert "表没有读全" in note["/Contents"]


def test_findings_of_one_line_are_one_mark_in_the_colour_of_the_surest() -> None:
    doubt, fault = planted("疑问", 3), planted("确定", 3)
    ((_, mark),) = notes(marked_copy(made("pdf"), [doubt, fault], "公开.pdf"))
    assert tuple(round(float(one) * 255) for one in mark["/C"]) == pdf_notes.COLOURS["确定"]
    assert mark["/Contents"].count("AU1") == 2


@cache
def plain_pdf() -> bytes:
    """The same with a plain table of objects and an identifier, as Word and WPS write it."""
    made_anew = pypdf.PdfWriter(clone_from=BytesIO(made("pdf")))
    made_anew.generate_file_identifiers()
    buffer = BytesIO()
    made_anew.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("source", [made_pdf, plain_pdf])
def test_the_same_input_makes_the_same_bytes_and_the_text_stays(source: Callable[[], bytes]) -> None:
    copy = marked_copy(source(), findings(), "公开.pdf")
    assert marked_copy(source(), findings(), "公开.pdf") == copy
    before, after = (pypdf.PdfReader(BytesIO(data), strict=True) for data in (source(), copy))
    assert [page.extract_text() for page in after.pages] == [page.extract_text() for page in before.pages]


def test_a_plain_pdf_is_the_beginning_of_its_copy() -> None:
    copy = marked_copy(plain_pdf(), findings(), "公开.pdf")
    assert copy.startswith(plain_pdf())
    before, after = (pypdf.PdfReader(BytesIO(data)).trailer["/ID"] for data in (plain_pdf(), copy))
    assert next(iter(before)) == next(iter(after))  # type: ignore[call-overload]


def test_a_mark_is_seen_on_the_page() -> None:
    """More of the line's box is red than before."""
    finding = findings()[0]
    assert finding.place.box
    red = [reddish(data, finding.place.page, finding.place.box) for data in (made("pdf"), pdf_copy())]
    assert red[0] == 0
    assert red[1] > 0.5


def reddish(data: bytes, number: int, box: Box) -> float:
    """The share of the dots of a box that are red."""
    page = pypdfium2.PdfDocument(data)[number - 1]
    left, bottom, right, top = (round(side) for side in box)
    height = round(page.get_height())
    part = page.render().to_pil().convert("RGB").crop((left, height - top, right, height - bottom))
    data_of_dots = part.tobytes()
    dots: list[tuple[int, int]] = list(zip(data_of_dots[::3], data_of_dots[1::3], strict=True))
    return sum(red > green + 50 for red, green in dots) / len(dots)


@pytest.mark.parametrize("name", ["公开.pdf", "公开.docx"])
def test_a_broken_file_is_refused_in_a_sentence(name: str) -> None:
    data = {"公开.pdf": b"%PDF-1.7\nnothing", "公开.docx": b"PK\x03\x04nothing"}[name]
    with pytest.raises(InputError, match="不能写批注"):
        marked_copy(data, findings(), name)


def test_a_place_that_is_in_no_paragraph_is_listed_in_a_comment_at_the_beginning() -> None:
    nowhere = AuditFinding("AU8", "疑问", "表", Place(Source("公开.docx")), "", "表没有读全")
    copy = docx_comments.commented(slipped(), [nowhere], "公开.docx")
    ((said, _),) = commented(copy).items()
    assert said.startswith("下面各条在文件里没有找到确切的位置")
    assert re.search("公开.docx\nAU8 表（疑问）", said)
