"""书架 — the folders of departments and years: whose, how far they have come, until when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from operator import attrgetter
from pathlib import Path

from starlette.responses import Response

from disclosure.desk.asked import Area, Asked
from disclosure.desk.desk import Desk
from disclosure.desk.outlooks import Outlook
from disclosure.desk.standing import Standing, today
from disclosure.loading import data_files
from disclosure.loading.data_files import IMPORTED

WATCHED = "/"  # what the stream of changes calls the shelf
_MOST_READ = 10  # folders for one page that were not read yet: the next ones are read for the next
STATES = ("未开始", "填写中", "有草稿", "可以公开", "公开稿已出", "公开稿出后有改动")


@dataclass(frozen=True, slots=True)
class Entry:
    """书架上的一个 — `standing` is None where it was not read yet, `outlook` where checks found nothing out.

    `is_open_question`: nobody has looked into it, and what checks find would matter.
    """

    called: str
    folder: str
    standing: Standing | None
    outlook: Outlook | None = None
    is_open_question: bool = False
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


@dataclass(frozen=True)
class ShelfSeen:
    """书架所见 — its entries as they are known now."""

    entries: list[Entry]

    @property
    def state(self) -> str:
        """现状 — a digest of what the page shows."""
        return sha256(repr(self.entries).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Shelf:
    """书架 — as something that is watched: each look is into one more folder that nobody has opened."""

    desk: Desk

    def places(self) -> list[Path]:
        """看着的文件夹 — the shelf."""
        return [self.desk.home]

    def state(self) -> str:
        """现状 — after one more was looked into."""
        seen = self.seen()
        if unknown := next(filter(attrgetter("is_open_question"), seen.entries), None):
            self.desk.outlooks.look_into(self.desk.home / unknown.called)
            seen = self.seen()
        return seen.state

    def seen(self) -> ShelfSeen:
        """所见 — as it is known now."""
        return ShelfSeen(_shelf_entries(self.desk))


def _shelf(asked: Asked) -> Response:
    seen = Shelf(asked.desk).seen()
    entries = seen.entries
    words, year, state = (asked.query.get(name, "").strip() for name in ("words", "year", "state"))
    found = [one for one in _departments(entries) if one.says(words, year, state)]
    return asked.page(
        "shelf",
        seen=seen,
        watched=WATCHED,
        live=True,
        unknown=sum(map(attrgetter("is_open_question"), entries)),
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
    found = desk.outlook(folder)
    publishable = found is not None and found.is_publishable
    standing = desk.standings.known(folder, publishable=publishable)
    if standing is None and next(left, None) is not None:
        standing = desk.standings.of(folder, publishable=publishable)
    return Entry(
        desk.called(folder),
        folder.name,
        standing,
        found,
        standing is not None and standing.asks_for_outlook and not (found or desk.outlooks.known(folder)[0]),
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
