"""文字 — what a document says in sentences: headings, paragraphs, notes, and cells that hold sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from operator import attrgetter

from disclosure.auditing import plain_tables
from disclosure.auditing.grammar import heading_words
from disclosure.loading.published.blocks import Place, PublishedDocument, PublishedTable, PublishedText
from disclosure.loading.published.matrix import Cell

CELL = "cell"
_CITED = re.compile("《[^《》]*》")
TYPED = ("body", "note", CELL)
LEFT_OUT = ("running", "contents")  # kinds of texts that say nothing of their own
_SENTENCES = re.compile(r"(?=.*[\u4e00-\u9fff]{4}).*[。；，]", re.S)


@dataclass(frozen=True, slots=True)
class RunningText:
    """一段文字 — its words, what it is, the number of its block, the words of the heading above."""

    text: str
    kind: str
    block: int
    heading: str
    source: PublishedText | Place

    def place(self, at: int = 0) -> Place:
        """所在 — of the character at `at`."""
        return self.source.place(at) if isinstance(self.source, PublishedText) else self.source


@dataclass(frozen=True, slots=True)
class CellText:
    """一格文字 — the words of a cell, where it stands, the number of its table's block and its row."""

    text: str
    place: Place
    block: int
    row: int
    column: int


def running_texts(document: PublishedDocument) -> Iterator[RunningText]:
    """各段文字 — in order."""
    heading = ""
    for number, block in enumerate(document.blocks):
        match block:
            case PublishedText(text=text, kind=kind) if kind not in LEFT_OUT:
                heading = heading_words(text) if kind == "heading" else heading
                yield RunningText(text, kind, number, heading, block)
            case PublishedTable():
                spoken = filter(_is_of_sentences, _cells_of_table(number, block))
                yield from map(partial(_sentences_of_cell, heading), spoken)


def typed_texts(document: PublishedDocument) -> tuple[RunningText, ...]:
    """当作录入的文字 — all but the headings, in order."""
    return tuple(filter(_is_typed, running_texts(document)))


def said_in(document: PublishedDocument) -> Iterator[RunningText]:
    """所有文字 — texts and cells, those of labels too; names of documents in 《》 are blank in them."""
    texts = filter(_is_no_cell, running_texts(document))
    return map(_without_cited, chain(texts, map(partial(_sentences_of_cell, ""), cell_texts(document))))


def _is_no_cell(one: RunningText) -> bool:
    return one.kind != CELL


def _without_cited(one: RunningText) -> RunningText:
    return replace(one, text=_CITED.sub(_as_long_a_blank, one.text))


def _as_long_a_blank(match: re.Match[str]) -> str:
    return "\n" * len(match[0])


def cell_texts(document: PublishedDocument) -> Iterator[CellText]:
    """各格文字 — every cell that is not empty, a merged one once."""
    tables = ((n, block) for n, block in enumerate(document.blocks) if isinstance(block, PublishedTable))
    return chain.from_iterable(_cells_of_table(number, table) for number, table in tables)


def _cells_of_table(number: int, table: PublishedTable) -> Iterator[CellText]:
    for cell in _anchors(table):
        yield CellText(cell.text, table.place(cell.row, cell.column), number, cell.row, cell.column)


def _anchors(table: PublishedTable) -> Iterable[Cell]:
    anchors = {(cell.row, cell.column): cell for cell in plain_tables.cells(table.matrix)}
    return sorted(anchors.values(), key=attrgetter("row", "column"))


def _is_of_sentences(cell: CellText) -> bool:
    return _SENTENCES.match(cell.text) is not None


def _sentences_of_cell(heading: str, cell: CellText) -> RunningText:
    """On a page lines end where the cell does: what wraps is one sentence."""
    text = cell.text.replace("\n", "") if cell.place.page else cell.text
    return RunningText(text, CELL, cell.block, heading, cell.place)


def _is_typed(one: RunningText) -> bool:
    return one.kind in TYPED
