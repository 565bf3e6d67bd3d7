"""取数 — figures, tables, sections and charts of a department-year for a script, each with its unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import partial
from itertools import chain, takewhile
from pathlib import Path
from typing import Any, Literal

from disclosure import api, drawing, terms
from disclosure.checks import Book, NoSuchNumber, formula
from disclosure.checks.book import Entry
from disclosure.document import Block, ChartBlock, Document, Heading, Paragraph, plain, walk
from disclosure.errors import InputError, Problem
from disclosure.facts import Facts
from disclosure.forms.filled_table import CellKind, FilledCell, FilledRow, FilledTable, RowKind
from disclosure.outputs import shown_blocks
from disclosure.packs.composing.table_blocks import filled_in
from disclosure.rows import Rows
from disclosure.sources import DataSource, PackChoice

_LEVELS: dict[RowKind, int] = {"fixed": 0, "total": 0, "class": 1, "section": 2, "item": 3}
_UNITS: dict[CellKind, str] = {"amount": "元", "percent": "%", "count": "个"}
_NUMBER = re.compile(r"^(第.{1,3}部分|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、])\s*")
_QUOTES = str.maketrans("", "", "“”\"'《》 　")
SectionFormat = Literal["text", "md", "html"]


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
            _id(entry.name),
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

    def _entry(self, name: str) -> Entry:
        chinese = name if name in self._book else _chinese(name)
        if chinese not in self._book or chinese in self._book.cells:
            raise NoSuchNumber(f"没有名为“{name}”的数{terms.near(name, list(self._names))}")
        return self._book[chinese]


def _id(name: str) -> str:
    try:
        return terms.identifier(name)
    except KeyError:  # an entered value below a list
        return name


def _chinese(name: str) -> str:
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
        made = [_table(table, facts) for table in facts.tables]
        self._tables = {table.number or table.title: table for table in made}

    def __getitem__(self, name: str) -> Table:
        found = [table for table in self._tables.values() if name in (table.number, table.title, table.id)]
        if not found:
            raise NoSuchNumber(f"没有编号或标题是“{name}”的表，有：{'、'.join(self._tables)}")
        return found[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def _table(filled: FilledTable, facts: Facts) -> Table:
    units: dict[str, str] = {}
    rows, heads = [], facts.headings
    title = filled_in(filled.title, facts.submission)
    for row in filled.rows:
        called = {column: heads.get(f"{filled.id}.{row.block}.{column}", column) for column in row.cells}
        for column, cell in row.cells.items():
            units[called[column]] = units.get(called[column]) or _UNITS.get(cell.kind, "")
        rows.append(_table_row(row, called))
    return Table(filled.id, filled.number, title, units, tuple(rows))


def _table_row(row: FilledRow, called: Mapping[str, str]) -> TableRow:
    code = row.id if row.id.isdigit() else ""
    cells = {called[column]: _content(cell) for column, cell in row.cells.items()}
    return TableRow(code, "".join(row.label.split()), _LEVELS[row.kind], cells)


def _content(cell: FilledCell) -> Decimal | str | None:
    return cell.text if cell.kind == "text" else cell.value


@dataclass(frozen=True)
class Chart(Rows):
    """一幅图 — its title, what it says in words, its block of the document."""

    title: str
    block: ChartBlock

    @property
    def alt(self) -> str:
        """替代文字."""
        return self.block.alt

    def svg(self) -> bytes:
        """矢量图 — an SVG file."""
        return drawing.svg(self.block).encode()

    def png(self, dpi: int = 200) -> bytes:
        """位图 — a PNG file."""
        return drawing.png(self.block, dpi)

    def records(self) -> list[dict[str, Any]]:
        """各数 — series, category, value in the printed unit, label."""
        return [
            {"series": series.name, "category": category, "value": point.value, "label": point.label}
            for series in self.block.series
            for category, point in zip(self.block.categories, series.points, strict=True)
        ]


def figures(source: DataSource, *, pack: PackChoice = "", roots: Iterable[Path | str] = ()) -> FigureBook:
    """取数 — every figure of a department-year by name; nothing is composed. Raises InputError, PackError."""
    return FigureBook(api.facts_of(source, pack=pack, roots=roots))


def tables(source: DataSource, *, pack: PackChoice = "", roots: Iterable[Path | str] = ()) -> TableSet:
    """取表 — every table of the set, amounts exact in 元. Raises InputError and PackError."""
    return TableSet(api.facts_of(source, pack=pack, roots=roots))


def section(
    source: DataSource,
    name: str,
    format: SectionFormat = "text",
    *,
    pack: PackChoice = "",
    roots: Iterable[Path | str] = (),
) -> str:
    """取一节 — what stands below a heading, as `text`, `md` or `html`; a draft where anything is missing.

    `name` is the heading or a part of it, its number and quotes left out (三公经费). Raises InputError where
    no heading is called so, or several of one level are.
    """
    document = api.compose(source, pack=pack, roots=roots, draft=True).document
    return shown_blocks.shown(document, _below(document, name), format)


def charts(
    source: DataSource, *, pack: PackChoice = "", roots: Iterable[Path | str] = ()
) -> tuple[Chart, ...]:
    """取图 — the charts of the document one by one, in reading order."""
    document = api.compose(source, pack=pack, roots=roots, draft=True).document
    blocks = list(walk(document))
    found = ((place, block) for place, block in enumerate(blocks) if isinstance(block, ChartBlock))
    return tuple(Chart(_title(blocks, place), block) for place, block in found)


def _title(blocks: Sequence[Block], place: int) -> str:
    """Its caption, else the heading that it stands below."""
    following = (block for block in blocks[place + 1 : place + 2] if isinstance(block, Paragraph))
    above = (block for block in reversed(blocks[:place]) if isinstance(block, Heading))
    captions = (block for block in following if block.role == "caption")
    contents = (block.content for block in chain[Heading | Paragraph](captions, above))
    return next(map(plain, contents), "")


def _below(document: Document, name: str) -> list[Block]:
    """The heading and all up to the next one of its level or above."""
    blocks = list(document.blocks)
    heading = _heading_called(name, [block for block in blocks if isinstance(block, Heading)])
    start = blocks.index(heading)
    return [heading, *takewhile(partial(_is_within, heading), blocks[start + 1 :])]


def _is_within(heading: Heading, block: Block) -> bool:
    return not (isinstance(block, Heading) and block.level <= heading.level)


def _heading_called(name: str, headings: Sequence[Heading]) -> Heading:
    wanted = _bare(name)
    alike = [one for one in headings if wanted and wanted in _bare(plain(one.content))]
    same = [one for one in alike if wanted == _bare(plain(one.content))] or alike
    highest = [one for one in same if one.level == min(other.level for other in same)]
    if len(highest) == 1:
        return highest[0]
    told = "、".join(plain(one.content) for one in highest or headings)
    fault = f"有几节的标题里有“{name}”，请写全" if highest else f"没有标题里有“{name}”的节"
    raise InputError([Problem(f"{fault}：{told}")])


def _bare(title: str) -> str:
    return _NUMBER.sub("", title.strip()).translate(_QUOTES)
