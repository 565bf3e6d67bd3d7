"""数据文件 — the published, rounded figures of a document's tables as tidy data, with a Frictionless Data Package.

One record a figure: table, row, column, value, unit, name. `csv` opens in Excel; `json` is a data package by itself.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any, NamedTuple

from disclosure.document import Cell, Document, Style, TableBlock, plain, walk
from disclosure.document.grid import placed
from disclosure.outputs import Artifact

PACKAGE = "datapackage.json"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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


def write_csv(document: Document, style: Style, stem: str) -> tuple[Artifact, ...]:  # noqa: ARG001 - data has no look
    """写 CSV — `stem.csv` (UTF-8 with BOM, so that Excel reads it) and its datapackage.json."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([name for name, _, _ in FIELDS])
    writer.writerows([_plain(record) for record in records(document)])
    file = {"path": f"{stem}.csv", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8-sig"}
    package = _package(document, {**file, "dialect": {"lineTerminator": "\r\n"}})
    return (Artifact(f"{stem}.csv", text.getvalue().encode("utf-8-sig")), Artifact(PACKAGE, _json(package)))


def write_json(document: Document, style: Style, stem: str) -> tuple[Artifact, ...]:  # noqa: ARG001 - data has no look
    """写 JSON — `stem.json`, a data package that holds its data."""
    names = [name for name, _, _ in FIELDS]
    rows = [dict(zip(names, record, strict=True)) for record in records(document)]
    return (Artifact(f"{stem}.json", _json(_package(document, {"data": rows}))),)


def records(document: Document) -> Iterator[Record]:
    """各数 — every figure of every table, in reading order."""
    for block in walk(document):
        if isinstance(block, TableBlock) and block.title:
            yield from _table(block)


def _table(table: TableBlock) -> Iterator[Record]:
    columns = _column_names(table)
    labels = _row_names(table)
    for row, column, cell in placed(table.body):
        if cell.value is not None:
            named = (labels.get((row, column), ""), columns.get((row, column), ""))
            figure = next((text.figure for text in cell.content if text.figure), "")
            value = format(cell.value, "f")
            yield Record(table.number, plain(table.title), *named, value, cell.unit, figure or "")


def _column_names(table: TableBlock) -> Mapping[tuple[int, int], str]:
    """Titles above each place of the body, from the top level down; a form has heads of its own further down."""
    rows = (*table.head, *table.body)
    heads = [all(cell.head for cell in row.cells) for row in rows]
    names: dict[int, list[str]] = {}
    found: dict[tuple[int, int], str] = {}
    for row, column, cell in placed(rows):
        if heads[row] and column == 0 and row and not heads[row - 1]:
            names = {}
        for place in range(column, column + cell.colspan):
            if heads[row]:
                names.setdefault(place, []).extend(_title(cell))
            found[row - len(table.head), place] = "/".join(names.get(place, ()))
    return found


def _title(cell: Cell) -> list[str]:
    """What a head cell adds: nothing in the row of 栏次 numbers."""
    text = plain(cell.content)
    return [text] if text and not text.isdigit() and text != "栏次" else []


def _row_names(table: TableBlock) -> Mapping[tuple[int, int], str]:
    """What stands left of each figure up to the next figure: codes and names, 行次 left out."""
    found: dict[tuple[int, int], str] = {}
    above: dict[int, tuple[int, str]] = {}  # column → rows still covered, text of a cell that reaches down
    words: list[str] = []
    last = -1
    for row, column, cell in placed(table.body):
        if row != last:
            words = [text for left, (until, text) in sorted(above.items()) if until >= row and left < column]
            last, fresh = row, True
        text = plain(cell.content)
        if cell.align == "right":  # the place of a figure, shown or blank
            found[row, column], fresh = " ".join(words), False
        elif text and not _line_number(cell, text):
            words, fresh = ([*words, text] if fresh else [text]), True
            if cell.rowspan > 1:
                above[column] = (row + cell.rowspan - 1, text)
    return found


def _line_number(cell: Cell, text: str) -> bool:
    return cell.align == "center" and text.isdigit()


def _plain(record: Record) -> list[str]:
    """A text that a spreadsheet would take for a formula keeps a mark before it; the value is a number."""
    return [
        f"'{text}" if name != "数值" and text.startswith(_FORMULA) else text
        for (name, _, _), text in zip(FIELDS, record, strict=True)
    ]


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
