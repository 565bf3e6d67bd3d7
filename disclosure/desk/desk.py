"""工作台 — the folder it was opened on, the folders of departments and years in it, what is being done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING

from disclosure.city.city_folder import NOT_BODIES
from disclosure.desk import open_desks
from disclosure.desk.city_place import CityPlace
from disclosure.desk.events import Watched
from disclosure.desk.jobs import Jobs
from disclosure.desk.open_desks import Other
from disclosure.desk.outlooks import Outlook, Outlooks, outlook
from disclosure.desk.remembered import Remembered
from disclosure.desk.standing import DRAFTS, OFFICE, PUBLISHED, Standing, Standings
from disclosure.desk.upload import Upload
from disclosure.desk.workplace import Workplace
from disclosure.errors import InputError, Problem, Source
from disclosure.loading import data_files

if TYPE_CHECKING:
    from disclosure.desk.begun import Begun

_NO_CITY = "这个书架不是全市的文件夹（里面没有名单，也没有 全市.yaml）；要建一个，运行 disclosure city new"
_NO_DATA = {*NOT_BODIES, DRAFTS, OFFICE, PUBLISHED}  # workbooks that are made stand there
_MOST_OPEN = 10  # folders whose documents are kept, some megabytes each
_DEEPEST = 3  # folders below the shelf: a city's units stand in their departments'


@dataclass
class Desk:
    """工作台 — `home` is the shelf: a folder of data folders, one such folder, or a city's."""

    home: Path
    alone: RLock = field(default_factory=RLock)

    def __post_init__(self) -> None:
        if not self.home.is_dir():
            raise InputError([Problem("没有这个文件夹，请检查路径是否写对", Source(str(self.home)))])
        self.home = self.home.resolve()
        self.end: Callable[[], object] = lambda: None  # of a desk that nobody serves
        self.own_note: Path | None = None
        self.jobs = Jobs(self.alone)
        self._city = CityPlace(self.home)
        self.handed: Remembered[tuple[Upload, ...]] = Remembered(3)  # each up to a whole request
        self.begun: Remembered[Begun] = Remembered(50)
        self._open: dict[Path, Workplace] = {}  # the last one asked for stands last
        self._opening = Lock()
        self.standings, self.outlooks = Standings(), Outlooks(self.alone)

    def place(self, name: str) -> Workplace:
        """一个文件夹 — by its path from the shelf, “.” the shelf itself; raises InputError outside of it."""
        folder = self.inside(name)
        with self._opening:
            place = self._open.pop(folder, None) or Workplace(folder, self.alone)
            self._open[folder] = place
            if len(self._open) > _MOST_OPEN:
                del self._open[next(iter(self._open))]
        return place

    @property
    def city(self) -> CityPlace:
        """全市 — raises InputError where the shelf is no city's folder."""
        if not self.is_city:
            raise InputError([Problem(_NO_CITY)])
        return self._city

    def watched(self, name: str) -> Watched:
        """看着的 — a folder by its path from the shelf; without one the city whose folder the shelf is."""
        return self.city if not name and self.is_city else self.place(name)

    def standing(self, folder: Path) -> Standing:
        """做到哪里 — of a data folder; that it can be published is known once it was looked into."""
        found = self.outlook(folder)
        return self.standings.of(folder, publishable=found is not None and found.is_publishable)

    def outlook(self, folder: Path) -> Outlook | None:
        """前景 — of a folder that was opened, or looked into, and did not change since; None of any other."""
        with self._opening:
            place = self._open.get(folder)
        opened = outlook(place.as_it_is) if place else None
        return opened or self.outlooks.known(folder)[1]

    @property
    def others(self) -> tuple[Other, ...]:
        """别的工作台 — that are open on the same shelf now."""
        return open_desks.others(self.home, self.own_note)

    def inside(self, name: str) -> Path:
        """书架里的文件夹 — that exists; raises InputError for any other."""
        try:
            folder = (self.home / name).resolve()
            if name and folder.is_relative_to(self.home) and folder.is_dir():
                return folder
        except (OSError, ValueError):  # a name that no folder can have
            pass
        raise InputError([Problem("书架上没有这个文件夹，请从书架打开", name=name)])

    def called(self, folder: Path) -> str:
        """怎样称呼 — its path from the shelf, as addresses have it."""
        return folder.relative_to(self.home).as_posix()

    def folders(self) -> Iterator[Path]:
        """数据文件夹 — of the shelf, in the order of their names; the shelf itself where it is one."""
        yield from _with_data(self.home, _DEEPEST)

    @property
    def is_city(self) -> bool:
        """是否全市 — whether the shelf is a city's folder (disclosure city)."""
        return self._city.folder.is_begun


def _with_data(folder: Path, depth: int) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
        has_data = any(map(data_files.is_data, filter(Path.is_file, entries)))
        below = [path for path in entries if depth and path.is_dir() and not path.name.startswith(".")]
    except OSError:  # not for us to look into
        return
    if has_data:
        yield folder
    for path in below:
        if path.name not in _NO_DATA:
            yield from _with_data(path, depth - 1)
