"""认自己的导出 — where in an office's own export the heads stand that its 对照 names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

from disclosure.errors import InputError, Problem, Source
from disclosure.forms.heads_of_exports import OwnHeads, OwnTable
from disclosure.forms.spec import Titles
from disclosure.importing.recognising import spellings
from disclosure.loading.published import Cell, Matrix
from disclosure.packs.toml_tables import parsed_toml, validated

_ABOVE = 3  # rows of a head above its last
Row = Mapping[int, Cell]


def read(path: Path) -> OwnHeads:
    """读对照 — raises InputError where there is no such file, PackError for what is written wrongly in it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = "读不出这个文件，请核对 --heads 写的路径，文件要存为 UTF-8 的 TOML"
        raise InputError([Problem(message, Source(path.name))]) from error
    return validated(OwnHeads, parsed_toml(text, path.name), path.name)


@dataclass(frozen=True, slots=True)
class Sheet:
    """一张导出的表 — the last row of its head, and the columns of the heads that were found."""

    matrix: Matrix
    head: int
    columns: Mapping[Titles, int]

    @property
    def place(self) -> Source:
        """出处 — where its head stands."""
        return self.matrix.source(self.head, min(self._row))

    @property
    def _row(self) -> Row:
        return self.matrix.rows[self.head]

    def rows(self) -> Iterator[int]:
        """内容各行."""
        return filter(self.matrix.rows.__getitem__, range(self.head + 1, len(self.matrix.rows)))

    def above(self) -> Iterator[Cell]:
        """上方各格 — of the head, and what stands above it."""
        return chain.from_iterable(row.values() for row in self.matrix.rows[: self.head + 1])

    def cell(self, number: int, head: Titles) -> Cell:
        """一格 — also one that reaches down from above."""
        at = self.columns[head]
        return self.matrix.rows[number].get(at) or Cell("", number, at, self.matrix.source(number, at))

    def own_cell(self, number: int, head: Titles) -> Cell:
        """一格的数 — counted once, in the first of the rows that it reaches over."""
        cell = self.cell(number, head)
        return cell if cell.row == number else replace(cell, text="", fault="")

    def is_wanted(self, only: Mapping[str, Titles], number: int) -> bool:
        """是否要取 — whether a row has what 只取 asks for."""
        said = {head: spellings.plain(self.cell(number, (head,)).text) for head in only}
        return all(said[head] in map(spellings.plain, wanted) for head, wanted in only.items())

    def heads(self, columns: Sequence[int] | None = None) -> list[str]:
        """表头各栏 — as they are printed."""
        texts = ("".join(self._row[at].text.split()) for at in columns or sorted(self._row))
        return list(dict.fromkeys(filter(None, texts)))

    def other_heads(self) -> list[str]:
        """没有用的列."""
        others = sorted(self._row.keys() - set(self.columns.values()))
        return self.heads(others) if others else []


def sheets(matrices: Sequence[Matrix], own: OwnTable) -> list[Sheet]:
    """找工作表 — those that have all heads of a table; raises InputError where none has."""
    found = list(map(partial(_best_head, own), _sheets_named(matrices, own)))
    whole = list(filter(partial(_is_whole, own), found))
    if not whole:
        raise InputError([_heads_lacking(max(found, key=_heads_found), own)])
    return whole


def _sheets_named(matrices: Sequence[Matrix], own: OwnTable) -> list[Matrix]:
    named = [matrix for matrix in matrices if own.sheet in {"", matrix.name} and any(matrix.rows)]
    if not named:
        raise InputError([_no_sheet(matrices, own)])
    return named


def _no_sheet(matrices: Sequence[Matrix], own: OwnTable) -> Problem:
    there = "、".join(matrix.name for matrix in matrices)
    return Problem(f"没有对照里写的工作表“{own.sheet}”，文件里有：{there}")


def _is_whole(own: OwnTable, sheet: Sheet) -> bool:
    return len(sheet.columns) == len(own.heads)


def _heads_found(sheet: Sheet) -> int:
    return len(sheet.columns)


def _best_head(own: OwnTable, matrix: Matrix) -> Sheet:
    """The head as the row that is named ends it, or as the first that has the most of it does."""
    filled = list(filter(matrix.rows.__getitem__, range(len(matrix.rows))))
    said = list(filter((own.head_row - 1).__eq__, filled))
    return max(map(partial(_headed_at, own, matrix), said or filled), key=_heads_found)


def _headed_at(own: OwnTable, matrix: Matrix, number: int) -> Sheet:
    words = _words_by_column(matrix.rows[max(0, number - _ABOVE) : number + 1])
    places = {head: list(filter(partial(_stands_over, head, words), words)) for head in own.heads}
    return Sheet(matrix, number, {head: at[0] for head, at in places.items() if len(at) == 1})


def _words_by_column(rows: Sequence[Row]) -> dict[int, list[str]]:
    begun = [at for at, cell in rows[-1].items() if cell.column == at]
    return {at: _words_over(rows, at) for at in begun}


def _words_over(rows: Sequence[Row], at: int) -> list[str]:
    return [spellings.head(row[at].text) for row in rows if at in row]


def _stands_over(head: Titles, words: Mapping[int, Sequence[str]], at: int) -> bool:
    """Whether a head is a column's, and what is said to stand above it does."""
    # 金额, or 本年支出／金额
    *above, last = map(spellings.head, head)
    return words[at][-1] == last and set(above).issubset(words[at])


def _heads_lacking(sheet: Sheet, own: OwnTable) -> Problem:
    lost = "".join(f"“{'／'.join(head)}”" for head in own.heads if head not in sheet.columns)
    there, advice = "、".join(sheet.heads()), "请照表上的改对照；同名的几列，连上级表头一起写"
    message = f"没有找到对照里的表头{lost}，或有几列同名；最像表头的一行有：{there}；{advice}"
    return Problem(message, sheet.place)
