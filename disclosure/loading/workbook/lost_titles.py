"""丢失的块标题 — heads of blocks above which no 【…】 stands any more, and sheets that were emptied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from disclosure.loading.workbook import sheet_names
from disclosure.loading.workbook.layout import Block
from disclosure.loading.workbook.workbook_cells import Cells

Title = tuple[int, int, str]  # row, column, words


@dataclass(frozen=True, slots=True)
class LostTitle:
    """丢失的标题 — the block whose head was found, and the row of that head."""

    block: Block
    head: int

    @property
    def title(self) -> Title:
        """The title as it would stand, were it still there."""
        return self.head - 1, 0, self.block.title

    def has_room(self, cells: Cells) -> bool:
        """Whether the row of the title is still there, so that the block can be read on."""
        return self.head > 0 and not sheet_names.kept(cells, self.head - 1)


def lost(cells: Cells, blocks: Sequence[Block], titles: Sequence[Title]) -> Iterator[LostTitle]:
    """找出丢失的标题 — by the heads that stand below none; of two blocks with the same heads the first."""
    missing = _untitled(blocks, titles)
    titled = {_head_below(cells, row) for row, _, _ in titles}
    for row in sorted(set(range(len(cells.rows))) - titled):
        names = [name for _, name in sheet_names.heads(cells, row)]
        block = next((block for block in missing if _are_heads(names, block)), None)
        if block is not None:
            missing.remove(block)
            yield LostTitle(block, row)


def is_bare(cells: Cells) -> bool:
    """是否只剩空表 — whether nothing stands on a sheet but perhaps its own name and remarks."""
    contents = (cells.first_words(row)[1] for row in range(len(cells.rows)) if sheet_names.kept(cells, row))
    return all(words == cells.name.strip() for words in contents)


def _untitled(blocks: Sequence[Block], titles: Sequence[Title]) -> list[Block]:
    by_title = {block.title: block for block in blocks}
    there = [sheet_names.named(words, by_title) for _, _, words in titles]
    return [block for block in blocks if block not in there]


def _head_below(cells: Cells, title: int) -> int:
    below = range(title + 1, len(cells.rows))
    return next((row for row in below if sheet_names.kept(cells, row)), title)


def _are_heads(names: Sequence[str], block: Block) -> bool:
    """Whether a row's words are heads of the block, most of them, and those that it cannot do without."""
    known = block.by_head()
    columns = [sheet_names.named(name, known) for name in names]
    heads = {column.head for column in columns if column is not None}
    is_most = len(heads) * 2 > len(known)
    return is_most and None not in columns and heads.issuperset(block.key_heads())
