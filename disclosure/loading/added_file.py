"""补填 — what was typed into the desk stands in a file of its own, and never overwrites what people keep.

`补填.yaml` says of each value its place and how the place was called when it was typed: a row of a list is
known by its position, so where rows were put in or taken out the value is told of and not used.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from disclosure.errors import InputError, Problem, Source
from disclosure.loading import data_files, expected_data, nodes, official_subjects, place_names
from disclosure.loading.merged_entries import Entries
from disclosure.loading.place_names import PlaceNames, taken_apart
from disclosure.loading.reading_state import Data, Loc, Reading, path_of
from disclosure.model.subject_codes import stated_year
from disclosure.model.typed_words import official

VALUES, WAIVERS = "补填", "豁免"
PATH, NAME, TEXT = "位置", "名称", "填写"
# Of a list whose entries are asked for by name: what the name and what the asked text is called.
NAMED_ENTRY = ("名称", "解释")
_WHAT_MAY_STAND = "最外层只能有“补填”和“豁免”，下面各项以短横线开头"
_A_VALUE = "这一条应写“位置”“名称”“填写”三项，都是文字；改不好的可以删去这一条"
_A_WAIVER = "这一条豁免应写“代码”“位置”“依据数”“理由”“姓名”“日期”，都是文字"


@dataclass(frozen=True, slots=True)
class AddedValue:
    """一处补填 — the key path, how the place was called, what was typed, where it stands in the file."""

    path: str
    name: str
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Added:
    """补填的内容 — values and waivers in the order of the file, waivers as they are written."""

    values: tuple[AddedValue, ...] = ()
    waivers: tuple[Mapping[str, str], ...] = ()


def read(folder: Path) -> Added:
    """读取补填 — of a folder, nothing where there is none; raises InputError where it cannot be read."""
    if not (folder / data_files.ADDED).is_file():
        return Added()
    reading = Reading(data_files.ADDED)
    added = _read_file(data_files.Home(folder, None, str(folder)), reading)
    if reading.problems:
        raise InputError(reading.sorted())
    return added


def take(home: data_files.Home, entries: Entries) -> None:
    """并入 — after everything else: rows are known by their position among all."""
    reading = Reading(data_files.ADDED)
    added = _read_file(home, reading)
    entries.reading.problems += reading.problems
    names = _Names.of(home, entries, added)
    for one in added.values:
        _take_value(one, names, entries)
    first = _after_last(entries.lines(WAIVERS))
    for number, waiver in enumerate(added.waivers):
        for key, text in waiver.items():
            source = reading.locate(path_of((WAIVERS, number, key)))
            entries.put((WAIVERS, first + number, key), text, source)


def _read_file(home: data_files.Home, reading: Reading) -> Added:
    file = replace(home, data=home.folder / data_files.ADDED, shown=data_files.ADDED)
    found = nodes.read(file)
    reading.problems, reading.sources = found.problems, found.sources
    if set(found.data) - {VALUES, WAIVERS} or not all(isinstance(part, list) for part in found.data.values()):
        _tell(_WHAT_MAY_STAND, next(iter(found.data), ""), reading)
        return Added()
    values = (
        _value_in(item, path_of((VALUES, number)), reading)
        for number, item in _numbered_items(found.data, VALUES)
    )
    waivers = (
        _waiver_in(item, path_of((WAIVERS, number)), reading)
        for number, item in _numbered_items(found.data, WAIVERS)
    )
    return Added(tuple(filter(None, values)), tuple(filter(None, waivers)))


def _numbered_items(data: Mapping[str, Data], key: str) -> Iterator[tuple[int, Data]]:
    listed = data.get(key)
    return enumerate(listed if isinstance(listed, list) else ())


def _value_in(item: Data, path: str, reading: Reading) -> AddedValue | None:
    texts = _all_texts(item)
    if texts is None or not (texts.get(PATH) and texts.get(TEXT)) or set(texts) - {PATH, NAME, TEXT}:
        _tell(_A_VALUE, path, reading)
        return None
    source = reading.locate(f"{path}.{TEXT}")
    return AddedValue(texts[PATH], texts.get(NAME, ""), texts[TEXT], source)


def _waiver_in(item: Data, path: str, reading: Reading) -> Mapping[str, str] | None:
    texts = _all_texts(item)
    if texts is None:
        _tell(_A_WAIVER, path, reading)
    return texts


def _tell(message: str, path: str, reading: Reading) -> None:
    """About the file's own place, which is none of the data."""
    reading.problems.append(Problem(message, reading.locate(path)))


