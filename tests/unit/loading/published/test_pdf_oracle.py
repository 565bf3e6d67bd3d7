"""pdfplumber, which finds cells another way, finds the same cells with the same words at the same places."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from disclosure import api
from disclosure.loading.published import pdf
from disclosure.loading.published.blocks import Box, PublishedTable
from tests.unit.loading.published.read_back import squeezed

EXAMPLES = Path(__file__).parents[4] / "examples"
Found = tuple[Box, str]


@pytest.mark.parametrize("name", ["putuo-shegong-2024", "yuxi-beijing-2023"])
def test_cells_are_those_of_pdfplumber(name: str) -> None:
    (artifact,) = api.build(EXAMPLES / name, formats=["pdf"]).artifacts
    ours = own(artifact.data)
    theirs = oracle(artifact.data, set(ours))
    assert sum(map(len, theirs.values())) > 1_000
    assert {page: len(cells) for page, cells in ours.items()} == {
        page: len(cells) for page, cells in theirs.items()
    }
    for page, cells in theirs.items():
        assert [cell for cell in cells if not any(is_same(cell, other) for other in ours[page])] == []


def is_same(cell: Found, other: Found) -> bool:
    return cell[1] == other[1] and cell[0] == pytest.approx(other[0], abs=1.5)


def own(data: bytes) -> dict[int, list[Found]]:
    """Each cell once, wherever it reaches, of pages where a table begins: there its head is not left out."""
    found: dict[int, list[Found]] = {}
    for table in pdf.document(data, "决算.pdf").blocks:
        if isinstance(table, PublishedTable):
            page = table.place(0, 0).page
            for place, (row, column) in {place: at for at, place in table.places.items()}.items():
                cell = table.matrix.rows[row].get(column)
                if place.page == page and place.box:
                    found.setdefault(page, []).append((place.box, squeezed(cell.text) if cell else ""))
    return found


def oracle(data: bytes, numbers: set[int]) -> dict[int, list[Found]]:
    with pdfplumber.open(io.BytesIO(data)) as opened:
        pages = [page for page in opened.pages if page.page_number in numbers]
        return {page.page_number: list(cells(page)) for page in pages}


def cells(page: Any) -> Iterator[Found]:
    for table in page.find_tables():
        for row, words in zip(table.rows, table.extract(), strict=True):
            for (left, top, right, bottom), said in (
                (box, said) for box, said in zip(row.cells, words, strict=True) if box
            ):
                yield (left, page.height - bottom, right, page.height - top), squeezed(said or "")
