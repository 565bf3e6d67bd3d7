"""自有数据表 — a sheet whose blocks its pack declared: what they are is seen from their titles and heads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise

from disclosure.load.workbook import sheet_names
from disclosure.load.workbook.layout import LABEL, Block, Sheet, own_list, plain
from disclosure.load.workbook.workbook_cells import Cells
from disclosure.model.own_data import OWN


def found(cells: Cells, spec: Sheet) -> Sheet:
    """所见的表 — the sheet with the keys and the lists that stand there; any other sheet as it is."""
    return replace(spec, blocks=tuple(_blocks(cells, spec))) if spec.name == OWN else spec


def _blocks(cells: Cells, spec: Sheet) -> Iterator[Block]:
    (form,) = spec.blocks
    ends = [*((row, name) for row, _, name in sheet_names.titles(cells)), (len(cells.rows), "")]
    if form.title not in (name for _, name in ends):
        yield form
    for (title, name), (end, _) in pairwise(ends):
        head, *rows = [*filter(partial(sheet_names.kept, cells), range(title + 1, end)), end][:-1] or [title]
        heads = dict(sheet_names.heads(cells, head))
        if plain(name) == plain(form.title):
            yield replace(form, keys=tuple(_labels(cells, heads, rows)))
        else:
            yield own_list(name, tuple(dict.fromkeys(heads.values())))


def _labels(cells: Cells, heads: dict[int, str], rows: list[int]) -> Iterator[str]:
    """What the rows are called; a label that stands twice is told of where it is read."""
    column = next((at for at, name in heads.items() if plain(name) == LABEL), 0)
    return filter(None, dict.fromkeys(cells.words(row, column) for row in rows))
