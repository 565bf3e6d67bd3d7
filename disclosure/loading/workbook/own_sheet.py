"""自有数据表 — a sheet whose blocks its pack declared: what they are is seen from their titles and heads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise

from disclosure.loading.workbook import sheet_names
from disclosure.loading.workbook.layout import LABEL, Block, Sheet, own_list, plain
from disclosure.loading.workbook.workbook_cells import Cells
from disclosure.model.own_data import OWN


def found(cells: Cells, spec: Sheet) -> Sheet:
    """所见的表 — the sheet with the keys and the lists that stand there; any other sheet as it is."""
    return replace(spec, blocks=tuple(_blocks(cells, spec))) if spec.name == OWN else spec


def _blocks(cells: Cells, spec: Sheet) -> Iterator[Block]:
    """The form of the layout, with its keys, be it there or not; then the lists."""
    (form,) = spec.blocks
    titles = [*((row, name) for row, _, name in sheet_names.titles(cells)), (len(cells.rows), "")]
    found = [_found_block(cells, form, name, title, end) for (title, name), (end, _) in pairwise(titles)]
    yield from found
    yield from [form] * (form.title not in [block.title for block in found])


def _found_block(cells: Cells, form: Block, name: str, title: int, end: int) -> Block:
    rows = list(filter(partial(sheet_names.kept, cells), range(title + 1, end))) or [title]
    heads = dict(sheet_names.heads(cells, rows[0]))
    if plain(name) == plain(form.title):
        return replace(form, keys=tuple(_labels(cells, heads, rows[1:])))
    return own_list(name, tuple(dict.fromkeys(heads.values())))


def _labels(cells: Cells, heads: dict[int, str], rows: list[int]) -> Iterator[str]:
    """What the rows are called; a label that stands twice is told of where it is read."""
    column = next((at for at, name in heads.items() if plain(name) == LABEL), 0)
    return filter(None, dict.fromkeys(cells.words(row, column) for row in rows))
