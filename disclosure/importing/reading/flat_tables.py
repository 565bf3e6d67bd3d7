"""读金额表 — a table of amounts, region by region: corner texts, head, then row by row its cells, in 元."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import filterfalse, groupby

from disclosure import terms
from disclosure.errors import Source
from disclosure.forms.fill_cells import shown_at
from disclosure.forms.rows_and_columns import Line
from disclosure.forms.spec import NOT_APPLICABLE, ColumnSpec, standing
from disclosure.importing.reading.found_table import FoundTable
from disclosure.importing.reading.rounded_amounts import ZERO, Value, money
from disclosure.importing.recognising import printed_numbers, row_names, spellings
from disclosure.importing.recognising import unit_owner_year as stated
from disclosure.importing.recognising.column_heads import HeadError, Placed, place
from disclosure.importing.recognising.row_names import RowNames
from disclosure.importing.recognising.table_regions import Region, begun
from disclosure.loading.published import Cell
from disclosure.money import Unit

COUNTS = ("groups", "persons", "batches", "purchased_number", "held_number")  # ends of ids without a unit
_COUNTED = tuple(f".{terms.chinese(name)}" for name in COUNTS)

Row = Mapping[int, Cell]


class FlatTableReader:
    """一处金额表 — while it is read; what it reads goes into the table that it is a page or panel of.

    A page that goes on from another (续表) goes on with its rows: a label may stand twice in a table.
    """

    def __init__(
        self, table: FoundTable, region: Region, year: int, before: FlatTableReader | None = None
    ) -> None:
        self._table, self._region, self._year = table, region, year
        self._blocks = standing(table.spec.blocks, year)
        goes_on = before if spellings.goes_on(region.title.text) else None
        fresh = [RowNames(block, year) for block in self._blocks]
        self._names: list[RowNames] = goes_on._names if goes_on else fresh
        self._unit: Unit | None = None
        self._head: list[int] = []  # rows of a head that is not whole yet
        self._placed: list[Placed] = []
        self._panels: list[list[tuple[Placed, RowNames]]] = []  # parts that stand in the same columns
        self._first_head: list[str] = []  # texts of the first row of the head
        self._ended = False

    def read(self) -> None:
        """读一处 — all rows below the title."""
        title = self._region.title
        self._table.note_year(title)
        self._read_corner([title])
        numbers = self._below_corners()
        sentence = self._no_data_said(numbers)
        if sentence and not self._has_numbers(numbers):
            self._read_nothing(sentence.source)
        else:
            self._read_rows(numbers)
            self._require_content(sentence)

    def _read_rows(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            self._read_row(number, self._region.row(number))
        if not self._first_head:
            self._table.doubt("找不到表头，认不出各列", self._region.title.source)

    def _require_content(self, sentence: Cell | None) -> None:
        if sentence and any(value.amount for value in self._table.cells.values()):
            self._table.doubt("表里有内容，又写着没有数据", sentence.source)

    def _no_data_said(self, numbers: Sequence[int]) -> Cell | None:
        """The sentence that the table has no data, if one of its rows is that."""
        own = spellings.as_pattern(self._table.spec.empty_sentence)
        said = filterfalse(self._region.is_wide, numbers)
        cells = (self._region.row(number)[min(self._region.row(number))] for number in said)
        return next((cell for cell in cells if spellings.says_no_data(cell.text, own)), None)

    def _has_numbers(self, numbers: Sequence[int]) -> bool:
        rows = filterfalse(_counts_columns, map(self._region.row, numbers))
        return any(printed_numbers.amount(cell.text) for row in rows for cell in row.values())

    def _read_nothing(self, source: Source) -> None:
        """A table without data is nothing in all its columns, however its head is laid out."""
        # 故本表无数据 below an empty table → 合计 | 0 | 0 | 0
        for block, names in zip(self._blocks, self._names, strict=True):
            columns = filter(_has_figures, standing(block.columns, self._year))
            placed = _scoped(Placed(block, dict(enumerate(columns)), ())).values()
            for line in names.of_nothing():
                self._table.add(block.id, placed, line)
                self._put_nothing(line, placed, source)

    def _put_nothing(self, line: Line, columns: Iterable[ColumnSpec], source: Source) -> None:
        for column in columns:
            if line.cells.get(column.id) != NOT_APPLICABLE:
                self._table.put((line.id, column.id), Value(ZERO, sources=(source,)))

    def _below_corners(self) -> list[int]:
        """Rows of the table itself; corner texts below it belong to another, whose title nobody knows."""
        # 编制部门：某市档案馆 | 金额单位：万元 → owner and unit
        # 项目 | 合计                       → a row of the table
        rows: list[int] = []
        for number in self._region.rows:
            own = begun(self._region.row(number).values(), number)
            begun_table = any(map(self._region.is_wide, rows))
            is_alone = not begun_table and [stated.stands_alone(cell.text) for cell in own] == [True]
            if not is_alone and not any(stated.is_corner(cell.text) for cell in own):
                rows.append(number)
            elif begun_table:
                break
            else:
                self._read_corner(own)
                self._table.note_owner_beside_unit(own)
        return rows

    def _read_corner(self, cells: Sequence[Cell]) -> None:
        for cell in cells:
            self._unit = stated.unit(cell.text) or self._unit
            self._table.note_corner(cell)

    def _read_row(self, number: int, row: Row) -> None:
        """A row of the head, which may begin again on each page, or of the table."""
        # 科目 | 合计 | 基本支出 → head
        # 栏次 | 1    | 2       → its last row
        # 2010301 行政运行 | 60.00 | 60.00 → two cells
        in_head = bool(self._head) or not self._placed
        if _counts_columns(row):
            self._head.append(number)
            self._place_head()
        elif in_head and row_names.is_note(row[min(row)].text):
            self._end_head()
        elif in_head and row_names.begins(self._names, row):
            self._place_head()
            self._read_amounts(number, row)
        elif in_head or [cell.text for cell in row.values()] == self._first_head:
            self._head.append(number)
        else:
            self._read_amounts(number, row)

    def _end_head(self) -> None:
        """Notes below a head end a table without rows; those above it are none of it."""
        if any(map(self._region.is_wide, self._head)):
            self._place_head()
            self._ended = True

    def _place_head(self) -> None:
        """The head is whole: its columns are told. A sentence below the title is no head."""
        rows = [row for row in map(self._region.row, self._head) if len(row) > 1]
        self._head = []
        if not rows:
            return
        self._first_head, self._ended = [cell.text for cell in rows[0].values()], False
        title = self._region.title
        try:
            placed = place(self._blocks, rows, self._year, panel=spellings.is_panel(title.text))
            self._placed = [replace(one, columns=_scoped(one)) for one in placed]
            self._panels = _panels(self._placed, self._names)
        except HeadError as error:
            self._table.doubt(str(error), title.source)

    def _read_amounts(self, number: int, row: Row) -> None:
        self._ended = self._ended or row_names.is_note(row[min(row)].text)
        if self._ended or not self._placed:
            return
        left: Sequence[int] = ()
        for panel in self._panels:
            left = self._read_panel(number, panel, left)
        for names in self._names:
            self._table.names.update(names.names)

    def _read_panel(
        self, number: int, panel: Sequence[tuple[Placed, RowNames]], left: Sequence[int]
    ) -> Sequence[int]:
        """The cells of a row in the columns that parts share; gives what names the row there."""
        lines = _lines_of_row(self._region.row(number), panel, left)
        placed, line = next(lines, (panel[0][0], None))
        if line is None:
            self._require_nothing(number, placed)
        else:
            self._read_cells(number, placed, line)
        return placed.keys

    def _read_cells(self, number: int, placed: Placed, line: Line) -> None:
        self._table.add(placed.block.id, placed.columns.values(), line)
        for at, column in placed.columns.items():
            if line.cells.get(column.id) != NOT_APPLICABLE:
                self._read_cell(number, at, line, column)

    def _read_cell(self, number: int, at: int, line: Line, column: ColumnSpec) -> None:
        # 60.00 below 单位：万元 → Value(600000, ±50)
        # 约60 → a doubt;  12 (人次) → Value(12), whatever the unit
        cell, key = self._own_cell(number, at), (line.id, column.id)
        text, source, amount = cell.text, cell.source, printed_numbers.amount(cell.text)
        if cell.fault:
            self._table.lose(key, cell.fault, source)
        elif amount is None:
            self._table.lose(key, printed_numbers.why_not(text), source)
        elif _has_no_unit(line, column):
            self._table.put(key, Value(amount, sources=(source,)))
        elif self._unit is not None:
            self._table.put(key, money(text, amount, self._unit, source))
        elif amount:
            self._table.doubt_unit()

    def _own_cell(self, number: int, at: int) -> Cell:
        """A merged cell is the value of its first place only; the others are empty."""
        cell = self._region.row(number).get(at)
        return cell if cell and (cell.row, cell.column) == (number, at) else self._region.blank(number, at)

    def _require_nothing(self, number: int, placed: Placed) -> None:
        cells = map(partial(self._own_cell, number), placed.columns)
        unplaced = next((cell for cell in cells if printed_numbers.amount(cell.text)), None)
        if unplaced is not None:
            name = "".join(_key_texts(self._region.row(number), placed.keys))
            self._table.unnamed.add(placed.block.id)
            self._table.doubt(f"这一行有数，但认不出“{name[:30]}”是表里的哪一行", unplaced.source)


def _counts_columns(row: Row) -> bool:
    """Whether a row is the last of a head: 栏次, or 1 | 2 | 3 in all its columns."""
    texts = [spellings.plain(row[at].text) for at in sorted(row)]
    counted = list(map(str, range(1, len(texts) + 1)))
    return "栏次" in texts or (texts == counted and len(texts) > 1)


def _panels(placed: Sequence[Placed], names: Sequence[RowNames]) -> list[list[tuple[Placed, RowNames]]]:
    known = {one.block.id: one for one in names}
    pairs = [(one, known[one.block.id]) for one in placed]
    return [list(panel) for _, panel in groupby(pairs, key=lambda pair: pair[0].place)]


def _has_figures(column: ColumnSpec) -> bool:
    return column.kind == "数"


def _lines_of_row(
    row: Row, panel: Sequence[tuple[Placed, RowNames]], left: Sequence[int]
) -> Iterator[tuple[Placed, Line]]:
    """The line that a row is, of the part that its name or code belongs to."""
    for placed, names in panel:
        line = _line_of_row(row, placed, names, left)
        if line and (len(panel) == 1 or (names.has(line) and not _reaches_over(row, placed))):
            yield placed, line


def _reaches_over(row: Row, placed: Placed) -> bool:
    # 公用经费合计, merged over a panel and the names of the next → its amount stands in the next
    named = {row.get(at) for at in placed.keys} - {None}
    return not named.isdisjoint(map(row.get, placed.columns))


def _line_of_row(row: Row, placed: Placed, names: RowNames, left: Sequence[int]) -> Line | None:
    # 一、一般公共预算 | 75.00 | 一、一般公共服务支出 | 75.00 → of the left block by column 0, right by 2
    # 合计（跨左） |       | 75.00 → of the right block too, where its name reaches there (跨左)
    if not placed.keys:
        return names.unnamed() if row_names.only_numbers(row.values()) else None
    keys = _key_texts(row, placed.keys)
    if any(keys):
        return names.line(keys)
    keys_left = _key_texts(row, left)
    line = names.line(keys_left) if any(keys_left) else None
    return line if line and line.widens else None


def _has_no_unit(line: Line, column: ColumnSpec) -> bool:
    return column.measure != "元" or shown_at(line, column).endswith(_COUNTED)


def _scoped(placed: Placed) -> Mapping[int, ColumnSpec]:
    """Its columns, with the figure that each shows for the scope of the block."""
    scope = "".join(placed.block.scope[:1])
    figures = {at: column.figure.replace("{范围}", scope) for at, column in placed.columns.items()}
    return {at: placed.columns[at].model_copy(update={"figure": name}) for at, name in figures.items()}


def _key_texts(row: Row, columns: Sequence[int]) -> list[str]:
    """What names the row, column by column; a cell merged across columns speaks once."""
    keys = [row.get(at) for at in columns]
    return [cell.text if cell and cell not in keys[:at] else "" for at, cell in enumerate(keys)]
