"""书架 — the folders of departments and years: whose, how far they have come, until when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from starlette.responses import Response

from disclosure.desk.asked import Area, Asked
from disclosure.desk.desk import Desk
from disclosure.desk.standing import Standing, today
from disclosure.loading import data_files
from disclosure.loading.data_files import IMPORTED

_MOST_READ = 10  # folders for one page that were not read yet: the next ones are read for the next
STATES = ("未开始", "填写中", "有草稿", "可以公开", "已公开", "公开后有改动")


@dataclass(frozen=True, slots=True)
class Entry:
    """书架上的一个 — `standing` is None where it was not read yet; what is not known is None or empty."""

    called: str
    folder: str
    standing: Standing | None
    missing: int | None = None
    errors: int | None = None
    is_begun_by_import: bool = False
    units: list[Entry] = field(default_factory=list)

    @property
    def name(self) -> str:
        """名称 — of the department; that of the folder where it is not known."""
        return (self.standing.department if self.standing else "") or self.folder

    @property
    def year(self) -> int | None:
        """年度 — None where it is not known."""
        return self.standing.year if self.standing else None

    def says(self, words: str, year: str, state: str) -> bool:
        """是否要找的 — itself, or a unit of it."""
        own = self._is_called(words), year in ("", str(self.year or "")), self._is_in(state)
        return all(own) or any(unit.says(words, year, state) for unit in self.units)

    def _is_called(self, words: str) -> bool:
        pack = self.standing.pack if self.standing else ""
        return words in f"{self.name} {self.called} {pack}"

    def _is_in(self, state: str) -> bool:
        return not state or (self.standing is not None and self.standing.state == state)


def _shelf(asked: Asked) -> Response:
    entries = _shelf_entries(asked.desk)
    words, year, state = (asked.query.get(name, "").strip() for name in ("words", "year", "state"))
    found = [one for one in _departments(entries) if one.says(words, year, state)]
    return asked.page(
        "shelf",
        years=_by_year(found),
        count=len(entries),
        found=len(found),
        unread=sum(one.standing is None for one in entries),
        all_years=sorted({one.year for one in entries if one.year}, reverse=True),
        states=STATES,
        today=today(),
        words=words,
        year=year,
        state=state,
    )


def _shelf_entries(desk: Desk) -> list[Entry]:
    left = iter(range(_MOST_READ))
    return [_shelf_entry(desk, folder, left) for folder in desk.folders()]


def _shelf_entry(desk: Desk, folder: Path, left: Iterator[int]) -> Entry:
    """As it is known, or read while the page may read more."""
    report = desk.report_of(folder)
    publishable = report is not None and report.publishable
    standing = desk.standings.known(folder, publishable=publishable)
    if standing is None and next(left, None) is not None:
        standing = desk.standings.of(folder, publishable=publishable)
    return Entry(
        desk.called(folder),
        folder.name,
        standing,
        len(report.missing) if report else None,
        len(report.errors) if report else None,
        _is_begun_by_import(folder),
    )


def _is_begun_by_import(folder: Path) -> bool:
    """Whether only imported data are there: nothing that somebody could fill in."""
    there = [path for path in folder.iterdir() if data_files.is_data(path)]
    return [path.name for path in there] == [IMPORTED]


def _departments(entries: Iterable[Entry]) -> list[Entry]:
    """Each with the units that stand in its folder."""
    above: list[Entry] = []
    for one in sorted(entries, key=lambda entry: entry.called):
        parents = Path(one.called).parents
        parent = next((other for other in above if Path(other.called) in parents), None)
        (parent.units if parent else above).append(one)
    return above


def _by_year(found: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """The latest first; those whose year is not known last."""
    ordered = sorted(found, key=lambda one: (-(one.year or 0), one.name))
    years = dict.fromkeys(one.year for one in ordered)
    return [
        (f"{year}年度" if year else "年度还不知道的", [one for one in ordered if one.year == year])
        for year in years
    ]


AREA = Area({"/": _shelf})
