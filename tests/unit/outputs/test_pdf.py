"""The PDF of both engines, read back with pypdf and pdftotext."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from typing import Any, Protocol

import pytest
from pypdf import PdfReader

from disclosure.document import (
    Block,
    Cell,
    Document,
    Heading,
    Line,
    PageBreak,
    Paragraph,
    Row,
    TableBlock,
    Text,
    plain,
    walk,
)
from disclosure.errors import OutputError
from disclosure.outputs import PDF_ENGINES, cms, html, pdf, pdf_engine
from tests.contract.sample import PIE, head, sample
from tests.unit.outputs.reading import printed, style

HEADINGS = [block for block in walk(sample()) if isinstance(block, Heading)]


class Write(Protocol):
    """Lays out a document by one of the engines."""

    def __call__(self, document: Document, name: str = "gbt9704") -> PdfReader: ...


def write_by(engine: str, document: Document, name: str = "gbt9704") -> PdfReader:
    (artifact,) = pdf.write(document, replace(style(name), pdf_engine=pdf_engine(engine)), "决算")
    assert artifact.name == "决算.pdf"
    return PdfReader(BytesIO(artifact.data))


@pytest.fixture(scope="module", params=PDF_ENGINES)
def write(request: pytest.FixtureRequest) -> Write:
    return partial(write_by, request.param)


def pdftotext(reader: PdfReader, option: str) -> str:
    command = ["pdftotext", option, "-", "-"]
    return subprocess.run(command, input=bytes_of(reader), capture_output=True, check=True).stdout.decode()


def raw_text(reader: PdfReader) -> str:
    """All characters in the order of the page's content, white space removed."""
    return squeezed(pdftotext(reader, "-raw"))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@dataclass
class Word:
    """A word of a page, its edges in points from the page's top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def words(reader: PdfReader) -> list[list[Word]]:
    """The words of each page."""
    pattern = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
    pages = pdftotext(reader, "-bbox").split("<page ")[1:]
    return [[Word(text, *map(float, edges)) for *edges, text in pattern.findall(page)] for page in pages]


@pytest.fixture(scope="module")
def published(write: Write) -> PdfReader:
    return write(sample())


def elements(reader: PdfReader, *kinds: str) -> list[Any]:
    """Structure elements of these kinds, in reading order."""

    def below(node: Any) -> Iterator[Any]:
        children = node.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            kid = child.get_object()
            if isinstance(kid, dict) and "/S" in kid:
                yield kid
                yield from below(kid)

    return [element for element in below(root(reader)["/StructTreeRoot"]) if element["/S"] in kinds]


def root(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]


# 结构检查：PDF/UA-1 所要求的


def test_it_is_tagged_and_says_that_it_is_pdf_ua_1(published: PdfReader) -> None:
    assert root(published)["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root(published)
    metadata = root(published)["/Metadata"].get_data().decode()
    assert re.search(r"pdfuaid:part(>|=\")1", metadata)


def test_a_reader_opens_it_without_a_complaint(published: PdfReader) -> None:
    opened = subprocess.run(["pdfinfo", "-"], input=bytes_of(published), capture_output=True, check=True)
    assert opened.stderr.decode() == ""


def test_language_title_and_author_are_those_of_the_document(published: PdfReader) -> None:
    assert root(published)["/Lang"] == "zh-CN"
    assert published.metadata is not None
    assert (published.metadata.title, published.metadata.author) == (
        "某市某某局2023年度部门决算",
        "某市某某局",
    )
    assert root(published)["/ViewerPreferences"]["/DisplayDocTitle"]


def test_headings_are_tagged_by_level_in_the_order_of_the_document(published: PdfReader) -> None:
    found = [element["/S"] for element in elements(published, "/H1", "/H2", "/H3", "/H4")]
    titled = ["/H1"]  # the lines of the cover's title
    assert found == titled + [f"/H{block.level}" for block in HEADINGS]


def test_each_header_cell_says_whether_it_heads_a_column_or_a_row(published: PdfReader) -> None:
    heads, cells = (list(map(of_table, elements(published, kind))) for kind in ("/TH", "/TD"))
    assert [head["/Scope"] for head in heads] == ["/Column"] * 5 + ["/Row"] * 3
    assert not [cell for cell in (*heads, *cells) if "/Headers" in cell]
    assert [head.get("/ColSpan") for head in heads].count(2) == 2
    assert len(cells) == 8


def test_a_table_has_its_caption_and_the_contents_their_list(published: PdfReader) -> None:
    assert [caption["/P"]["/S"] for caption in elements(published, "/Caption")].count("/Table") == 1
    assert len(elements(published, "/LI", "/TOCI")) == len([block for block in HEADINGS if block.level <= 2])


def of_table(element: Any) -> Any:
    """What a cell's tag says of its place in the table."""
    said = element["/A"]
    (one,) = [each for each in (said if isinstance(said, list) else [said]) if each["/O"] == "/Table"]
    return one


