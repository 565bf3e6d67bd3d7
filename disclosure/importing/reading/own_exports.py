"""读自己的导出 — rows of an office's export become tables of the pack: summed by code, with their cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, product, starmap
from operator import attrgetter

from disclosure.errors import InputError, Problem, Source
from disclosure.forms.heads_of_exports import OwnColumn, OwnHeads, OwnTable
from disclosure.forms.rows_and_columns import TOTAL, Line
from disclosure.forms.spec import BlockSpec, ColumnSpec, TableSpec, Titles, standing
from disclosure.importing.reading.found_table import FoundTable, Key
from disclosure.importing.reading.rounded_amounts import NONE, Value, money, total
from disclosure.importing.recognising import own_heads, printed_numbers, spellings
from disclosure.importing.recognising import unit_owner_year as stated
from disclosure.importing.recognising.own_heads import Sheet
from disclosure.importing.recognising.row_names import RowNames
from disclosure.loading.published import Cell, Matrix
from disclosure.money import Unit

_LEVELS: Mapping[str | None, tuple[int, ...]] = {
    "功能科目": (3, 5),
    "经济科目": (3,),
}  # digits of the codes above the lowest
_TOTALS: Mapping[str | None, tuple[str, ...]] = {"功能科目": ("合计",)}
UNUSED = "不用"  # what 科目 says of a code that is none of the pack's
_CODED = re.compile(r"\d{3}")  # what an account has and a total has not
_SHOWN = 5  # rows that were not used
_LONGEST = 20  # letters of the name of one

Columns = Mapping[str, ColumnSpec]  # of one title, by the part of the table that has it


@dataclass(frozen=True, slots=True)
class OwnTables:
    """读到的 — tables, an account of what was used of the export, and the sheets that nothing was said of.

    `unmapped` are accounts with amounts of which nothing was said either.
    """

    tables: Sequence[FoundTable]
    account: Sequence[str]
    rest: Sequence[Matrix]
    unmapped: Sequence[str]


def read(matrices: Sequence[Matrix], heads: OwnHeads, specs: Sequence[TableSpec], year: int) -> OwnTables:
    """照对照读 — raises InputError where a table, column or head that is named is not there."""
    readers: dict[str, _OwnTableReader] = {}
    account, unmapped = list[str](), dict[str, str]()
    rest = {id(matrix): matrix for matrix in matrices}
    for own in heads.tables:
        spec = _spec_titled(own.title, specs)
        reader = readers.setdefault(spec.id, _OwnTableReader(spec, heads.subjects, year))
        for sheet in own_heads.sheets(matrices, own):
            used = reader.take(sheet, own)
            account.append(used.account())
            unmapped = {**used.accounts, **unmapped}
            rest.pop(id(sheet.matrix), None)
    tables = list(map(_OwnTableReader.finish, readers.values()))
    return OwnTables(tables, account, list(rest.values()), list(unmapped.values()))


def _spec_titled(title: str, specs: Sequence[TableSpec]) -> TableSpec:
    found = next(filter(partial(_is_titled_so, title), specs), None)
    if found is not None:
        return found
    known = "、".join(spellings.title(spec.title) for spec in specs)
    raise InputError([Problem(f"对照里的表“{title}”不是模板的表，模板的表有：{known}")])


def _is_titled_so(title: str, spec: TableSpec) -> bool:
    return title in {spec.id, spec.sheet_number} or spellings.title(title) == spellings.title(spec.title)


@dataclass(slots=True)
class _Used:
    """One sheet while it is read: what its columns are, its unit, and what of it was used."""

    sheet: Sheet
    own: OwnTable
    columns: Sequence[tuple[OwnColumn, Columns]]
    unit: Unit | None
    label: str
    rows: int = 0
    passed: int = 0  # rows that 只取 does not want
    left: dict[int, str] = field(default_factory=dict)  # what rows are called, by number
    sums: dict[str, Value] = field(default_factory=dict)

    def cells(self, number: int) -> list[tuple[Columns, Cell]]:
        return list(filter(_says_something, map(partial(self._cell, number), self._wanted(number))))

    def is_wanted(self, number: int) -> bool:
        """是否要取 — whether the table wants a row, and any of its columns."""
        return self.sheet.is_wanted(self.own.only, number) and bool(self._wanted(number))

    def _wanted(self, number: int) -> list[tuple[OwnColumn, Columns]]:
        return [pair for pair in self.columns if self.sheet.is_wanted(pair[0].only, number)]

    def _cell(self, number: int, pair: tuple[OwnColumn, Columns]) -> tuple[Columns, Cell]:
        return pair[1], self.sheet.own_cell(number, pair[0].head)

    def keys(self, number: int) -> list[Cell]:
        return [self.sheet.cell(number, (head,)) for head in self.own.rows]

    def leave(self, number: int) -> None:
        self.left[number] = "".join(map(attrgetter("text"), self.keys(number)))[:_LONGEST]

    @property
    def accounts(self) -> dict[str, str]:
        """没有对照的科目 — of the rows that were left, those that have a code: where each stands first."""
        coded = [(number, name) for number, name in self.left.items() if _CODED.search(name)]
        return {name: self._place(number, name) for number, name in reversed(coded)}

    def _place(self, number: int, name: str) -> str:
        return f"{self.keys(number)[0].source} “{name}”"

    def add(self, column: ColumnSpec, value: Value) -> None:
        name = "／".join(column.title)
        self.sums[name] = _plus(self.sums.get(name, NONE), value)

    def account(self) -> str:
        # 导出.xlsx 明细!A3：支出决算表，用了 12 行（本年支出／基本支出 70.00 万元）；没有用的列：经营支出
        sums = "，".join(f"{name} {value.said(value.amount)}" for name, value in self.sums.items())
        unused = "、".join(self.sheet.other_heads())
        left = "、".join(starmap(self._place, list(self.left.items())[:_SHOWN]))
        more = f"等 {len(self.left)} 行" if len(self.left) > _SHOWN else ""
        parts = {
            f"{self.sheet.place}：{self.label}，用了 {self.rows} 行（{sums}）": True,
            f"没有用的列：{unused}": bool(unused),
            f"照对照不取的 {self.passed} 行没有用": bool(self.passed),
            f"认不出、没有用的行：{left}{more}": bool(left),
        }
        return "；".join(filter(parts.get, parts))


def _says_something(pair: tuple[Columns, Cell]) -> bool:
    return bool(pair[1].text or pair[1].fault)


class _OwnTableReader:
    """One table of the pack, made of the sheets that are said to hold it."""

    def __init__(self, spec: TableSpec, subjects: Mapping[str, str], year: int) -> None:
        self._table = FoundTable(spec, Source(""))
        self._subjects = subjects
        self._names = {block.id: RowNames(block, year) for block in standing(spec.blocks, year)}
        self._columns = list(
            chain.from_iterable(map(partial(_numbers_of, year), standing(spec.blocks, year)))
        )
        self._added: dict[Key, Value] = {}
        self._lines: dict[str, dict[str, Line]] = {id: {} for id in self._names}
        self._there: dict[str, dict[str, ColumnSpec]] = {id: {} for id in self._names}

    def take(self, sheet: Sheet, own: OwnTable) -> _Used:
        """读一张工作表 — gives what was used of it."""
        self._table.source = sheet.place
        if sheet.matrix.fault:
            self._table.doubt(sheet.matrix.fault, sheet.place)
        if not (own.rows or any(map(RowNames.unnamed, self._names.values()))):
            raise InputError([Problem(f"对照里“{self._table.label}”没有写“行”：编码或行名在哪一列")])
        columns = [(column, self._declared(column.title)) for column in own.columns]
        used = _Used(sheet, own, columns, self._unit(sheet, own), self._table.label)
        rows = list(sheet.rows())
        wanted = list(filter(partial(self._is_wanted, used), rows))
        used.passed = len(rows) - len(wanted)
        for number in wanted:
            self._read_row(used, number)
        return used

    def _is_wanted(self, used: _Used, number: int) -> bool:
        said = self._said([cell.text for cell in used.keys(number)])
        return used.is_wanted(number) and UNUSED not in said

    def _declared(self, title: Titles) -> Columns:
        """The column of each part that has one of this title."""
        found = {part: column for part, column in self._columns if _is_called(title, column)}
        if found:
            return found
        known = "、".join(dict.fromkeys("／".join(column.title) for _, column in self._columns))
        said = f"对照里的标题“{'／'.join(title)}”不是“{self._table.label}”的列，它的列有：{known}"
        raise InputError([Problem(said)])

    def _unit(self, sheet: Sheet, own: OwnTable) -> Unit | None:
        """The unit that the office says, else the one that stands above the rows."""
        above = list(sheet.above())
        for cell in above:
            self._table.note_corner(cell)
        said = own.unit or next(filter(None, map(stated.unit_of_head, map(attrgetter("text"), above))), None)
        self._table.units = {said: sheet.place} if said else {}
        return said

    def _read_row(self, used: _Used, number: int) -> None:
        # 5001010101 | 基本工资 | 40.00, the code being 30101 → the row 30101, 40.00 more
        cells = used.cells(number)
        part, line = self._named([cell.text for cell in used.keys(number)])
        if line is not None:
            used.rows += bool(cells)
            for columns, cell in cells:
                self._read_cell(used, (part, line), columns, cell)
        elif cells:
            used.leave(number)

    def _named(self, keys: Sequence[str]) -> tuple[str, Line | None]:
        said = self._said(keys)
        lines = (
            (part, names.own_line(said) if said else names.unnamed()) for part, names in self._names.items()
        )
        return next(filter(_is_line, lines), ("", None))

    def _said(self, keys: Sequence[str]) -> list[str]:
        return [self._subjects.get(spellings.plain(key), key) for key in keys]

    def _read_cell(self, used: _Used, at: tuple[str, Line], columns: Columns, cell: Cell) -> None:
        part, line = at
        column = columns.get(part)
        if column is not None:
            self._lines[part][line.id], self._there[part][column.id] = line, column
            self._read_amount(used, at, column, cell)

    def _read_amount(self, used: _Used, at: tuple[str, Line], column: ColumnSpec, cell: Cell) -> None:
        amount = printed_numbers.amount(cell.text)
        if amount is None or cell.fault:
            self._table.lose((at[1].id, column.id), _why_lost(cell), cell.source)
        elif used.unit is None and amount:
            self._table.doubt_unit()
        else:
            self._put(used, at, column, money(cell.text, amount, used.unit, cell.source))

    def _put(self, used: _Used, at: tuple[str, Line], column: ColumnSpec, value: Value) -> None:
        """Several rows may make a line, but a total, 类 or 款 that the export has is held against them."""
        part, line = at
        key = line.id, column.id
        if line.id == TOTAL or len(line.code) in self._levels(part):
            self._table.put(key, value)
        else:
            self._added[key] = _plus(self._added.get(key, NONE), value)
            used.add(column, value)

    def finish(self) -> FoundTable:
        """收尾 — what the export does not add up is added up; what it does stands, and is checked."""
        self._table.cells |= self._added
        for part in filter(self._lines.get, self._names):
            self._sum_up(part, self._names[part])
            self._sum_across(part)
            self._table.names.update(self._names[part].names)
            for line in self._lines[part].values():
                self._table.add(part, self._there[part].values(), line)
        return self._table

    def _sum_up(self, part: str, names: RowNames) -> None:
        """The levels above the items, and the total, unless the export has them."""
        # 2010301, 2010302 → 20103, 201 and 合计
        lines = self._lines[part]
        codes = list(filter(None, map(attrgetter("code"), lines.values())))
        above = [code[:digits] for code, digits in product(codes, self._levels(part))]
        for name in dict.fromkeys((*above, *_TOTALS.get(names.block.row_source, ()))):
            line = names.line([name])
            if line is not None:
                lines.setdefault(line.id, line)
                self._add_items(line, part, codes)

    def _add_items(self, line: Line, part: str, codes: Iterable[str]) -> None:
        items = [code for code in codes if code.startswith(line.code)]
        for column in self._there[part]:
            self._table.cells.setdefault((line.id, column), total(self._added_at(items, column)))

    def _added_at(self, codes: Iterable[str], column: str) -> Iterator[Value]:
        return (self._added.get((code, column), NONE) for code in codes)

    def _levels(self, part: str) -> Sequence[int]:
        return _LEVELS.get(self._names[part].block.row_source, ())

    def _sum_across(self, part: str) -> None:
        """Columns that add up others and that the export does not have, parts before their sums."""
        own = {column.id: column for of, column in self._columns if of == part}
        in_order = map(own.__getitem__, sorted(own, key=partial(_depth, own)))
        for column in filter(partial(_is_sum_of, self._there[part]), in_order):
            self._there[part][column.id] = column
            for line in self._lines[part]:
                self._table.cells[line, column.id] = total(self._parts(line, column))

    def _parts(self, line: str, column: ColumnSpec) -> Iterator[Value]:
        return (self._table.cells.get((line, one), NONE) for one in _addends(column))


def _numbers_of(year: int, block: BlockSpec) -> Iterator[tuple[str, ColumnSpec]]:
    """The columns of a part with figures, each of which names the one that it shows."""
    for column in standing(block.columns, year):
        if column.kind == "数":
            figure = column.figure.replace("{范围}", "".join(block.scope[:1]))
            yield block.id, column.model_copy(update={"figure": figure})


def _is_called(title: Titles, column: ColumnSpec) -> bool:
    return title in {(column.id,), column.title, column.title[-1:]}


def _why_lost(cell: Cell) -> str:
    return cell.fault or printed_numbers.why_not(cell.text)


def _is_line(named: tuple[str, Line | None]) -> bool:
    return named[1] is not None


def _addends(column: ColumnSpec) -> list[str]:
    """What a column adds up, where it only adds."""
    parts = column.formula.split(" + ")
    return parts if all(map(str.isidentifier, parts)) else []


def _depth(columns: Mapping[str, ColumnSpec], name: str) -> int:
    """How many sums stand below a column."""
    # 合计 = 出国 + 公务用车 + 接待, 公务用车 = 购置 + 运行 → 2
    parts = filter(columns.__contains__, _addends(columns[name]))
    return 1 + max(map(partial(_depth, columns), parts), default=-1)


def _is_sum_of(there: Mapping[str, ColumnSpec], column: ColumnSpec) -> bool:
    return column.id not in there and not there.keys().isdisjoint(_addends(column))


def _plus(one: Value, other: Value) -> Value:
    return replace(one + other, unit=other.unit)
