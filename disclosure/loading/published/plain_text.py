"""纯文本 — as some software took it out of a document: a line is a paragraph, tabs make tables.

Two ways are known: a row is a line whose cells tabs part; or a cell is a line that begins with a tab, and a
blank line ends the row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, takewhile
from operator import itemgetter
from typing import NamedTuple

from disclosure.errors import Source
from disclosure.loading.published.blocks import PublishedText
from disclosure.loading.published.blocks_in_place import Block, placed, without_marks
from disclosure.loading.published.kinds_of_text import is_contents_title, is_entry, told_apart
from disclosure.loading.published.matrix import Cell, Matrix
from disclosure.loading.published.tables_of_sheet import parted
from disclosure.loading.workbook.sheet_xml import MAX_CELLS, LargeError

_LINES = re.compile("\r\n|\r|\n")
_PICTURE = re.compile(r"\[(?:image|picture|图片)[^\[\]]*\]")
_LEVEL = re.compile(r"(#{1,6})\s+")  # of Markdown
_DEEPEST = 4
_SHORT = 30  # letters that most cells do not have; a paragraph that begins with a tab has more
_MOST_LINES = 1_000_000
_ROW, _CELL, _TEXT, _BLANK = "row", "cell", "text", ""


class _Line(NamedTuple):
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class PlainText:
    """纯文本 — its blocks, and how many pictures stood between them."""

    blocks: tuple[Block, ...]
    pictures: int


def read(text: str, shown: str) -> PlainText:
    """读取纯文本."""
    if text.count("\n") + text.count("\r") > _MOST_LINES or text.count("\t") > MAX_CELLS:
        raise LargeError
    lines = list(enumerate(_LINES.split(without_marks(text)), 1))
    blocks = told_apart(_blocks_of_text(list(map(_Line._make, lines)), shown))
    return PlainText(blocks, len(_PICTURE.findall(text)))


def _blocks_of_text(lines: Sequence[_Line], shown: str) -> Iterator[Block]:
    for kind, group in groupby(zip(_kinds_of_lines(lines), lines, strict=True), itemgetter(0)):
        yield from _MADE[kind]([line for _, line in group], shown)


def _kinds_of_lines(lines: Sequence[_Line]) -> Iterator[str]:
    """A blank line between cells parts two rows."""
    entries = set(_entries(list(filter(_says, lines))))
    kinds = [_BLANK, *(_TEXT if line in entries else _kind_of_line(line.text) for line in lines), _BLANK]
    return map(_kind_between, kinds, kinds[1:], kinds[2:])


def _says(line: _Line) -> bool:
    return bool(line.text.strip())


def _kind_between(before: str, kind: str, after: str) -> str:
    return _CELL if kind == _BLANK and before == after == _CELL else kind


def _entries(lines: Sequence[_Line]) -> Iterator[_Line]:
    """Lines of the contents, in which a tab stands before the page."""
    titles = (at for at, line in enumerate(lines) if is_contents_title(line.text.strip()))
    start = next(titles, len(lines)) + 1
    return takewhile(lambda line: is_entry(line.text.strip()), lines[start:])


def _kind_of_line(text: str) -> str:
    said = text.strip()
    looks = ((_ROW, "\t" in said or text.count("\t") > 1), (_CELL, text.startswith("\t")), (_TEXT, said))
    return next((kind for kind, is_so in looks if is_so), _BLANK)


def _paragraphs_of_lines(lines: Iterable[_Line], shown: str) -> Iterator[PublishedText]:
    for line in lines:
        level, text = _LEVEL.match(line.text), line.text.strip()
        depth = min(len(level[1]), _DEEPEST) if level else 0
        yield placed(text.lstrip("# ") if depth else text, Source(shown, line.number), depth)


def _rows_as_lines(lines: Sequence[_Line], shown: str) -> Iterator[Block]:
    place = partial(_in_row, shown, lines[0].number)
    rows = [line.text.split("\t") for line in lines]
    return parted(_matrix(rows, place))


def _in_row(shown: str, first: int, row: int, column: int) -> Source:
    return Source(shown, first + row, column + 1)


def _cells_as_lines(lines: Sequence[_Line], shown: str) -> Iterator[Block]:
    rows = _parted_by_blanks(lines)
    if not _are_cells(lines, rows):
        return _paragraphs_of_lines(filter(_says, lines), shown)
    place = partial(_in_lines, shown, rows)
    return parted(_matrix([[line.text for line in row] for row in rows], place))


def _parted_by_blanks(lines: Sequence[_Line]) -> list[list[_Line]]:
    runs = groupby(lines, lambda line: line.text != "")
    return [list(run) for has_text, run in runs if has_text]


def _are_cells(lines: Sequence[_Line], rows: Sequence[Sequence[_Line]]) -> bool:
    short = sum(len(line.text) <= _SHORT for line in lines)
    return len(rows) < len(lines) <= short * 2


def _in_lines(shown: str, rows: Sequence[Sequence[_Line]], row: int, column: int) -> Source:
    return Source(shown, rows[row][min(column, len(rows[row]) - 1)].number)


def _matrix(rows: Iterable[Iterable[str]], place: Callable[[int, int], Source]) -> Matrix:
    return Matrix("", [_filled_cells(at, row, place) for at, row in enumerate(rows)], place)


def _filled_cells(at: int, texts: Iterable[str], place: Callable[[int, int], Source]) -> dict[int, Cell]:
    filled = ((column, text.strip()) for column, text in enumerate(texts) if text.strip())
    return {column: Cell(text, at, column, place(at, column)) for column, text in filled}


_MADE: dict[str, Callable[[Sequence[_Line], str], Iterable[Block]]] = {
    _ROW: _rows_as_lines,
    _CELL: _cells_as_lines,
    _TEXT: _paragraphs_of_lines,
    _BLANK: lambda *_: (),
}