def test_charts_and_pictures_have_an_alternative_text(published: PdfReader) -> None:
    alts = [element["/Alt"] for element in elements(published, "/Figure")]
    assert [alt[:4] for alt in alts] == ["柱状图：", "饼图：一", "一张示意"]
    assert alts[1] == PIE.alt


def test_all_fonts_are_embedded_as_subsets(published: PdfReader) -> None:
    used = {
        font.get_object()["/BaseFont"]: font.get_object()
        for page in published.pages
        for font in page_fonts(page)
    }
    # WeasyPrint has a 西文 of its own for each role that takes letters and digits from it.
    latin = {name for name in used if "西文" in name} or {name for name in used if "STIX" in name}
    assert len(used) - len(latin) == len({"小标宋", "黑体", "楷体", "仿宋", "宋体"})
    assert latin
    for font in used.values():
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def page_fonts(page: Any) -> list[Any]:
    return list(page["/Resources"].get_object()["/Font"].get_object().values())


def outlined(reader: PdfReader) -> dict[str, int]:
    """The page of each bookmark by its title."""

    def flat(items: list[Any]) -> Iterator[Any]:
        for item in items:
            yield from flat(item) if isinstance(item, list) else [item]

    return {item.title: (reader.get_destination_page_number(item) or 0) + 1 for item in flat(reader.outline)}


def test_the_outline_is_the_headings(published: PdfReader) -> None:
    def titles(items: list[Any]) -> Iterator[str]:
        for item in items:
            yield from titles(item) if isinstance(item, list) else [item.title]

    assert list(titles(published.outline)) == [block.content[0].text for block in HEADINGS]


def test_the_contents_name_the_pages_where_the_headings_stand(published: PdfReader) -> None:
    contents = published.pages[1].extract_text()
    for block in (block for block in HEADINGS if block.level <= 2):
        title = block.content[0].text
        (number,) = re.findall(rf"{re.escape(title)}[\s.]+(\d+)", contents)
        assert squeezed(title) in squeezed(published.pages[int(number) - 1].extract_text())
        assert int(number) == outlined(published)[title]
    assert "......" in squeezed(contents)


# 内容与版面


def test_each_part_begins_a_page(published: PdfReader) -> None:
    pages = outlined(published)
    for block in (block for block in HEADINGS if block.level == 1):
        assert squeezed(published.pages[pages[block.content[0].text] - 1].extract_text()).startswith(
            squeezed(plain(block.content))
        )


def test_blanks_and_line_breaks_of_a_text_are_kept(write: Write) -> None:
    reader = write(Document("题", "局", (Paragraph("p", (Text("甲乙  丙\n丁戊"),), "plain"),)))
    first, second, third = (word for word in words(reader)[0] if word.text in {"甲乙", "丙", "丁戊"})
    assert second.left - first.right > 6  # two blanks, not one of some 4 pt
    assert third.top > second.bottom


@pytest.mark.parametrize("name", ["gbt9704", "word"])
def test_every_line_of_the_document_is_in_the_text_of_the_pdf(write: Write, name: str) -> None:
    text = raw_text(write(sample(), name))
    assert [line for line in printed(sample()) if squeezed(line) not in text] == []


