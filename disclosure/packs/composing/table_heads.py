"""表头 — head rows from the titles of columns, level by level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from disclosure.document import Cell, Row, Text

Title = tuple[str, ...]


def head_rows(titles: Sequence[Title], spans: Sequence[int] = ()) -> Iterator[Row]:
    """表头行 — neighbours with one title on a level share its cell; a short title reaches down.

    An empty level belongs to the cell above it: (合计, "", 预算数) is 合计 over two levels.
    """
    widths = spans or [1] * len(titles)
    depth = max(map(len, titles), default=0)
    for level in range(depth):
        yield Row(tuple(_cells(titles, widths, level, depth)))


def joined_total(titles: Sequence[Title], keys: int, total: Row) -> tuple[list[Row], Row] | None:
    """合计在表头 — the head without its lowest line, which the total row shares; None where both have a text.

    The first `keys` columns name the row.
    """
    #   项目                 | 本年支出 (three columns)
    #   科目编码 | 科目名称 |
    #   合计                 | 合计 | 基本支出 | 项目支出  ← the row of the total, while it has no amounts
    depth = max(map(len, titles), default=0)
    lowest = _lowest_heads(titles, depth)
    own = [_cell(head, 1, 1) for head in filter(None, lowest[:keys])]
    amounts = list(map(_head_or_amount, lowest[keys:], total.cells[1:]))
    if depth == 1 or None in amounts:
        return None
    label = Cell(total.cells[0].content, "center", head=True, colspan=keys - len(own))
    *above, _ = head_rows(titles)
    head = list(map(_with_rows_left, above, range(depth - 1, 0, -1)))
    return head, Row((*own, label, *filter(None, amounts)))


def _lowest_heads(titles: Sequence[Title], depth: int) -> list[str]:
    """What stands in the last line of the head."""
    return [title[-1] if len(title) == depth else "" for title in titles]


def _head_or_amount(head: str, amount: Cell) -> Cell | None:
    """What stands in a place for both; None where there are both."""
    shown = _cell(head, 1, 1) if head else amount
    return None if head and amount.content else shown


def _with_rows_left(row: Row, left: int) -> Row:
    """A row of the head where only so many rows are `left` from it on."""
    return Row(tuple(replace(cell, rowspan=min(cell.rowspan, left)) for cell in row.cells))


def _cells(titles: Sequence[Title], widths: Sequence[int], level: int, depth: int) -> Iterator[Cell]:
    place = 0
    while place < len(titles):
        title, count = titles[place], 1
        lowest = max(len(title) - 1, 0)
        if level < lowest:
            count = _sharing(title, titles[place:], level)
        if _is_told(title, level, lowest):
            text = "".join(title[level : level + 1])
            yield _cell(text, sum(widths[place : place + count]), _reach(title, level, depth))
        place += count


def _is_told(title: Title, level: int, lowest: int) -> bool:
    """Whether a cell begins here, rather than that one above reaches down to here."""
    return level == 0 or (level <= lowest and title[level] != "")


def _reach(title: Title, level: int, depth: int) -> int:
    return next((below for below in range(level + 1, len(title)) if title[below]), depth) - level


def _sharing(title: Title, titles: Sequence[Title], level: int) -> int:
    return sum(1 for _ in takewhile(lambda other: _shared(title, other, level), titles))


def _cell(text: str, colspan: int, rowspan: int) -> Cell:
    return Cell((Text(text),) if text else (), "center", head=True, rowspan=rowspan, colspan=colspan)


def _shared(one: Title, other: Title, level: int) -> bool:
    return len(other) > level + 1 and one[: level + 1] == other[: level + 1]
