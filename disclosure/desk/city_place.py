"""全市的文件夹 — the city as it is now: list, records, replies, releases; made once for each saving."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from threading import RLock
from typing import Generic, TypeVar

from disclosure.city import across, city_list, progress_matrix, release, returns, settings
from disclosure.city.bodies import Bodies
from disclosure.city.body_record import BodyRecord
from disclosure.city.city import City
from disclosure.city.city_folder import CityFolder
from disclosure.city.progress_line import ProgressLine
from disclosure.city.release import BatchStanding
from disclosure.city.releases import Releases, read_releases
from disclosure.city.settings import Settings
from disclosure.city.stale import Stale
from disclosure.desk import watching
from disclosure.desk.jobs import Job
from disclosure.errors import InputError, Problem

Kept = TypeVar("Kept")
Part = TypeVar("Part")


class _ByBody(Generic[Kept]):
    """What is worked out of each body, kept as long as what it is made of does not change."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Hashable, Kept]] = {}

    def of(self, folder: str, made_of: Hashable, make: Callable[[], Kept]) -> Kept:
        kept = self._kept.get(folder)
        if kept is None or kept[0] != made_of:
            kept = self._kept[folder] = made_of, make()
        return kept[1]


@dataclass(frozen=True)
class CitySeen:
    """全市所见 — `problems` are what cannot be read of list, settings, releases: what was read before holds.

    `stale` says of a body's folder why it must be made again, `records` what the last run told of each.
    """

    state: str
    city: City
    problems: tuple[Problem, ...] = ()
    records: tuple[BodyRecord, ...] = ()
    lines: tuple[ProgressLine, ...] = ()
    stale: dict[str, str] = field(default_factory=dict)
    releases: Releases = field(default_factory=Releases)

    @cached_property
    def batches(self) -> list[BatchStanding]:
        """各批 — how many of each are ready."""
        return list(release.standings(self.city, self.records, self.stale, self.releases))

    @cached_property
    def by_folder(self) -> dict[str, ProgressLine]:
        """各行 — by the bodies' folders."""
        return {line.body.folder: line for line in self.lines}


class CityPlace:
    """全市的文件夹 — `seen` is what it is now; the run that goes on, what was told of the last replies."""

    def __init__(self, home: Path) -> None:
        self.folder = CityFolder(home, home)
        self.running: Job | None = None
        self.told: tuple[str, ...] = ()  # 上次收回复的结果
        self._alone = RLock()
        self._seen = CitySeen("", City(self.folder, Settings(), Bodies(())))
        self._replies, self._stale = _ByBody[dict[str, tuple[int, int]]](), _ByBody[str]()

    def state(self) -> str:
        """现状 — a digest of the names, sizes and times of all its files."""
        return watching.state(self.places())

    def places(self) -> list[Path]:
        """看着的文件夹 — the city's."""
        return [self.folder.home]

    def seen(self) -> CitySeen:
        """所见 — as the city is now."""
        with self._alone:
            state = self.state()
            if state != self._seen.state:
                self._seen = self._looked(state)
            return self._seen

    @property
    def is_running(self) -> bool:
        """正在生成 — whether a run of the desk's goes on."""
        return self.running is not None and not self.running.is_over

    def _looked(self, state: str) -> CitySeen:
        problems: list[Problem] = []
        before = self._seen
        decided = _read_or(problems, lambda: settings.read(self.folder), before.city.settings)
        bodies = _read_or(problems, lambda: city_list.read(self.folder), before.city.bodies)
        releases = _read_or(problems, lambda: read_releases(self.folder), before.releases)
        city = City(self.folder, decided, bodies)
        records = city.records()
        lines = progress_matrix.lines_of(
            city, records, across.hints(city, records), self._reply_counts(city, records)
        )
        stale = self._whys(city, records)
        return CitySeen(state, city, tuple(problems), records, tuple(lines), stale, releases)

    def _reply_counts(self, city: City, records: Iterable[BodyRecord]) -> dict[str, tuple[int, int]]:
        counts: dict[str, tuple[int, int]] = {}
        for record in records:
            body = city.bodies.by_folder[record.folder]
            made_of = watching.state_of(self.folder.record_of(body), self.folder.return_of(body))
            counts |= self._replies.of(record.folder, made_of, partial(returns.reply_counts, city, [record]))
        return counts

    def _whys(self, city: City, records: Iterable[BodyRecord]) -> dict[str, str]:
        stale, by_folder = Stale(city), {record.folder: record for record in records}
        packs = watching.state([self.folder.own_packs])
        whys: dict[str, str] = {}
        for body in city.bodies:
            record = by_folder.get(body.folder)
            data = watching.state([self.folder.data_of(body)])
            made_of = (data, watching.state_of(self.folder.record_of(body)), packs, body)
            whys[body.folder] = self._stale.of(body.folder, made_of, partial(stale.why, body, record))
        return {folder: why for folder, why in whys.items() if why}


def _read_or(problems: list[Problem], read: Callable[[], Part], before: Part) -> Part:
    try:
        return read()
    except InputError as error:
        problems += error.problems
        return before
