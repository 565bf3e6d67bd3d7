"""所属单位的数据 — reads the folder of each unit of a department, and says why units cannot be added up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from disclosure import consolidation, terms
from disclosure.consolidation import LINES, Account, Total
from disclosure.errors import InputError
from disclosure.loading import data_files
from disclosure.loading.reading_state import Data, Reading, paths
from disclosure.model import Submission
from disclosure.model.key_paths import item

_LIST = "部门.所属单位"
_FOLDER = "数据"
_NAMES = ("名称", "简称", _FOLDER)
_PAYMENTS = "内部往来"

Open = Callable[[data_files.Home], Submission]


@dataclass(frozen=True, slots=True)
class SubordinateUnits:
    """各单位 — the units of a department, and what their data add up to; of a single unit, nothing."""

    accounts: tuple[Account, ...] = ()
    total: Total = field(default_factory=Total)

    def completed(self, data: dict[str, Data]) -> dict[str, Data]:
        """补全 — the department's data with the sums of its units."""
        return consolidation.completed(data, self.total)

    def check_payments(self, submission: Submission | None, reading: Reading) -> None:
        """内部往来的双方 — both are units of the list, and not the same one."""
        if submission is None or not self.accounts:
            return
        names = self._names()
        for index, pair in enumerate(submission.internal_payments):
            path = item(_PAYMENTS, index)
            _check_listed(pair.payer, names, f"{path}.付方", reading)
            _check_listed(pair.payee, names, f"{path}.收方", reading)
            if names.get(pair.payer, pair.payer) == names.get(pair.payee):
                reading.add("付方和收方是同一个单位，不是内部往来", path)

    def _names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for account in self.accounts:
            names |= {account.name: account.name, account.label: account.name}
        return names

    def united(self, submission: Submission, data: dict[str, Data]) -> Submission:
        """合并 — the department's submission with the lines of its units."""
        if not self.accounts:
            return submission
        return consolidation.united(submission, self.accounts, self.total, frozenset(paths(data)))


def _check_listed(called: str, names: Mapping[str, str], path: str, reading: Reading) -> None:
    if called not in names:
        near = "、".join(terms.nearest(called, list(names)) or names)
        reading.add(f"所属单位里没有“{called}”，可以写的有：{near}", path)


def department_folders(home: data_files.Home, above: tuple[Path, ...]) -> tuple[Path, ...]:
    """各级文件夹 — those of the departments above and this one, which must not be among them."""
    place = (home.data or home.folder).resolve()
    if place in above:
        circle = " → ".join(map(_folder_name, (*above[above.index(place) :], place)))
        raise data_files.fault(f"所属单位的数据互相引用，形成循环：{circle}", home.shown)
    return (*above, place)


def _folder_name(path: Path) -> str:
    return path.parent.name if path.name in data_files.DATA_NAMES else path.name


def read(data: dict[str, Data], home: data_files.Home, reading: Reading, open_: Open) -> SubordinateUnits:
    """读取各单位 — the units that name their folder, the list completed from them."""
    listed = listed_units(data)
    if not any(_FOLDER in entry for _, entry in listed):
        _refuse_payments(data, reading)
        return SubordinateUnits()
    _refuse_lines(data, reading)
    accounts = []
    for path, entry in listed:
        for account in _accounts(path, entry, home, reading, open_):
            compare(path, entry, account.submission, data, reading)
            accounts.append(account)
    _require_distinct(listed, home, reading)
    if reading.problems:  # they are raised before anything is made of the sums
        return SubordinateUnits()
    return added_up(accounts, data)


def added_up(accounts: Sequence[Account], data: Mapping[str, Data]) -> SubordinateUnits:
    """相加 — the units of a department whose own data these are."""
    last_year_known = _names_last_year(data.get("上年数"))
    total = consolidation.total(accounts, last_year_known=last_year_known, paid_within=_PAYMENTS in data)
    return SubordinateUnits(tuple(accounts), total)


def _names_last_year(prior: Data | None) -> bool:
    return isinstance(prior, dict) and "文件夹" in prior


def listed_units(data: Mapping[str, Data]) -> list[tuple[str, dict[str, Data]]]:
    """所属单位清单 — the entries with their key paths."""
    match data.get("部门"):
        case {"所属单位": list(listed)}:
            entries = enumerate(listed)
            return [(item(_LIST, index), entry) for index, entry in entries if isinstance(entry, dict)]
    return []


