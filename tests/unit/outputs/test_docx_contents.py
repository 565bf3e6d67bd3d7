"""The contents of the .docx: entries, page references, and whether LibreOffice agrees with the numbers."""

from __future__ import annotations

import re
import subprocess
from operator import attrgetter
from pathlib import Path

import pytest

from disclosure.document import (
    Block,
    Contents,
    Cover,
    Document,
    Heading,
    Line,
    PageBreak,
    Paragraph,
    Style,
    Text,
    of_kind,
    plain,
)
from disclosure.outputs.docx import estimate_pages, write
from disclosure.outputs.docx.contents import on_one_page
from disclosure.outputs.docx.reference_look import read_look
from tests.contract.sample import BARS, PIE, TABLE, sample
from tests.unit.outputs.word_files import SPACES, attachment, look, part, styled, text, w

LOOKS = ("gbt9704", "word")
TEMPLATES = Path(__file__).parents[3] / "templates"
WIDTH = read_look(look()).page.text_width


def line(words: str) -> Line:
    return (Text(words),)


def long_document() -> Document:
    """Four parts over some twenty pages: charts, landscape tables, an attachment of two orientations."""
    blocks: list[Block] = [
        Cover("cover", (line("某局"), line("2023年度部门决算"))),
        Contents("contents", depth=2),
    ]
    prose = "2023年度收、支总计均为1,269.29万元。与2022年度相比，收、支总计各增加33.45万元，增长12.3%。"
    for number, name in enumerate("一二三四", 1):
        blocks.append(Heading(f"part-{number}", 1, line(f"第{name}部分 情况说明之{name}")))
        for section, title in enumerate("一二三四五", 1):
            blocks.append(
                Heading(f"s-{number}-{section}", 2, line(f"{title}、第{name}部分的第{section}项支出情况说明"))
            )
            blocks += [
                Paragraph(f"p-{number}-{section}-{index}", line(prose * (index + 1))) for index in range(4)
            ]
    blocks += [BARS, PIE, Heading("annex", 1, line("附件1")), attachment(), PageBreak("b")]
    blocks += [Heading("tables", 1, line("第五部分 附表")), Heading("t-1", 2, line("一、支出决算表")), TABLE]
    return Document("长文档", "某局", tuple(blocks))


def entries(data: bytes) -> list[tuple[str, str, str]]:
    """Title, bookmark and cached page of each entry."""
    found = []
    for level in (1, 2, 3, 4):
        for paragraph in styled(data, f"toc {level}"):
            (link,) = paragraph.iter(w("hyperlink"))
            texts = [text(run) for run in link.iter(w("r")) if text(run)]
            found.append(("".join(texts[:-1]), link.get(w("anchor")), texts[-1]))
    return found


def test_each_heading_up_to_the_depth_has_an_entry_and_no_other() -> None:
    data = write(sample(), look(), "x")[0].data
    headings = [block for block in sample().blocks if isinstance(block, Heading) and block.level <= 2]
    assert sorted(title for title, _, _ in entries(data)) == sorted(
        plain(heading.content) for heading in headings
    )


def test_an_entry_refers_to_the_bookmark_of_its_heading() -> None:
    data = write(long_document(), look(), "x")[0].data
    body = part(data)
    marks = {mark.get(w("name")): mark.getparent() for mark in body.iter(w("bookmarkStart"))}
    for title, anchor, _ in entries(data):
        assert text(marks[anchor]) == title
    fields = [node.text.split() for node in body.iter(w("instrText")) if "PAGEREF" in node.text]
    assert {name for _, name, _ in fields} <= set(marks)


def test_an_entry_ends_at_the_right_edge_after_a_dotted_leader() -> None:
    for paragraph in styled(write(sample(), look(), "x")[0].data, "toc 1"):
        (stop,) = paragraph.find("w:pPr/w:tabs", SPACES)
        assert (stop.get(w("val")), stop.get(w("leader")), stop.get(w("pos"))) == ("right", "dot", str(WIDTH))


def test_the_estimate_counts_pages_lines_and_page_breaks() -> None:
    def pages(*blocks: Block) -> dict[str, int]:
        return estimate_pages(Document("甲", "乙", blocks), look())

    first, second = Heading("a", 1, line("甲")), Heading("b", 2, line("乙"))
    full_page = Paragraph("p", line("字" * 28 * 21))
    assert pages(first, second) == {"a": 1, "b": 1}
    assert pages(first, full_page, second) == {"a": 1, "b": 2}
    assert pages(first, Paragraph("p", line("字" * 28 * 19)), second) == {
        "a": 1,
        "b": 2,
    }  # no room for a line below it
    assert pages(Contents("d"), second) == {"b": 2}
    assert pages(first, PageBreak("x"), second) == {"a": 1, "b": 2}
    assert pages(Cover("c", (line("封面"),)), Contents("d"), first, TABLE, second) == {"a": 3, "b": 4}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The text of each page of the long document in each look, as LibreOffice lays it out in one call."""
    folder = tmp_path_factory.mktemp("libreoffice")
    for name in LOOKS:
        (folder / f"{name}.docx").write_bytes(write(long_document(), look(name), "x")[0].data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        *(str(folder / f"{name}.docx") for name in LOOKS),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return {name: printed_pages(folder / f"{name}.pdf") for name in LOOKS}


def printed_pages(pdf: Path) -> list[str]:
    """The text of each page without white space."""
    found = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True)
    return [squeezed(page) for page in found.stdout.decode().split("\f")[:-1]]


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)


@pytest.mark.parametrize(
    ("entries", "is_closer"), [(20, False), (23, True), (26, True), (27, False), (60, False)]
)
def test_lines_of_the_contents_come_as_near_as_22_points_where_so_they_stand_on_one_page(
    entries: int, is_closer: bool
) -> None:
    headings = (Heading(f"h{number}", 2, line("收入决算情况说明")) for number in range(entries))
    document = Document("某局决算", "某局", (Contents("contents"), *headings))
    (contents,) = of_kind(Contents, on_one_page(document, read_look(look())).blocks)
    assert bool(contents.pitch) is is_closer
    assert not contents.pitch or 22 <= contents.pitch < 28.95


@pytest.mark.parametrize(
    "path",
    [one for one in sorted(TEMPLATES.glob("*/style/*.docx")) if one.stem != "sheet"],  # has no contents
    ids=attrgetter("stem"),
)
def test_an_entry_stands_in_where_that_of_the_stylesheet_does(path: Path) -> None:
    """The contents of Shanghai's form do not; typst takes its look from the reference document."""
    css = path.with_suffix(".css").read_text(encoding="utf-8")
    style = Style("x", path.read_bytes(), css)
    assert (read_look(style).left("contents_2") > 0) is (".contents .level-2 { padding-left" in css)


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", LOOKS)
def test_in_libreoffice_each_entry_names_the_page_of_its_heading(
    pages: dict[str, list[str]], name: str
) -> None:
    contents = "".join(pages[name][1:3])
    headings = [block for block in long_document().blocks if isinstance(block, Heading)]
    assert len(headings) == 27
    for heading in headings:
        title = squeezed(plain(heading.content))
        found = re.search(re.escape(title) + r"\.{3,}(\d+)", contents)
        assert found, title
        assert title in pages[name][int(found[1]) - 1], (title, found[1])


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", LOOKS)
def test_no_page_is_blank_and_each_is_numbered_but_the_cover(pages: dict[str, list[str]], name: str) -> None:
    for number, page in enumerate(pages[name], 1):
        assert page.endswith(f"—{number}—") is (number > 1)
        assert len(page.removesuffix(f"—{number}—")) > 3
