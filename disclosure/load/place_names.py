"""位置的叫法 — where a value stands or would stand, as people say it: file, cell or line, and its name.

A key path (`三公经费.公务用车购置及运行维护费.保有量`) is for programs: a person is told
“决算数据.xlsx 三公!B30 公务用车保有量”.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from disclosure import classification
from disclosure.errors import Problem, Source
from disclosure.load import expected_data
from disclosure.load.data_files import DATA_ENDINGS, IMPORTED
from disclosure.load.reading_state import Loc, Reading, above, flat, path_of
from disclosure.load.workbook import layout
from disclosure.model import Submission
from disclosure.model.key_paths import leaves

_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_LEVELS = frozenset(("类", "款", "项", "科目"))  # in names of figures, before a code
# What tells one row of a list from another, the first that it has.
_IDENTITIES = ("项", "款", "名称", "标题", "车型", "类别", "用途", "项目名称", "代码")
_UNITED = ("收入", "支出", "结转结余")  # numbered anew where units are added up
_DEFAULT = "{above}的{own}"
_CELL = re.compile(r"([A-Z]+)(\d+)")

Subject = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """位置的叫法 — of one set of data: its values and their places by key path, what codes are called.

    `united` says that lines are those of several units, `whole` where a key stands that has no place yet.
    """

    values: Mapping[str, object]
    sources: Mapping[str, Source]
    subject: Subject
    united: bool = False

    def name(self, path: str) -> str:
        """名称 — what a key path, or the name of a figure, is called; no key path, no file."""
        loc = _taken_apart(path)
        return self._called(loc) if _is_known(loc) else figure_name(path, self.subject)

    def place(self, path: str) -> str:
        """位置和名称 — `决算数据.xlsx 三公!B30 公务用车保有量`; of data made in Python with its key path."""
        name, whole = self.name(path), self.sources.get("")
        if whole is None:
            return name if name == path else f"{name}（{path}）"
        start = self._nearest(path)
        source = self.sources[start]
        if not start and not source.file.endswith(DATA_ENDINGS):
            return f"{source} {_block_of(path)} {name}"
        way = "" if source.cell else _way(start, path, name)
        return f"{source} {name}{way}"

    def located(self, paths: Iterable[str]) -> tuple[str, ...]:
        """各处 — every place once, in the order of files, sheets and rows."""
        ordered = sorted(dict.fromkeys(paths), key=self._order)
        return tuple(dict.fromkeys(map(self.place, ordered)))

    def problem(self, problem: Problem) -> Problem:
        """问题的位置 — a problem with its name, where a line or cell is known; not twice a key."""
        if problem.source is None or not problem.path or problem.name:
            return problem
        named = above(problem.path) if f"“{_last_key(problem.path)}”" in problem.message else problem.path
        return replace(problem, name=self.name(named) if named else "")

    def _nearest(self, path: str) -> str:
        """Where people type it: not in what was imported."""
        while path and not _is_typed(self.sources.get(path)):
            path = above(path)
        return path

    def _order(self, path: str) -> tuple[object, ...]:
        source = self.sources.get(self._nearest(path), Source(""))
        return (source.unit, source.file, _row_order(source))

    def _called(self, loc: Loc) -> str:
        match loc:
            case (*_, int(index)):
                return self._row(loc[:-1], index)
            case (only,):
                return _names().get(str(only), str(only))
        own_name = _names().get(_pattern(loc))
        template = own_name or _below().get(_pattern(loc[:-1]), _DEFAULT)
        own, up = self._own(loc), loc[:-1] if template is _DEFAULT or own_name else loc[:-2]
        return template.format(own=own, above=self._called(up) if "{above}" in template else "")

    def _own(self, loc: Loc) -> str:
        key = str(loc[-1])
        if not _is_free(loc):
            return key
        return self.subject(key) if key.isdigit() else figure_name(key, self.subject)

    def _row(self, listed: Loc, index: int) -> str:
        row = path_of((*listed, index))
        said = next(filter(None, (self.values.get(f"{row}.{key}") for key in _IDENTITIES)), "")
        identity = (
            f"（{self.subject(said) if str(said).isdigit() else said}）"
            if isinstance(said, str) and said
            else ""
        )
        source = self.sources.get(row)
        if self.united and listed[0] in _UNITED and source is not None:
            return f"{source.unit}的{self._called(listed)}{identity}"
        return f"{self._called(listed)}第{index + 1}行{identity}"


def of_submission(submission: Submission) -> PlaceNames:
    """数据的叫法 — of data that were read, or made in Python."""
    own, year = submission.own_subjects, submission.year

    @cache
    def subject(code: str) -> str:
        return _with_name(code, submission.subject_names.get(code) or _listed(code, year, own))

    return PlaceNames(dict(leaves(submission)), submission.places(), subject, united=bool(submission.units))


def of_reading(reading: Reading) -> PlaceNames:
    """读取时的叫法 — of data that may be wrong in any way."""
    year = str(reading.data.get("年度"))

    def subject(code: str) -> str:
        return _with_name(code, _listed(code, int(year), {}) if year.isdigit() else "")

    return PlaceNames({path_of(loc): text for loc, text in flat(reading.data)}, reading.sources, subject)


def called(path: str) -> str:
    """名称 — of a key path or figure where no data are at hand: codes stand by themselves."""
    return PlaceNames({}, {}, str).name(path)


def figure_name(name: str, subject: Subject) -> str:
    """数的叫法 — 支出.类.201.决算数 is called 支出·201 一般公共服务支出的决算数."""
    *node, leaf = name.split(".")
    if name[:1].isascii() or not node:
        return name
    kept = (subject(part) if part.isdigit() else part for part in node if part not in _LEVELS)
    return "的".join(filter(None, ("·".join(kept), leaf)))


def _with_name(code: str, name: str) -> str:
    return f"{code} {name}".strip()


def _listed(code: str, year: int, own: classification.Own) -> str:
    """What the year's catalogue calls a code; the economic ones begin with 3."""
    find = classification.economic if code.startswith("3") else classification.subject
    found = find(code, year, own)
    return found.name if found else ""


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("disclosure.load").joinpath("place_names.toml").read_text(encoding="utf-8"))


