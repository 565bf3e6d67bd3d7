"""读出的各部分 — parts of a file become blocks with their places, and blocks one matrix for `import`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain

from disclosure.errors import Source
from disclosure.loading.published.blocks import Place, PublishedDocument, PublishedTable, PublishedText
from disclosure.loading.published.kinds_of_text import told_apart
from disclosure.loading.published.matrix import Cell, Matrix, moved, spread
from disclosure.model import AttachedCell, AttachedText

Rows = Sequence[Sequence[AttachedCell]]
Part = AttachedText | Rows
Block = PublishedText | PublishedTable
_MARK = re.compile(r"\[(?:bookmark|chart|书签|image|picture|图片)[^\[\]]*\]")


def document(parts: Iterable[Part], shown: str, lost: Iterable[str] = ()) -> PublishedDocument:
    """成为文件 — paragraphs and tables are counted, as their places say."""
    return PublishedDocument(shown, told_apart(_counted(parts, shown)), tuple(lost))


def _counted(parts: Iterable[Part], shown: str) -> Iterator[Block]:
    paragraphs = tables = 0
    for part in chain.from_iterable(map(_unframed, parts)):
        if isinstance(part, AttachedText):
            paragraphs += 1
            yield from _paragraph(part, Source(shown, part=f"第{paragraphs}段"))
        else:
            tables += 1
            place = partial(_in_table, shown, tables)
            yield PublishedTable(Matrix("", spread(part, place), place))


def _paragraph(part: AttachedText, source: Source) -> Iterator[PublishedText]:
    """None where software left nothing but its mark."""
    text = without_marks(part.text)
    yield from [placed(text, source, part.level)] if text or not part.text else ()


def without_marks(text: str) -> str:
    """去掉记号 — marks that software left in square brackets, as it took a text out, are no text."""
    return _MARK.sub("", text)


def placed(text: str, source: Source, level: int = 0) -> PublishedText:
    """一段文字 — in one place; a heading where its file says its level."""
    return PublishedText(text, "heading" if level else "body", ((0, Place(source)),), level)


def _unframed(part: Part) -> Iterable[Part]:
    """A table of one cell is a frame round its text."""
    cells = () if isinstance(part, AttachedText) else tuple(chain.from_iterable(part))
    return map(AttachedText, filter(None, cells[0].text.split("\n"))) if len(cells) == 1 else (part,)


def _in_table(shown: str, table: int, row: int, column: int) -> Source:
    return Source(shown, cell=f"第{table}个表格第{row + 1}行第{column + 1}列")


def one_matrix(document: PublishedDocument, lost: str) -> Matrix:
    """合成一张 — texts are rows of one cell, so that a title above a table is found as on a sheet."""
    rows: list[dict[int, Cell]] = []
    places: list[tuple[Matrix, int]] = []  # of each row: where it comes from, and the first row of that
    for matrix in _matrices(document):
        places += [(matrix, len(rows))] * len(matrix.rows)
        rows += moved(matrix.rows, len(rows))
    return Matrix("", rows, partial(_place_of_row, places), lost=lost)


def _matrices(document: PublishedDocument) -> Iterator[Matrix]:
    tables = 0
    for block in document.blocks:
        if isinstance(block, PublishedTable):
            tables += 1
            yield block.matrix
        else:
            above = Source(document.name, cell=f"第{tables + 1}个表格上方")
            yield Matrix("", [{0: Cell(block.text, 0, 0, above)}], lambda *_, above=above: above)


def _place_of_row(places: Sequence[tuple[Matrix, int]], row: int, column: int) -> Source:
    matrix, first = places[row]
    return matrix.place(row - first, column)
