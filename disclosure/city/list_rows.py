"""名单的样子 — a sheet that lists bodies: its heads, and what stands in each row."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.resources import files
from itertools import chain, compress, filterfalse
from operator import methodcaller, not_
from typing import Any
from unicodedata import normalize

from disclosure.loading.published import Cell, Matrix
from disclosure.loading.ratified_listing import bare

_BRACKETS = re.compile(r"[():*]")
_NUMERAL = re.compile(r"\(?[一二三四五六七八九十]+\)?\.?")
_AROUND_GROUP = re.compile(r"^\(?[一二三四五六七八九十]+[)、.]+|\([^()]*\)$|:$")  # 一级部门 is a word
_WORD = re.compile("[一-鿿]{2}")
Row = Mapping[str, Cell]  # by what a cell says of the body


@dataclass(frozen=True, slots=True)
class ListSheet:
    """名单 — a sheet: the cell over the names, what each other column says, its first row, heads not used."""

    matrix: Matrix
    head: Cell
    said: Mapping[int, str]
    first: int
    unused: tuple[str, ...]

    def entries(self) -> Iterator[tuple[Cell, Row]]:
        """各行 — the name of a body, and what its row says of it; titles, notes and totals are none.

        A title within the list is the group of those below it.
        """
        group: Row = {}
        for row in self.matrix.rows[self.first :]:
            group = {"group": title} if (title := self._title(row)) else group
            if self._is_of_a_body(row):
                yield row[self.head.column], {**group, **self._said_in(row)}

    def _said_in(self, row: Mapping[int, Cell]) -> Row:
        return {self.said[at]: row[at] for at in filter(row.get, self.said)}

    def _title(self, row: Mapping[int, Cell]) -> Cell | None:
        """一、党委部门 — alone in a row and not among the names, or behind 一 in a column of its own."""
        cells, name = list(dict.fromkeys(row.values())), row.get(self.head.column)
        if len(cells) == 1 and (name is None or self._reaches_over(row, name)):
            return _as_group(cells[0])
        return _as_group(name) if name and _NUMERAL.fullmatch(bare(row[min(row)].text)) else None

    def nameless(self) -> Iterator[Cell]:
        """没有名称的行 — the first cell of each row that says something of a body without its name."""
        others = filterfalse(methodcaller("get", self.head.column), self.matrix.rows[self.first :])
        return chain.from_iterable(map(self._first_said, others))

    def _first_said(self, row: Mapping[int, Cell]) -> list[Cell]:
        return list(filter(None, map(row.get, self.said)))[:1]

    def _is_of_a_body(self, row: Mapping[int, Cell]) -> bool:
        name = row.get(self.head.column)
        is_name = name is not None and not is_said("no_body", name.text)
        return is_name and self._title(row) is None

    def _reaches_over(self, row: Mapping[int, Cell], name: Cell) -> bool:
        """A title within the list is merged over what stands beside the names."""
        return name in map(row.get, self.said)


def _as_group(cell: Cell) -> Cell | None:
    """Without its number before and how many there are behind; None for what is no word."""
    word = _AROUND_GROUP.sub("", "".join(normalize("NFKC", cell.text).split()))
    return replace(cell, text=word) if _WORD.search(word) else None


def listed(matrix: Matrix) -> ListSheet | None:
    """找名单 — the list of a sheet, if it is one: of the heads of names, that with most others beside it."""
    cells = chain.from_iterable(row.values() for row in matrix.rows)
    found = map(partial(_headed, matrix), filter(_heads_names, cells))
    return max(found, key=lambda sheet: len(sheet.said), default=None)


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


def _heads_names(cell: Cell) -> bool:
    return bool(first_of(words()["heads_of_names"], cell.text))


def _headed(matrix: Matrix, name: Cell) -> ListSheet:
    """A head is as high as the cell over the names."""
    column = [row.get(name.column) for row in matrix.rows[name.row :]]
    first = name.row + column.count(name)
    heads = _levels_of_heads(matrix.rows[name.row : first], name)
    said = list(map(_said_below, heads.values()))
    used = dict(filter(_is_of_body, zip(heads, said, strict=True)))
    unused = compress(map("".join, heads.values()), map(not_, said))
    return ListSheet(matrix, name, used, first, tuple(unused))


def _is_of_body(column: tuple[int, str]) -> bool:
    return column[1] not in ("", "quiet")


def _levels_of_heads(rows: Sequence[dict[int, Cell]], name: Cell) -> dict[int, list[str]]:
    """The levels over each column but that of the names, a merged cell once."""
    over: dict[int, dict[Cell, str]] = defaultdict(dict)
    for at, cell in chain.from_iterable(map(dict[int, Cell].items, rows)):
        over[at][cell] = cell.text
    return {at: list(over[at].values()) for at in sorted(over) if name not in over[at]}


def _said_below(levels: Sequence[str]) -> str:
    """What a column says, by its lowest head, or by all of them one behind the other."""
    columns = words()["columns"]
    return first_of(columns, levels[-1]) or first_of(columns, "".join(levels))
