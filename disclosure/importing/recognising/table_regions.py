"""认表 — where on a sheet which table stands: by its title, below it corner texts, head, rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from disclosure.importing.recognising import normalisation
from disclosure.load.published import Cell, Matrix
from disclosure.tables.spec import TableSpec

_LONGEST_TITLE = 45
_CLOSE = 5  # rows: number of the table, owner, unit and blanks stand between a title and its table
_LIKE_A_TITLE = ("决算表", "总表", "明细表", "情况表", "收支表", "收入表", "支出表")


@dataclass(slots=True)
class Region:
    """一处表 — of a matrix: the rows below a title, up to the next title; `spec` None for a title nobody knows."""

    matrix: Matrix
    title: Cell
    spec: TableSpec | None
    rows: list[int] = field(default_factory=list)

    def is_table(self) -> bool:
        """是否有表 — whether rows of several cells follow, as they do not below a line of the contents.

        Below its last line they may, but far from it: a title nobody knows is that of a table only close to one.
        """
        rows = self.rows if self.spec else self.rows[:_CLOSE]
        return any(len(set(self.matrix.rows[row].values())) > 1 for row in rows)


class Titles:
    """表名 — of the tables of a pack; a shortened title counts where it can be no other's."""

    def __init__(self, specs: Sequence[TableSpec]) -> None:
        exact = {normalisation.title(spec.title): spec for spec in specs}
        short: dict[str, list[TableSpec]] = {}
        for title, spec in exact.items():
            short.setdefault(_short(title), []).append(spec)
        self._exact = exact
        self._short = {title: specs[0] for title, specs in short.items() if len(specs) == 1}

    def spec(self, text: str) -> TableSpec | None:
        """哪张表 — the table that a text is the title of."""
        said = normalisation.title(text)
        if len(said) > _LONGEST_TITLE or not said.endswith(("表", "情况")):
            return None
        for known, title in ((self._exact, said), (self._short, _short(said))):
            name = max((one for one in known if title.endswith(one)), key=len, default="")
            if name and normalisation.names_body(title.removesuffix(name)):
                return known[name]
        return None


def _short(title: str) -> str:
    for word in ("财政拨款", "预算", "决算", "总"):
        title = title.replace(word, "")
    return title


def regions(matrix: Matrix, titles: Titles) -> Iterator[Region]:
    """各处表 — of a matrix, in order; rows above the first title belong to none."""
    current: Region | None = None
    for number, row in enumerate(matrix.rows):
        title = _title(row, number, titles) if row else None
        if title is not None:
            if current is not None:
                yield current
            current = Region(matrix, title, titles.spec(title.text))
        elif row and current is not None:
            current.rows.append(number)
    if current is not None:
        yield current


def _title(row: Mapping[int, Cell], number: int, titles: Titles) -> Cell | None:
    cells = {cell.source: cell for cell in row.values() if cell.row == number}
    for cell in cells.values():
        if titles.spec(cell.text):
            return cell
    return next((cell for cell in cells.values() if len(cells) == 1 and _unknown_title(cell.text)), None)


def _unknown_title(text: str) -> bool:
    said = normalisation.title(text)
    return len(said) <= _LONGEST_TITLE and said.endswith(_LIKE_A_TITLE)
