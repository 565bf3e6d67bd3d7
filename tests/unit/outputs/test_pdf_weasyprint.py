"""What holds for WeasyPrint alone: its styles, its fonts, what it needs of the system."""

from __future__ import annotations

import gc
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from disclosure import fonts
from disclosure.document import Document, Paragraph, Text
from disclosure.errors import OutputError
from disclosure.outputs import pdf
from disclosure.outputs.pdf import weasyprint_engine as engine
from tests.contract.sample import sample
from tests.unit.outputs.reading import style


def test_weasyprint_has_nothing_to_complain_of(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        for name in ("gbt9704", "word"):
            pdf.write(sample(draft=True), style(name), "x")
    assert [record.getMessage() for record in caplog.records] == []


def test_the_shorter_sheet_of_the_engine_prints_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    library = engine.library()
    assert (
        engine._reader(style()) is not library.HTML
    )  # the engine has the names still by which it is shortened
    assert len(engine.MARKS.findall(library.html.UA)) == 6
    (shorter,) = pdf.write(sample(), style(), "x")
    monkeypatch.setattr(engine, "_reader", lambda _: library.HTML)
    assert pdf.write(sample(), style(), "x")[0].data == shorter.data


@pytest.mark.parametrize(
    "css", ["p { display: list-item }", "p { float: footnote }", "p { float: \\66ootnote }"]
)
def test_a_style_that_asks_for_marks_gets_those_of_the_engine(css: str) -> None:
    assert engine._reader(replace(style(), css=css)) is engine.library().HTML


LAVISH = (
    "* { break-before: page; }",
    "* { line-height: 900pt !important; }",
    "@page { size: 30mm 30mm; margin: 5mm; } * { font-size: 30pt !important; }",
)


@pytest.mark.parametrize("css", LAVISH)
def test_a_style_that_makes_pages_without_end_is_refused(css: str) -> None:
    content = (Text("本年决算数与上年相比增加。", strong=True), Text("其中：", strong=True)) * 2
    document = Document("题", "局", tuple(Paragraph(f"p{n}", content) for n in range(40)))
    look = style()
    lavish = replace(look, css=f"{look.css}\np strong {{ display: block; }}\n{css}")
    with pytest.raises(OutputError, match=r"按模板的样式排，PDF 超过 \d+ 页，.*break-before"):
        pdf.write(document, lavish, "x")


def test_only_the_chosen_fonts_and_inline_data_are_served(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("x")
    fetcher = engine._fetcher()
    assert fetcher.fetch("font:0").read() == fonts.data(fonts.find()["小标宋"])
    assert fetcher.fetch("data:text/plain,abc").read() == b"abc"
    for url in (secret.as_uri(), "http://127.0.0.1:9/x", "font:99"):
        with pytest.raises(ValueError, match="protocol"):
            fetcher.fetch(url)


def test_the_collector_is_off_during_layout_and_back_afterwards() -> None:
    with engine._without_collector():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_missing_subset_library_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    engine.library()
    engine.library.cache_clear()
    monkeypatch.setattr("weasyprint.text.ffi.harfbuzz_subset", None)
    engine.library()
    assert [record.getMessage() for record in caplog.records] == [engine.NO_SUBSET]
    engine.library.cache_clear()
