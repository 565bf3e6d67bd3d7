"""表头 — head rows from the titles of columns, level by level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from disclosure.document import Cell, Row, Text

Title = tuple[str, ...]


def head_rows(titles: Sequence[Title], spans: Sequence[int] = ()) -> Iterator[Row]:
    """表头行 — neighbours with one title on a level share its cell; a short title reaches down."""
    widths = spans or [1] * len(titles)
    depth = max(map(len, titles), default=0)
    for level in range(depth):
        yield Row(tuple(_cells(titles, widths, level, depth)))


def _cells(titles: Sequence[Title], widths: Sequence[int], level: int, depth: int) -> Iterator[Cell]:
    place = 0
    while place < len(titles):
        title, count = titles[place], 1
        lowest = max(len(title) - 1, 0)
        if level < lowest:
            count = _sharing(title, titles[place:], level)
            yield _cell(title[level], sum(widths[place : place + count]), 1)
        elif level == lowest:
            yield _cell("".join(title[level:]), widths[place], depth - level)
        place += count


def _sharing(title: Title, titles: Sequence[Title], level: int) -> int:
    return sum(1 for _ in takewhile(lambda other: _shared(title, other, level), titles))


def _cell(text: str, colspan: int, rowspan: int) -> Cell:
    return Cell((Text(text),) if text else (), "center", head=True, rowspan=rowspan, colspan=colspan)


def _shared(one: Title, other: Title, level: int) -> bool:
    return len(other) > level + 1 and one[: level + 1] == other[: level + 1]