def test_page_numbers_stand_outside_in_dashes_and_the_cover_has_none(published: PdfReader) -> None:
    left_edge, right_edge = 28 / 25.4 * 72, (210 - 26) / 25.4 * 72
    cover, *upright = [
        page for page, paper in zip(words(published), published.pages, strict=True) if is_upright(paper)
    ]
    assert "—" not in "".join(word.text for word in cover)
    for page in upright:
        dash, number, last = [word for word in page if word.top > (297 - 35) / 25.4 * 72]
        assert (dash.text, last.text) == ("—", "—")
        outside = dash.left - left_edge if int(number.text) % 2 == 0 else right_edge - last.right
        assert outside == pytest.approx(14, abs=3)
    assert len(published.pages) >= 6
    assert all(f"— {n} —" in page.extract_text() for n, page in enumerate(published.pages[1:], 2))


def is_upright(page: Any) -> bool:
    return bool(page.mediabox.width < page.mediabox.height)


def test_a_landscape_table_has_its_own_landscape_page_and_text_after_it_an_upright_one(
    published: PdfReader,
) -> None:
    wide = [page for page in published.pages if not is_upright(page)]
    assert [("支出决算表" in page.extract_text(), "附表之后" in page.extract_text()) for page in wide] == [
        (True, False)
    ]
    assert "附表之后的正文" in published.pages[-1].extract_text()
    assert not [page for page in published.pages if len(squeezed(page.extract_text())) < 5]


def test_a_long_table_says_on_each_page_what_it_is_and_splits_no_row(
    write: Write,
) -> None:
    body = tuple(
        Row((Cell((Text(f"行{n}"),), head=True), Cell((Text(f"第{n}行" * 120),)))) for n in range(60)
    )
    table = TableBlock(
        "t", (Row((head("名称"), head("内容"))),), body, (1, 4), (Text("长表"),), "公开01表", "某局", "元"
    )
    reader = write(Document("题", "局", (table,)))
    texts = [squeezed(page.extract_text()) for page in reader.pages]
    assert len(texts) > 3
    assert all("名称内容" in text for text in texts)
    assert all(any(f"第{n}行" * 120 in text for text in texts) for n in range(60))
    assert ["长表（续表）" in text for text in texts] == [False] + [True] * (len(texts) - 1)
    assert all(word in text for text in texts for word in ("长表", "公开01表", "某局", "元"))
    assert (
        max(word.bottom for page in words(reader) for word in page if "行" in word.text)
        < (297 - 35) / 25.4 * 72
    )


def test_a_table_of_thirty_six_rows_stands_on_one_landscape_page_with_its_note(write: Write) -> None:
    body = tuple(
        Row((Cell((Text(f"第{n}行项目名称"),)), Cell((Text("1,234.56"),), "right"))) for n in range(36)
    )
    table = TableBlock(
        "t",
        (Row((head("名称"), head("金额"))),),
        body,
        (1, 1),
        (Text("表"),),
        "公开04表",
        "某局",
        "元",
        notes=((Text("注：说明"),),),
        landscape=True,
    )
    (page,) = write(Document("题", "局", (PageBreak("b"), table))).pages
    assert "第35行" in page.extract_text()
    assert "注：说明" in page.extract_text()


@pytest.mark.parametrize("lines", range(10, 22))
def test_no_row_stands_alone_on_a_page_nor_the_head_nor_the_notes(write: Write, lines: int) -> None:
    """However much text is above the table on its page."""
    above = Paragraph("p", (Text("\n".join("字" * lines)),))
    body = tuple(Row((Cell((Text(f"第{n}行"),)), Cell((Text("格"),)))) for n in range(16))
    table = TableBlock("t", (Row((head("甲"), head("乙"))),), body, (1, 1), notes=((Text("注：说明"),),))
    texts = [page.extract_text() for page in write(Document("题", "局", (above, table))).pages]
    rows = [text.count("行") for text in texts]
    assert sum(rows) == 16
    assert [count > 1 for count in rows] == ["甲" in text for text in texts]
    assert "注：说明" in texts[-1]
    assert rows[-1] > 1