def _all_texts(item: Data) -> Mapping[str, str] | None:
    """What stands at each key, where that is a text."""
    found = (
        {key: part for key, part in item.items() if isinstance(part, str)} if isinstance(item, dict) else {}
    )
    return found if isinstance(item, dict) and len(found) == len(item) else None


@dataclass(frozen=True, slots=True)
class _Names:
    """How places are called now: by what others say, or with what was added; codes with names or not."""

    ways: tuple[PlaceNames, ...]

    @classmethod
    def of(cls, home: data_files.Home, entries: Entries, added: Added) -> _Names:
        before = entries.said_everywhere()
        after = {**before, **{taken_apart(one.path): one.text for one in added.values}}
        return cls(tuple(way for said in (before, after) for way in _ways(home, said)))

    def has(self, name: str, path: str) -> bool:
        return _unspaced_name(name) in {_unspaced_name(way.name(path)) for way in self.ways}


def _ways(home: data_files.Home, said: Mapping[Loc, str]) -> Iterator[PlaceNames]:
    values = {path_of(loc): official(text, expected_data.at(loc).choices) for loc, text in said.items()}
    yield PlaceNames(values, {}, str)
    year = stated_year({"年度": said.get(("年度",))})
    if year:
        typed = {str(loc[1]): text for loc, text in said.items() if loc[0] == "科目名称" and loc[1:]}
        own = official_subjects.read(home, year)
        yield PlaceNames(values, {}, partial(place_names.subject_name, year, own, typed))


def _unspaced_name(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def _take_value(one: AddedValue, names: _Names, entries: Entries) -> None:
    loc = taken_apart(one.path)
    if is_named_entry(loc):
        _take_named_entry(loc, one, entries)
    elif not _is_place(loc):
        message = f"没有“{one.path}”这个位置，这一条没有用；请改正“{PATH}”，或删去这一条"
        entries.problem(message, one.source)
    elif _is_in_row(loc) and not names.has(one.name, one.path):
        message = (
            f"补填时这里是“{one.name}”，现在是“{names.ways[-1].name(one.path)}”，"
            "多半是表里增删过行，这一条没有用；请删去这一条，再填一次"
        )
        entries.problem(message, one.source, loc)
    else:
        entries.put(loc, one.text, one.source)


def _take_named_entry(loc: Loc, one: AddedValue, entries: Entries) -> None:
    """What is asked for by its name (名词.2080506) is the row of this name, else the next one."""
    listed, name = map(str, loc)
    key, asked = NAMED_ENTRY
    rows = entries.lines(listed)
    there = (index for index, row in rows.items() if str(row.get(key, "")).strip() == name)
    place = (listed, next(there, _after_last(rows)))
    entries.put((*place, key), name, one.source)
    entries.put((*place, asked), one.text, one.source)


def _after_last(rows: Mapping[int, object]) -> int:
    return max(rows, default=-1) + 1


def _is_in_row(loc: Loc) -> bool:
    return any(isinstance(step, int) for step in loc)


def is_named_entry(loc: Loc) -> bool:
    """按名称的一条 — whether a place is asked for by its name: 名词.2080506."""
    match loc:
        case (str(listed), str()):
            shape = expected_data.at((listed,))
            return shape.kind == "list" and {*NAMED_ENTRY} <= {*shape.item.keys}
    return False


def _is_place(loc: Loc) -> bool:
    """Whether the model has a place to be filled in there: positions in lists and nowhere else."""
    above = (expected_data.at(loc[:end]) for end in range(len(loc)))
    steps_fit = all(
        isinstance(step, int) == (shape.kind == "list") for shape, step in zip(above, loc, strict=True)
    )
    return bool(loc) and steps_fit and bool(expected_data.at(loc))
