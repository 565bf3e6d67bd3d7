"""退回意见 — a workbook for each body that has something to mend, with the replies that have come back.

The workbook in `办公` is the one place in which replies stand. A run writes it anew and keeps what others
wrote in it; what it cannot read is kept beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from disclosure.city import return_rows, return_workbook
from disclosure.city.body_record import BodyRecord
from disclosure.city.city import City
from disclosure.city.return_rows import ReturnSheet
from disclosure.errors import InputError

_UNREADABLE = "（读不了，留着）"


def returns(city: City, records: Sequence[BodyRecord]) -> Iterator[tuple[str, bytes]]:
    """退回意见 — the workbooks, with their paths in the folder of what is written."""
    for record in records:
        body, path = city.bodies.by_folder[record.folder], _workbook_path(city, record)
        name = path.relative_to(city.folder.out).as_posix()
        try:
            sheet = current(city, record)
        except InputError:
            yield f"{name.removesuffix('.xlsx')}{_UNREADABLE}.xlsx", path.read_bytes()
            sheet = return_rows.sheet(record)
        if sheet.every:
            yield name, return_workbook.written(record, body, sheet)


def current(city: City, record: BodyRecord) -> ReturnSheet:
    """现在的 — of a record, with what stands in its workbook; raises InputError where that cannot be read."""
    path = _workbook_path(city, record)
    before = return_workbook.read(path.read_bytes(), path.name) if path.exists() else ()
    return return_rows.sheet(record, before)


def reply_counts(city: City, records: Iterable[BodyRecord]) -> dict[str, tuple[int, int]]:
    """回复情况 — by folder how many rows are answered, how many are not; bodies that are told nothing lack.

    Of a workbook that cannot be read nothing is answered.
    """
    sheets = ((record.folder, _current_or_new(city, record)) for record in records)
    return {folder: (one.answered, len(one.unanswered)) for folder, one in sheets if one.standing}


def _current_or_new(city: City, record: BodyRecord) -> ReturnSheet:
    try:
        return current(city, record)
    except InputError:
        return return_rows.sheet(record)


def _workbook_path(city: City, record: BodyRecord) -> Path:
    return city.folder.return_of(city.bodies.by_folder[record.folder])
