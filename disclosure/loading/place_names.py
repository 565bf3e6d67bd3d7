"""位置的叫法 — where a value stands or would stand, as people say it: file, cell or line, and its name.

A key path (`三公经费.公务用车购置及运行维护费.保有量`) is for programs: a person is told
“决算数据.xlsx 三公!B30 公务用车保有量”.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache, partial
from importlib.resources import files

from disclosure import classification
from disclosure.errors import Problem, Source
from disclosure.loading import expected_data
from disclosure.loading.data_files import BESIDE, DATA_ENDINGS
from disclosure.loading.reading_state import Loc, Reading, flat, path_of
from disclosure.loading.workbook import layout
from disclosure.model import Submission
from disclosure.model.key_paths import above, leaves
from disclosure.model.subject_codes import stated_year

_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_NUMBER = re.compile(r"\d+")
_CODE = re.compile(r"(?<![^.])\d+(?![^.])")  # a step of digits alone: the model has no key like it
_STATED = "核定数."  # what stands below is the name of a figure, one key with its dots
_LAST_YEAR, _LAST_YEARS_FOLDER = (
    "上年数据.",
    "上年数.文件夹",
)  # figures of last year's data, and where these are
_LEVELS = frozenset(("类", "款", "项", "科目"))  # in names of figures, before a code
# What tells one row of a list from another: the first that it has.
_IDENTITIES = ("项", "款", "名称", "标题", "车型", "类别", "用途", "项目名称", "代码")
_DEFAULT = "{above}的{own}"
_PATHS = 20_000  # of the departments of a bureau, most are the same

Subject = Callable[[str], str]  # a code with its name, any other word as it is


@dataclass(frozen=True, slots=True)
class Gap:
    """待填的一处 — what is said of it, its key path and name, where it would be typed, what is known of it.

    What is no place of the data (a picture that was refused) has a sentence and nothing more.
    """

    said: str
    path: str = ""
    name: str = ""
    source: Source | None = None
    advice: str = ""
    usable: str = ""  # a text that can be taken once somebody has read it

    def more(self, advice: str) -> Gap:
        """加一句 — the same with more advice behind."""
        return replace(self, said=f"{self.said}{advice}", advice=f"{self.advice}{advice}")


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """位置的叫法 — of one set of data: its values and their places by key path, what codes are called.

    The place of the empty path is the file that people type into; data made in Python have none.
    """

    values: Mapping[str, object]
    sources: Mapping[str, Source]
    subject: Subject
    known: Callable[[str], tuple[str, str]] = lambda _: ("", "")  # advice for a gap, a text to take
    _names: dict[str, str] = field(default_factory=dict, init=False, compare=False, repr=False)

    def name(self, path: str) -> str:
        """名称 — what a key path, or the name of a figure, is called; no key path, no file."""
        if path not in self._names:
            self._names[path] = self._name(path)
        return self._names[path]

    def _name(self, path: str) -> str:
        if _is_known(_CODE.sub("0", path)):
            return self._called(taken_apart(path))
        return figure_name(path, self.subject)

    def place(self, path: str) -> str:
        """位置和名称 — `决算数据.xlsx 三公!B30 公务用车保有量`; of data made in Python the key path too."""
        name, start = self.name(path), self._nearest(path)
        if start not in self.sources or (not start and self._was_changed(path)):
            return name if name == path else f"{name}（{path}）"
        source = self.sources[start]
        if path.startswith(_LAST_YEAR):
            return f"{source} {name}"
        return f"{source} {self._from(start, path, name.removeprefix(f'{source.unit}的'))}"

    def located(self, paths: Iterable[str]) -> tuple[str, ...]:
        """各处 — every place once, in the order of files, sheets and rows."""
        return tuple(gap.said for gap in self.gaps(paths))

    def gaps(self, paths: Iterable[str]) -> tuple[Gap, ...]:
        """各处待填 — the same as data: of places that are said alike the first."""
        found: dict[str, Gap] = {}
        for path in sorted(dict.fromkeys(paths), key=self._order):
            gap = self._gap(path)
            found.setdefault(gap.said, gap)
        return tuple(found.values())

    def _gap(self, path: str) -> Gap:
        advice, usable = self.known(path)
        source = self.sources.get(self._nearest(path))
        return Gap(f"{self.place(path)}{advice}", path, self.name(path), source, advice, usable)

    def problem(self, problem: Problem) -> Problem:
        """问题的位置 — a problem with its name, where a line or cell is known; not twice a key."""
        if problem.name or not (problem.source and problem.path):
            return problem
        is_said = f"“{named_keys(taken_apart(problem.path))[-1]}”" in problem.message
        name = self.name(above(problem.path) if is_said else problem.path)
        return replace(problem, name=_once(name, self.values.get(problem.path), problem.message))

    def _was_changed(self, path: str) -> bool:
        """Whether a value is one that was given in Python, after the file."""
        return self.values.get(path) is not None and path not in self.sources

    def _nearest(self, path: str) -> str:
        """Where it stands, imported or not; what stands nowhere, where people would type it."""
        if path in self.sources:
            return path
        if path.startswith(_LAST_YEAR):
            return _LAST_YEARS_FOLDER  # what stands below it is named as it is there
        while path and not _is_typed(self.sources.get(path)):
            path = above(path)
        return path

    def _from(self, start: str, path: str, name: str) -> str:
        """The name, with what a place does not say that stands above: the sheet, the keys to be written."""
        source = self.sources[start]
        if source.cell:
            return name
        if start or source.file.endswith(DATA_ENDINGS):
            return f"{name}{_way(start, path, name)}"
        return f"“{layout.sheet_of(named_keys(taken_apart(path)))}”表 {name}"

    def _order(self, path: str) -> tuple[str, str, int, list[int]]:
        source = self.sources.get(self._nearest(path), Source(""))
        stands = source.cell or f"{source.line} {source.column}"
        return (
            source.unit,
            source.file,
            _sheet_order().get(_sheet_of(source), len(_sheet_order())),
            list(map(int, _NUMBER.findall(stands))),
        )

    def _called(self, loc: Loc) -> str:
        match loc:
            case ():
                return ""
            case (*listed, int(index)):
                return self._row(tuple(listed), index)
        own = figure_name(str(loc[-1]), self.subject) if _is_free(loc) else str(loc[-1])
        kind = "单位" if self.values.get("部门.类型") == "单位" else "部门"
        return _template(loc).format(own=own, above=self._called(loc[:-1]), kind=kind)

    def _row(self, listed: Loc, index: int) -> str:
        """支出第3行（2010301 行政运行）; where units were added up, whose it is."""
        row = path_of((*listed, index))
        source, name = self.sources.get(row, Source("")), self._called(listed)
        which = f"{source.unit}的{name}" if source.unit else f"{name}第{index + 1}行"
        return f"{which}{self._identity(row)}"

    def _identity(self, row: str) -> str:
        said = filter(None, (self.values.get(f"{row}.{key}") for key in _IDENTITIES))
        return "".join(f"（{self.subject(str(first))}）" for first in (*said,)[:1])


def of_submission(submission: Submission) -> PlaceNames:
    """数据的叫法 — of data that were read, or made in Python."""
    subject = cache(partial(subject_name, submission.year, submission.own_subjects, submission.subject_names))
    known = partial(_told_of_subject, submission.year, submission.own_subjects)
    return PlaceNames(dict(leaves(submission)), submission.places(), subject, known)


def of_reading(reading: Reading) -> PlaceNames:
    """读取时的叫法 — of data that may be wrong in any way."""
    year = stated_year(reading.data)
    subject = cache(partial(subject_name, year, {}, {})) if year else str
    return PlaceNames({path_of(loc): text for loc, text in flat(reading.data)}, reading.sources, subject)


def called(path: str) -> str:
    """名称 — of a key path or figure where no data are at hand: codes stand by themselves."""
    return PlaceNames({}, {}, str).name(path)


def figure_name(name: str, subject: Subject) -> str:
    """数的叫法 — 支出.类.201.决算数 is called 支出·201 一般公共服务支出的决算数."""
    steps = name.split(".")
    *node, leaf = map(subject, [part for part in steps if part not in _LEVELS] or steps)
    return "的".join(filter(None, ("·".join(node), leaf)))


def _told_of_subject(year: int, own: classification.Own, path: str) -> tuple[str, str]:
    """What is known of a subject that an office is asked about: codes alike, the catalogue's own text."""
    asked, _, code = path.partition(".")
    match asked:
        case "科目名称":
            close = classification.instead(code, year, own)
            near = "、".join(f"{found.code} {found.name}" for found in close)
            alike = f"，相近的有 {near}" if near else ""
            advice = (
                f"（当年科目表中没有这个代码，请先核对代码{alike}；代码无误的填名称，"
                "或用 disclosure catalogue import 装入当年的官方科目表）"
            )
            return advice, ""
        case "名词":
            listed = classification.subject(code, year, own)
            known = listed.explanation if listed else ""
            return (f"（可用：“{known}”，核对后填入“名词”）", known) if known else ("", "")
    return "", ""


