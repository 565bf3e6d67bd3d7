"""读到的表 — a table as it was read: cells by row and column of its declaration, and what is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from operator import itemgetter

from disclosure.errors import Source
from disclosure.forms.fill_cells import shown_at
from disclosure.forms.rows_and_columns import Grid, Line
from disclosure.forms.spec import NOT_APPLICABLE, ColumnSpec, TableSpec
from disclosure.importing.reading.rounded_amounts import NO_UNIT, Value
from disclosure.importing.recognising import unit_owner_year as stated
from disclosure.loading.published import Cell
from disclosure.money import Unit

Key = tuple[str, str]  # row id, column id


@dataclass(slots=True)
class FoundTable:
    """读到的表 — the declaration it was recognised by, where its title stands, its cells, its doubts.

    `unread` are cells whose content is no number, `unnamed` parts with an amount in a row that nobody knows:
    no sum that they may be part of can be judged.
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
    years: dict[int, Cell] = field(default_factory=dict)
    units: dict[Unit, Source] = field(default_factory=dict)
    has_known_units: bool = True

    @property
    def label(self) -> str:
        """叫法 — number and title."""
        return f"{self.spec.sheet_number} {self.spec.plain_title}".strip()

    @property
    def label_and_place(self) -> str:
        """叫法和出处 — number and title, and where it was read."""
        return f"{self.label}（{self.source}）"

    def is_sure(self) -> bool:
        """是否无疑 — whether nothing of it is in doubt."""
        return not self.doubts

    def note_year(self, title: Cell) -> None:
        """记年度 — the year that a title names."""
        if year := stated.year(title.text):
            self.years.setdefault(year, title)

    def note_corner(self, corner: Cell) -> None:
        """记角上的文字 — the unit, department and year that a text in a corner or a title names."""
        self.note_unit(corner)
        self.note_owner(corner)
        if year := stated.year_of_corner(corner.text):
            self.years.setdefault(year, corner)

    def note_owner(self, corner: Cell) -> None:
        """记部门 — the department that a text in a corner names."""
        if name := stated.owner(corner.text):
            self.owners.setdefault(name, corner.source)

    def note_owner_beside_unit(self, corners: Sequence[Cell]) -> None:
        """记没有写“部门”的部门 — of a row alone, or of one that has a unit and no name that says so."""
        named = {stated.owner_beside_unit(one.text): one.source for one in corners}
        if stated.has_unlabelled([one.text for one in corners]):
            self.owners |= dict(filter(itemgetter(0), named.items()))

    def note_unit(self, corner: Cell) -> None:
        """记单位 — the unit that a text in a corner or a title names; 千元 and the like are told."""
        name, unit = stated.any_unit(corner.text), stated.unit(corner.text)
        if unit:
            self.units.setdefault(unit, corner.source)
        elif name:
            self.has_known_units = False
            self.doubt(f"不认识金额单位“{name}”，请把表上的数换算成元或万元，改写单位后再导入", corner.source)

    def doubt_unit(self) -> None:
        """单位存疑 — an amount stands where no unit was named; one that nobody knows is told already."""
        if self.has_known_units:
            self.doubt(NO_UNIT)

    def doubt(self, message: str, source: Source | None = None) -> None:
        """存疑 — a reason why the table is not taken, with the cell."""
        reason = f"{source}：{message}" if source else message
        if reason not in self.doubts:
            self.doubts.append(reason)

    def lose(self, key: Key, message: str, source: Source) -> None:
        """读不出 — a cell whose content is no number, and why."""
        self.unread.add(key)
        self.doubt(message, source)

    def put(self, key: Key, value: Value) -> None:
        """填入 — a cell; said twice it must be the same."""
        before = self.cells.setdefault(key, value)
        if before.amount != value.amount:
            source = value.sources[0] if value.sources else None
            self.doubt(f"与 {before.places} 是同一格，两处的数不同", source)

    def add(self, block: str, columns: Iterable[ColumnSpec], line: Line) -> None:
        """加一行 — with its columns, to those of a block."""
        before = self.grids.get(block, Grid(block, (), ()))
        known = {column.id: column for column in (*before.columns, *columns)}
        lines = {**{one.id: one for one in before.lines}, line.id: line}
        self.grids[block] = Grid(block, tuple(known.values()), tuple(lines.values()))

    def figures(self) -> Iterator[tuple[str, Value]]:
        """读到的数 — by the name of the figure that each cell shows."""
        # 合计 | 75.00 in the column 本年支出 of 公开03表 → ("支出.决算数", 75.00)
        for grid in self.grids.values():
            for line, column in product(grid.lines, grid.columns):
                name, value = shown_at(line, column), self.cells.get((line.id, column.id))
                if value and is_figure_name(name):
                    yield name, value


def is_figure_name(name: str) -> bool:
    """是否数名 — not a computation of several (空格隔开), and not the dash of a cell that has none."""
    return name not in ("", NOT_APPLICABLE) and " " not in name
