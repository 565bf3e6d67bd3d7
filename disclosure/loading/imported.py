"""导入的数据 — what `disclosure import` read stands beside what people type, and never overwrites it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from disclosure.errors import InputError, Source
from disclosure.loading import data_files, nodes
from disclosure.loading.merged_entries import Entries
from disclosure.loading.reading_state import Data, Loc, Reading, flat, path_of
from disclosure.model import FISCAL
from disclosure.model.key_paths import item
from disclosure.model.noted_directions import Written

ORIGINS = "来源"
REASONS, TEXT = "原因写时", "文字"
# Lists whose lines are the same line where these keys are the same, whatever their order.
KEYS: Mapping[str, tuple[str, ...]] = {
    "支出": ("项", "性质", "资金"),
    "收入": ("来源", "项"),
    "结转结余": ("项", "性质", "资金"),
    "经济分类汇总": ("性质", "资金", "款"),
}
_USUAL = {"资金": "一般公共预算"}
_MONEY = ("金额", "款")

Line = dict[str, Data]


def read(home: data_files.Home) -> Reading:
    """读取 — the imported file, its values bearing the cells that they were read from."""
    reading = nodes.read(replace(home, data=home.folder / data_files.IMPORTED, shown=data_files.IMPORTED))
    reading.written = dict(_reasons_written(reading.data.pop(REASONS, {})))
    for path, cells in _origins(reading.data.pop(ORIGINS, {})).items():
        if path and cells:
            first, *others = dict.fromkeys(cells)
            reading.sources[path] = replace(first, also=tuple(others))
    return reading


def heads(folder: Path) -> dict[str, str]:
    """开头 — what the imported file of a folder says of itself, the department's name too; often nothing."""
    found = flat(data_of(folder))
    return {str(loc[-1]): text for loc, text in found if len(loc) == 1 or loc == ("部门", "全称")}


def fiscal_items(data: Mapping[str, Data]) -> set[str]:
    """财政拨款支出的项 — codes of the lines of expenditure that data have, imported or carried over."""
    lines = data.get("支出")
    spent = _tables(lines) if isinstance(lines, list) else []
    return {str(line.get("项")) for line in spent if line.get("资金", _USUAL["资金"]) in FISCAL}


def data_of(folder: Path) -> dict[str, Data]:
    """导入的内容 — what the imported file of a folder holds; often nothing."""
    if not (folder / data_files.IMPORTED).is_file():
        return {}
    found = read(data_files.Home(folder, None, str(folder), imported=True))
    if found.problems:
        raise InputError(found.sorted())
    return found.data


def _origins(noted: Data) -> dict[str, list[Source]]:
    groups: dict[str, list[Source]] = {}
    for path, places in _noted(noted):
        cells = [Source(str(place[0]), cell=str(place[1])) for place in places if isinstance(place, list)]
        groups[path] = cells
        whole = path.rpartition(".")[0]  # 三公经费.年初预算 is entered as a whole
        groups.setdefault(whole, []).extend(cells)
    return groups


def _noted(noted: Data) -> Iterable[tuple[str, Data]]:
    return noted.items() if isinstance(noted, dict) else ()


def _reasons_written(noted: Data) -> Iterator[tuple[str, Written]]:
    for path, reason in _noted(noted):
        if isinstance(reason, dict):
            went = {role: _figure_and_direction(pair) for role, pair in _noted_lists(reason)}
            yield path, Written(str(reason.get(TEXT, "")), went)


def _noted_lists(noted: dict[str, Data]) -> Iterator[tuple[str, list[Data]]]:
    return ((name, listed) for name, listed in noted.items() if isinstance(listed, list))


def _figure_and_direction(pair: list[Data]) -> tuple[str, str]:
    return str(pair[0]), str(pair[-1])


def notes(written: Mapping[str, Written]) -> dict[str, Any]:
    """原因写时 — as the imported file says it."""
    return {REASONS: {path: {TEXT: one.text, **one.directions} for path, one in written.items()}}


