"""屏幕上的栏 — of a table on screen: which stays in view, what is not broken, what heads each cell."""

from __future__ import annotations

from itertools import compress

from disclosure.document import Cell, TableBlock, plain
from disclosure.document.table_on_paper import ems, placed
from disclosure.document.unbroken import is_number
from disclosure.outputs.markup import Place, align, tag_of
from disclosure.outputs.tidy_data import column_names

_LONG = 24.0  # letters from which a text needs room for several words


class ShownColumns:
    """各栏 — `name_rows`: whether a column names the rows, which stays in view and heads a list."""

    def __init__(self, table: TableBlock) -> None:
        self._first = len(table.head)
        texts = _naming_texts(table)
        named = (column for column, said in enumerate(texts) if not all(map(is_number, filter(None, said))))
        self._stays = next(named, -1)
        self.name_rows = self._stays >= 0
        self._heads = column_names(table) if self.name_rows else {}
        codes = sum(max(map(len, said), default=0) for said in texts[: max(self._stays, 0)])
        self.css = f"--codes:{codes}ch" if codes else None  # what stands before the names

    def classes(self, cell: Cell, column: int) -> str:
        """格的类."""
        text, end = plain(cell.content), column + cell.colspan
        kinds = {
            align(cell) or "": True,
            "stays": column <= self._stays < end,
            "whole": column < self._stays < end,
            "unbroken": is_number(text),
            "long": ems(text) > _LONG,
        }
        return " ".join(filter(None, compress(kinds, kinds.values())))

    def head(self, cell: Cell, place: Place) -> str | None:
        """栏名 — of a cell of the body that names no row, where there may be a list."""
        row, column = place
        says = cell.content and tag_of(cell) == "td"
        return self._heads.get((row - self._first, column)) if says else None


def _naming_texts(table: TableBlock) -> list[list[str]]:
    """What each naming column holds in the body; a total that stands over all of them is none of theirs."""
    texts: list[list[str]] = [[] for _ in range(table.keys)]
    for _, column, cell in placed(table.body):
        if column < table.keys and cell.colspan < max(table.keys, 2):
            texts[column].append(plain(cell.content))
    return texts
