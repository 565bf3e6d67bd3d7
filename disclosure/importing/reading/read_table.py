"""读到的表 — a table as it was read: typed cells by row and column of its declaration, and what is in doubt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from disclosure.errors import Source
from disclosure.tables.rows_and_columns import Grid
from disclosure.tables.spec import TableSpec

Key = tuple[str, str]  # row id, column id
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Value:
    """数 — in 元, how far the exact one may lie away, and the cells it was taken from."""

    amount: Decimal
    half: Decimal = ZERO
    sources: tuple[Source, ...] = ()

    def __sub__(self, other: Value) -> Value:
        """相减 — what is left of a whole without one of its parts."""
        sources = (*self.sources, *(other.sources if other.amount else ()))
        return Value(self.amount - other.amount, self.half + other.half, sources)

    def agrees(self, other: Value) -> bool:
        """相符 — whether rounding explains the difference."""
        return abs(self.amount - other.amount) <= self.half + other.half


NONE = Value(ZERO)
Said = tuple[str | Value, Value]  # what the data say, and the amount or cell that it was read from


def total(values: Iterable[Value]) -> Value:
    """相加."""
    known = tuple(values)
    sources = tuple(source for value in known if value.amount for source in value.sources)
    return Value(
        sum((value.amount for value in known), ZERO), sum((value.half for value in known), ZERO), sources
    )


@dataclass(slots=True)
class Found:
    """读到的表 — the declaration it was recognised by, where its title stands, cells, grids, reasons for doubt.

    `unread` are cells whose content is no number, `unnamed` parts with an amount in a row that nobody knows: no sum
    that they may be part of can be judged.
    """

    spec: TableSpec
    source: Source
    cells: dict[Key, Value] = field(default_factory=dict)
    grids: dict[str, Grid] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # code → name as the table has it
    doubts: list[str] = field(default_factory=list)
    unread: set[Key] = field(default_factory=set)
    unnamed: set[str] = field(default_factory=set)  # ids of blocks
    owners: dict[str, Source] = field(default_factory=dict)  # names of departments that it bears, and where
    years: dict[int, Source] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """叫法 — number and title."""
        return f"{self.spec.sheet_number} {self.spec.title.removeprefix('{年度}年度')}".strip()

    def doubt(self, message: str, source: Source | None = None) -> None:
        """存疑 — a reason why the table is not taken, with the cell."""
        said = f"{source}：{message}" if source else message
        if said not in self.doubts:
            self.doubts.append(said)

    def lose(self, key: Key, message: str, source: Source) -> None:
        """读不出 — a cell whose content is no number, and why."""
        self.unread.add(key)
        self.doubt(message, source)

    def put(self, key: Key, value: Value) -> None:
        """填入 — a cell; said twice it must be the same."""
        before = self.cells.setdefault(key, value)
        if before.amount != value.amount:
            other = "、".join(map(str, before.sources))
            self.doubt(f"与 {other} 是同一格，两处的数不同", value.sources[0] if value.sources else None)
