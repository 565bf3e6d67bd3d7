"""认表 — where on a sheet which table stands: by its title, below it corner texts, head, rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from disclosure.forms.spec import TableSpec
from disclosure.importing.recognising import spellings
from disclosure.loading.published import Cell, Matrix

_LONGEST_TITLE = 45
_CLOSE = 5  # rows: number of the table, owner, unit and blanks stand between a title and its table
_LIKE_A_TITLE = ("决算表", "总表", "明细表", "情况表", "收支表", "收入表", "支出表")
_SHORTENED = ("财政拨款", "预算", "决算", "总")  # words that offices leave out


@dataclass(slots=True)
class Region:
    """一处表 — the rows of a matrix below a title, up to the next; `spec` None for a title nobody knows."""

    matrix: Matrix
    title: Cell
    spec: TableSpec | None
    rows: list[int] = field(default_factory=list)

    def is_table(self) -> bool:
        """是否有表 — whether rows of several cells follow, as they do not below a line of the contents.

        Below its last line they may, but far from it: a title nobody knows counts only close to a table.
        """
        return any(map(self.is_wide, self.rows if self.spec else self.rows[:_CLOSE]))

    def row(self, number: int) -> Mapping[int, Cell]:
        """一行 — its cells by column."""
        return self.matrix.rows[number]

    def blank(self, number: int, column: int) -> Cell:
        """空格 — a cell without text, where one stands or could."""
        return Cell("", number, column, self.matrix.source(number, column))

    def is_wide(self, number: int) -> bool:
        """是否多格 — whether a row has more than one cell."""
        return len(set(self.row(number).values())) > 1


def begun(cells: Iterable[Cell], number: int) -> list[Cell]:
    """起于本行 — of the cells those that begin in a row, each once."""
    return [cell for cell in dict.fromkeys(cells) if cell.row == number]


class Titles:
    """表名 — of the tables of a pack; a shortened title counts where it can be no other's."""

    def __init__(self, specs: Sequence[TableSpec]) -> None:
        self._exact = {spellings.title(spec.title): spec for spec in specs}
        times = Counter(map(_shortened, self._exact))
        short = {_shortened(title): spec for title, spec in self._exact.items()}
        self._short = {title: spec for title, spec in short.items() if times[title] == 1}

    def spec(self, text: str) -> TableSpec | None:
        """哪张表 — the table that a text is the title of."""
        # 某市档案馆2023年度收入决算表 → 公开02表: what stands before the title names an office
        # 收入表 → 公开02表, where no other title is as short
        # 关于收入决算表 → None
        title = spellings.title(text)
        if len(title) > _LONGEST_TITLE or not title.endswith(("表", "情况")):
            return None
        return _ending(title, self._exact) or _ending(_shortened(title), self._short)


def _ending(title: str, known: Mapping[str, TableSpec]) -> TableSpec | None:
    """The table with the longest name that a title ends with, an office's name or nothing before it."""
    name = max(filter(title.endswith, known), key=len, default="")
    return known[name] if name and spellings.names_body(title.removesuffix(name)) else None


def _shortened(title: str) -> str:
    for word in _SHORTENED:
        title = title.replace(word, "")
    return title


def regions(matrix: Matrix, titles: Titles) -> Iterator[Region]:
    """各处表 — of a matrix, in order; rows above the first title belong to none."""
    # 收入决算表    → Region(spec 公开02表, rows 1–2)
    # 项目 | 合计
    # 合计 | 75.00
    # 支出决算表    → Region(spec 公开03表, …)
    current: Region | None = None
    for number, row in enumerate(matrix.rows):
        title = _title_in(row, number, titles)
        if title is None and row and current is not None:
            current.rows.append(number)
        elif title is not None:
            yield from _ended(current)
            current = Region(matrix, title, titles.spec(title.text))
    yield from _ended(current)


def _ended(region: Region | None) -> Iterable[Region]:
    return () if region is None else (region,)


def _title_in(row: Mapping[int, Cell], number: int, titles: Titles) -> Cell | None:
    """The cell that is a title: one of a table of the pack, else a lone one that looks like one."""
    cells = begun(row.values(), number)
    titled = (cell for cell in cells if titles.spec(cell.text))
    return next(titled, None) or _lone_title(cells)


def _lone_title(cells: Sequence[Cell]) -> Cell | None:
    title = spellings.title(cells[0].text) if len(cells) == 1 else ""
    return cells[0] if title.endswith(_LIKE_A_TITLE) and len(title) <= _LONGEST_TITLE else None
