"""变动 — since the last publication or draft, or another folder's, against last year; each number once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from disclosure import build_record, office_round
from disclosure.api import Examined
from disclosure.build_record import DocumentRecord
from disclosure.desk.asked import Area, Asked
from disclosure.desk.making import examined
from disclosure.desk.standing import DRAFTS, PUBLISHED, published_in
from disclosure.desk.workplace import Seen
from disclosure.errors import InputError, Problem
from disclosure.office_round import FigureChange, said_changes
from disclosure.office_round.compare import Compared
from disclosure.office_round.same_changes import SameChange, together

LAST, DRAFT = "上次公开", "上次草稿"
_NEAR = 3  # places of a number that are told; a sum has as many as it has parts
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NOTHING_TO_COMPARE = "没有可以对比的公开稿或草稿，请先在出稿页生成一份"


@dataclass(frozen=True, slots=True)
class Number:
    """一个数 — as the sheets tell it, the figure that explains it, and the cells it was made from."""

    said: Mapping[str, str]
    figure: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """与哪一份比 — both builds; numbers changed of themselves, those that follow, the rest."""

    compared: Compared
    old: Mapping[str, str]
    new: Mapping[str, str]
    figures: list[Number]
    following: list[Number]
    sentences: list[Mapping[str, Any]]
    findings: list[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class OfYear:
    """比上年 — a number of both years, and the reason that the document gives, empty where it gives none."""

    number: Number
    reason: str


def _changes(asked: Asked) -> Response:
    seen = asked.place.seen()
    now = _now(seen)
    known = _outputs(asked, seen)
    chosen = asked.query.get("with", "") or next(iter(known), "")
    return asked.page(
        "changes",
        seen=seen,
        known=list(known),
        chosen=chosen,
        changed=_changed(seen, known.get(chosen)),
        of_year=seen.once("against last year", lambda: list(_of_year(now))) if now else [],
    )


def _sheet(asked: Asked) -> Response:
    """变动情况 — the same as a Word file."""
    seen = asked.place.seen()
    changed = _changed(seen, _outputs(asked, seen).get(asked.query.get("with", "")))
    if changed is None:
        raise InputError([Problem(_NOTHING_TO_COMPARE)])
    made = office_round.changes_sheet(changed.compared).artifacts[0]
    headers = {"Content-Disposition": f"attachment; filename*=utf-8''{quote(made.name)}"}
    return Response(made.data, media_type=_WORD, headers=headers)


def _now(seen: Seen) -> Examined | None:
    return examined(seen, units=False)[0] if seen.filled else None


def _outputs(asked: Asked, seen: Seen) -> dict[str, Path]:
    """What there is to compare with, as the page calls it: its own first, then what the shelf holds."""
    own = {LAST: published_in(seen.folder), DRAFT: seen.folder / DRAFTS}
    others = {
        f"{asked.desk.called(folder)}/{kind}": folder / kind
        for folder in asked.desk.folders()
        for kind in (PUBLISHED, DRAFTS)
        if folder != seen.folder
    }
    return {called: out for called, out in (own | others).items() if (out / build_record.NAME).is_file()}


def _changed(seen: Seen, output: Path | None) -> Changed | None:
    """Once for each build there and each state of the data: neither is read again."""
    now = _now(seen)
    if now is None or output is None:
        return None
    status = (output / build_record.NAME).stat()

    def made() -> Changed | None:
        record = _record(output, now.record)
        return _told(office_round.compared(record, now)) if record else None

    return seen.once(("changed since", output, status.st_size, status.st_mtime_ns), made)


def _record(output: Path, now: DocumentRecord) -> DocumentRecord | None:
    """Of this document; in an output that has none of it, the first: another year's, a sister body's."""
    records = list(office_round.recorded_in(output).values())
    return next((one for one in records if one.is_same_document(now)), next(iter(records), None))


def _told(compared: Compared) -> Changed:
    found = compared.difference
    numbers = together(found.figures, compared.made_from)
    first, following = ([one for one in numbers if one.follows is follows] for follows in (False, True))
    return Changed(
        compared,
        said_changes.build(found.old),
        said_changes.build(found.new),
        list(_numbers(first, compared)),
        list(_numbers(following, compared)),
        list(map(said_changes.sentence, found.sentences)),
        list(map(said_changes.finding, found.findings)),
    )


def _numbers(changes: Iterable[SameChange], compared: Compared) -> Iterator[Number]:
    """Large changes of money first, then counts and rates."""
    for one in sorted(changes, key=lambda same: _weight(same.change)):
        name = one.change.name
        cells = _cells(compared.seen, compared.made_from(name))
        yield Number(said_changes.figure(one, compared.amounts), name, cells)


def _weight(change: FigureChange) -> tuple[bool, Decimal]:
    apart = (change.new or Decimal(0)) - (change.old or Decimal(0))
    return change.unit != "元", -abs(apart)


def _cells(seen: Examined | None, paths: Iterable[str]) -> tuple[str, ...]:
    """Where the amounts stand, in the workbook; none where they are many."""
    given = seen.facts.submission if seen else None
    sources = [given.locate(path) for path in sorted(paths)] if given else []
    cells = dict.fromkeys(source.cell for source in sources if source and source.cell)
    return tuple(cells) if len(cells) <= _NEAR else ()


def _of_year(now: Examined) -> Iterator[OfYear]:
    for one in office_round.with_reasons(now, office_round.changes_since_last_year(now)):
        same = SameChange((one.change,), one.change.label, follows=False)
        said = said_changes.figure(same, now.record.amounts)
        figure = f"{one.change.name}.决算数"
        yield OfYear(Number(said, figure), one.reason if one.is_given else "")


AREA = Area({"/changes": _changes, "/changes/sheet": _sheet})
