"""更正 — what was published, where the data have changed since: corrected in words, then published anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import Response

from disclosure import build_record, office_round
from disclosure.api import Examined, Sheet
from disclosure.build_record import DocumentRecord, Published
from disclosure.chinese_dates import chinese_day
from disclosure.desk.asked import Asked
from disclosure.desk.making import Wanted, examined, started, told
from disclosure.desk.standing import PUBLISHED, published_in, today
from disclosure.desk.workplace import Seen
from disclosure.errors import InputError, Problem
from disclosure.office_round import said_changes
from disclosure.sources import Progress

_NOTHING = "读者看得见的没有变，不用写更正说明；请直接重新生成公开稿"


@dataclass(frozen=True, slots=True)
class Correction:
    """怎样更正 — why, the day below it; when and where it was published, where no record says."""

    reason: str
    day: str
    published: Published

    @classmethod
    def of(cls, asked: Asked) -> Correction:
        """表单所写 — raises InputError where the reason or the day is missing."""
        reason, day, on, at = (
            asked.form.get(name, "").strip() for name in ("reason", "date", "published_on", "website")
        )
        if not (reason and day):
            raise InputError([Problem("更正的原因和落款日期都要写，请回出稿页写上")])
        return cls(reason, day, Published(on=on, at=at))

    def sheets(self, seen: Seen, *, units: bool) -> list[Sheet]:
        """更正说明 — of each document that readers see differently; raises InputError where none is."""
        output = published_in(seen.folder)
        made = [self._sheet(output, name, now) for name, now in _now_other(seen, output, units=units)]
        sheets = [sheet for sheet in made if sheet]
        lacking = [missing for sheet in sheets for missing in sheet.missing]
        if lacking or not sheets:
            raise InputError([Problem(f"更正说明还要填：{'、'.join(lacking)}" if lacking else _NOTHING)])
        return sheets

    def _sheet(self, output: Path, name: str, now: Examined) -> Sheet | None:
        return office_round.correct(
            output / build_record.NAME,
            now,
            reason=self.reason,
            date=self.day,
            published=self.published,
            document=name,
        )


@dataclass(frozen=True, slots=True)
class Suggested:
    """先写上的 — what changed since the publication, line by line; what the form begins with."""

    lines: tuple[str, ...]
    day: str
    published_on: str | None
    website: str | None


def suggested(seen: Seen, published: DocumentRecord) -> Suggested:
    """先写上的 — today as the machine has it; day and site are None where the record says them."""
    now = seen.submission.publication if seen.submission else None
    return Suggested(
        seen.once(("changed since", published.check_code), lambda: tuple(_said_otherwise(seen))),
        chinese_day(today()),
        None if published.published.on else (now and now.published_on) or "",
        None if published.published.at else (now and now.website) or "",
    )


def correct(asked: Asked) -> Response:
    """更正 — the correction and the new publication: both or neither."""
    place, wanted, correction = asked.place, Wanted.of(asked), Correction.of(asked)

    def work(progress: Progress) -> str:
        progress("写更正说明")
        seen = place.seen()
        sheets = correction.sheets(seen, units=wanted.units)
        built = wanted.built(place.folder, progress)
        if place.state() != seen.state:
            raise InputError([Problem("正在写的时候数据又改过，没有公开；请回出稿页再做一次")])
        made = office_round.publish(built, place.folder, place.folder / PUBLISHED, sheets)
        return told(asked, made, PUBLISHED)

    return started(asked, "更正以后重新公开", work)


def _said_otherwise(seen: Seen) -> Iterator[str]:
    output = published_in(seen.folder)
    for name, now in _now_other(seen, output, units=False):
        found = office_round.compared(output / build_record.NAME, now, document=name)
        yield from said_changes.lines(found.difference, found.made_from)


def _now_other(seen: Seen, output: Path, *, units: bool) -> Iterator[tuple[str, Examined]]:
    """What was published, by its name, with what it would be now: where these say different things."""
    published = office_round.recorded_in(output)
    for now in examined(seen, units=units):
        for name, record in published.items():
            is_other = record.edition == "publication" and record.check_code != now.record.check_code
            if is_other and record.is_same_document(now.record):
                yield name, now
