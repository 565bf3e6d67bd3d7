"""读表单 — a form's parts stand one below the other: rows are told by their names, columns by the head above them.

In a part without a head the columns follow each other behind the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from disclosure.importing.reading import form_cells
from disclosure.importing.reading.forms import Form, location, once, required
from disclosure.importing.recognising import normalisation
from disclosure.importing.recognising.columns import Headed, HeadError, headed
from disclosure.importing.recognising.rows import fixed_line
from disclosure.importing.recognising.table_regions import Region
from disclosure.load.published import Cell
from disclosure.money import Unit
from disclosure.tables.rows_and_columns import Grid, Line
from disclosure.tables.spec import VALUES, BlockSpec, ColumnSpec, RowSpec, TableSpec

_CONTINUED = re.compile(r"续表?\d*\)?$|\((?!1/)\d+/\d+\)$")
_UNIT = re.compile(r"\((万元|元)\)")
_HOLE = re.compile(r"\\\{.*?\\\}")

Row = Mapping[int, Cell]


def read(regions: Iterable[Region], year: int) -> list[Form]:
    """读各表单 — a repeated form anew wherever it begins, any other as one, however many pages it has."""
    readers: list[_Reader] = []
    latest: dict[str, _Reader] = {}
    for region in regions:
        if region.spec is None:
            continue
        begins = _begins(region, region.spec, year)
        if region.spec.id not in latest or (begins and region.spec.repeat):
            latest[region.spec.id] = _Reader(region.spec, region, year)
            readers.append(latest[region.spec.id])
        latest[region.spec.id].take(region, begins=begins)
    return once([reader.finish() for reader in readers])


def _begins(region: Region, spec: TableSpec, year: int) -> bool:
    """Whether the form begins here: a page that goes on from another says so, or lacks the first row."""
    first = next(
        (row for block in spec.blocks for row in block.rows if row.stands(year) and any(row.name)), None
    )
    if first is None or _CONTINUED.search(normalisation.plain(region.title.text)):
        return False
    names = tuple(map(normalisation.label, first.name))
    return any(
        _labels(_distinct(region.matrix.rows[number]))[: len(names)] == names for number in region.rows
    )


def _distinct(row: Row) -> list[Cell]:
    """Each cell once, from the left."""
    return list({(cell.row, cell.column): cell for _, cell in sorted(row.items())}.values())


def _labels(cells: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(normalisation.label(cell.text) for cell in cells)


def _titled(block: BlockSpec) -> bool:
    return any(column.title for column in block.columns)


class _Reader:
    """One form while it is read, page by page, row by row."""

    def __init__(self, spec: TableSpec, region: Region, year: int) -> None:
        made = spec.at(f"{spec.repeat}[1]", 1) if spec.repeat else spec
        self.form = Form(made, region.title.source, repeat=location(spec.repeat))
        self._blocks = [block for block in made.blocks if block.stands(year)]
        self._rows = [(block, row) for block in self._blocks for row in block.rows if row.stands(year)]
        self._titles = {
            block.id: [normalisation.head(title) for column in block.columns for title in column.title]
            for block in self._blocks
        }
        self._region, self._year = region, year
        self._unit: Unit | None = None
        self._columns: dict[str, list[Headed]] = {}
        self._lines: dict[str, dict[str, Line]] = {block.id: {} for block in self._blocks}
        self._lengths: dict[str, int] = {}
        self._begin()

    def _begin(self) -> None:
        self._head: list[Row] = []
        self._part: BlockSpec | None = None  # the part that was begun last
        self._last = -1  # its last row, in the order of the declaration
        self._met: set[str] = set()  # parts of which a row was met
        self._counts: dict[str, int] = {}  # rows of lists so far
        self._above: dict[str, Cell] = {}  # the levels of the row above
        self._ended = False

    def take(self, region: Region, *, begins: bool) -> None:
        """读一页 — the rows below one title."""
        if year := normalisation.year(region.title.text):
            self.form.years.setdefault(year, region.title.source)
        if begins:
            self._end_lists()
            self._begin()
        self._region, self._ended = region, False
        for number in region.rows:
            self._row(number, _distinct(region.matrix.rows[number]))

    def finish(self) -> Form:
        """收尾 — a form that says anything must be whole."""
        self._end_lists()
        form = self.form
        for block in self._blocks:
            columns = tuple(column for column in block.columns if column.kind in VALUES)
            form.grids[block.id] = Grid(block.id, columns, tuple(self._lines[block.id].values()))
        if not form.says():
            form.entries.clear()
            return form
        form.opening = self._opening()
        if form.nothing:
            form.doubt("表里有内容，又写着没有数据", form.nothing)
        for block in self._blocks:
            if _titled(block) and block.id not in self._columns:
                form.doubt(
                    f"找不到“{'”“'.join(dict.fromkeys(block.columns[0].title))}”这一部分的表头，表不完整"
                )
        for block, row in self._rows:
            if any(row.name) and row.id not in self._lines[block.id]:
                form.doubt(f"没有“{row.name[-1]}”这一行，表不完整")
        return form

    def _opening(self) -> tuple[str, ...]:
        """What its first part says, which tells one form of a list from another."""
        grid = self.form.grids[self._blocks[0].id]
        places = [location(form_cells.path(line, column)) for line in grid.lines for column in grid.columns]
        return tuple(str(self.form.entries[loc][0]) for loc in places if loc in self.form.entries)

    def _end_lists(self) -> None:
        """A form that stands twice must have lists of the same length."""
        for block, count in self._counts.items():
            if self._lengths.setdefault(block, count) != count:
                self.form.doubt(f"这张表有两份，清单一份有 {self._lengths[block]} 行，一份有 {count} 行")

    def _row(self, number: int, cells: list[Cell]) -> None:
        own = [cell for cell in cells if cell.row == number]
        if not own:
            return  # an empty row beside a name that reaches further down
        if len(cells) == 1 and self._says_nothing(cells[0].text):
            self.form.nothing = cells[0].source
        elif self._ended:
            return
        elif self._is_corner(own):
            self._corner(own)
        elif (block := self._headed(cells)) is not None:
            self._head = [*(self._head if block is self._part else []), self._region.matrix.rows[number]]
            self._part = block
            self._corner(own)
        else:
            self._place()
            self._data(number, cells)

    def _says_nothing(self, text: str) -> bool:
        said = re.escape(normalisation.plain(self.form.spec.empty_sentence))
        return bool(said) and bool(re.fullmatch(_HOLE.sub(".+", said), normalisation.plain(text)))

    def _is_corner(self, own: Sequence[Cell]) -> bool:
        """Long texts may speak of units too; above the form any cell of a row makes it a corner."""
        found = [normalisation.corner(cell.text) for cell in own]
        return any(found) and (all(found) or (self._part is None and self._last < 0))

    def _corner(self, cells: Sequence[Cell]) -> None:
        """Owner, and the unit as corners say it, or heads: 项目资金（万元）."""
        for cell in cells:
            inside = _UNIT.search(normalisation.plain(cell.text))
            unit: Unit | None = normalisation.unit(cell.text) or (inside[1] if inside else None)  # type: ignore[assignment]
            if unit and self._unit not in (None, unit):
                self.form.doubt(f"“{cell.text[:20]}”与前面写的金额单位“{self._unit}”不一样", cell.source)
            self._unit = self._unit or unit
            if name := normalisation.owner(cell.text):
                self.form.owners.setdefault(name, cell.source)

    def _headed(self, cells: Sequence[Cell]) -> BlockSpec | None:
        """The part whose head a row is: at least half of what it says are titles of that part's columns."""
        said = {word for cell in cells if (word := normalisation.head(cell.text))}
        hits = {block.id: len(said.intersection(self._titles[block.id])) for block in self._blocks}
        most = max(hits.values(), default=0)
        likely = [
            block for block in self._blocks if hits[block.id] == most and most * 2 >= len(said) and most
        ]
        return next((block for block in likely if block is self._part), likely[0] if likely else None)

    def _place(self) -> None:
        """The head is whole: its columns are told."""
        if self._head and self._part is not None:
            try:
                self._columns[self._part.id] = headed(self._part, self._head, self._year)
            except HeadError as error:
                self.form.doubt(str(error), next(iter(self._head[0].values())).source)
                self._columns[self._part.id] = []
        self._head = []

    def _data(self, number: int, cells: Sequence[Cell]) -> None:
        part, first = self._part, cells[0]
        listed = part is not None and part.row_source == "列表"
        found = self._named(_labels(cells), listed=listed)
        unnamed = self._unnamed(part) if part is not None else None
        if found is not None:
            self._last, names = found
            self._part = self._rows[self._last][0]
            self._fixed(number, *self._rows[self._last], cells[names:])
        elif len(cells) == 1 and normalisation.is_note(first.text):
            self._ended = True
        elif part is not None and listed:
            self._listed(part, number, cells)
        elif part is not None and unnamed is not None:
            self._fixed(number, part, unnamed, ())
        elif self._last == len(self._rows) - 1:
            self._ended = True  # what stands behind the last row is no part of the form
        elif self._last >= 0 and (len(cells) > 1 or first.column > self._left() or not _names(self._part)):
            self.form.doubt(f"认不出“{first.text[:30]}”是表里的哪一行", first.source)

    def _left(self) -> int:
        return min(column for number in self._region.rows for column in self._region.matrix.rows[number])

    def _named(self, labels: Sequence[str], *, listed: bool) -> tuple[int, int] | None:
        """Which row the names say, and how many names: of all its levels, or of the last where merges were lost.

        A list ends only with a row that follows it, said in full; else the next row of that name is meant.
        """
        found = []
        for at, (_, row) in enumerate(self._rows):
            names = tuple(map(normalisation.label, row.name)) if any(row.name) else ()
            for count in range(len(names), 0, -1):
                if tuple(labels[:count]) == names[-count:] and (
                    not listed or (count == len(names) and self._behind(at))
                ):
                    found.append((count < len(names), at <= self._last, at, count))
                    break
        return min(found)[2:] if found else None

    def _behind(self, at: int) -> bool:
        blocks = [block.id for block in self._blocks]
        return self._part is None or blocks.index(self._rows[at][0].id) > blocks.index(self._part.id)

    def _unnamed(self, part: BlockSpec) -> RowSpec | None:
        """The one row, without a name, of a part that has no other; once."""
        rows = [row for block, row in self._rows if block is part]
        return rows[0] if len(rows) == 1 and not any(rows[0].name) and part.id not in self._met else None

    def _fixed(self, number: int, part: BlockSpec, row: RowSpec, behind: Sequence[Cell]) -> None:
        self._met.add(part.id)
        line = self._lines[part.id][row.id] = fixed_line(row)
        if not _titled(part):
            self._in_order(part, line, behind)
        for one in self._columns.get(part.id, ()):
            cell = one.cell(self._region.matrix.rows[number])
            own = (
                cell if cell and (cell.row == number or not form_cells.is_number(line, one.column)) else None
            )
            self._put(line, one.column, own, number, one.places[0])

    def _in_order(self, part: BlockSpec, line: Line, cells: Sequence[Cell]) -> None:
        """Without a head: the cells are the columns in their order; where one is empty, numbers tell which."""
        columns = [one for one in part.columns if one.kind in VALUES and form_cells.path(line, one)]
        fitting = [
            chosen
            for chosen in combinations(columns, len(cells))
            if len(cells) in (0, len(columns))
            or all(
                normalisation.is_number(cell.text) == form_cells.is_number(line, one)
                for cell, one in zip(cells, chosen, strict=True)
            )
        ]
        if len(fitting) != 1:
            self.form.doubt("认不出这一行的内容各在哪一列", cells[0].source)
            return
        for cell, column in zip(cells, fitting[0], strict=True):
            self._put(line, column, cell, cell.row, cell.column)

    def _listed(self, part: BlockSpec, number: int, cells: Sequence[Cell]) -> None:
        """A row of a list; an empty cell of a level that is merged is the one above, as long as those before are."""
        count = self._counts[part.id] = self._counts.get(part.id, 0) + 1
        line = Line(f"{part.id}_{count}", "fixed", "", figure=f"{''.join(part.scope[:1])}[{count}]")
        self._lines[part.id][line.id] = line
        above, same = (self._above if count > 1 else {}), True
        self._above = {}
        for one in self._columns.get(part.id, ()):
            cell, key = one.cell(self._region.matrix.rows[number]), one.column.id
            if one.column.merge_same:
                cell = cell or (above.get(key) if same else None)
                same = same and cell is not None and key in above and cell.text == above[key].text
                self._above |= {key: cell} if cell else {}
            if cell is None and required(location(form_cells.path(line, one.column))):
                self.form.doubt(f"这一行没有“{one.column.title[-1]}”", cells[0].source)
            own = (
                cell if cell and (cell.row == number or not form_cells.is_number(line, one.column)) else None
            )
            self._put(line, one.column, own, number, one.places[0])

    def _put(self, line: Line, column: ColumnSpec, cell: Cell | None, number: int, at: int) -> None:
        source = cell.source if cell else self._region.matrix.source(number, at)
        form_cells.put(self.form, line, column, cell, source, unit=self._unit)


def _names(part: BlockSpec | None) -> bool:
    return part is None or any(row.name for row in part.rows)
