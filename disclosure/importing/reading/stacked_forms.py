"""读表单 — a form's parts stand one below the other: rows are told by name, columns by the head above them.

In a part without a head the columns follow each other behind the names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations, dropwhile, filterfalse, product, starmap
from operator import attrgetter

from disclosure.forms.rows_and_columns import Grid, Line, fixed_line
from disclosure.forms.spec import VALUES, BlockSpec, ColumnSpec, TableSpec, standing
from disclosure.importing.reading import form_cells, form_rows
from disclosure.importing.reading.form_cells import EntryCell
from disclosure.importing.reading.form_rows import FixedRow, ListRows, distinct, row_labels
from disclosure.importing.reading.forms import FoundForm, location, required, without_copies
from disclosure.importing.recognising import printed_numbers, spellings
from disclosure.importing.recognising import unit_owner_year as stated
from disclosure.importing.recognising.column_heads import Headed, HeadError, headed
from disclosure.importing.recognising.row_names import is_note
from disclosure.importing.recognising.spellings import label
from disclosure.importing.recognising.table_regions import Region, begun
from disclosure.loading.published import Cell
from disclosure.money import Unit

Row = Mapping[int, Cell]


def read(regions: Iterable[Region], year: int) -> list[FoundForm]:
    """读各表单 — a repeated form anew wherever it begins, any other as one, however many pages it has."""
    # 项目自评表 租赁费, 项目自评表（续表） 租赁费, 项目自评表 维修费 → two forms
    readers: list[StackedFormReader] = []
    latest: dict[str, StackedFormReader] = {}
    for region in regions:
        if region.spec is None:
            continue
        begins = _begins(region, region.spec, year)
        if region.spec.id not in latest or (begins and region.spec.repeat):
            latest[region.spec.id] = StackedFormReader(region.spec, region, year)
            readers.append(latest[region.spec.id])
        latest[region.spec.id].take(region, begins=begins)
    return without_copies([reader.finish() for reader in readers])


def _begins(region: Region, spec: TableSpec, year: int) -> bool:
    """Whether the form begins here: a page that goes on from another says so, or lacks the first row."""
    names = next(filter(None, (row.names for row in form_rows.fixed_rows(spec.blocks, year))), ())
    if not names or spellings.is_further_part(region.title.text):
        return False
    labels = (row_labels(distinct(region.row(number))) for number in region.rows)
    return any(row[: len(names)] == names for row in labels)


def _is_titled(block: BlockSpec) -> bool:
    return any(column.title for column in block.columns)


def _is_named(block: BlockSpec | None) -> bool:
    """Whether the rows of a part have names; before the first part any may come."""
    return block is None or any(row.name for row in block.rows)


class StackedFormReader:
    """一张表单 — while it is read, page by page, row by row."""

    def __init__(self, spec: TableSpec, region: Region, year: int) -> None:
        own = spec.at(f"{spec.repeat}[1]", 1) if spec.repeat else spec
        self.form = FoundForm(own, region.title.source, repeat=location(spec.repeat))
        self._blocks = standing(own.blocks, year)
        self._rows = form_rows.fixed_rows(self._blocks, year)
        self._titles = {block.id: set(_title_words(block)) for block in self._blocks}
        self._beside = form_rows.beside(self._blocks)
        self._region, self._year = region, year
        self._unit: Unit | None = None
        self._columns: dict[str, list[Headed]] = {}
        self._lines: dict[str, dict[str, Line]] = {block.id: {} for block in self._blocks}
        self._lengths: dict[str, int] = {}  # of lists, as the form has them that was read first
        self._begin()

    def _begin(self) -> None:
        self._head: list[Row] = []
        self._part: BlockSpec | None = None  # the part that was begun last
        self._last = -1  # its last row, in the order of the declaration
        self._met: set[str] = set()  # parts of which a row was met
        self._lists: dict[str, ListRows] = {}
        self._ended = False

    def take(self, region: Region, *, begins: bool) -> None:
        """读一页 — the rows below one title."""
        self.form.note_year(region.title)
        if begins:
            self._end_lists()
            self._begin()
        self._region, self._ended = region, False
        self._read_corner([region.title])
        for number in region.rows:
            self._read_row(number, distinct(region.row(number)))

    def finish(self) -> FoundForm:
        """收尾 — a form that says anything must be whole."""
        self._end_lists()
        for block in self._blocks:
            columns = tuple(column for column in block.columns if column.kind in VALUES)
            self.form.grids[block.id] = Grid(block.id, columns, tuple(self._lines[block.id].values()))
        if self.form.says():
            self.form.opening = self._opening()
            self._require_whole()
        else:
            self.form.entries.clear()
        return self.form

    def _opening(self) -> tuple[str, ...]:
        """What its first part says, which tells one form of a list from another."""
        grid = self.form.grids[self._blocks[0].id]
        cells = starmap(EntryCell, product(grid.lines, grid.columns))
        entries = filter(None, (self.form.entries.get(cell.place) for cell in cells))
        return tuple(str(said) for said, _ in entries)

    def _require_whole(self) -> None:
        if self.form.nothing:
            self.form.doubt("表里有内容，又写着没有数据", self.form.nothing)
        for block in filter(self._lacks_head, self._blocks):
            heads = "”“".join(dict.fromkeys(block.columns[0].title))
            self.form.doubt(f"找不到“{heads}”这一部分的表头，表不完整")
        for row in filter(self._lacks_row, self._rows):
            self.form.doubt(f"没有“{row.spec.name[-1]}”这一行，表不完整")

    def _lacks_head(self, block: BlockSpec) -> bool:
        return _is_titled(block) and block.id not in self._columns

    def _lacks_row(self, row: FixedRow) -> bool:
        return bool(row.names) and row.spec.id not in self._lines[row.part.id]

    def _end_lists(self) -> None:
        """A form that stands twice must have lists of the same length."""
        for block, rows in self._lists.items():
            length = self._lengths.setdefault(block, rows.count)
            if length != rows.count:
                self.form.doubt(f"这张表有两份，清单一份有 {length} 行，一份有 {rows.count} 行")

    def _read_row(self, number: int, cells: list[Cell]) -> None:
        # 金额单位：万元           → the unit
        # 项目资金 | 年初预算数     → a head, of the part with such columns
        # 年度资金总额 | 40.00     → a row
        own = begun(cells, number)
        if not own:
            return  # an empty row beside a name that reaches further down
        if self._say_nothing(cells):
            self.form.nothing = cells[0].source
        elif self._ended:
            return
        elif self._is_corner(own):
            self._read_corner(own)
        elif (block := self._part_headed(cells)) is not None:
            before = self._head if block is self._part else []
            self._head, self._part = [*before, self._region.row(number)], block
            self._read_corner(own)
        else:
            self._place_head()
            self._read_content(number, self._without_beside(cells))

    def _say_nothing(self, cells: Sequence[Cell]) -> bool:
        own = spellings.as_pattern(self.form.spec.empty_sentence)
        return bool(own) and len(cells) == 1 and spellings.says_no_data(cells[0].text, own)

    def _is_corner(self, own: Sequence[Cell]) -> bool:
        """Long texts may speak of units too; above the form any cell of a row makes it a corner."""
        enough = any if self._part is None and self._last < 0 else all
        return enough(stated.is_corner(cell.text) for cell in own)

    def _read_corner(self, cells: Sequence[Cell]) -> None:
        """Owner, and the unit as corners say it, or heads: 项目资金（万元）."""
        for cell in cells:
            unit = stated.unit_of_head(cell.text)
            if unit and self._unit not in (None, unit):
                self.form.doubt(f"“{cell.text[:20]}”与前面写的金额单位“{self._unit}”不一样", cell.source)
            self._unit = self._unit or unit
            self.form.note_corner(cell)

    def _part_headed(self, cells: Sequence[Cell]) -> BlockSpec | None:
        """The part whose head a row is: at least half of what it says are titles of that part's columns."""
        # 一级指标 | 二级指标 | 三级指标 | 实际值 → the part of the indicators, by three of four words
        words = {spellings.head(cell.text) for cell in self._without_beside(cells)} - {""}
        hits = {block.id: len(words & self._titles[block.id]) for block in self._blocks}
        part = max(self._blocks, key=lambda block: (hits[block.id], block is self._part))
        return part if hits[part.id] and hits[part.id] * 2 >= len(words) else None

    def _without_beside(self, cells: Sequence[Cell]) -> list[Cell]:
        return list(dropwhile(lambda cell: label(cell.text) in self._beside, cells))

    def _place_head(self) -> None:
        if self._head and self._part is not None:
            try:
                self._columns[self._part.id] = headed(self._part, self._head, self._year)
            except HeadError as error:
                self.form.doubt(str(error), next(iter(self._head[0].values())).source)
                self._columns[self._part.id] = []
        self._head = []

    def _read_content(self, number: int, cells: Sequence[Cell]) -> None:
        """A fixed row, an entry of a list, or what ends the form."""
        at = self._row_named(row_labels(cells))
        if at is not None:
            self._read_named_row(number, at, cells)
        elif len(cells) == 1 and is_note(cells[0].text):
            self._ended = True
        elif (part := self._list_part()) is not None:
            self._read_list_row(part, number, cells)
        elif (row := self._unnamed_row()) is not None:
            self._read_fixed_row(number, row, ())
        elif self._last == len(self._rows) - 1:
            self._ended = True  # what stands behind the last row is no part of the form
        elif self._last >= 0 and self._is_like_a_row(cells):
            self.form.doubt(f"认不出“{cells[0].text[:30]}”是表里的哪一行", cells[0].source)

    def _list_part(self) -> BlockSpec | None:
        return self._part if self._part and self._part.row_source == "列表" else None

    def _is_like_a_row(self, cells: Sequence[Cell]) -> bool:
        """Not a heading: several cells, or one that does not begin on the left of the page."""
        left = min(min(self._region.row(number)) for number in self._region.rows)
        return len(cells) > 1 or cells[0].column > left or not _is_named(self._part)

    def _row_named(self, labels: Sequence[str]) -> int | None:
        """Which row the names say: rather by all its levels, rather one that follows, rather an early one.

        A list ends only with a row that follows it, said in full; else the next row of that name is meant.
        """
        # 财政拨款 | 40.00, the last row having been 年度资金总额 → the row 财政拨款 below it
        said = {at: row.names_said(labels) for at, row in enumerate(self._rows)}
        partly = {at: count < len(self._rows[at].names) for at, count in said.items() if count}
        if self._list_part():
            partly = {at: False for at in partly if not partly[at] and self._is_behind(at)}
        return min(partly, key=lambda at: (partly[at], at <= self._last, at), default=None)

    def _is_behind(self, at: int) -> bool:
        """Whether a row is one of a part behind the one that was begun last."""
        blocks = [block.id for block in self._blocks]
        return self._part is None or blocks.index(self._rows[at].part.id) > blocks.index(self._part.id)

    def _unnamed_row(self) -> FixedRow | None:
        """The one row, without a name, of a part that has no other; once."""
        match [row for row in self._rows if row.part is self._part]:
            case [FixedRow(names=()) as row] if row.part.id not in self._met:
                return row
        return None

    def _read_named_row(self, number: int, at: int, cells: Sequence[Cell]) -> None:
        row = self._rows[at]
        self._last, self._part = at, row.part
        self._read_fixed_row(number, row, cells[row.names_said(row_labels(cells)) :])

    def _read_fixed_row(self, number: int, row: FixedRow, behind: Sequence[Cell]) -> None:
        self._met.add(row.part.id)
        line = self._lines[row.part.id][row.spec.id] = fixed_line(row.spec)
        if not _is_titled(row.part):
            for columns, cells in form_rows.between_labels(row.part, row.spec, behind):
                self._put_in_order(columns, line, cells)
        for one in self._columns.get(row.part.id, ()):
            self._put_below_head(EntryCell(line, one.column), one, one.cell(self._region.row(number)), number)

    def _put_in_order(self, columns: Sequence[ColumnSpec], line: Line, cells: Sequence[Cell]) -> None:
        """Without a head: the cells are the columns in order; where one is empty, numbers tell which."""
        # 总分 | 96 | 自评等级 | 优 → 96 is the score, 优 the grade
        # 总分 | 优 → 优 is no score: the grade
        places = [at for at in map(partial(EntryCell, line), columns) if at.shows_a_value]
        choices = list(combinations(places, len(cells)))
        if len(cells) < len(places):
            choices = list(filter(partial(_are_alike, cells), choices))
        if len(choices) != 1:
            self.form.doubt("认不出这一行的内容各在哪一列", cells[0].source)
            return
        for cell, at in zip(cells, choices[0], strict=True):
            form_cells.put(self.form, at, cell, unit=self._unit)

    def _read_list_row(self, part: BlockSpec, number: int, cells: Sequence[Cell]) -> None:
        # 产出指标 | 数量指标 | 租赁间数 | 10 → 绩效指标[1]: 一级指标, 二级指标, 三级指标, 指标值
        rows = self._lists.setdefault(part.id, ListRows())
        rows.begin()
        line = Line(f"{part.id}_{rows.count}", "fixed", "", figure=f"{''.join(part.scope[:1])}[{rows.count}]")
        self._lines[part.id][line.id] = line
        for one in self._columns.get(part.id, ()):
            at, cell = EntryCell(line, one.column), one.cell(self._region.row(number))
            if one.column.merge_same:
                cell = rows.level(one.column.id, cell)
            if cell is None and required(at.place):
                self.form.doubt(f"这一行没有“{one.column.title[-1]}”", cells[0].source)
            self._put_below_head(at, one, cell, number)

    def _put_below_head(self, at: EntryCell, head: Headed, cell: Cell | None, number: int) -> None:
        """A text that reaches down from above counts for each row, a number only for the first."""
        own = cell if cell and (cell.row == number or not at.is_number) else None
        form_cells.put(self.form, at, own or self._region.blank(number, head.places[0]), unit=self._unit)


def _title_words(block: BlockSpec) -> Iterator[str]:
    columns = filterfalse(attrgetter("beside_rows"), block.columns)
    return (spellings.head(title) for column in columns for title in column.title)


def _are_alike(cells: Sequence[Cell], places: Sequence[EntryCell]) -> bool:
    """Whether numbers stand where the form shows numbers, and only there."""
    return [at.is_number for at in places] == [printed_numbers.is_number(cell.text) for cell in cells]