def subject_name(year: int, own: classification.Own, typed: Mapping[str, str], code: str) -> str:
    """科目的叫法 — a code with the name that the office or the year's catalogue has."""
    if not code.isdecimal():
        return code
    listed = classification.subject_of(code, year, own)
    return f"{code} {typed.get(code) or (listed.name if listed else '')}".strip()


@cache
def _key_words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("disclosure.loading").joinpath("place_names.toml").read_text(encoding="utf-8"))


def _template(loc: Loc) -> str:
    """How a place is called: by its own name, else as what stands below another is."""
    own, whole = ".".join(named_keys(loc)), ".".join(named_keys(loc[:-1]))
    below = {} if isinstance(loc[-2:][0], int) else _key_words()["below"]  # what stands in a row is the row's
    return _key_words()["names"].get(own) or below.get(whole, _DEFAULT)


@lru_cache(_PATHS)
def taken_apart(path: str) -> Loc:
    """各级 — the steps of a key path; positions of lists from 0."""
    if path.startswith(_STATED):
        return tuple(path.split(".", 1))
    return tuple(int(number) - 1 if number else word for number, word in _STEP.findall(path))


def _once(name: str, value: object, message: str) -> str:
    # 支出第1行（行政运行）的项：“行政运行”… → 支出第1行的项：“行政运行”…
    return name.replace(f"（{value}）", "") if f"“{value}”" in message else name


