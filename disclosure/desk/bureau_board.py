"""进度板 — a row a body from the columns of the matrix, as the address asks for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from disclosure.city.body_record import STATES
from disclosure.city.progress_line import ProgressLine
from disclosure.city.progress_matrix import BY_CLOCK, COLUMNS, FILTERS, Column
from disclosure.city.release import is_changed
from disclosure.desk.city_place import CitySeen
from disclosure.outputs.filtered_lists import DaysLeft, said

SORTED, TEXT, BY_DEADLINE = "sort", "text", "deadline"
CHANGED_AFTER = "放行后有改动"
RELEASED = "已放行"
# Columns of the matrix that the board shows; the name leads to the body's page, remarks stand at its state.
_SHOWN = (
    *("名称", "状态", "为什么", "待填", "错误", "警告", "批复数", "公开期限", "距期限"),
    *("已回复", "未回复", "批次", "负责"),
)
_COLUMNS = [next(column for column in COLUMNS if column.head == head) for head in _SHOWN]


class Cell(NamedTuple):
    """一格 — under which head, what it says, of what kind it is."""

    head: str
    text: str
    kind: str


class Row(NamedTuple):
    """一行 — a body: folder, name, other cells, why it must be made again, what of its release."""

    folder: str
    name: str
    cells: Sequence[Cell]
    stale: str
    release: str


class Choice(NamedTuple):
    """一个筛选 — what it is called, its name in the address, what may be chosen, what is."""

    head: str
    name: str
    choices: Sequence[str]
    chosen: str


@dataclass(frozen=True)
class Board:
    """进度板 — of what was seen, as the address asks for it, on a day."""

    seen: CitySeen
    asked: Mapping[str, str]
    today: date

    @property
    def heads(self) -> list[str]:
        """表头 — without the name's."""
        return list(_SHOWN[1:])

    @cached_property
    def lines(self) -> list[ProgressLine]:
        """选出的 — in the order asked for."""
        found = [line for line in self.seen.lines if self._is_asked_for(line)]
        return sorted(found, key=_deadline) if self.asked.get(SORTED) == BY_DEADLINE else found

    @property
    def rows(self) -> Iterator[Row]:
        """各行 — of those chosen."""
        for line in self.lines:
            folder = line.body.folder
            cells = [self._cell(column, line) for column in _COLUMNS[1:]]
            yield Row(folder, line.body.name, cells, self.seen.stale.get(folder, ""), self._released(line))

    @property
    def states(self) -> list[tuple[str, int]]:
        """各种状态 — how many there are of each, in the whole city."""
        found = Counter(line.record.state for line in self.seen.lines)
        return [(state, found[state]) for state in STATES if found[state]]

    @property
    def choices(self) -> Iterator[Choice]:
        """各筛选 — those that tell bodies apart."""
        for head, name, _ in FILTERS:
            values = list(filter(None, dict.fromkeys(self._value(name, line) for line in self.seen.lines)))
            if len(values) > 1 or self.asked.get(name):
                yield Choice(head, name, values, self.asked.get(name, ""))

    @property
    def text(self) -> str:
        """找的字 — empty where none is asked for."""
        return self.asked.get(TEXT, "").strip()

    @property
    def by_deadline(self) -> bool:
        """照期限排 — whether the nearest stands first."""
        return self.asked.get(SORTED) == BY_DEADLINE

    @property
    def is_chosen(self) -> bool:
        """有没有筛选 — whether some may be left out."""
        return bool(self.text) or any(self.asked.get(name) for _, name, _ in FILTERS)

    def _is_asked_for(self, line: ProgressLine) -> bool:
        return all(self._fits(name, line) for _, name, _ in FILTERS) and self._is_said(line)

    def _fits(self, name: str, line: ProgressLine) -> bool:
        return self.asked.get(name, "") in ("", self._value(name, line))

    def _is_said(self, line: ProgressLine) -> bool:
        return any(self.text in said_of for said_of in ("", *_texts_searched(line)))

    def _value(self, name: str, line: ProgressLine) -> str:
        return line.term(self.today) if name == BY_CLOCK else _VALUES[name](line)

    def _cell(self, column: Column, line: ProgressLine) -> Cell:
        value = column.value(line)
        text = value.said_on(self.today) if isinstance(value, DaysLeft) else said(value, column.kind)
        is_late = text.startswith(("逾期", "已过"))
        return Cell(column.head, text, "late" if is_late else column.kind)

    def _released(self, line: ProgressLine) -> str:
        if is_changed(line.record, self.seen.releases, self.seen.stale):
            return CHANGED_AFTER
        return RELEASED * (line.body.folder in self.seen.releases.by_folder)


_VALUES = {name: value for _, name, value in FILTERS}


def _texts_searched(line: ProgressLine) -> Iterator[str]:
    yield line.body.name
    for one in line.told():
        yield from one


def _deadline(line: ProgressLine) -> date:
    """Those whose time runs come first, the nearest at the head."""
    return line.days_left.until if isinstance(line.days_left, DaysLeft) else date.max
