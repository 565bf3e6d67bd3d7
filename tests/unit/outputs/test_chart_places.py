"""A chart that lands at the end of a page: smaller there, or behind the paragraphs that fill the page."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader

from disclosure import drawing
from disclosure.document import Block, ChartBlock, Document, Heading, Paragraph, Text
from disclosure.outputs import writer
from disclosure.outputs.docx.contents import charts_in_place
from tests.contract.sample import BARS
from tests.unit.outputs.reading import style
from tests.unit.outputs.word_files import part

LINES = 22  # of a page
NEARLY_FULL = 16  # lines above a chart that has room for no more than 13
PICTURED = replace(BARS, picture=True)


def prose(name: str, lines: int = 1) -> Paragraph:
    """So many full lines."""
    return Paragraph(name, (Text("收" * (28 * lines - 2)),))


def arranged(above: int, *after: Block, lead: str = "", chart: ChartBlock = BARS) -> Document:
    """A page with so many lines above a chart, then what follows it."""
    leading = (Paragraph("lead", (Text(lead),)),) if lead else ()
    lines = (prose(f"above-{number}") for number in range(above - len(leading)))
    document = Document(
        "某局决算", "某局", (Heading("h", 1, (Text("第一部分"),)), *lines, *leading, chart, *after)
    )
    return charts_in_place(document, style())


def order(document: Document) -> list[str]:
    return [block.id for block in document.blocks if not block.id.startswith(("above", "h"))]


def the_chart(document: Document) -> ChartBlock:
    (chart,) = (block for block in document.blocks if isinstance(block, ChartBlock))
    return chart


AFTER = tuple(prose(f"after-{number}", 3) for number in range(1, 6))


def test_a_chart_that_the_page_has_room_for_is_left_as_it_is() -> None:
    document = arranged(5, *AFTER)
    assert order(document) == [BARS.id, *(one.id for one in AFTER)]
    assert the_chart(document).scale == 1


def test_a_chart_that_nearly_fits_is_smaller_but_its_letters_not_below_8_points() -> None:
    scales = [the_chart(arranged(above, *AFTER)).scale for above in range(LINES)]
    assert any(scale < 1 for scale in scales)
    assert min(scales) * 10.5 >= 8
    assert all(later <= scale or later == 1 for scale, later in pairwise(scales))


def test_a_chart_that_does_not_fit_comes_after_the_paragraphs_that_fill_the_page() -> None:
    first, *others = (one.id for one in AFTER)
    assert order(arranged(NEARLY_FULL, *AFTER)) == [first, BARS.id, *others]


def test_nothing_but_paragraphs_comes_before_a_chart() -> None:
    heading = Heading("next", 2, (Text("二、收入决算情况说明"),))
    assert order(arranged(NEARLY_FULL, AFTER[0], heading, *AFTER[1:]))[:3] == ["after-1", BARS.id, "next"]
    assert order(arranged(NEARLY_FULL, Paragraph("lead", (Text("如下："),)), *AFTER))[:2] == [BARS.id, "lead"]


def test_a_chart_stays_with_the_sentence_that_leads_in_to_it() -> None:
    assert order(arranged(NEARLY_FULL, *AFTER, lead="收支情况如下："))[:2] == ["lead", BARS.id]


def test_a_chart_at_the_end_of_a_document_stays_there() -> None:
    assert order(arranged(NEARLY_FULL)) == [BARS.id]


@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
def test_in_both_pdfs_the_page_before_the_chart_is_full(engine: Any) -> None:
    (file,) = writer("pdf")(arranged(NEARLY_FULL, *AFTER), replace(style(), pdf_engine=engine), "x")
    first, second, *_ = PdfReader(BytesIO(file.data)).pages
    lines = [line for line in first.extract_text().splitlines() if "收" in line]
    assert len(lines) >= LINES - 3
    assert "图1" in second.extract_text()


def smaller() -> ChartBlock:
    return replace(BARS, scale=0.8)


def test_a_smaller_chart_is_smaller_in_word_with_its_letters() -> None:
    sizes = []
    for chart in (BARS, smaller(), replace(PICTURED, scale=0.8), PICTURED):
        (file,) = writer("docx")(Document("某局决算", "某局", (chart,)), style(), "x")
        tree = part(file.data)
        (extent,) = tree.iter("{*}extent")
        sizes.append((int(extent.get("cx", "")), int(extent.get("cy", ""))))
        if not chart.picture:
            letters = {
                int(node.get("sz", ""))
                for node in part(file.data, "word/charts/chart1.xml").iter("{*}defRPr")
            }
            assert letters <= ({1050, 900} if chart.scale == 1 else {840, 800})
    whole, less, picture_less, picture = sizes
    assert less == pytest.approx([0.8 * side for side in whole], abs=2)
    assert picture_less == pytest.approx([0.8 * side for side in picture], rel=0.01)


def test_a_smaller_chart_is_smaller_on_a_printed_page() -> None:
    (page,) = writer("html")(Document("某局决算", "某局", (smaller(),)), style(), "x")
    assert f'class="picture" style="--wide:{drawing.WIDTH * 0.8:.2f}in"' in page.data.decode()
