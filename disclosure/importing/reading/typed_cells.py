"""读表 — a recognised region becomes typed cells of its table, in 元; whatever cannot be told is a doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from disclosure.importing.reading import stacked_forms
from disclosure.importing.reading.forms import Form, is_form
from disclosure.importing.reading.printed_amounts import NO_UNIT, money
from disclosure.importing.reading.read_table import Found, Value
from disclosure.importing.recognising import normalisation
from disclosure.importing.recognising.columns import HeadError, Placed, place
from disclosure.importing.recognising.rows import Namer, begins, only_numbers
from disclosure.importing.recognising.table_regions import Region, Titles, regions
from disclosure.load.published import Cell, Matrix
from disclosure.money import Unit
from disclosure.tables.fill_cells import named
from disclosure.tables.rows_and_columns import Grid, Line
from disclosure.tables.spec import NOT_APPLICABLE, BlockSpec, ColumnSpec, TableSpec

COUNTED = (".团组数", ".人次", ".批次", ".购置数量", ".保有数量")


def read(matrices: Iterable[Matrix], specs: Sequence[TableSpec], year: int) -> tuple[list[Found], list[str]]:
    """读各表 — every table of the pack that the matrices hold, and titles of tables that the pack does not have."""
    titles = Titles(specs)
    found: dict[str, Found] = {}
    pages: list[Region] = []
    strange: list[str] = []
    for matrix in matrices:
        for region in regions(matrix, titles):
            if region.spec is None:
                strange += [f"{region.title.source} {region.title.text.strip()}"] if region.is_table() else []
            elif matrix.fault and region.is_table():
                table = found.setdefault(region.spec.id, Found(region.spec, region.title.source))
                table.doubt(matrix.fault, region.title.source)
            elif is_form(region.spec) and region.is_table():
                pages.append(region)
            elif _amounts(region.spec) and region.is_table():
                table = found.setdefault(region.spec.id, Found(region.spec, region.title.source))
                _Reader(table, region, year).read()
    for table in found.values():
        _require_columns(table, year)
    return [*found.values(), *stacked_forms.read(pages, year)], strange


def _amounts(spec: TableSpec) -> bool:
    return not any(column.kind == "数据" for block in spec.blocks for column in block.columns)


class _Reader:
    """One region while it is read."""

    def __init__(self, table: Found, region: Region, year: int) -> None:
        self._table, self._region, self._year = table, region, year
        self._blocks = [block for block in table.spec.blocks if block.stands(year)]
        self._namers = [Namer(block, year) for block in self._blocks]
        self._unit: Unit | None = None
        self._placed: list[Placed] = []
        self._first: list[str] = []
        self._ended = False

    def read(self) -> None:
        if year := normalisation.year(self._region.title.text):
            self._table.years.setdefault(year, self._region.title.source)
        rows = self._below_corners()
        head: list[int] = []
        pending = list(rows)
        while pending:
            number = pending.pop(0)
            row = self._row(number)
            if self._is_last_of_head(row):
                self._start([*head, number])
                head = []
            elif self._in_head(head) and begins(self._namers, row):
                self._start(head)
                head = []
                self._data(number)
            elif self._in_head(head) or self._repeats(row):
                head.append(number)
            else:
                self._data(number)
        self._finish()

    def _row(self, number: int) -> Mapping[int, Cell]:
        return self._region.matrix.rows[number]

    def _below_corners(self) -> list[int]:
        """Rows of the table itself; corner texts below a table belong to another, whose title nobody knows."""
        rows: list[int] = []
        for number in self._region.rows:
            cells = [cell for cell in self._row(number).values() if cell.row == number]
            if any(normalisation.corner(cell.text) for cell in cells):
                if any(len(set(self._row(row).values())) > 1 for row in rows):
                    break
                self._corner(cells)
            else:
                rows.append(number)
        return rows

    def _corner(self, cells: Sequence[Cell]) -> None:
        for cell in cells:
            self._unit = normalisation.unit(cell.text) or self._unit
            if name := normalisation.owner(cell.text):
                self._table.owners.setdefault(name, cell.source)

    def _in_head(self, head: Sequence[int]) -> bool:
        return not self._placed or bool(head)

    def _is_last_of_head(self, row: Mapping[int, Cell]) -> bool:
        texts = [normalisation.plain(row[column].text) for column in sorted(row)]
        digits = [text for text in texts if text.isdigit()]
        counted = digits == [str(number) for number in range(1, len(digits) + 1)] and len(digits) > 1
        return "栏次" in texts or (counted and len(digits) == len(texts))

    def _repeats(self, row: Mapping[int, Cell]) -> bool:
        """Whether the head begins again, as it does on each page."""
        return bool(self._first) and [cell.text for cell in row.values()] == self._first

    def _start(self, head: Sequence[int]) -> None:
        rows = [row for row in map(self._row, head) if not self._said_alone(row)]
        if not rows:
            return
        self._first, self._ended = [cell.text for cell in rows[0].values()], False
        try:
            self._placed = place(
                self._blocks, rows, self._year, part=normalisation.is_panel(self._region.title.text)
            )
        except HeadError as error:
            self._table.doubt(str(error), self._region.title.source)

    def _said_alone(self, row: Mapping[int, Cell]) -> bool:
        """A sentence below the title is no head."""
        texts = {cell.text for cell in row.values()}
        return len(texts) == 1 and len(row) == 1

    def _data(self, number: int) -> None:
        row = self._row(number)
        first = next((row[column].text for column in sorted(row)), "")
        self._ended = self._ended or normalisation.is_note(first)
        if self._ended or not self._placed:
            return
        for at, (placed, namer) in enumerate(zip(self._placed, self._namers, strict=True)):
            line = self._line(number, at)
            if line is not None:
                self._cells(number, placed, line)
                self._table.names.update(namer.names)
            else:
                self._require_nothing(number, placed)

    def _line(self, number: int, at: int) -> Line | None:
        row, placed, namer = self._row(number), self._placed[at], self._namers[at]
        keys = _texts(row, placed.keys)
        if not placed.keys:
            return namer.unnamed() if only_numbers(row.values()) else None
        if any(keys):
            return namer.line(keys)
        left = self._placed[at - 1].keys if at else ()
        widened = namer.line(_texts(row, left)) if any(_texts(row, left)) else None
        return (
            widened
            if widened and any(one.widens and one.id == widened.id for one in placed.block.rows)
            else None
        )

    def _cells(self, number: int, placed: Placed, line: Line) -> None:
        columns = tuple(
            column.model_copy(update={"figure": _scoped(column, placed.block)})
            for column in placed.columns.values()
        )
        grid = self._table.grids.setdefault(placed.block.id, Grid(placed.block.id, columns, ()))
        known = {one.id: one for one in grid.lines}
        others = {column.id: column for column in (*grid.columns, *columns)}
        self._table.grids[placed.block.id] = Grid(
            grid.id, tuple(others.values()), tuple({**known, line.id: line}.values())
        )
        for at, column in zip(placed.columns, columns, strict=True):
            if line.cells.get(column.id) != NOT_APPLICABLE:
                self._cell(number, at, line, column)

    def _cell(self, number: int, at: int, line: Line, column: ColumnSpec) -> None:
        cell, source = self._own(number, at), self._region.matrix.source(number, at)
        amount = normalisation.amount(cell.text) if cell else Decimal(0)
        if cell is not None and (cell.fault or amount is None):
            self._table.lose((line.id, column.id), cell.fault or f"“{cell.text[:20]}”不是数", source)
            return
        figure = line.cells.get(column.id) or named(line, column)
        if figure.endswith(COUNTED) or column.measure != "元":
            self._table.put((line.id, column.id), Value(amount or Decimal(0), Decimal(0), (source,)))
        elif self._unit is not None:
            value = money(cell.text if cell else "", amount or Decimal(0), self._unit, source)
            self._table.put((line.id, column.id), value)
        elif amount:
            self._table.doubt(NO_UNIT)

    def _own(self, number: int, at: int) -> Cell | None:
        """A merged cell is the value of its first place only."""
        cell = self._row(number).get(at)
        return cell if cell and (cell.row, cell.column) == (number, at) else None

    def _require_nothing(self, number: int, placed: Placed) -> None:
        cells = [cell for at in placed.columns if (cell := self._own(number, at))]
        said = next((cell for cell in cells if normalisation.amount(cell.text)), None)
        if said is not None:
            name = "".join(_texts(self._row(number), placed.keys))
            self._table.unnamed.add(placed.block.id)
            self._table.doubt(f"这一行有数，但认不出“{name[:30]}”是表里的哪一行", said.source)

    def _finish(self) -> None:
        if not self._first:
            self._table.doubt("找不到表头，认不出各列", self._region.title.source)


def _require_columns(table: Found, year: int) -> None:
    """Parts of a table that stand side by side make it whole only together."""
    for block in table.spec.blocks:
        there = {column.id for grid in table.grids.values() if grid.id == block.id for column in grid.columns}
        for column in block.columns if there else ():
            if column.kind == "数" and column.stands(year) and not column.subjects and column.id not in there:
                table.doubt(f"没有“{''.join(column.title)}”这一列，表不完整")


def _scoped(column: ColumnSpec, block: BlockSpec) -> str:
    return column.figure.replace("{范围}", "".join(block.scope[:1]))


def _texts(row: Mapping[int, Cell], columns: Sequence[int]) -> list[str]:
    """What names the row, column by column; a cell merged across columns speaks once."""
    said = [row.get(column) for column in columns]
    return [cell.text if cell and cell not in said[:at] else "" for at, cell in enumerate(said)]


def figures(table: Found) -> Iterator[tuple[str, Value]]:
    """读到的数 — by the name of the figure that each cell shows; a form's are rounded more."""
    for grid in table.grids.values() if not isinstance(table, Form) else ():
        for line in grid.lines:
            for column in grid.columns:
                name = line.cells.get(column.id) or named(line, column)
                value = table.cells.get((line.id, column.id))
                if name and value is not None and " " not in name and name != NOT_APPLICABLE:
                    yield name, value
