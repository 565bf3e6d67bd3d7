"""谁的表 — to which body each sheet of a file belongs: by what stands on it, else by its file's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, repeat
from pathlib import Path

from disclosure import terms
from disclosure.city.bodies import Body
from disclosure.errors import InputError
from disclosure.importing.recognising import unit_owner_year as stated
from disclosure.importing.recognising.spellings import plain
from disclosure.importing.verifying.one_department import body_named
from disclosure.loading import published
from disclosure.loading.published import Matrix

_TOP = 12  # rows in which a sheet says whose it is


@dataclass(frozen=True, slots=True)
class Lost:
    """没有分到的 — a file, those of its sheets that are nobody's for one reason, and the reason."""

    file: str
    sheets: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Sorted:
    """分好的文件 — the numbers of its sheets by the folder of the body that they belong to, and the rest."""

    path: Path
    sheets: Mapping[str, tuple[int, ...]]
    lost: tuple[Lost, ...] = ()


@dataclass(frozen=True)
class Names:
    """各部门的名称 — by which tables are told apart."""

    bodies: tuple[Body, ...]

    @cached_property
    def _whole(self) -> Mapping[str, str]:
        """Folders by the names of bodies and of folders that no other has; the name itself comes first."""
        last = [plain(body.folder.rpartition("/")[2]) for body in self.bodies]
        folders = {
            name: body.folder for name, body in zip(last, self.bodies, strict=True) if last.count(name) == 1
        }
        return {**folders, **{plain(body.name): body.folder for body in self.bodies}}

    @cached_property
    def _bare(self) -> Mapping[str, str]:
        """By the names without codes before them and （本级） behind."""
        return {body_named(body.name): body.folder for body in reversed(self.bodies)}

    def folder(self, name: str) -> str:
        """数据文件夹 — of the body of this name, empty where it is none's."""
        return self._whole.get(plain(name)) or self._bare.get(body_named(name), "")

    def within(self, text: str) -> str:
        """文字里的名称 — the longest name of a body that a text holds, empty where it holds none."""
        return max(filter(plain(text).__contains__, self._whole), key=len, default="")

    def near(self, name: str) -> str:
        """相近的名称 — as the end of a sentence."""
        return terms.near(name, [body.name for body in self.bodies])


def sort(path: Path, root: Path, names: Names) -> Sorted:
    """分文件 — the sheets of a file that is given by itself or lies below `root`."""
    shown = path.relative_to(root).as_posix() if path != root else path.name
    try:
        matrices = published.read(path, path.name)
    except InputError as error:
        return Sorted(path, {}, (Lost(shown, (), _said_of_file(error)),))
    return _sorted_sheets(path, shown, [*matrices], names)


def _sorted_sheets(path: Path, shown: str, matrices: Sequence[Matrix], names: Names) -> Sorted:
    said = {number: _said_on(matrix, names) for number, matrix in enumerate(matrices) if any(matrix.rows)}
    unsaid = _of_others(set(filter(None, said.values())), shown, names)
    found = _numbers_by({number: names.folder(name or unsaid) for number, name in said.items()})
    why = _numbers_by({number: _why(said[number], names) for number in found.pop("", ())})
    sheets = (tuple(matrices[number].name for number in numbers) for numbers in why.values())
    return Sorted(path, found, tuple(map(Lost, repeat(shown), sheets, why)))


def _numbers_by(said: Mapping[int, str]) -> dict[str, tuple[int, ...]]:
    """Numbers of sheets by what is said of each."""
    groups: dict[str, tuple[int, ...]] = {}
    for number, what in said.items():
        groups[what] = (*groups.get(what, ()), number)
    return groups


def _said_of_file(error: InputError) -> str:
    return "；".join(problem.message for problem in error.problems)


def _of_others(said: set[str], shown: str, names: Names) -> str:
    """Whose a sheet is that says nothing: as all others of its file, else as the file is called."""
    if len(said) == 1:
        return next(iter(said))
    parts = reversed(Path(shown).with_suffix("").parts)
    return "" if said else next(filter(None, map(names.within, parts)), "")


def _why(name: str, names: Names) -> str:
    if name:
        return f"表上的名称是“{name}”，名单里没有{names.near(name)}；是同一个的，请把名单和表改成一样"
    return "表上没有写部门或单位，文件名、文件夹也看不出；请在文件名里写上名单里的名称"


def _said_on(matrix: Matrix, names: Names) -> str:
    """The name behind 编制单位：, else one of the list that stands alone or in a title; else empty."""
    rows = matrix.rows[:_TOP]
    texts = list(dict.fromkeys(cell.text for row in rows for cell in row.values()))
    alone = filter(names.folder, map(stated.owner_beside_unit, texts))
    in_titles = map(names.within, texts)
    return next(filter(None, chain(map(stated.owner, texts), alone, in_titles)), "")
