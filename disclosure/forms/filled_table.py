"""填好的表 — a table spec filled with a department's figures: typed cells, not rounded, not formatted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from disclosure.deriving import Tail

CellKind = Literal["amount", "count", "percent", "text", "not_applicable"]
RowKind = Literal["fixed", "total", "class", "section", "item"]


@dataclass(frozen=True, slots=True)
class FilledCell:
    """单元格 — the exact value (元, count, %) or a text; `figure` is the id of the figure it shows.

    `value` None with kind amount is an amount that is not known (`missing` says what to fill in).
    `parts` names the cells (row id, column id) that this cell is the sum of, where it is one; `formulas` says
    by names of cells of the table (row.column) what must make the same value, figure or not.
    `expression` is the formula over figures that fills it, where that is more than one figure. `slack` is how
    far the exact amount may lie away. `approved` is the key path (核定数.…) whose amount the cell is printed
    as, `tail` how what is stated there differs; `agrees` names the approved figure that it is by its entries.
    """

    kind: CellKind
    value: Decimal | None = None
    text: str = ""
    figure: str = ""
    missing: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    formulas: tuple[str, ...] = ()
    expression: str = ""
    slack: Decimal = Decimal(0)
    approved: str = ""
    tail: Tail | None = None
    agrees: str = ""

    @property
    def says_something(self) -> bool:
        """有内容 — an amount that is not 0, one that is not known, or a text."""
        written = self.kind == "text" and self.text
        return any((self.value, self.missing, written))


@dataclass(frozen=True, slots=True)
class FilledRow:
    """表行 — id (a fixed row's own, a subject's code, `total`), kind, label, cells by column, its block."""

    id: str
    kind: RowKind
    label: str
    cells: dict[str, FilledCell]
    block: str = ""


@dataclass(frozen=True, slots=True)
class FilledTable:
    """填好的表 — by table id; a cell is named `<table id>.<row id>.<column id>` everywhere."""

    id: str
    number: str
    title: str
    rows: tuple[FilledRow, ...]
    empty: bool

    @property
    def called(self) -> str:
        """叫法 — its number, its title where it has none."""
        return self.number or self.title

    def cells(self) -> Iterator[tuple[str, FilledCell]]:
        """全部单元格 — every cell with its name."""
        for row in self.rows:
            for column, cell in row.cells.items():
                yield f"{self.id}.{row.id}.{column}", cell
