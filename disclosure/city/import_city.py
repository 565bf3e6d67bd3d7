"""全市导入 — exports of many bodies, each into its body's folder; one that cannot be read stops no other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import chain
from operator import attrgetter
from pathlib import Path

from disclosure import importing
from disclosure.city import in_processes, whose_tables
from disclosure.city.begin_city import not_wanted, own_accounts
from disclosure.city.bodies import Body
from disclosure.city.city import City
from disclosure.city.whose_tables import Lost, Names, Sorted
from disclosure.errors import DisclosureError, InputError, Problem, Source
from disclosure.importing import Report
from disclosure.loading import data_files, published, subordinate_units, typed
from disclosure.loading.published import Matrix

_KILLED = "导入这一份的程序被系统结束了，多半是内存不够，请再运行一次"
_ADDED_UP = "部门的数由所属单位的相加得出，没有导入；是部门本级的表，请在表上或文件名里的名称后面写“（本级）”"
_HIDDEN = ("~$", ".")


@dataclass(frozen=True, slots=True)
class Imported:
    """一个部门的导入 — files, tables that were taken, why others were not, what is still to be filled in."""

    name: str
    folder: str
    files: tuple[str, ...] = ()
    taken: int = 0
    left_out: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()

    @property
    def result(self) -> str:
        """结果 — in a word."""
        kinds = {"没有收到表": not self.files, "没有导入": not self.taken, "导入了一部分": self.left_out}
        return next((kind for kind, is_so in kinds.items() if is_so), "已导入")


@dataclass(frozen=True, slots=True)
class CityImport:
    """全市的导入 — each body in the order of the list, and what is nobody's."""

    bodies: tuple[Imported, ...]
    lost: tuple[Lost, ...]

    @property
    def is_whole(self) -> bool:
        """是否全部导入 — whether everything that was given was taken."""
        return not (self.lost or any(one.left_out for one in self.bodies))


@dataclass(frozen=True, slots=True)
class _Job:
    """The sheets that are a body's, by their files."""

    body: Body
    home: Path
    sheets: Mapping[Path, tuple[int, ...]]
    pack: str
    roots: tuple[Path, ...]
    heads: Path | None

    def imported(self) -> Imported:
        """What came of it; the folder is as it was where nothing could be taken."""
        if why := not_wanted(self.body):
            return self.refused(f"名单说不要它的数据（{why}），没有导入")
        try:
            if _is_added_up(self.home):
                return self.refused(_ADDED_UP)
            report = importing.import_sheets(
                self._books(), self.home, self.pack, heads=self.heads, roots=self.roots
            )
        except InputError as error:
            return self.refused(*map(str, error.problems))
        except DisclosureError as error:
            return self.refused(str(error))
        return replace(self.refused(*_reasons_of_report(report)), taken=len(report.taken), gaps=report.gaps)

    def _books(self) -> dict[Path, list[Matrix]]:
        return {path: [_sheets_of(path)[at] for at in numbers] for path, numbers in self.sheets.items()}

    def refused(self, *why: str) -> Imported:
        """Nothing was taken."""
        files = tuple(path.name for path in self.sheets)
        return Imported(self.body.name, self.body.folder, files, left_out=why)

    def lost(self) -> Imported:
        """Its process was killed."""
        return self.refused(_KILLED)


def _is_added_up(home: Path) -> bool:
    """Whether what is typed in a folder names the folders of units."""
    listed = subordinate_units.listed_units(typed(home).data) if home.is_dir() else ()
    return any("数据" in entry for _, entry in listed)


def _reasons_of_report(report: Report) -> Iterator[str]:
    """Tables that were not taken, and accounts of which the 对照 says nothing."""
    yield from (f"{name}：{_few(reasons)}" for name, reasons in report.doubtful)
    yield from map("没有认出 {}".format, report.unknown)
    yield from map("没有对照的科目 {}".format, report.unmapped)


def _few(reasons: Sequence[str]) -> str:
    more = f"；共 {len(reasons)} 处" if len(reasons) > 1 else ""
    return f"{reasons[0]}{more}"


@lru_cache(2)
def _sheets_of(path: Path) -> Sequence[Matrix]:
    """Of a file that holds many bodies' sheets: their jobs come one after the other."""
    return published.read(path, path.name)


def import_city(city: City, given: Iterable[Path], heads: Path | None = None) -> CityImport:
    """全市导入 — files, or all that lie in folders; raises InputError where a path leads nowhere."""
    bodies = list(chain.from_iterable(map(partial(_with_own_accounts, city), city.bodies)))
    found = sorted(_sorted(given, Names(tuple(bodies))), key=attrgetter("path"))
    sheets = _by_body(found)
    jobs = [_job(city, body, sheets[body.folder], heads) for body in bodies if body.folder in sheets]
    made = {one.folder: one for one in in_processes.each(_Job.imported, _Job.lost, jobs)}
    awaited = {body.folder: Imported(body.name, body.folder) for body in _awaited(bodies)}
    told = map({**awaited, **made}.get, map(attrgetter("folder"), bodies))
    lost = chain.from_iterable(map(attrgetter("lost"), found))
    return CityImport(tuple(filter(None, told)), tuple(lost))


def _by_body(found: Iterable[Sorted]) -> Mapping[str, dict[Path, tuple[int, ...]]]:
    """Sheets by their files, of each body by its folder."""
    sheets: dict[str, dict[Path, tuple[int, ...]]] = defaultdict(dict)
    for one in found:
        for folder, numbers in one.sheets.items():
            sheets[folder][one.path] = numbers
    return sheets


def _awaited(bodies: Sequence[Body]) -> Iterator[Body]:
    """Those of whom tables are wanted: not the departments that are added up from others."""
    departments = {body.parent for body in bodies}
    return (body for body in bodies if not (not_wanted(body) or body.name in departments))


def _with_own_accounts(city: City, body: Body) -> Iterator[Body]:
    """A body, and its own accounts where they have a folder among its units."""
    own = own_accounts(body)
    yield body
    yield from [own] if city.folder.data_of(own).is_dir() else []


def _job(city: City, body: Body, sheets: Mapping[Path, tuple[int, ...]], heads: Path | None) -> _Job:
    home = city.folder.data_of(body)
    is_begun = home.is_dir() and any(map(data_files.is_data, home.iterdir()))
    pack = "" if is_begun else body.pack or city.settings.pack
    return _Job(body, home, sheets, pack, (city.folder.own_packs,), heads)


def _sorted(given: Iterable[Path], names: Names) -> Iterator[Sorted]:
    files = list(chain.from_iterable(map(_files_of, given)))
    return in_processes.each(partial(_sort, names), _unsorted, files)


def _sort(names: Names, file: tuple[Path, Path]) -> Sorted:
    return whose_tables.sort(*file, names)


def _unsorted(file: tuple[Path, Path]) -> Sorted:
    return Sorted(file[0], {}, (Lost(file[0].name, (), _KILLED),))


def _files_of(given: Path) -> Iterator[tuple[Path, Path]]:
    """Each file with what was given, in the order of names."""
    if not given.exists():
        raise InputError([Problem("找不到这个文件夹或文件，请检查路径是否写对", Source(str(given)))])
    files = sorted(given.rglob("*")) if given.is_dir() else [given]
    return ((path, given) for path in files if path.is_file() and not path.name.startswith(_HIDDEN))
