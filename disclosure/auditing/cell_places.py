"""格的位置 — where in the document a cell stands: in a PDF with its page and box."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from disclosure.auditing.audit_finding import only_tables
from disclosure.errors import Source
from disclosure.loading.published.blocks import Place, PublishedDocument, PublishedTable

CellPlaces = Mapping[Source, Place]


def of_document(document: PublishedDocument) -> CellPlaces:
    """各格所在 — of every cell of the tables, by how it is called."""
    return dict(chain.from_iterable(map(_cells_of_table, only_tables(document.blocks))))


def _cells_of_table(table: PublishedTable) -> Iterator[tuple[Source, Place]]:
    for number, row in enumerate(table.matrix.rows):
        yield from ((table.matrix.source(number, column), table.place(number, column)) for column in row)
