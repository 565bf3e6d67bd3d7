"""数据文件读回 — the records of a CSV or a JSON package against the numbers of the tables, one by one."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from io import StringIO
from itertools import chain, repeat, starmap, zip_longest
from operator import attrgetter, itemgetter
from typing import Any

from disclosure.document import Cell, Document, Style, TableBlock, plain, titled_tables
from disclosure.outputs import Artifact
from disclosure.readback.along import Difference, unlike

_Record = tuple[str, ...]
_COMPARED = ("表号", "表名", "数值", "单位", "名称")
_NONE = ("",) * len(_COMPARED)


def from_csv(files: Sequence[Artifact], document: Document, style: Style) -> Iterator[Difference]:  # noqa: ARG001 - data has no look
    """CSV."""
    text = StringIO(files[0].data.decode("utf-8-sig"), newline="")
    return _unlike_records(csv.DictReader(text), document)


def from_json(files: Sequence[Artifact], document: Document, style: Style) -> Iterator[Difference]:  # noqa: ARG001 - data has no look
    """JSON."""
    return _unlike_records(json.loads(files[0].data)["resources"][0]["data"], document)


def _unlike_records(records: Iterable[Mapping[str, Any]], document: Document) -> Iterator[Difference]:
    found = map(itemgetter(*_COMPARED), records)
    pairs = zip_longest(_wanted(document), found, fillvalue=_NONE)
    return chain.from_iterable(starmap(_unlike_record, enumerate(pairs, 1)))


def _unlike_record(number: int, pair: tuple[_Record, _Record]) -> Iterator[Difference]:
    must, there = (tuple(map(_unmarked, record)) for record in pair)
    named = "".join(max(must, there)[:2])
    return unlike(zip(repeat(f"第{number}个数（{named}）"), must, there))


def _unmarked(text: Any) -> str:
    """Without the mark before a text that a spreadsheet would take for a formula."""
    return str(text).removeprefix("'")


def _wanted(document: Document) -> Iterator[_Record]:
    for table in titled_tables(document):
        cells = chain.from_iterable(map(attrgetter("cells"), table.body))
        yield from map(partial(_record_of, table), filter(_is_number, cells))


def _is_number(cell: Cell) -> bool:
    return cell.value is not None


def _record_of(table: TableBlock, cell: Cell) -> _Record:
    figure = next(filter(None, map(attrgetter("figure"), cell.content)), "")
    return (table.number, plain(table.title), format(cell.value or 0, "f"), cell.unit, figure)
