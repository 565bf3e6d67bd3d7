"""全市新建 — the list and the settings to be filled in, then a data folder for each body of the list."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.resources import files as resources
from itertools import chain, filterfalse
from operator import attrgetter, itemgetter
from pathlib import Path
from string import Template
from typing import Literal

from disclosure import files, packs, projects, workbook
from disclosure.city import city_list, in_processes
from disclosure.city.bodies import Body
from disclosure.city.city import City
from disclosure.city.city_folder import LIST, SETTINGS, CityFolder
from disclosure.errors import DisclosureError
from disclosure.loading import data_files
from disclosure.loading.data_files import IMPORTED
from disclosure.loading.ratified_listing import bare
from disclosure.loading.reading_state import Data
from disclosure.sources import PACKS_FOLDER

_OWN_ACCOUNTS = "本级"  # of a department with units: one of them, its folder in the department's


def draft(home: Path, *, pack: str = "", year: int = 0) -> tuple[Path, ...]:
    """起草 — 名单.xlsx and 全市.yaml to be filled in, as far as they are not there; gives their paths.

    Folders that hold data already are listed.
    """
    text = resources("disclosure.city").joinpath("settings_draft.yaml").read_text(encoding="utf-8")
    known = {"name": _in_yaml(home.resolve().name), "year": str(year or ""), "pack": _in_yaml(pack)}
    there = city_list.read(CityFolder(home, home)) if home.is_dir() else ()
    names = list(map(attrgetter("name"), there))
    listed = workbook.list_workbook(names, packs.available([home / PACKS_FOLDER, packs.built_in()]))
    made = {LIST: listed, SETTINGS: Template(text).substitute(known).encode()}
    return files.write_all([(name, data) for name, data in made.items() if not (home / name).exists()], home)


def _in_yaml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False) if text else ""


@dataclass(frozen=True, slots=True)
class Told:
    """一个部门的结果 — its name and folder, what became of it, and why it was left or refused."""

    name: str
    folder: Path
    became: Literal["已建", "已经有", "不建", "建不了"]
    why: str = ""


@dataclass(frozen=True, slots=True)
class NewFolder:
    """要建的文件夹 — what its workbook is begun with; `not_wanted` says why none is made."""

    name: str
    folder: Path
    pack: str
    year: int
    last: Path | None
    about: Mapping[str, Data]
    roots: tuple[Path, ...]
    not_wanted: str = ""

    def make(self) -> Told:
        """新建 — what is there already is left as it is, what an import left there excepted."""
        tell = partial(Told, self.name, self.folder)
        if _is_begun(self.folder):
            return tell("已经有")
        if self.not_wanted:
            return tell("不建", self.not_wanted)
        try:
            self._new()
        except DisclosureError as error:
            return tell("建不了", str(error))
        return tell("已建")

    def lost(self) -> Told:
        """没有建成 — of one whose process was killed."""
        return Told(
            self.name, self.folder, "建不了", "建这一个的程序被系统结束了，多半是内存不够，请再运行一次"
        )

    def _new(self) -> None:
        projects.new(
            self.folder,
            pack=self.pack,
            department=self.name,
            year=self.year,
            last=self.last,
            about=self.about,
            roots=self.roots,
        )


def _is_begun(folder: Path) -> bool:
    there = folder.iterdir() if folder.is_dir() else ()
    return any(path.name != IMPORTED and data_files.is_data(path) for path in there)


@dataclass(frozen=True)
class NewFolders:
    """全部要建的 — of the bodies of a city; each from its folder of last year's city where there is one."""

    city: City
    pack: str = ""
    year: int = 0
    last: City | None = None

    def make(self) -> Iterator[Told]:
        """新建 — each as it is ready; one that cannot be made stops no other."""
        wanted = list(chain.from_iterable(map(self._of, self.city.bodies)))
        return in_processes.each(NewFolder.make, NewFolder.lost, wanted)

    def _of(self, body: Body) -> Iterator[NewFolder]:
        """The body's, then that of its own accounts where units are listed and none of them is these."""
        units = self._units.get(body.name, [])
        if units and not any(_OWN_ACCOUNTS in unit.name for unit in units):
            own = Body(
                f"{body.name}（{_OWN_ACCOUNTS}）", f"{body.folder}/{_OWN_ACCOUNTS}", "单位", level=body.level
            )
            yield self._folder(body, [own, *units])
            yield self._folder(own, [])
        else:
            yield self._folder(body, units)

    def _folder(self, body: Body, units: Iterable[Body]) -> NewFolder:
        home, decided = self.city.folder, self.city.settings
        listed = [_unit_entry(unit, body) for unit in units]
        known: dict[str, Data] = {"类型": body.kind, "层级": body.level, "所属单位": listed}
        about = dict(filter(itemgetter(1), known.items()))
        return NewFolder(
            body.name,
            home.data_of(body),
            body.pack or self.pack or decided.pack,
            self.year or decided.year or 0,
            self._last_years(body),
            about,
            (home.home / PACKS_FOLDER,),
            not_wanted(body),
        )

    @cached_property
    def _units(self) -> Mapping[str, list[Body]]:
        """The units that a department is added up from, by its name."""
        units: dict[str, list[Body]] = defaultdict(list)
        for body in filterfalse(attrgetter("merged"), self.city.bodies):
            units[body.parent].append(body)
        return units

    @cached_property
    def _former(self) -> Mapping[str, Body]:
        """Last year's bodies, by name."""
        return {bare(body.name): body for body in self.last.bodies} if self.last else {}

    def _last_years(self, body: Body) -> Path | None:
        if self.last is None:
            return None
        folder = self.last.folder.data_of(self._former.get(bare(body.name), body))
        return folder if _is_begun(folder) else None


def own_accounts(department: Body) -> Body:
    """部门本级 — of a department that is added up from its units, its own accounts as one of them."""
    name, folder = f"{department.name}（{_OWN_ACCOUNTS}）", f"{department.folder}/{_OWN_ACCOUNTS}"
    return Body(name, folder, "单位", level=department.level, parent=department.name, pack=department.pack)


def _unit_entry(unit: Body, department: Body) -> Data:
    return {"名称": unit.name, "数据": Path(os.path.relpath(unit.folder, department.folder)).as_posix()}


def not_wanted(body: Body) -> str:
    """不要数据的 — why none is wanted of a body; empty of any other.

    What is no more has none, nor a department that nobody publishes; a unit's are its department's.
    """
    withheld = "" if body.parent else body.withheld
    return f"撤并，{body.merged}" if body.merged else withheld and f"涉密不公开，{withheld}"
