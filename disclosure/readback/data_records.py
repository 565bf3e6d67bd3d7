"""数据文件读回 — the records of a CSV or a JSON package against the numbers of the tables, one by one."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from itertools import zip_longest
from typing import Any

from disclosure.document import Document, Style, plain, titled_tables
from disclosure.outputs import Artifact
from disclosure.readback.along import Difference

_COMPARED = ("表号", "表名", "数值", "单位", "名称")


def from_csv(files: Sequence[Artifact], document: Document, style: Style) -> Iterator[Difference]:  # noqa: ARG001 - data has no look
    """CSV."""
    text = StringIO(files[0].data.decode("utf-8-sig"), newline="")
    return _unlike_records(csv.DictReader(text), document)


def from_json(files: Sequence[Artifact], document: Document, style: Style) -> Iterator[Difference]:  # noqa: ARG001 - data has no look
    """JSON."""
    return _unlike_records(json.loads(files[0].data)["resources"][0]["data"], document)


def _unlike_records(records: Iterable[Mapping[str, Any]], document: Document) -> Iterator[Difference]:
    found = [[_plain(record[name]) for name in _COMPARED] for record in records]
    wanted = [list(map(_plain, record)) for record in _wanted(document)]
    for number, (must, there) in enumerate(zip_longest(wanted, found, fillvalue=[""] * len(_COMPARED)), 1):
        if must != there:
            named = "".join((must if any(must) else there)[:2])
            parts = next(pair for pair in zip(must, there, strict=True) if pair[0] != pair[1])
            yield Difference(f"第{number}个数（{named}）", *parts)
            return


def _plain(text: Any) -> str:
    """Without the mark before a text that a spreadsheet would take for a formula."""
    return str(text).removeprefix("'")


def _wanted(document: Document) -> Iterator[tuple[str, ...]]:
    for table in titled_tables(document):
        for cell in (cell for row in table.body for cell in row.cells):
            if cell.value is not None:
                figure = next((text.figure for text in cell.content if text.figure), "")
                yield table.number, plain(table.title), format(cell.value, "f"), cell.unit, figure
