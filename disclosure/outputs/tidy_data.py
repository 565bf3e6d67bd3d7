"""数据文件 — published, rounded figures of a document's tables as tidy data, a Frictionless Data Package.

One record a figure: table, row, column, value, unit, name. `csv` opens in Excel; `json` is one package.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from disclosure.document import Cell, Document, Row, Style, TableBlock, plain, titled_tables
from disclosure.document.table_on_paper import placed
from disclosure.outputs import Artifact
from disclosure.outputs.needed_tables import needed_tables

PACKAGE = "datapackage.json"  # behind the file name: several documents may stand in a folder
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Place = tuple[int, int]  # row and column of the body


class Record(NamedTuple):
    """一个数 — where it stands, its value as printed, what it counts in, the name of the figure."""

    table: str
    title: str
    row: str
    column: str
    value: str
    unit: str
    figure: str


FIELDS = (
    ("表号", "string", "表的编号"),
    ("表名", "string", "表的标题"),
    ("行", "string", "行的名称，有科目编码的在前"),
    ("栏", "string", "栏的标题，各级以“/”隔开"),
    ("数值", "number", "印出的数"),
    ("单位", "string", "元、万元、%，个数为空"),
    ("名称", "string", "这个数的标识"),
)
_COLUMNS = [name for name, _, _ in FIELDS]


def write_csv(document: Document, style: Style, stem: str) -> tuple[Artifact, ...]:  # noqa: ARG001 - data has no look
    """写 CSV — `stem.csv` (UTF-8 with BOM, so that Excel reads it) and its `stem.datapackage.json`.

    Raises OutputError for a document without tables.
    """
    needed_tables(document, "csv")
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    writer.writerows(map(_plain, records(document)))
    file = {"path": f"{stem}.csv", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8-sig"}
    package = _package(document, {**file, "dialect": {"lineTerminator": "\r\n"}})
    return (
        Artifact(f"{stem}.csv", text.getvalue().encode("utf-8-sig")),
        Artifact(f"{stem}.{PACKAGE}", _json(package)),
    )


def write_json(document: Document, style: Style, stem: str) -> tuple[Artifact, ...]:  # noqa: ARG001 - data has no look
    """写 JSON — `stem.json`, a data package that holds its data; raises OutputError without tables."""
    needed_tables(document, "json")
    rows = [dict(zip(_COLUMNS, record, strict=True)) for record in records(document)]
    return (Artifact(f"{stem}.json", _json(_package(document, {"data": rows}))),)


def records(document: Document) -> Iterator[Record]:
    """各数 — every figure of every table, in reading order."""
    for table in titled_tables(document):
        yield from _table_records(table)


def _table_records(table: TableBlock) -> Iterator[Record]:
    columns, rows = column_names(table), dict(_row_names(table))
    for row, column, cell in placed(table.body):
        if cell.value is not None:
            names = (rows.get((row, column), ""), columns.get((row, column), ""))
            value = format(cell.value, "f")
            yield Record(table.number, plain(table.title), *names, value, cell.unit, _figure_of(cell))


def _figure_of(cell: Cell) -> str:
    return next((text.figure for text in cell.content if text.figure), "")


def column_names(table: TableBlock) -> Mapping[Place, str]:
    """栏名 — titles above each place of the body, top level first; forms have heads further down too."""
    rows = (*table.head, *table.body)
    heads = list(map(_is_head, rows))
    titles: dict[int, list[str]] = defaultdict(list)
    names: dict[Place, str] = {}
    for row, column, cell in placed(rows):
        if column == 0 and _begins_head(heads, row):
            titles.clear()
        added = _title(cell) if heads[row] else []
        for place in range(column, column + cell.colspan):
            titles[place].extend(added)
            names[row - len(table.head), place] = "/".join(titles[place])
    return names


def _is_head(row: Row) -> bool:
    return all(cell.head for cell in row.cells)


def _begins_head(heads: Sequence[bool], row: int) -> bool:
    return row > 0 and heads[row] and not heads[row - 1]


def _title(cell: Cell) -> list[str]:
    """What a head cell adds: nothing in the row of 栏次 numbers."""
    text = plain(cell.content)
    says_nothing = not text or text.isdigit() or text == "栏次"
    return [] if says_nothing else [text]


def _row_names(table: TableBlock) -> Iterator[tuple[Place, str]]:
    """What stands left of each figure up to the next figure: codes and names, 行次 left out."""
    above: dict[int, _Label] = {}  # by column
    for row, places in groupby(placed(table.body), key=itemgetter(0)):
        cells = list(places)
        yield from _names_along(_words_above(above, cells[0]), cells)
        for _, column, cell in cells:
            above[column] = _Label(_label(cell), row + cell.rowspan)


class _Label(NamedTuple):
    """The text of a cell that names rows, and the first row that it does not reach."""

    text: str
    end: int

    def reaches(self, row: int) -> bool:
        return self.text != "" and row < self.end


def _words_above(above: Mapping[int, _Label], first: tuple[int, int, Cell]) -> list[str]:
    """What reaches down from above to the left of the first cell of a row."""
    row, before, _ = first
    labels = filter(None, map(above.get, range(before)))
    return [label.text for label in labels if label.reaches(row)]


def _names_along(words: list[str], cells: Sequence[tuple[int, int, Cell]]) -> Iterator[tuple[Place, str]]:
    """The name of each figure of a row; words behind a figure belong to the next one alone."""
    behind_figure = False
    for row, column, cell in cells:
        if cell.align == "right":  # the place of a figure, shown or blank
            yield (row, column), " ".join(words)
            behind_figure = True
        elif _label(cell):
            words = [_label(cell)] if behind_figure else [*words, _label(cell)]
            behind_figure = False


def _label(cell: Cell) -> str:
    """The text of a cell that names a row; empty where it is a figure or the number of a line."""
    text = plain(cell.content)
    is_line_number = cell.align == "center" and text.isdigit()
    return "" if is_line_number or cell.align == "right" else text


def _plain(record: Record) -> list[str]:
    return [_unlike_formula(name, text) for name, text in zip(_COLUMNS, record, strict=True)]


def _unlike_formula(name: str, text: str) -> str:
    """A text that a spreadsheet would take for a formula keeps a mark before it; the value is a number."""
    return f"'{text}" if name != "数值" and text.startswith(_FORMULA) else text


def _package(document: Document, file: Mapping[str, Any]) -> dict[str, Any]:
    fields = [{"name": name, "type": type, "description": description} for name, type, description in FIELDS]
    resource = {"name": "tables", "profile": "tabular-data-resource", **file, "schema": {"fields": fields}}
    return {
        "profile": "tabular-data-package",
        "name": "disclosure",
        "title": document.title,
        "contributors": [{"title": document.author, "role": "publisher"}],
        "resources": [resource],
    }


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
