"""Which engine lays out a PDF, what is said where one is missing, and what holds for typst alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

import disclosure
from disclosure import fonts, outputs
from disclosure.document import Cell, Document, Heading, Image, Paragraph, Row, Style, TableBlock, Text
from disclosure.errors import OutputError
from disclosure.outputs import pdf
from disclosure.outputs.pdf import typst_engine, typst_fonts, weasyprint_engine
from tests.contract.sample import png, sample
from tests.departments import MINIMAL
from tests.unit.outputs.reading import STYLES, style
from tests.unit.outputs.test_pdf import elements, page_fonts

TYPST = replace(style(), pdf_engine="typst")


def producer(look: Style) -> str:
    (artifact,) = pdf.write(sample(), look, "x")
    said = PdfReader(BytesIO(artifact.data)).metadata
    assert said is not None
    return f"{said.creator}{said.producer}"


@pytest.fixture
def no_weasyprint(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    weasyprint_engine.library.cache_clear()
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    yield
    weasyprint_engine.library.cache_clear()


@pytest.fixture
def no_typst(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    typst_fonts.faces.cache_clear()
    monkeypatch.setitem(sys.modules, "typst", None)
    yield
    typst_fonts.faces.cache_clear()


def test_weasyprint_is_the_engine_where_nobody_says_one() -> None:
    assert "WeasyPrint" in producer(style())
    assert "Typst" in producer(TYPST)


@pytest.mark.usefixtures("no_weasyprint")
def test_typst_is_taken_where_weasyprint_is_missing_and_that_is_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert "Typst" in producer(style())
    assert [record.getMessage() for record in caplog.records] == [pdf.INSTEAD]


@pytest.mark.usefixtures("no_weasyprint")
def test_an_engine_that_was_asked_for_is_not_replaced() -> None:
    with pytest.raises(OutputError, match=r'typst：pip install "disclosure\[typst\]".*libpango-1\.0-0'):
        pdf.write(sample(), replace(style(), pdf_engine="weasyprint"), "x")


@pytest.mark.usefixtures("no_weasyprint", "no_typst")
@pytest.mark.parametrize("look", [style(), TYPST])
def test_where_both_are_missing_both_ways_are_named(look: Style) -> None:
    with pytest.raises(
        OutputError, match=r'pip install "disclosure\[typst\]".*"disclosure\[pdf\]".*libpango-1\.0-0'
    ):
        pdf.write(sample(), look, "x")


def test_typst_says_that_it_does_not_use_the_css_of_a_pack_of_ones_own(
    caplog: pytest.LogCaptureFixture,
) -> None:
    pdf.write(sample(), replace(TYPST, own_css=True), "x")
    assert [record.getMessage() for record in caplog.records] == [
        "PDF 由 typst 排版，样子照模板的 Word 参考文档（style/gbt9704.docx），没有用 style/gbt9704.css；"
        "要用的，加 --pdf weasyprint"
    ]
    caplog.clear()
    pdf.write(sample(), TYPST, "x")
    assert caplog.records == []


def test_an_unknown_engine_is_told_with_those_there_are() -> None:
    with pytest.raises(OutputError, match="没有“latex”这种 PDF 引擎，可选：weasyprint、typst"):
        outputs.pdf_engine("latex")


def chosen(home: Path, *, data: str = "", pack: str = "") -> Style:
    """The style of data that name an engine, by a pack of their own that names one."""
    (home / "templates" / "own").mkdir(parents=True, exist_ok=True)
    manifest = f'"名称" = "own"\n"版本" = "1"\n"继承" = "standard"\n{pack}\n'
    (home / "templates" / "own" / "pack.toml").write_text(manifest, encoding="utf-8")
    text = MINIMAL.replace("模板: standard", f"模板: own\n{data}")
    (home / "data.yaml").write_text(text, encoding="utf-8")
    return disclosure.compose(home, draft=True).style


def test_data_go_before_the_pack_and_what_is_asked_before_both(tmp_path: Path) -> None:
    assert chosen(tmp_path).pdf_engine is None
    own = '"PDF引擎" = "typst"'
    assert chosen(tmp_path, pack=own).pdf_engine == "typst"
    assert chosen(tmp_path, pack=own, data="PDF引擎: weasyprint").pdf_engine == "weasyprint"
    (artifact,) = disclosure.build(tmp_path, "pdf", draft=True, pdf="typst").artifacts
    said = PdfReader(BytesIO(artifact.data)).metadata
    assert said is not None
    assert "Typst" in str(said.creator)


def test_an_unknown_engine_in_the_data_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(disclosure.InputError, match=r"data\.yaml 第\d+行.*PDF引擎.*weasyprint"):
        chosen(tmp_path, data="PDF引擎: latex")


def test_only_css_of_a_pack_of_ones_own_is_ones_own(tmp_path: Path) -> None:
    assert not chosen(tmp_path).own_css
    (tmp_path / "templates" / "own" / "style").mkdir()
    css = (STYLES / "gbt9704.css").read_text(encoding="utf-8")
    (tmp_path / "templates" / "own" / "style" / "gbt9704.css").write_text(css, encoding="utf-8")
    assert chosen(tmp_path).own_css


# typst


def postscript_name(choice: fonts.FontChoice) -> str:
    with TTFont(choice.path, fontNumber=choice.index or 0, lazy=True) as font:
        return str(font["name"].getDebugName(6))


def test_the_fonts_in_the_file_are_those_chosen_for_the_roles() -> None:
    (artifact,) = pdf.write(sample(), TYPST, "x")
    used = {
        str(font.get_object()["/BaseFont"]).partition("+")[2].removesuffix("-Identity-H")
        for page in PdfReader(BytesIO(artifact.data)).pages
        for font in page_fonts(page)
    }
    assert used == {postscript_name(fonts.find()[role]) for role in (*fonts.ROLES, fonts.LATIN)}


def refused(*_: object) -> None:
    raise OSError


@pytest.mark.parametrize("refusing", [1, 2])
def test_fonts_are_copied_where_no_links_may_be_made(
    refusing: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(typst_fonts, "_WAYS", (refused,) * refusing + typst_fonts._WAYS[refusing:])
    (tmp_path / "a.ttf").write_bytes(b"font")
    place = typst_fonts._set_down(tmp_path / "a.ttf", tmp_path / "b.ttf")
    assert (place.read_bytes(), place.is_symlink()) == (b"font", False)


def test_where_nothing_can_be_written_that_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(typst_fonts, "_WAYS", (refused,))
    with pytest.raises(OutputError, match="没有能写的临时文件夹"):
        typst_fonts._set_down(tmp_path / "a.ttf", tmp_path / "b.ttf")


def test_a_font_that_typst_does_not_find_is_an_error_and_no_lost_text() -> None:
    source = (
        '#set document(title: "题", date: none)\n#set text(font: "没有这种字体", fallback: false)\n#"字";'
    )
    with pytest.raises(OutputError, match=r"typst 排不了这份文件（unknown font family.*--pdf weasyprint"):
        typst_engine._compiled(source, {}, typst_fonts.faces(), ["ua-1"])


def test_a_picture_that_cannot_be_read_is_an_error() -> None:
    broken = Document("题", "局", (Image("i", b"\x89PNG\r\n", "图", 40),))
    with pytest.raises(OutputError, match="typst 排不了这份文件"):
        pdf.write(broken, TYPST, "x")


def test_a_picture_without_a_description_is_passed_over() -> None:
    (artifact,) = pdf.write(Document("题", "局", (Image("i", png(), "", 40),)), TYPST, "x")
    reader = PdfReader(BytesIO(artifact.data))
    assert len(reader.pages[0].images) == 1
    assert elements(reader, "/Figure") == []


def test_tags_of_headings_begin_at_the_first_level_and_leave_none_out() -> None:
    levels = (2, 4, 4, 3, 1, 3)
    headings = (Heading(f"h{n}", level, (Text(f"标题{n}"),)) for n, level in enumerate(levels))  # type: ignore[arg-type]
    (artifact,) = pdf.write(Document("题", "局", tuple(headings)), TYPST, "x")
    tagged = elements(PdfReader(BytesIO(artifact.data)), "/H1", "/H2", "/H3", "/H4")
    assert [one["/S"] for one in tagged] == ["/H1", "/H2", "/H2", "/H2", "/H1", "/H2"]


def test_tags_know_nothing_of_what_keeps_rows_together() -> None:
    """Neither the column that does it nor the row in which the notes stand."""
    rows = tuple(Row((Cell((Text(f"{n}"),), head=True), Cell((Text("格"),)))) for n in range(5))
    table = TableBlock("t", rows[:1], rows[1:], (1, 1), notes=((Text("注：甲"),), (Text("注：乙"),)))
    (artifact,) = pdf.write(Document("题", "局", (table, Paragraph("p", (Text("正文"),)))), TYPST, "x")
    tree = elements(
        PdfReader(BytesIO(artifact.data)), "/Table", "/THead", "/TBody", "/TR", "/TH", "/TD", "/P"
    )
    row = ["/TR", "/TH", "/TD"]
    assert [one["/S"] for one in tree] == ["/Table", "/THead", *row, "/TBody", *row * 4, "/P", "/P", "/P"]


def test_nothing_of_a_text_is_read_as_markup() -> None:
    said = '#let a=1 $x^2$ *b* _c_ `d` \\n "e" <f> @g // h /* i */ [j] {k} ~ -- ...'
    (artifact,) = pdf.write(Document("题", "局", (Paragraph("p", (Text(said),), "plain"),)), TYPST, "x")
    page = PdfReader(BytesIO(artifact.data)).pages[0].extract_text()
    assert "".join(said.split()) in "".join(page.split())
