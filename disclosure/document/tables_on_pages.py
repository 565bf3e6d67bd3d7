"""分版 — a document as paper shows it: its tables in letters of one size, in panels, with 续表."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import accumulate, chain, pairwise, repeat
from math import ceil
from operator import itemgetter
from typing import NamedTuple

from disclosure.document.table_on_paper import (
    SIZES,
    Paper,
    fits,
    fitted,
    notes_height,
    placed,
    rows_of,
    rows_on_paper,
)
from disclosure.document.tree import (
    Attachment,
    Block,
    Document,
    Heading,
    PageBreak,
    Row,
    TableBlock,
    Text,
    plain,
)

CONTINUED = "（续表）"  # behind the title on the pages that follow
_HEADING = {1: 66.0, 2: 37.0, 3: 37.0, 4: 37.0}  # what headings above a table take
_ROWS_AT_LEAST = 3  # of a table on a page
_LABEL = 24  # letters of a cell over several rows that is one
_TABLES = 64  # set once: a file that was written is read back against the same tables
_CHOICES = 256  # of the same, each at every size


def paged(document: Document, paper: Paper, *, over_pages: bool = True) -> Document:
    """分版 — the document as paper shows it: wide tables in panels, long ones with 续表 on each further page.

    Tables of a kind (with a head, or forms without one) have letters of one size; those that would take a
    page or a panel more for it have the smallest. A web page has no pages: there long tables are whole.
    """
    starts = list(_page_starts(document.blocks))
    sets = defaultdict[bool | None, list[tuple[TableBlock, float | None]]](list)
    for block, above in starts:
        if isinstance(block, TableBlock) and block.title:
            sets[_set_of(block)].append((block, above))
    sizes = {each: _largest_size(of_set, paper) for each, of_set in sets.items()} | {None: SIZES[0]}
    shown = (_on_paper(block, above, paper, sizes, over_pages) for block, above in starts)
    return replace(document, blocks=tuple(chain.from_iterable(shown)))


def in_panels(document: Document) -> Document:
    """分段的文稿 — its wide tables in the panels that are declared, for what has neither page nor width."""
    return replace(document, blocks=tuple(chain.from_iterable(map(_declared_panels, document.blocks))))


def _declared_panels(block: Block) -> Sequence[Block]:
    return panels(block, len(panel_columns(block)) or 1) if isinstance(block, TableBlock) else (block,)


def flattened(document: Document) -> Document:
    """附件在文中 — the document with the blocks of attachments in their places, set like its own."""
    return replace(document, blocks=tuple(chain.from_iterable(map(_own_blocks, document.blocks))))


def _own_blocks(block: Block) -> Sequence[Block]:
    return block.blocks if isinstance(block, Attachment) else (block,)


def _page_starts(blocks: Iterable[Block]) -> Iterator[tuple[Block, float | None]]:
    """Each block, and what headings take of the page that begins with it; None where it begins none."""
    above: float | None = 0.0
    across = False
    for block in blocks:
        if isinstance(block, TableBlock) and block.landscape != across:
            above = above or 0.0
        yield block, above
        match block:
            case Heading():
                above = _HEADING[1] if block.level == 1 else above and above + _HEADING[block.level]
            case PageBreak():
                above = 0.0
            case _:
                above, across = None, isinstance(block, TableBlock) and block.landscape


def _on_paper(
    block: Block, above: float | None, paper: Paper, sizes: Mapping[bool | None, float], over_pages: bool
) -> Iterator[Block]:
    match block:
        case TableBlock():
            yield from _with_breaks(_in_parts(block, paper, above, sizes[_set_of(block)], over_pages))
        case Attachment():
            parts = (
                _with_breaks(_in_parts(each, paper, None, SIZES[0], over_pages))
                if isinstance(each, TableBlock)
                else (each,)
                for each in block.blocks
            )
            yield replace(block, blocks=tuple(chain.from_iterable(parts)))
        case _:
            yield block


def _with_breaks(parts: Sequence[TableBlock]) -> Iterator[TableBlock | PageBreak]:
    """Each further part begins a page."""
    yield parts[0]
    for part in parts[1:]:
        yield from (PageBreak(f"{part.id}-break"), part)


def _set_of(table: TableBlock) -> bool | None:
    """Whether it has a head; None of one without a title, which is set by itself."""
    return bool(table.head) if table.title else None


def _largest_size(of_set: Sequence[tuple[TableBlock, float | None]], paper: Paper) -> float:
    """At which no table of a set takes more than it must; the last but one where there is none."""
    sizes = (size for size in SIZES[:-1] if all(_takes_least(*start, paper, size) for start in of_set))
    return next(sizes, SIZES[-2])


def _takes_least(table: TableBlock, above: float | None, paper: Paper, size: float) -> bool:
    return _set_in(table, paper, above, size).cost <= _set_in(table, paper, above, SIZES[-1]).cost


@lru_cache(_TABLES)
def _in_parts(
    table: TableBlock, paper: Paper, above: float | None, size: float, over_pages: bool
) -> tuple[TableBlock, ...]:
    """The table as it stands on its pages: panel by panel, each with what goes on."""
    smaller = SIZES[SIZES.index(size) :]
    sizes = (each for each in smaller if _takes_least(table, above, paper, each))
    made = _set_in(table, paper, above, next(sizes))
    if above is None or not (over_pages and table.title):  # where it begins on its page is not known
        return made.panels
    heights_above = (above, *repeat(0.0, len(made.panels) - 1))
    return tuple(chain.from_iterable(map(partial(_pieces, paper=paper), made.panels, heights_above)))


class _Set(NamedTuple):
    """A table at a size: its panels, how many pages they take, the size where even so a number breaks."""

    panels: tuple[TableBlock, ...]
    pages: int
    breaks_at: float

    @property
    def cost(self) -> tuple[float, int, int]:
        """What it takes: whole numbers go before fewer panels, these before fewer pages."""
        return self.breaks_at, len(self.panels), self.pages


@lru_cache(_CHOICES)
def _set_in(table: TableBlock, paper: Paper, above: float | None, size: float) -> _Set:
    """The table in letters of a size: in so many panels that no number breaks."""
    most = len(table.widths) - standing_columns(table)
    counts = range(ceil(most / table.panel) if table.panel else 1, max(most, 1) + 1)
    whole = next(filter(partial(_is_unbroken, table, paper, size), counts), 0)
    above_each = chain((above or 0.0,), repeat(0.0))
    made = map(fitted, panels(table, whole or counts[0]), repeat(paper), above_each, repeat(size))
    set_panels, pages = zip(*made, strict=True)
    return _Set(set_panels, sum(pages), breaks_at=0.0 if whole else size)


def panel_columns(table: TableBlock) -> list[range]:
    """各段的栏 — as declared, besides the first columns, which each panel shows; none where it is whole."""
    most = len(table.widths) - standing_columns(table)
    return _chunks(table, ceil(most / table.panel)) if 0 < table.panel < most else []


def with_parted_head(table: TableBlock) -> TableBlock:
    """分开的表头 — a head cell that reaches from one panel into the next is a cell in each of them."""
    ends = [0, *(chunk.start for chunk in panel_columns(table)[1:]), len(table.widths)]
    cells = (
        (row, replace(cell, colspan=span))
        for row, column, cell in placed(table.head)
        for start, end in pairwise(ends)
        if (span := min(end, column + cell.colspan) - max(start, column)) > 0
    )
    return replace(table, head=rows_of(len(table.head), cells))


def _is_unbroken(table: TableBlock, paper: Paper, size: float, count: int) -> bool:
    """Whether no number breaks in so many panels."""
    standing = range(standing_columns(table))
    return all(fits(table, (*standing, *chunk), size, paper) for chunk in _chunks(table, count))


def _chunks(table: TableBlock, count: int) -> list[range]:
    """Which columns each panel has besides those that stand on all."""
    columns = range(standing_columns(table), len(table.widths))
    wide = max(ceil(len(columns) / count), 1)
    return [columns[start : start + wide] for start in range(0, len(columns), wide)] or [columns]


def standing_columns(table: TableBlock) -> int:
    """每段都印的栏 — the first columns; all of a form whose cells reach over columns: it is in one piece."""
    in_columns = table.head or all(cell.colspan == 1 for row in table.body for cell in row.cells)
    return max(table.keys, 1) if in_columns else len(table.widths)


@lru_cache(_TABLES)
def panels(table: TableBlock, count: int) -> tuple[TableBlock, ...]:
    """分段 — a few columns of a wide table at a time, its first columns on each panel, notes on the last."""
    if count == 1:
        return (table,)
    chunks = _chunks(table, count)
    return tuple(_panel(table, chunk, number, len(chunks)) for number, chunk in enumerate(chunks, 1))


def _panel(table: TableBlock, chunk: range, number: int, last: int) -> TableBlock:
    kept = {*range(standing_columns(table)), *chunk}
    return replace(
        table,
        id=table.id if number == 1 else f"{table.id}-{number}",
        title=(*table.title, Text(f"（{number}/{last}）")),
        head=_cut(table.head, kept),
        body=_cut(table.body, kept),
        widths=tuple(table.widths[column] for column in sorted(kept)),
        notes=table.notes if number == last else (),
        listed=table.listed if number == 1 else (),
        panel=0,
    )


def _cut(rows: Sequence[Row], kept: set[int]) -> tuple[Row, ...]:
    """The rows with the kept columns only; a cell over several spans those of them that are left."""
    cells = (
        (row, replace(cell, colspan=span, parts=()))
        for row, column, cell in placed(rows)
        if (span := len(kept.intersection(range(column, column + cell.colspan))))
    )
    return rows_of(len(rows), cells)


# 续表


def _pieces(table: TableBlock, above: float, *, paper: Paper) -> Iterator[TableBlock]:
    """A table that goes on over pages: on each its title, number, unit and head, the notes on the last."""
    ends = list(_page_ends(table, paper, above))
    for number, (start, end) in enumerate(pairwise((0, *ends))):
        yield table if len(ends) == 1 else _piece(table, range(start, end), number, is_last=end == ends[-1])


def _page_ends(table: TableBlock, paper: Paper, above: float) -> Iterator[int]:
    """Behind which rows a page ends: at least three stand on each, on the last with the notes."""
    (heights, room), notes = rows_on_paper(table, paper), notes_height(table, paper.room(table)[0])
    places = _between(table.body)
    start, left = 0, room - above
    while sum(heights[start:]) + notes > left:
        most = min(start + _rows_that_fit(heights[start:], left), len(heights) - _ROWS_AT_LEAST)
        end = max(filter(range(start + _ROWS_AT_LEAST, most + 1).__contains__, places), default=0)
        if not end:
            break  # it breaks as its rows do
        yield end
        start, left = end, room
    yield len(heights)


def _rows_that_fit(heights: Iterable[float], room: float) -> int:
    """How many rows a page has room for."""
    return sum(height <= room for height in accumulate(heights))


def _between(body: Sequence[Row]) -> list[int]:
    """Rows in front of which a table may be cut: a label that reaches over it can stand there again."""
    reached = set[int]()
    for row, _, cell in placed(body):
        if len(plain(cell.content)) > _LABEL:
            reached.update(range(row + 1, row + cell.rowspan))
    return sorted({*range(1, len(body))} - reached)


def _piece(table: TableBlock, rows: range, number: int, *, is_last: bool) -> TableBlock:
    return replace(
        table,
        id=f"{table.id}-p{number + 1}" if number else table.id,
        title=(*table.title, Text(CONTINUED)) if number else table.title,
        body=_rows_between(table.body, rows),
        notes=table.notes if is_last else (),
        listed=() if number else table.listed,
    )


def _rows_between(body: Sequence[Row], kept: range) -> tuple[Row, ...]:
    """Some rows; a label that reaches into them from above stands there again."""
    cells = (
        (own.start - kept.start, replace(cell, rowspan=len(own), parts=()))
        for row, _, cell in sorted(placed(body), key=itemgetter(1))
        if (own := range(max(row, kept.start), min(row + cell.rowspan, kept.stop)))
    )
    return rows_of(len(kept), cells)
