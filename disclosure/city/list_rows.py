"""名单的样子 — a sheet that lists bodies: its heads, and what stands in each row."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import takewhile
from typing import Any

from disclosure.loading.published import Cell, Matrix
from disclosure.loading.ratified_listing import bare

_BRACKETS = re.compile(r"[():*]")
Row = Mapping[str, Cell]  # by what a cell says of the body


@dataclass(frozen=True, slots=True)
class ListSheet:
    """名单 — a sheet: its column of names, what each other one says, its first row, heads not used."""

    matrix: Matrix
    names: int
    said: Mapping[int, str]
    first: int
    unused: tuple[str, ...]

    def rows(self) -> Iterator[tuple[Cell, Row]]:
        """各行 — the name of a body, and what its row says of it; titles, notes and totals are none."""
        for row in filter(self._is_of_a_body, self.matrix.rows[self.first :]):
            yield row[self.names], {self.said[at]: row[at] for at in filter(row.get, self.said)}

    def nameless(self) -> Iterator[Cell]:
        """没有名称的行 — the first cell of each row that says something of a body without its name."""
        for row in self.matrix.rows[self.first :]:
            yield from [] if self.names in row else [row[at] for at in self.said if at in row][:1]

    def _is_of_a_body(self, row: Mapping[int, Cell]) -> bool:
        name = row.get(self.names)
        return name is not None and not (self._reaches_over(row, name) or is_said("no_body", name.text))

    def _reaches_over(self, row: Mapping[int, Cell], name: Cell) -> bool:
        """A title within the list is merged over what stands beside the names."""
        return any(row[at].source == name.source for at in self.said if at in row)


def listed(matrix: Matrix) -> ListSheet | None:
    """找名单 — the list of a sheet, if it is one: of its rows with a head of names, that with most others."""
    heads = ((row, at) for row, cells in enumerate(matrix.rows) for at in cells if _is_name(cells[at]))
    return max((_headed(matrix, *head) for head in heads), key=lambda sheet: len(sheet.said), default=None)


def is_said(form: str, text: str) -> bool:
    """是否这样说 — whether a text as a whole is of a form of list_heads.toml."""
    return re.fullmatch(words()[form], bare(text), re.IGNORECASE) is not None


def first_of(forms: Mapping[str, str], text: str) -> str:
    """是哪一个 — the first of forms that a text has as a whole, empty where it has none."""
    plain = _BRACKETS.sub("", bare(text))
    return next((name for name, form in forms.items() if re.fullmatch(form, plain)), "")


@cache
def words() -> Mapping[str, Any]:
    """名单的写法 — its heads, kinds, yes and no."""
    return tomllib.loads(files("disclosure.city").joinpath("list_heads.toml").read_text(encoding="utf-8"))


def _is_name(cell: Cell) -> bool:
    return bool(first_of({"name": words()["name"]}, cell.text))


def _headed(matrix: Matrix, row: int, names: int) -> ListSheet:
    """A head as high as the cell of the names; a column is told by its lowest head, or by all of them."""
    name = matrix.rows[row][names]
    height = sum(1 for _ in takewhile(lambda cells: cells.get(names) == name, matrix.rows[row:]))
    above: dict[int, dict[Any, str]] = {}
    for cells in matrix.rows[row : row + height]:
        for at, cell in cells.items():
            above.setdefault(at, {})[cell.source] = cell.text
    texts = {at: list(levels.values()) for at, levels in sorted(above.items()) if name.source not in levels}
    said = {at: _field(levels) for at, levels in texts.items()}
    unused = ("".join(levels) for at, levels in texts.items() if not (said[at] or _is_quiet(levels[-1])))
    return ListSheet(
        matrix, names, {at: what for at, what in said.items() if what}, row + height, tuple(unused)
    )


def _field(levels: list[str]) -> str:
    return first_of(words()["columns"], levels[-1]) or first_of(words()["columns"], "".join(levels))


def _is_quiet(head: str) -> bool:
    return bool(first_of({"quiet": words()["quiet"]}, head))