def named_keys(loc: Loc) -> tuple[str, ...]:
    """各级的名称 — of a place, without the positions of lists."""
    return tuple(step for step in loc if isinstance(step, str))


@lru_cache(_PATHS)
def _is_known(path: str) -> bool:
    """Whether the model has such a place; every code is 0, so that places alike are looked up once."""
    loc = taken_apart(path)
    return bool(expected_data.at(loc)) or _is_entry_by_name(loc)


def _is_entry_by_name(loc: Loc) -> bool:
    """Whether it is an entry of a list by its name: 名词.2080506."""
    listed = expected_data.at(loc[:-1])
    return listed.kind == "list" and not {*loc[1:]} & {*listed.item.keys, *range(len(loc))}


def _is_free(loc: Loc) -> bool:
    """Whether the last step is no term of the model: the key of a map, the name of an entry."""
    return expected_data.at(loc[:-1]).kind == "map" or _is_entry_by_name(loc)


def _way(start: str, path: str, name: str) -> str:
    """Keys to be written, from the one that is there: （“预算”下的“年初预算”）; none where a name says it."""
    loc, there = taken_apart(path), len(taken_apart(start))
    loc = loc[:-1] if _is_entry_by_name(loc) else loc
    if name.endswith(".".join(named_keys(loc[there:]))):
        return ""
    return f"（{'下的'.join(map(_quoted, loc[max(there - 1, 0) :]))}）"


def _quoted(step: int | str) -> str:
    return f"“{step}”" if isinstance(step, str) else f"第{step + 1}项"


def _is_typed(source: Source | None) -> bool:
    """Whether a place is one where people type: their file, or a sheet of the workbook."""
    return source is not None and source.file not in BESIDE and _sheet_of(source) in _sheet_order()


def _sheet_of(source: Source) -> str:
    return (source.cell or "").rpartition("!")[0]


@cache
def _sheet_order() -> Mapping[str, int]:
    """The sheets in their order; what stands in no sheet comes first."""
    return {name: number for number, name in enumerate(("", *(sheet.name for sheet in layout.sheets())))}