def _refuse_payments(data: dict[str, Data], reading: Reading) -> None:
    """What is to be deleted is taken out: nobody is asked to complete it."""
    if data.pop(_PAYMENTS, None) is not None:
        reading.add("“内部往来”只在所属单位写了“数据”、由各单位相加得出部门的数时填写，这里请删去", _PAYMENTS)


def _refuse_lines(data: Mapping[str, Data], reading: Reading) -> None:
    for key in map(terms.chinese, LINES):
        if key in data:
            message = (
                f"“{key}”由各所属单位的数据合并得出，请从部门数据里删去；"
                "部门本级也作为一个单位，放在自己的文件夹里"
            )
            reading.add(message, key)


def _has_folder(path: str, entry: Mapping[str, Data], reading: Reading) -> bool:
    """A unit without accounts of its own is in those of another; any other one has to be added."""
    if _FOLDER not in entry and entry.get("独立编制") not in ("否", "无"):
        reading.add(
            "其他单位写了“数据”，这个单位没有，合计会少这个单位；不独立编制决算的请写“独立编制: 否”", path
        )
    return isinstance(entry.get(_FOLDER), str)


def _accounts(
    path: str, entry: dict[str, Data], home: data_files.Home, reading: Reading, open_: Open
) -> Iterator[Account]:
    if not _has_folder(path, entry, reading):
        return
    place, folder = f"{path}.{_FOLDER}", str(entry[_FOLDER])
    try:
        submission = open_(data_files.find(home.folder / data_files.slashes(folder), folder))
    except InputError as error:
        reading.include(error.problems, place)
        _complete(entry, folder, "行政单位")  # what the folder would have said is no second fault
        return
    own = submission.department
    _complete(entry, own.full_name, own.nature, own.short_name)
    yield Account(own.full_name, own.short_name or "", submission)


def _complete(entry: dict[str, Data], name: str, nature: str | None, short_name: str | None = None) -> None:
    for key, value in (("名称", name), ("性质", nature), ("简称", short_name)):
        if value is not None:
            entry.setdefault(key, value)


def compare(
    path: str, entry: Mapping[str, Data], unit: Submission, data: Mapping[str, Data], reading: Reading
) -> None:
    """单位与部门一致 — what the department says of a unit is what the unit's own data say."""
    own = unit.department
    nature = own.nature or "没有填"
    pairs = (
        ("名称", entry.get("名称"), "部门.全称", own.full_name, "请核对文件夹是否写对"),
        ("性质", entry.get("性质"), "部门.性质", nature, "请在其中一处改正"),
        (_FOLDER, data.get("年度"), "年度", str(unit.year), "各单位和部门的年度要相同"),
        (_FOLDER, data.get("模板"), "模板", unit.pack, "各单位和部门要用同一个模板"),
    )
    for key, here, place, there, advice in pairs:
        if _says_otherwise(here, there):
            message = f"“{entry[_FOLDER]}”的数据里“{place}”是“{there}”，这里是“{here}”，{advice}"
            reading.add(message, f"{path}.{key}")


def _says_otherwise(here: Data | None, there: str) -> bool:
    return isinstance(here, str) and here != there


def _require_distinct(
    listed: list[tuple[str, dict[str, Data]]], home: data_files.Home, reading: Reading
) -> None:
    """No unit is listed twice, by any of its names or by its folder."""
    seen: dict[str, str] = {}
    for path, entry in listed:
        marks = _marks(entry, home)
        same = [key for key, mark in marks.items() if seen.setdefault(mark, path) != path]
        if same:
            shown = entry[same[0]]
            reading.add(f"“{shown}”和另一个所属单位相同，每个单位只列一次，名称不能重复", f"{path}.{same[0]}")


def _marks(entry: Mapping[str, Data], home: data_files.Home) -> dict[str, str]:
    """What no two units may have in common, by key."""
    marks = {key: str(entry[key]) for key in _NAMES if isinstance(entry.get(key), str)}
    if _FOLDER in marks:
        folder = home.folder / data_files.slashes(marks[_FOLDER])
        marks[_FOLDER] = str(folder.resolve())
    return marks
