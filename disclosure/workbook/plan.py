"""工作簿排布 — which row of which sheet each block of the layout takes, and what its entries hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from disclosure.classification import Own
from disclosure.load import shape
from disclosure.load.reading_state import Data, Loc
from disclosure.load.workbook import MARK, NUMBER, Block, Column, Sheet, sheets
from disclosure.load.workbook.layout import CAUSE, SECTION
from disclosure.model.base import NONE

Entry = dict[str, str]  # head → text
CLOSING, FORMER = "上年年末", "上年原因"  # what stands beside for reference
_SPARE = 3  # blank rows below what is filled in already


@dataclass(frozen=True, slots=True)
class Content:
    """内容 — the data to write, and what stands beside it for reference, by place."""

    data: Mapping[str, Data]
    beside: Mapping[Loc, str] = field(default_factory=dict)
    subjects: Own = field(default_factory=dict)  # the office's own list

    def at(self, loc: Loc) -> Data | None:
        """取值 — what stands at a place; a whole said to be 无 is so in each of its parts."""
        found: Data | None = dict(self.data)
        for number, step in enumerate(loc, 1):
            if found == NONE:
                return None if shape.at(loc[:number]).is_word else NONE
            found = _below(found, step)
        return found

    def text(self, loc: Loc) -> str:
        """文字 — the text at a place, or the name of the file that holds it; empty where nothing is known."""
        found = self.at(loc)
        if isinstance(found, dict):
            found = found.get("文件")
        return found if isinstance(found, str) else ""


@dataclass(frozen=True, slots=True)
class Planned:
    """排定的块 — rows from 0: title, hint above the head, head, total below it, entries from first to last."""

    sheet: Sheet
    block: Block
    title: int
    entries: tuple[Entry, ...]
    columns: tuple[Column, ...]
    none: bool

    @property
    def head(self) -> int:
        """表头行."""
        return self.title + 1

    @property
    def total(self) -> int | None:
        """合计行 — under the head where rows are entries, below the last where they are fixed."""
        if not self.block.sums:
            return None
        return self.last + 1 if self.block.fixed else self.head + 1

    @property
    def first(self) -> int:
        """首行."""
        return self.head + (2 if self.block.sums and not self.block.fixed else 1)

    @property
    def last(self) -> int:
        """末行."""
        rows = len(self.block.keys) if self.block.fixed else max(self.block.room, len(self.entries) + _SPARE)
        return self.first + rows - 1

    @property
    def end(self) -> int:
        """结束行 — the row behind the block and its foot."""
        return self.last + (2 if self.block.sums or not self.block.fixed else 1)

    def column(self, head: str) -> int:
        """列号 — of a head."""
        return next(number for number, column in enumerate(self.columns) if column.head == head)


def plan(content: Content) -> tuple[Planned, ...]:
    """排布 — every block of every sheet."""
    return tuple(planned for sheet in sheets() for planned in _sheet(sheet, content))


def _sheet(sheet: Sheet, content: Content) -> Iterator[Planned]:
    row = 2
    for block in sheet.blocks:
        columns, none = block.heads(), _is_none(block, content)
        entries = () if none else tuple(_ENTRIES.get(block.kind, _nothing)(block, content))
        planned = Planned(sheet, block, row, entries, columns, none)
        yield planned
        row = planned.end + 1


def _is_none(block: Block, content: Content) -> bool:
    if not block.none:
        return False
    if block.kind != "map":
        return content.at(block.at) == NONE
    return all(content.at((*block.at, *column.step)) == NONE for column in block.heads() if not column.key)


def _nothing(*_: object) -> Iterator[Entry]:
    yield from ()


def _list(block: Block, content: Content) -> Iterator[Entry]:
    given = content.at(block.at)
    for index in range(len(given) if isinstance(given, list) else 0):
        entry = {block.label(NUMBER): str(index + 1)} if block.numbered else {}
        loc = (*block.at, index)
        entry |= {column.head: content.text(loc + column.step) for column in block.heads() if not column.key}
        yield entry | {f"{MARK}{name}": text for name, text in _beside(loc, content)}


def _map(block: Block, content: Content) -> Iterator[Entry]:
    key, *others = block.heads()
    held = {column.head: content.at((*block.at, *column.step)) for column in others}
    codes = dict.fromkeys(code for found in held.values() if isinstance(found, dict) for code in found)
    for code in codes:
        values = ((head, found.get(code)) for head, found in held.items() if isinstance(found, dict))
        yield {key.head: code, **{head: value for head, value in values if isinstance(value, str)}}


def _causes(block: Block, content: Content) -> Iterator[Entry]:
    key = block.heads()[0].head
    given = content.at(block.at)
    held = given if isinstance(given, dict) else {}
    known = [name for name, kind in shape.at(block.at).keys.items() if kind.kind != "map"]
    extra = [] if known else list(held)  # codes
    referred = [str(loc[-1]) for loc in content.beside if loc[:-1] == block.at]
    for name in dict.fromkeys((*known, *extra, *(() if known else referred))):
        before = content.beside.get((*block.at, name), "")
        for cause, note in zip_longest(_said(held.get(name)) or [{}], [before], fillvalue=""):
            yield {key: name, f"{MARK}{FORMER}": str(note), **(cause if isinstance(cause, dict) else {})}


def _said(reason: Data | None) -> list[Entry]:
    if isinstance(reason, str):
        return [{CAUSE: reason}]
    causes = reason if isinstance(reason, list) else []
    return [{name: str(text) for name, text in one.items()} for one in causes if isinstance(one, dict)]


def _sections(block: Block, content: Content) -> Iterator[Entry]:
    number, code, amount = block.heads()
    lines = content.at(block.at)
    for index in range(len(lines) if isinstance(lines, list) else 0):
        held = content.at((*block.at, index, SECTION))
        for section, value in held.items() if isinstance(held, dict) else ():
            yield {number.head: str(index + 1), code.head: section, amount.head: str(value)}


def _children(block: Block, content: Content) -> Iterator[Entry]:
    number, *others = block.heads()
    parents = content.at(block.at)
    for index in range(len(parents) if isinstance(parents, list) else 0):
        held = content.at((*block.at, index, block.key))
        if held == NONE:
            yield {number.head: str(index + 1), others[0].head: NONE}
        for child in range(len(held) if isinstance(held, list) else 0):
            loc = (*block.at, index, block.key, child)
            yield {number.head: str(index + 1), **{one.head: content.text(loc + one.step) for one in others}}


def _beside(loc: Loc, content: Content) -> Iterator[tuple[str, str]]:
    return ((str(place[-1]), text) for place, text in content.beside.items() if place[:-1] == loc)


def _below(value: Data | None, step: int | str) -> Data | None:
    if isinstance(value, dict):
        return value.get(str(step))
    if isinstance(value, list) and isinstance(step, int):
        return value[step] if step < len(value) else None
    return None


_ENTRIES = {"list": _list, "map": _map, "causes": _causes, "sections": _sections, "children": _children}
