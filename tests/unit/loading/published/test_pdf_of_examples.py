"""The PDF of every example, read: its tables cell by cell, its texts word for word, its kinds and levels."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from disclosure import api
from disclosure.document import Document
from disclosure.document.page_boxes import paper
from disclosure.document.tables_on_pages import paged
from disclosure.loading.published import pdf
from disclosure.loading.published.blocks import PublishedDocument, PublishedTable, PublishedText
from tests.unit.loading.published.read_back import (
    printed_tables,
    printed_texts,
    read_tables,
    read_texts,
    running_texts,
)

EXAMPLES = Path(__file__).parents[4] / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/data.yaml"))
Cells = dict[tuple[int, int], str]
pytestmark = pytest.mark.parametrize("name", NAMES)


@cache
def built(name: str) -> tuple[Document, PublishedDocument, int]:
    """The document, its PDF as it is read, and how many pages that has."""
    composed = api.compose(EXAMPLES / name)
    (artifact,) = api.build(EXAMPLES / name, formats=["pdf"]).artifacts
    read = pdf.document(artifact.data, "决算.pdf")
    document = paged(composed.document, paper(composed.style.css))
    return document, read, max(text.place().page for text in texts(read))


def texts(read: PublishedDocument) -> list[PublishedText]:
    return [block for block in read.blocks if isinstance(block, PublishedText)]


@pytest.mark.sampled(3)
def test_every_cell_of_every_table_is_read(name: str) -> None:
    document, read, _ = built(name)
    found, printed = list(read_tables(read)), list(printed_tables(document))
    assert list(map(with_labels_carried_on, found, printed)) == printed
    assert len(found) == len(printed)


def with_labels_carried_on(read: Cells, printed: Cells) -> Cells:
    """A label over several rows stands once on paper: behind a page break its place is empty."""
    return {place: text or label_above(place, printed) for place, text in read.items()}


def label_above(place: tuple[int, int], printed: Cells) -> str:
    row, column = place
    label = printed.get(place, "")
    return label if printed.get((row - 1, column)) == label else ""


def test_every_text_is_read_in_order_as_what_it_is(name: str) -> None:
    document, read, _ = built(name)
    found = iter(read_texts(read))  # what stands in charts comes in between
    assert [text for text in printed_texts(document) if text not in found] == []


def test_every_page_but_the_cover_has_its_number_at_the_foot(name: str) -> None:
    _, read, pages = built(name)
    # What stands above 续表 at the same place of several pages is read as what runs along them.
    running = [text for text in running_texts(read) if re.fullmatch(r"—\d+—", text)]
    assert running == [f"—{page}—" for page in range(2, pages + 1)]


def test_every_cell_and_every_line_has_its_box_on_its_page(name: str) -> None:
    _, read, pages = built(name)
    tables = [block for block in read.blocks if isinstance(block, PublishedTable)]
    lines = [place for text in texts(read) for _, place in text.lines]
    for place in (*lines, *(place for table in tables for place in table.places.values())):
        assert place.box is not None
        left, bottom, right, top = place.box
        assert 0 <= left < right < 900, place
        assert 0 < bottom < top < 900, place
        assert 1 <= place.page <= pages
        assert str(place.source).startswith(f"决算.pdf 第{place.page}页第"), place