def take(home: data_files.Home, entries: Entries) -> None:
    """并入 — after everything that was typed."""
    reading = read(home)
    entries.reading.written = reading.written
    for key, names in KEYS.items():
        lines, typed = reading.data.get(key), entries.lines(key)
        if isinstance(lines, list) and typed:
            del reading.data[key]
            _Joined(key, names, typed, reading, entries).take(_tables(lines))
    entries.take(reading)


def _tables(lines: list[Data]) -> list[Line]:
    return [line for line in lines if isinstance(line, dict)]


def identity(line: Mapping[str, Data], names: tuple[str, ...]) -> tuple[str, ...]:
    """同一行 — what makes a line the line it is."""
    return tuple(str(line.get(name, _USUAL.get(name, ""))).strip() for name in names)


@dataclass(frozen=True, slots=True)
class _Joined:
    """One list that people typed and that was imported too."""

    _key: str
    _names: tuple[str, ...]
    _typed: Mapping[int, Line]
    _reading: Reading
    _entries: Entries

    def take(self, lines: list[Line]) -> None:
        typed = self._typed_lines()
        identities = [identity(line, self._names) for line in lines]
        for same, indexes in typed.items():
            if same not in identities:
                self._not_imported(same, indexes)
        for number, line in enumerate(lines):
            self._line(number, line, typed.get(identities[number], []))

    def _typed_lines(self) -> dict[tuple[str, ...], list[int]]:
        typed: dict[tuple[str, ...], list[int]] = {}
        for index, line in self._typed.items():
            typed.setdefault(identity(line, self._names), []).append(index)
        return typed

    def _not_imported(self, same: tuple[str, ...], typed: list[int]) -> None:
        for index in typed:
            source = self._entries.reading.locate(item(self._key, index))
            message = f"导入的表里没有这一行（{' '.join(same)}），请核对是否写对，或重新导入"
            self._entries.problem(message, source, (self._key, index))

    def _line(self, number: int, line: Line, same: list[int]) -> None:
        if not same:
            self._put(number, max(self._typed) + 1 + number, line)
        elif self._key == "结转结余":
            self._put(number, same[0], line)
        elif not any(map(self._has_money, same)):
            self._put(number, same[0], _money_only(line))
        else:
            self._compare(number, line, same)

    def _has_money(self, index: int) -> bool:
        return _money(self._typed[index]) is not None

    def _compare(self, number: int, line: Line, same: list[int]) -> None:
        """What several typed lines make together, or one by its 款, is what the table says."""
        typed = sum((_money(self._typed[at]) or Decimal(0) for at in same), Decimal(0))
        imported, second = _money(line), self._source((self._key, number, _money_key(line)), line)
        if imported is None:
            message = "导入的这一行没有读得出的金额，请重新导入；要改的写在自己的数据里"
            self._entries.problem(message, second, (self._key, same[0]))
        elif typed != imported:
            first = self._entries.reading.locate(item(self._key, same[0]))
            message = (
                f"两处填得不一样：{first} 合计是“{typed:f}”，{second} 是“{imported:f}”，"
                "请核对后改成一样，或只留一处"
            )
            self._entries.problem(message, second, (self._key, same[0]))

    def _source(self, place: Loc, line: Line) -> Source:
        sections = line.get("款")
        loc = (*place, next(iter(sections))) if place[-1] == "款" and isinstance(sections, dict) else place
        return self._reading.locate(path_of(loc))

    def _put(self, number: int, index: int, line: Line) -> None:
        for loc, text in flat(line):
            source = self._reading.locate(path_of((self._key, number, *loc)))
            self._entries.put((self._key, index, *loc), text, source)


def _money_only(line: Line) -> Line:
    return {key: line[key] for key in _MONEY if key in line}


def _money_key(line: Line) -> str:
    return "金额" if "金额" in line else "款"


def _money(line: Line) -> Decimal | None:
    sections = line.get("款")
    texts = list(sections.values()) if isinstance(sections, dict) else [line.get("金额")]
    if not any(texts):
        return None
    try:
        return sum((Decimal(str(text).replace(",", "")) for text in texts if text is not None), Decimal(0))
    except InvalidOperation:
        return None
