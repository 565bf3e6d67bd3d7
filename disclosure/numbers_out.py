"""取数 — figures and tables of a department-year for a script, each with its unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from disclosure import api, notebook_html, packs, terms
from disclosure.checks import Book, NoSuchNumber, formula
from disclosure.checks.book import Entry
from disclosure.facts import Facts
from disclosure.forms.filled_table import CellKind, FilledCell, FilledRow, FilledTable, RowKind
from disclosure.packs.composing.table_blocks import filled_in
from disclosure.rows import Rows
from disclosure.sources import DataSource, PackChoice

_LEVELS: dict[RowKind, int] = {"fixed": 0, "total": 0, "class": 1, "section": 2, "item": 3}
_UNITS: dict[CellKind, str] = {"amount": "元", "percent": "%", "count": "个"}


@dataclass(frozen=True, slots=True)
class BookedFigure:
    """一个数 — by its name and id; `value` in its unit (元, %, 个), None where there is none.

    `formula` says in words how it is made, `inputs` names what it is made of, `sources` where that was filled
    in, `missing` what has to be filled in first.
    """

    name: str
    id: str
    label: str
    value: Decimal | None
    unit: str
    formula: str
    inputs: tuple[str, ...]
    sources: tuple[str, ...]
    missing: tuple[str, ...]


class FigureBook(Mapping[str, BookedFigure], Rows):
    """全部数 — every figure of a department-year, and what was entered as a number, by name.

    A name is Chinese as templates write it (三公经费.决算数) or English (sangong.final). One that no number
    has raises NoSuchNumber, which says what is near.
    """

    def __init__(self, facts: Facts) -> None:
        self._book = Book(facts)
        self._names = tuple(name for name in self._book if name not in self._book.cells)

    def __getitem__(self, name: str) -> BookedFigure:
        entry = self._entry(name)
        return BookedFigure(
            entry.name,
            _identifier(entry.name),
            entry.label,
            entry.value,
            entry.unit,
            formula(entry, self._book),
            entry.inputs,
            self._book.sources(entry.name),
            self._book.facts.names.located(entry.missing),
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def value(self, name: str) -> Decimal | None:
        """值 — of a figure by its name; None where it is not known; raises NoSuchNumber."""
        return self._entry(name).value

    def records(self) -> list[dict[str, Any]]:
        """各行 — a figure each."""
        return [asdict(self[name]) for name in self]

    def _repr_html_(self) -> str:
        """In a notebook: the known figures, those of whole accounts before those of parts."""
        known = sorted((name for name in self if self.value(name) is not None), key=_steps_below)
        rows = ((one.name, one.value, one.unit, one.formula) for one in map(self.__getitem__, known))
        return notebook_html.table(f"{len(known)} 个数", ("名称", "值", "单位", "公式"), rows)

    def _entry(self, name: str) -> Entry:
        chinese = name if name in self._book else _in_chinese(name)
        if chinese not in self._book or chinese in self._book.cells:
            raise NoSuchNumber(f"没有名为“{name}”的数{terms.near(name, list(self._names))}")
        return self._book[chinese]


def _steps_below(name: str) -> int:
    return name.count(".")


def _identifier(name: str) -> str:
    try:
        return terms.identifier(name)
    except KeyError:  # an entered value below a list
        return name


def _in_chinese(name: str) -> str:
    try:
        return terms.chinese(name)
    except KeyError:
        return name


@dataclass(frozen=True)
class Table(Rows):
    """一张表 — its rows as they are printed, exact; `units` says what each column counts in (元, %, 个)."""

    id: str
    number: str
    title: str
    units: Mapping[str, str]
    rows: tuple[TableRow, ...]

    def records(self) -> list[dict[str, Any]]:
        """各行 — code, name, level and a key for each column."""
        empty = dict.fromkeys(self.units)
        return [
            {"code": row.code, "name": row.name, "level": row.level, **empty, **row.cells}
            for row in self.rows
        ]


@dataclass(frozen=True)
class TableRow:
    """一行 — the code of its subject where it has one, its name, 1 类 2 款 3 项 and 0 else, its cells."""

    code: str
    name: str
    level: int
    cells: Mapping[str, Decimal | str | None]


class TableSet(Mapping[str, Table]):
    """各表 — the tables of a department-year by number (公开03表); also by title or id."""

    def __init__(self, facts: Facts) -> None:
        made = [_table_out(table, facts) for table in facts.tables]
        self._tables = {table.number or table.title: table for table in made}
        self._year = facts.submission.year

    def __getitem__(self, name: str) -> Table:
        found = [table for table in self._tables.values() if name in (table.number, table.title, table.id)]
        if not found:
            raise NoSuchNumber(self._no_such_table(name))
        return found[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def _no_such_table(self, name: str) -> str:
        if self._tables:
            return f"没有编号或标题是“{name}”的表，有：{'、'.join(map(_table_shown, self._tables.values()))}"
        return f"这份数据的模板没有公开表；有的例如 {_pack_with_tables(self._year)}，用 pack 写明模板"


def _table_shown(table: Table) -> str:
    return f"{table.number} {table.title}".strip()


def _pack_with_tables(year: int) -> str:
    """One delivered pack that has tables, of the year where there is one."""
    roots = [packs.built_in()]
    of_year_first = sorted(packs.available(roots), key=lambda name: str(year) not in name)
    return next(name for name in of_year_first if packs.resolve(name, roots).manifest.tables)


def _table_out(filled: FilledTable, facts: Facts) -> Table:
    units: dict[str, str] = {}
    rows, heads = [], facts.headings
    title = filled_in(filled.title, facts.submission)
    for row in filled.rows:
        called = {column: heads.get(f"{filled.id}.{row.block}.{column}", column) for column in row.cells}
        for column, cell in row.cells.items():
            units[called[column]] = units.get(called[column]) or _UNITS.get(cell.kind, "")
        rows.append(_row_out(row, called))
    return Table(filled.id, filled.number, title, units, tuple(rows))


def _row_out(row: FilledRow, called: Mapping[str, str]) -> TableRow:
    code = row.id if row.id.isdigit() else ""
    cells = {called[column]: _cell_value(cell) for column, cell in row.cells.items()}
    return TableRow(code, "".join(row.label.split()), _LEVELS[row.kind], cells)


def _cell_value(cell: FilledCell) -> Decimal | str | None:
    return cell.text if cell.kind == "text" else cell.value


def figures(source: DataSource, *, pack: PackChoice = "", roots: Iterable[Path | str] = ()) -> FigureBook:
    """取数 — every figure of a department-year by name; nothing is composed. Raises InputError, PackError."""
    return FigureBook(api.facts_of(source, pack=pack, roots=roots))


def tables(source: DataSource, *, pack: PackChoice = "", roots: Iterable[Path | str] = ()) -> TableSet:
    """取表 — every table of the set, amounts exact in 元. Raises InputError and PackError."""
    return TableSet(api.facts_of(source, pack=pack, roots=roots))
