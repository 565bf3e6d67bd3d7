"""做到哪里 — how far a data folder has come: by what it holds and by the records of what was made of it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from disclosure import api, build_record, office_round
from disclosure.authoring import publication_record
from disclosure.build_record import DocumentRecord, Edition
from disclosure.checks.publication_days import DaysAfter, days_after, latest_day
from disclosure.chinese_dates import days_named
from disclosure.desk import watching
from disclosure.errors import DisclosureError, InputError
from disclosure.loading.stated_head import stated_head
from disclosure.model import Submission
from disclosure.packs import Chain

PUBLISHED, DRAFTS, OFFICE = "成品", "草稿", "审签"  # folders of a data folder, for what is made of it
State = Literal["未开始", "填写中", "有草稿", "可以公开", "公开稿已出", "公开稿出后有改动"]


@dataclass(frozen=True, slots=True)
class Standing:
    """做到哪里 — with what the data say of department, year and days; `problem` is why none can be read."""

    state: State
    department: str = ""
    year: int | None = None
    approved_on: str = ""
    published_on: str = ""
    problem: str = ""
    pack: str = ""

    @property
    def asks_for_outlook(self) -> bool:
        """还要核对 — whether what checks find matters: it can be read, and is not published as it is."""
        return not self.problem and self.state != "公开稿已出"

    @property
    def deadline(self) -> date | None:
        """公开期限 — the last day in time; None where the data tell no day of 批复."""
        return latest_day(self.approved_on) if _is_one_day(self.approved_on) else None

    @property
    def days(self) -> DaysAfter | None:
        """批复后几天公开 — None where one of the dates is not told."""
        with suppress(ValueError):
            return days_after(self.approved_on, self.published_on)
        return None

    @property
    def is_out(self) -> bool:
        """公开稿出过 — whether something was published here, as it is now or not."""
        return self.state in ("公开稿已出", "公开稿出后有改动")

    def is_past(self, today: date) -> bool:
        """公开日期已过 — the day that is printed is over, and nothing was published here."""
        return not self.is_out and _is_one_day(self.published_on) and days_named(self.published_on)[1] < today

    def days_left(self, today: date) -> int | None:
        """离期限几天 — below zero when it is over; None without one, and of what is published."""
        return None if self.is_out or self.deadline is None else (self.deadline - today).days


class Standings:
    """各个文件夹做到哪里 — worked out once for each saving: a shelf of a hundred looks at names and times."""

    def __init__(self) -> None:
        self._kept: dict[Path, tuple[object, Standing]] = {}

    def of(self, folder: Path, *, publishable: bool = False) -> Standing:
        """某一个 — `publishable` where checks have found that it may be published as it is now."""
        known = self.known(folder, publishable=publishable)
        return known or self._anew(folder, publishable=publishable)

    def known(self, folder: Path, *, publishable: bool = False) -> Standing | None:
        """已知的 — None where the folder was not read yet, or changed since: nothing is read for it."""
        made_of, kept = _made_of(folder, publishable=publishable), self._kept.get(folder)
        return kept[1] if kept and kept[0] == made_of else None

    def _anew(self, folder: Path, *, publishable: bool) -> Standing:
        made_of = _made_of(folder, publishable=publishable)  # before anything is read
        self._kept[folder] = made_of, standing(folder, publishable=publishable)
        return self._kept[folder][1]


def _made_of(folder: Path, *, publishable: bool) -> object:
    return watching.state([folder]), publishable, *map(_stamp, _records(folder))


def standing(folder: Path, *, publishable: bool = False) -> Standing:
    """做到哪里 — nothing is composed or checked for it: that it can be published others have found out."""
    try:
        given, chain = watching.given_by(folder)
    except DisclosureError as error:
        first = error.problems[0] if isinstance(error, InputError) else error
        return _of_head(folder, str(first))
    publication = given.publication
    return Standing(
        _how_far(folder, given, chain, publishable=publishable),
        given.department.full_name,
        given.year,
        publication.approved_on or "",
        publication.published_on or "",
        pack=given.pack,
    )


def today() -> date:
    """今天 — as this machine has it."""
    return datetime.now().astimezone().date()


def _of_head(folder: Path, problem: str) -> Standing:
    """Of what cannot be read: whose it is and of which year its head may say all the same."""
    with suppress(InputError):
        said = stated_head(folder)
        year = said.get("年度", "")
        known = int(year) if year.isascii() and year.isdecimal() else None
        name, pack = said.get("部门.全称", ""), said.get("模板", "")
        return Standing("填写中", name, known, problem=problem, pack=pack)
    return Standing("填写中", problem=problem)


def published_in(folder: Path) -> Path:
    """成品在哪里 — where it was last published to, else where the desk publishes to."""
    output = publication_record.last_output(folder)
    return output if output and output.is_dir() else folder / PUBLISHED


def record_of(given: Submission, output: Path, edition: Edition) -> DocumentRecord | None:
    """这个部门的记录 — among those of a folder: its units, and documents by other packs, have theirs."""
    for record in _recorded_in(output):
        is_own = record.department == given.department.full_name and record.year == given.year
        if is_own and record.edition == edition and given.pack in {pack.name for pack in record.packs}:
            return record
    return None


def _how_far(folder: Path, given: Submission, chain: Chain, *, publishable: bool) -> State:
    published = record_of(given, published_in(folder), "publication")
    if published:
        return "公开稿出后有改动" if _is_changed(folder, given, chain, published) else "公开稿已出"
    if publishable:
        return "可以公开"
    if record_of(given, folder / DRAFTS, "draft"):
        return "有草稿"
    return "填写中" if _is_begun(given) else "未开始"


def _is_begun(given: Submission) -> bool:
    """Lines without any are what a new folder takes over from last year's."""
    amounts = [line.amount for line in given.income or ()]
    for line in given.expenditure or ():
        amounts += [amount for _, amount in line.by_section]
    return any(amount is not None for amount in amounts)


def _is_changed(folder: Path, given: Submission, chain: Chain, published: DocumentRecord) -> bool:
    """Not by the day and the site: these are often known only once it is published."""
    told = {"published_on": published.published.on or None, "website": published.published.at or None}
    as_then = given.model_copy(update={"publication": given.publication.model_copy(update=told)})
    is_same = build_record.digest(api.data_of(as_then, chain)) == published.data
    return not is_same or publication_record.own_packs_changed(folder, chain)


def _recorded_in(output: Path) -> Iterable[DocumentRecord]:
    with suppress(DisclosureError):  # what cannot be read counts as none
        return office_round.recorded_in(output).values()
    return ()


def _records(folder: Path) -> tuple[Path, ...]:
    outputs = (published_in(folder), folder / DRAFTS)
    return (folder / publication_record.NAME, *(output / build_record.NAME for output in outputs))


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _is_one_day(said: str) -> bool:
    with suppress(ValueError):
        first, last = days_named(said)
        return first == last
    return False
