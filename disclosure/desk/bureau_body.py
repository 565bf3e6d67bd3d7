"""一个单位 — what its last run found, made and told it, with the replies that came back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from starlette.responses import Response

from disclosure.checks.check_report import SAID
from disclosure.city import returns
from disclosure.city.body_record import BodyRecord, FindingTold
from disclosure.city.city import City
from disclosure.city.index_page import size_told
from disclosure.city.return_rows import SAID_BY_BODY, ReturnRow
from disclosure.desk.asked import Asked
from disclosure.desk.bureau_board import Board
from disclosure.desk.bureau_files import address
from disclosure.desk.standing import today
from disclosure.errors import InputError, Problem

_REPLY_HEADS = ("程度", "代码", "说明", *SAID_BY_BODY)
_NOBODY = "名单里没有这个单位，可能刚刚改了名单；请回全市再看"


class Found(NamedTuple):
    """同一程度的各条 — error, warning or another, in words, with the findings."""

    severity: str
    said: str
    findings: list[FindingTold]


class Made(NamedTuple):
    """一个文件 — its name, its address, its size."""

    name: str
    address: str
    size: str
    pages: int | None


def body(asked: Asked) -> Response:
    """一个单位的页 — by its folder in the city's."""
    city = asked.desk.city
    seen = city.seen()
    line = seen.by_folder.get(asked.folder)
    if line is None:
        raise InputError([Problem(_NOBODY, name=asked.folder)])
    rows, problem = _return_rows(seen.city, line.record) if line.replies else ([], "")
    return asked.page(
        "bureau_body",
        seen=seen,
        watched="",
        line=line,
        row=next(row for row in Board(seen, {}, today()).rows if row.folder == asked.folder),
        found=list(_by_severity(line.record)),
        made=list(_files_made(seen.city, line.record)),
        rows=rows,
        reply_heads=_REPLY_HEADS,
        unreadable=problem,
        return_address=address(_from_home(seen.city, line.record)),
        has_data=(city.folder.home / asked.folder).is_dir(),
    )


def _by_severity(record: BodyRecord) -> Iterator[Found]:
    for severity, words in SAID.items():
        if findings := [one for one in record.findings if one.severity == severity]:
            yield Found(severity, words, findings)


def _files_made(city: City, record: BodyRecord) -> Iterator[Made]:
    home = city.folder.files_of(record.folder, draft=record.draft).relative_to(city.folder.home)
    for one in record.files:
        yield Made(one.name, address(f"{home.as_posix()}/{one.name}"), size_told(one.size), one.pages)


def _from_home(city: City, record: BodyRecord) -> str:
    path = city.folder.return_of(city.bodies.by_folder[record.folder])
    return path.relative_to(city.folder.home).as_posix()


def _return_rows(city: City, record: BodyRecord) -> tuple[list[ReturnRow], str]:
    """What went back to it, with its replies; a sentence where the workbook cannot be read."""
    try:
        return list(returns.current(city, record).every), ""
    except InputError as error:
        return [], str(error)
