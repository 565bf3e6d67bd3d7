"""数据汇集 — what several files say, by place: the same twice is one, different things are a problem."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from disclosure.errors import Source
from disclosure.loading.reading_state import Data, Loc, Reading, flat, hollow, nested, path_of
from disclosure.model.typed_words import is_none, is_none_of_whole

_NUMBER = re.compile(r"[-+]?[\d,]+(\.\d+)?")
_HOLE = re.compile(r"\{\{.*?\}\}", re.DOTALL)


class Entries:
    """汇集 — the values of all files of a folder by their place; nothing is overwritten."""

    def __init__(self, file: str) -> None:
        self.reading = Reading(file)
        self._leaves: dict[Loc, str] = {}
        self._found: dict[Loc, Source] = {}
        self._expected: set[str] = set()
        self._blanks: list[Loc] = []
        self._hollow: dict[Loc, Data] = {}
        self._told_whole: set[Loc] = set()  # said to be 无, yet filled in below

    def put(self, loc: Loc, text: str, source: Source) -> None:
        """填入 — one value and where it stands."""
        if loc not in self._leaves:
            self._leaves[loc], self._found[loc] = text, source
        elif not _says_same(self._leaves[loc], text):
            self._conflict(loc, loc, text, source)

    def note(self, loc: Loc, source: Source) -> None:
        """记下位置 — where a value would stand, so that what is missing is looked for there."""
        self.reading.sources.setdefault(path_of(loc), source)

    def blank(self, loc: Loc, source: Source) -> None:
        """记下空格 — a place named and not filled in: its value is not known, unless said elsewhere."""
        self.note(loc, source)
        self._blanks.append(loc)

    def expect(self, key: str) -> None:
        """应有的整体 — a whole that must be there: what is missing is then each of its parts."""
        self._expected.add(key)

    def problem(self, message: str, source: Source, loc: Loc = ()) -> None:
        """记下问题 — a fault of a cell."""
        self.reading.add(message, path_of(loc), source)

    def said(self, loc: Loc) -> str:
        """所填 — what has been said at a place so far; empty where nothing was."""
        return self._leaves.get(loc, "")

    def said_everywhere(self) -> dict[Loc, str]:
        """全部所填 — what has been said so far, by place."""
        return dict(self._leaves)

    def said_below(self, loc: Loc) -> list[str]:
        """下级所填 — what has been said so far right below a place."""
        return [text for place, text in self._leaves.items() if place[:-1] == loc]

    def part_missing(self, message: str, source: Source) -> None:
        """缺一部分 — a sheet, block or column that is gone: what it held is not known."""
        self.reading.is_partial = True
        self.problem(message, source)

    def take(self, other: Reading) -> None:
        """并入 — what a data file says, with its problems."""
        self.reading.problems += other.problems
        self.reading.remarks += other.remarks
        for path, source in other.sources.items():
            self.reading.sources.setdefault(path, source)
        for loc, text in flat(other.data):
            self.put(loc, text, other.locate(path_of(loc)))
        self._hollow.update(hollow(other.data))

    def lines(self, key: str) -> dict[int, dict[str, Data]]:
        """各行 — the lines of a list as gathered so far, by position; an item that is a mere text is none."""
        lines: dict[int, dict[Loc, str]] = defaultdict(dict)
        for loc, text in self._leaves.items():
            match loc:
                case (first, int(index), *below) if first == key and below:
                    lines[index][tuple(below)] = text
        return {index: nested(line) for index, line in lines.items()}

    def finish(self) -> Reading:
        """汇总 — the reading of all files together."""
        kept: dict[Loc, str] = {}
        for loc in sorted(self._leaves, key=len):
            above = self._value_above(loc)
            if above is None:
                self.reading.sources[path_of(loc)] = self._found[loc]
                kept[loc] = self._leaves[loc]
            elif is_none(self._leaves[above]):
                self._none_but_filled(above, loc)
            else:
                self._conflict(above, loc, self._leaves[loc], self._found[loc])
        kept = {loc: kept[loc] for loc in self._leaves if loc in kept}  # in the order of the files
        kept |= self._blanks_alone()
        found = nested({**self._hollow_alone(kept), **kept})
        self.reading.data = {**{key: {} for key in self._expected}, **found}
        return self.reading

    def _blanks_alone(self) -> dict[Loc, str]:
        return {loc: "" for loc in self._blanks if not self._is_said(loc)}

    def _hollow_alone(self, kept: Mapping[Loc, str]) -> dict[Loc, Data]:
        return {loc: part for loc, part in self._hollow.items() if self._is_bare(loc, kept)}

    def _is_said(self, loc: Loc) -> bool:
        return loc in self._leaves or self._value_above(loc) is not None

    def _is_bare(self, loc: Loc, kept: Mapping[Loc, str]) -> bool:
        """Whether no other file says what the list or table holds that is empty in one."""
        return not (self._value_above(loc) or any(place[: len(loc)] == loc for place in kept))

    def _value_above(self, loc: Loc) -> Loc | None:
        places = (loc[:end] for end in range(1, len(loc)))
        return next((place for place in places if place in self._leaves), None)

    def _none_but_filled(self, above: Loc, loc: Loc) -> None:
        """无 of the whole says it of each part; what else stands there is told of once, at the first."""
        text = self._leaves[loc]
        if not _says_nothing(text) and above not in self._told_whole:
            self._told_whole.add(above)
            none, first = self._found[above], self._found[loc]
            message = f"这里填了“无”，{first} 却填有“{text}”；没有发生的请清空各行，有的请清空“无”"
            self.reading.add(message, path_of(above), none)

    def _conflict(self, one: Loc, loc: Loc, text: str, source: Source) -> None:
        first, said = self._found[one], self._leaves[one]
        message = f"两处填得不一样：{first} 是“{said}”，{source} 是“{text}”，请核对后改成一样，或只留一处"
        self.reading.add(message, path_of(loc), source)


def _says_same(one: str, other: str) -> bool:
    return one == other or _plain(one) == _plain(other) or _prints(one, other) or _prints(other, one)


def _says_nothing(text: str) -> bool:
    return is_none_of_whole(_plain(text))


def _prints(text: str, said: str) -> bool:
    """Whether a text with {{ … }} may print what the other says: around them stands the same, in order."""
    first, *others = (_plain(piece) for piece in _HOLE.split(text.strip()))
    said = _plain(said)
    if not others or not said.startswith(first):
        return False
    rest = said.removeprefix(first)
    for piece in filter(None, others[:-1]):
        _, there, rest = rest.partition(piece)
        if not there:
            return False
    return rest.endswith(others[-1])


def _plain(text: str) -> str:
    if not _NUMBER.fullmatch(text):
        return "\n".join(filter(None, map(str.strip, text.splitlines())))
    digits = text.replace(",", "").removeprefix("+")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