def _names() -> Mapping[str, str]:
    return _words()["names"]


def _below() -> Mapping[str, str]:
    return _words()["below"]


def _taken_apart(path: str) -> Loc:
    """The steps of a key path; what stands in a map of amounts or texts is one step, whatever it is."""
    loc: Loc = ()
    rest = path
    while rest:
        shape = expected_data.at(loc)
        step = None if shape.kind == "map" and shape.inner and not shape.inner.inner else _STEP.match(rest)
        if step is None:
            return (*loc, rest)
        loc = (*loc, int(step[1]) - 1 if step[1] else step[2])
        rest = rest[step.end() :].removeprefix(".")
    return loc


def _is_known(loc: Loc) -> bool:
    """Whether the model has such a place; 名词.2080506 names an entry of the list by its name."""
    return bool(expected_data.at(loc)) or _is_entry_by_name(loc)


def _is_entry_by_name(loc: Loc) -> bool:
    """One word below a list that is no key of its items."""
    match loc:
        case (str(listed), str(name)):
            shape = expected_data.at((listed,))
            return shape.kind == "list" and name not in shape.item.keys
    return False


def _is_free(loc: Loc) -> bool:
    """Whether the last step is no term of the model: the key of a map, the name of an entry."""
    return expected_data.at(loc[:-1]).kind == "map" or _is_entry_by_name(loc)


def _pattern(loc: Loc) -> str:
    """A place without the positions of lists."""
    return ".".join(step for step in loc if isinstance(step, str))


def _last_key(path: str) -> str:
    steps = [step for step in _taken_apart(path) if isinstance(step, str)]
    return steps[-1] if steps else ""


def _way(start: str, path: str, name: str) -> str:
    """What to write below the place that is there, where the name does not: （“预算”下的“年初预算”）."""
    there, loc = _taken_apart(start), _taken_apart(path)
    if _is_entry_by_name(loc):
        loc = loc[:1]
    below = [f"“{step}”" if isinstance(step, str) else f"第{step + 1}项" for step in loc[len(there) :]]
    if not below or (len(below) == 1 and name.endswith(str(loc[-1]))):
        return ""
    from_key = [f"“{there[-1]}”"] if there and isinstance(there[-1], str) else []
    return f"（{'下的'.join([*from_key, *below])}）"


def _block_of(path: str) -> str:
    sheet, title = layout.home(_taken_apart(path))
    return f"“{sheet}”表【{title}】"


def _is_typed(source: Source | None) -> bool:
    """Whether a place is one where people type: their file, or a sheet of the workbook."""
    if source is None or source.file == IMPORTED:
        return False
    return source.cell is None or _sheet_number(source) is not None


def _sheet_number(source: Source) -> int | None:
    names = [sheet.name for sheet in layout.sheets()]
    name = (source.cell or "").rpartition("!")[0]
    return names.index(name) if name in names else None


def _row_order(source: Source) -> tuple[int, int, int, str]:
    cell = _CELL.search(source.cell or "")
    sheet = _sheet_number(source)
    if cell is None:
        return (-1 if sheet is None else sheet, source.line or 0, source.column or 0, "")
    return (-1 if sheet is None else sheet, int(cell[2]), len(cell[1]), cell[1])
