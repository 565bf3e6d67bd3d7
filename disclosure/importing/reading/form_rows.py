"""认表单的行 — which row of a form the names on the left say, and what merged levels of a list stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from operator import attrgetter

from disclosure.forms.spec import BlockSpec, ColumnSpec, RowSpec, literal, standing
from disclosure.importing.recognising.spellings import label
from disclosure.loading.published import Cell

Stretch = tuple[Sequence[ColumnSpec], Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class FixedRow:
    """固定行 — a row that the declaration names, the part it belongs to, its names without punctuation."""

    part: BlockSpec
    spec: RowSpec
    names: tuple[str, ...]

    def names_said(self, labels: Sequence[str]) -> int:
        """说出几级 — of how many levels the names stand there: all, or the last where merges were lost."""
        # 项目资金 | 财政拨款 | 40.00 → 2 for the row 项目资金／财政拨款
        # 财政拨款 | 40.00 → 1;  其他资金 | 40.00 → 0
        counts = range(len(self.names), 0, -1)
        return next((count for count in counts if tuple(labels[:count]) == self.names[-count:]), 0)


def beside(blocks: Sequence[BlockSpec]) -> set[str]:
    """左栏 — what stands beside all rows of a part and names none of them."""
    columns = filter(attrgetter("beside_rows"), chain.from_iterable(map(attrgetter("columns"), blocks)))
    return set(map(label, chain.from_iterable(map(attrgetter("title"), columns))))


def between_labels(part: BlockSpec, spec: RowSpec, cells: Sequence[Cell]) -> Iterator[Stretch]:
    """照写的文字之间 — columns before, between and behind what a form itself says in a row; their cells."""
    # 市政府 | 实施单位 | 办事处, “实施单位” being fixed → (authority,): 市政府; (carried_out_by,): 办事处
    columns: Sequence[ColumnSpec] = part.columns
    for at in filter(partial(_said_in, spec), part.columns):
        place, there = columns.index(at), _place_of(label(_said_in(spec, at)), cells)
        yield columns[:place], cells[:there]
        columns, cells = columns[place + 1 :], cells[there + 1 :]
    yield columns, cells


def _said_in(spec: RowSpec, column: ColumnSpec) -> str:
    return literal(spec.cells.get(column.id, ""))


def _place_of(said: str, cells: Sequence[Cell]) -> int:
    """Where a row says so; behind all its cells where it does not."""
    return [*row_labels(cells), said].index(said)


def fixed_rows(blocks: Sequence[BlockSpec], year: int) -> list[FixedRow]:
    """各固定行 — of the parts of a form, in the order of the declaration."""
    return [
        FixedRow(block, row, tuple(map(label, row.name)) if any(row.name) else ())
        for block in blocks
        for row in standing(block.rows, year)
    ]


@dataclass(slots=True)
class ListRows:
    """清单的行 — how many there were so far, and the levels of the one above, which print merged."""

    count: int = 0
    _above: dict[str, Cell] = field(default_factory=dict)
    _now: dict[str, Cell] = field(default_factory=dict)
    _same: bool = True  # whether all levels so far are those of the row above

    def begin(self) -> None:
        """下一行."""
        self.count += 1
        self._above, self._now, self._same = self._now, {}, True

    def level(self, column: str, cell: Cell | None) -> Cell | None:
        """一级 — an empty cell of a level that is merged is the one above, as long as those before are."""
        # 产出指标 | 数量指标 | 租赁间数
        #         |         | 维修次数 → 产出指标 | 数量指标 | 维修次数
        # 效益指标 |         | 运转    → 效益指标 | nothing | 运转
        above = self._above.get(column)
        level = cell or (above if self._same else None)
        self._same = self._same and _say_the_same(above, level)
        if level is not None:
            self._now[column] = level
        return level


def _say_the_same(above: Cell | None, cell: Cell | None) -> bool:
    return above is not None and cell is not None and above.text == cell.text


def distinct(row: Mapping[int, Cell]) -> list[Cell]:
    """各格 — each cell of a row once, from the left."""
    return list({(cell.row, cell.column): cell for _, cell in sorted(row.items())}.values())


def row_labels(cells: Sequence[Cell]) -> tuple[str, ...]:
    """各格的行名 — without numbers and punctuation."""
    return tuple(label(cell.text) for cell in cells)