@pytest.mark.parametrize("title", [(), (Text("表题"),)])
def test_a_heading_stays_with_the_table_below_it_and_its_title(write: Write, title: Line) -> None:
    body = tuple(Row((Cell((Text(f"第{n}行"),)), Cell((Text("格"),)))) for n in range(9))
    blocks: list[Block] = []
    for lines in range(12, 24):  # however much text is above them on the page
        above = Paragraph(f"p{lines}", (Text("\n".join("字" * lines)),))
        below = TableBlock(f"t{lines}", (Row((head("甲"), head("乙"))),), body, (1, 1), title=title)
        blocks += [PageBreak(f"b{lines}"), above, Heading(f"h{lines}", 4, (Text("小标题"),)), below]
    texts = [page.extract_text() for page in write(Document("题", "局", tuple(blocks))).pages]
    headed = [text for text in texts if "小标题" in text]
    assert len(headed) == 12
    assert [text for text in headed if "第0行" not in text] == []


def test_huge_amounts_of_sixteen_columns_stay_whole_in_several_panels(write: Write) -> None:
    amount = Cell((Text("1,234,567,890,123.45"),), "right")
    table = TableBlock("t", (), (Row((amount,) * 16),), (1.0,) * 16, landscape=True)
    reader = write(Document("题", "局", (table,)))
    found = [word for page in words(reader) for word in page if "," in word.text]
    assert len(reader.pages) > 1
    assert {word.text for word in found} == {"1,234,567,890,123.45"}
    assert len(found) == 15 + len(reader.pages)  # the first column stands on each
    assert all(word.right < (297 - 37) / 25.4 * 72 for word in found)


@pytest.mark.parametrize("columns", range(9, 15))
def test_a_total_in_bold_is_whole_and_keeps_off_the_rule(write: Write, columns: int) -> None:
    total = Cell((Text("2,930,000.00", strong=True),), "right")
    table = TableBlock("t", (), (Row((total,) * columns),), (1.0,) * columns, landscape=True)
    reader = write(Document("题", "局", (table,)))
    found = [word for page in words(reader) for word in page if "," in word.text]
    assert {word.text for word in found} == {"2,930,000.00"}
    assert all(word.right < (297 - 37) / 25.4 * 72 - 2 for word in found)


def test_each_page_of_a_draft_says_so_and_none_of_a_publication(write: Write, published: PdfReader) -> None:
    assert all("草稿" in page.extract_text() for page in write(sample(draft=True)).pages)
    assert not [page for page in published.pages if "草稿" in page.extract_text()]


def test_the_working_edition_prints_the_same_as_the_publication(write: Write, published: PdfReader) -> None:
    assert bytes_of(write(sample(working=True))) == bytes_of(published)


def bytes_of(reader: PdfReader) -> bytes:
    reader.stream.seek(0)
    return reader.stream.read()


def test_each_block_may_stand_on_a_page_of_its_own(write: Write) -> None:
    blocks = [block for n in range(80) for block in (Heading(f"h{n}", 1, (Text("节"),)), PageBreak(f"b{n}"))]
    assert len(write(Document("题", "局", tuple(blocks))).pages) == 80


# 字体与环境


def test_a_character_that_no_font_has_is_an_error_that_names_it_and_its_sentence(write: Write) -> None:
    document = Document("题", "局", (Paragraph("p", (Text("甲。"), Text("本年🙂支出&合计", strong=True))),))
    with pytest.raises(OutputError, match=r"没有“🙂”（U\+1F642）这个字，见“甲。本年🙂支出&合计”"):
        write(document)


PROGRAM = """
import datetime, sys, time
now = float(sys.argv[1])
time.time = lambda: now
class Clock(datetime.datetime):
    @classmethod
    def now(cls, tz=None): return cls.fromtimestamp(now, tz)
datetime.datetime = Clock
from tests.unit.outputs.test_pdf import digests
print(*digests(), sep="\\n")
"""


def digests() -> list[str]:
    return [
        f"{artifact.name} {hashlib.sha256(artifact.data).hexdigest()}"
        for module, engine in ((html, ""), (cms, ""), *((pdf, engine) for engine in PDF_ENGINES))
        for artifact in module.write(sample(), replace(style(), pdf_engine=pdf_engine(engine)), "x")
    ]


def test_html_cms_and_pdf_have_the_same_bytes_in_a_fresh_process_whatever_the_clock_and_hash_seed() -> None:
    fresh = subprocess.run(
        [sys.executable, "-c", PROGRAM, "1900000000"],
        env={"PYTHONHASHSEED": "2", "PATH": ""},
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    assert fresh.splitlines() == digests()
    assert fresh.count("\n") == 7
