"""表里的改动 — what differs between a table that was made and the same one edited: cells, rows, its shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain, filterfalse, repeat, starmap
from typing import Literal

from rapidfuzz.fuzz import ratio

from disclosure.auditing.shapes import folded
from disclosure.learning.edited_pairs import in_order_alike
from disclosure.model import AttachedCell

Row = Sequence[AttachedCell]
_RowPair = tuple[int | None, int | None]  # indexes of a row made and of the one edited
_SAME_ROW = 40  # of a hundred: below, a row is another one
_RETYPED = 3  # a table of which one row in so many has other cells was typed anew
_BETWEEN = "｜"


@dataclass(frozen=True, slots=True)
class TableEdit:
    """一处 — a cell that says otherwise, a row gone or new, or the whole table with other cells.

    `made` and `edited` are row and place of the cell in its row, from 0; None on a side that has none.
    """

    kind: Literal["格", "删行", "添行", "重打"]
    before: str
    after: str
    made: tuple[int, int] | None = None
    edited: tuple[int, int] | None = None


def edits(made: Sequence[Row], edited: Sequence[Row]) -> Iterator[TableEdit]:
    """各处改动 — of a table; where its cells are others, one for all."""
    pairs = list(_paired(made, edited))
    if _is_typed_anew([(made[ours], edited[theirs]) for ours, theirs in _on_both_sides(pairs)]):
        return iter([TableEdit("重打", _table_size(made), _table_size(edited))])
    return chain.from_iterable(_row_edits(made, edited, *pair) for pair in pairs)


def _on_both_sides(pairs: Iterable[_RowPair]) -> Iterator[tuple[int, int]]:
    return ((ours, theirs) for ours, theirs in pairs if ours is not None and theirs is not None)


def _is_typed_anew(rows: Sequence[tuple[Row, Row]]) -> bool:
    return sum(starmap(_has_other_cells, rows)) * _RETYPED > len(rows)


def _row_edits(
    made: Sequence[Row], edited: Sequence[Row], ours: int | None, theirs: int | None
) -> Iterator[TableEdit]:
    match ours, theirs:
        case int(), int():
            yield from _cell_edits(made[ours], edited[theirs], ours, theirs)
        case int(), None:
            yield TableEdit("删行", said(made[ours]), "", made=(ours, 0))
        case None, int():
            yield TableEdit("添行", "", said(edited[theirs]), edited=(theirs, 0))


def _cell_edits(made: Row, edited: Row, ours: int, theirs: int) -> Iterator[TableEdit]:
    if _has_other_cells(made, edited):
        yield TableEdit("重打", said(made), said(edited), (ours, 0), (theirs, 0))
        return
    for column, (before, after) in enumerate(zip(made, edited, strict=True)):
        if folded(before.text).text != folded(after.text).text:
            yield TableEdit("格", before.text, after.text, (ours, column), (theirs, column))


def _paired(made: Sequence[Row], edited: Sequence[Row]) -> Iterator[_RowPair]:
    """Rows that are the same, then rows that are alike, in order; the rest are gone or new."""
    keys = list(map(_key, made)), list(map(_key, edited))
    matcher = SequenceMatcher(None, *keys, autojunk=False)
    for _, start, end, left, right in matcher.get_opcodes():
        ours, theirs = range(start, end), range(left, right)
        if len(ours) == len(theirs):
            yield from zip(ours, theirs, strict=True)
        else:
            yield from _alike_rows(keys, ours, theirs)


def _alike_rows(keys: tuple[list[str], list[str]], ours: range, theirs: range) -> Iterator[_RowPair]:
    def likeness(one: int, other: int) -> float:
        return ratio(keys[0][one], keys[1][other])

    found = dict(in_order_alike(ours, theirs, likeness, _SAME_ROW))
    new = filterfalse(frozenset(found.values()).__contains__, theirs)
    return chain(zip(ours, map(found.get, ours), strict=True), zip(repeat(None), new, strict=False))


def _key(row: Row) -> str:
    return "\t".join(folded(cell.text).text for cell in row)


def said(row: Row) -> str:
    """一行所说 — its cells, those that say nothing left out."""
    return _BETWEEN.join(filter(None, (" ".join(cell.text.split()) for cell in row)))


def _has_other_cells(made: Row, edited: Row) -> bool:
    return _rows_reached(made) != _rows_reached(edited)


def _rows_reached(row: Row) -> list[int]:
    """Its cells with the rows that they reach over; LibreOffice counts columns of its own."""
    return [cell.rowspan for cell in row]


def _breadth(rows: Sequence[Row]) -> int:
    return max((sum(cell.colspan for cell in row) for row in rows), default=0)


def _table_size(rows: Sequence[Row]) -> str:
    return f"{len(rows)}行{_breadth(rows)}列"
