"""工作簿排布 — which row of which sheet each block of the layout takes, and what its entries hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, filterfalse
from operator import attrgetter

from disclosure.classification import Own
from disclosure.loading import expected_data
from disclosure.loading.reading_state import Data, Loc
from disclosure.loading.workbook import MARK, NUMBER, Block, Column, Sheet, sheets
from disclosure.loading.workbook.layout import CAUSE, SECTION, own_list
from disclosure.model.own_data import OWN, OwnDeclared, OwnFact
from disclosure.model.shape import Shape
from disclosure.model.typed_words import NONE

Entry = dict[str, str]  # head → text
CLOSING, FORMER = "上年年末", "上年原因"  # what stands beside for reference
_SPARE = 3  # blank rows below what is filled in already


@dataclass(frozen=True, slots=True)
class Content:
    """内容 — the data to write, and what stands beside it for reference, by place."""

    data: Mapping[str, Data]
    beside: Mapping[Loc, str] = field(default_factory=dict)
    subjects: Own = field(default_factory=dict)  # the office's own list
    declared: OwnDeclared = field(default_factory=OwnDeclared)  # by the pack

    def expected(self, loc: Loc) -> Shape:
        """应填 — what stands at a place, those that the pack declares too."""
        is_own = loc[0] == OWN
        return self.declared.shape.at(loc[1:]) if is_own else expected_data.at(loc)

    def required(self, loc: Loc) -> bool:
        """是否必填 — at a place."""
        own = self.declared.fact(str(loc[-1])) if loc[0] == OWN else None
        return own.obligation == "必填" if own else expected_data.required(loc)

    def unit(self, loc: Loc) -> str:
        """计量 — what a number that the pack declares counts in."""
        own = self.declared.fact(str(loc[-1])) if loc[0] == OWN else None
        return own.measure if own else ""

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """工作表 — those of the layout; that of 自有数据 as the pack declares it, where it does."""
        *others, own = sheets()
        return (*others, declared_sheet(own, self.declared)) if self.declared.own_data else tuple(others)

    def at(self, loc: Loc) -> Data | None:
        """取值 — what stands at a place; a whole said to be 无 is so in each of its parts."""
        value: Data | None = dict(self.data)
        for number, step in enumerate(loc, 1):
            if value == NONE:
                return None if expected_data.at(loc[:number]).is_word else NONE
            value = _step_down(value, step)
        return value

    def table(self, loc: Loc) -> dict[str, Data]:
        """对照 — the keys and values at a place; none where something else stands there."""
        value = self.at(loc)
        return value if isinstance(value, dict) else {}

    def items(self, loc: Loc) -> list[Loc]:
        """各条 — the places of the items of a list; none where something else stands there."""
        value = self.at(loc)
        return [(*loc, index) for index in range(len(value))] if isinstance(value, list) else []

    def remarks(self, loc: Loc) -> Entry:
        """参考 — what stands beside the places right below one, by the last step to each."""
        return {str(place[-1]): text for place, text in self.beside.items() if place[:-1] == loc}

    def text(self, loc: Loc) -> str:
        """文字 — the text at a place, or the name of the file that holds it; empty where nothing is known."""
        value = self.at(loc)
        written = value.get("文件") if isinstance(value, dict) else value
        return written if isinstance(written, str) else ""


@dataclass(frozen=True, slots=True)
class Planned:
    """排定的块 — rows from 0: title, hint above the head, head, total below it, first to last entry."""

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
        total_above = self.block.sums and not self.block.fixed
        return self.head + (2 if total_above else 1)

    @property
    def last(self) -> int:
        """末行."""
        if self.block.fixed:
            return self.head + len(self.block.keys)
        return self.first + self._room - 1

    @property
    def _room(self) -> int:
        """Rows of entries: a few blank ones below those there are, one where there are said to be none."""
        if self.entries:
            return len(self.entries) + _SPARE
        return 1 if self.none else self.block.room

    def entry(self, row: int) -> Entry:
        """一条 — what the entry of a row holds; nothing in a spare row."""
        index = row - self.first
        return self.entries[index] if index < len(self.entries) else {}

    def labels_rows(self, column: Column) -> bool:
        """是否行名列 — whether a column says what the fixed rows are called."""
        return self.block.fixed and column.key

    def is_number(self, column: Column) -> bool:
        """是否序号列 — whether rows that have no number of their own are counted there."""
        return self.block.numbered and column.head == self.block.label(NUMBER)

    def reference_heads(self) -> Iterable[str]:
        """参考列 — heads of what stands beside the entries, where any has something there."""
        cells = chain.from_iterable(entry.items() for entry in self.entries)
        return dict.fromkeys(head for head, text in cells if head[0] == MARK and text)

    @property
    def end(self) -> int:
        """结束行 — the row behind the block and its foot."""
        return self.last + (2 if self.block.sums or not self.block.fixed else 1)

    def column(self, head: str) -> int:
        """列号 — of a head."""
        return next(number for number, column in enumerate(self.columns) if column.head == head)


def declared_sheet(own: Sheet, declared: OwnDeclared) -> Sheet:
    """自有数据表 — a row for each fact, a block for each list."""
    lists = filter(attrgetter("columns"), declared.own_data)
    single = list(filterfalse(attrgetter("columns"), declared.own_data))
    return replace(own, blocks=(_form(own, single), *map(_list_block, lists)))


def _form(own: Sheet, single: Sequence[OwnFact]) -> Block:
    notes = {fact.name: fact.remark for fact in single}
    return replace(own.blocks[0], keys=tuple(notes), notes=notes)


def _list_block(fact: OwnFact) -> Block:
    shapes = OwnDeclared(own_data=(fact,)).shape.at((fact.name, 0)).keys
    notes = {column.name: "；".join(filter(None, (column.measure, column.remark))) for column in fact.columns}
    return own_list(fact.name, tuple(shapes), notes, shapes=shapes)


def plan(content: Content) -> tuple[Planned, ...]:
    """排布 — every block of every sheet."""
    return tuple(planned for sheet in content.sheets for planned in _blocks_of(sheet, content))


def _blocks_of(sheet: Sheet, content: Content) -> Iterator[Planned]:
    row = 2
    for block in sheet.blocks:
        none = _is_none(block, content)
        entries = () if none else _entries_of(block, content)
        planned = Planned(sheet, block, row, entries, block.heads(), none)
        yield planned
        row = planned.end + 1


def _is_none(block: Block, content: Content) -> bool:
    """Whether the whole of a block is said to be 无; a map is so where each of its columns is."""
    are_none = (content.at(block.at + step) == NONE for step in _steps_to_values(block))
    return block.none and all(are_none)


def _steps_to_values(block: Block) -> list[Loc]:
    return [column.step for column in _value_columns(block)] if block.kind == "map" else [()]


def _value_columns(block: Block) -> list[Column]:
    return [column for column in block.heads() if not column.key]


def _entries_of(block: Block, content: Content) -> tuple[Entry, ...]:
    return tuple(_ENTRIES[block.kind](block, content)) if block.kind in _ENTRIES else ()


def _list_entries(block: Block, content: Content) -> Iterator[Entry]:
    columns = _value_columns(block)
    for number, loc in enumerate(content.items(block.at), 1):
        entry = {block.label(NUMBER): str(number)} if block.numbered else {}
        entry |= {column.head: content.text(loc + column.step) for column in columns}
        yield entry | {f"{MARK}{name}": text for name, text in content.remarks(loc).items()}


def _code_entries(block: Block, content: Content) -> Iterator[Entry]:
    """One entry for each code that any of the columns of a map has."""
    key, *columns = block.heads()
    tables = {column.head: content.table(block.at + column.step) for column in columns}
    for code in dict.fromkeys(chain.from_iterable(tables.values())):
        values = {head: table.get(code) for head, table in tables.items()}
        yield {key.head: code, **_only_texts(values)}


def _only_texts(values: Mapping[str, Data | None]) -> Entry:
    return {head: value for head, value in values.items() if isinstance(value, str)}


def _cause_entries(block: Block, content: Content) -> Iterator[Entry]:
    """The names that reasons may be given for; codes where the model names none: given now or last year."""
    key = block.heads()[0].head
    reasons, former = content.table(block.at), content.remarks(block.at)
    for name in _named_reasons(block) or dict.fromkeys((*reasons, *former)):
        for cause in _with_former(_causes_given(reasons.get(name)), former.get(name, "")):
            yield {key: name, **cause}


def _named_reasons(block: Block) -> list[str]:
    return [name for name, kind in expected_data.at(block.at).keys.items() if kind.kind != "map"]


def _with_former(causes: Sequence[Entry], former: str) -> Iterator[Entry]:
    """A row a cause, the first with last year's reason beside it; one row where there is no cause yet."""
    first, *others = causes or [{}]
    yield {f"{MARK}{FORMER}": former, **first}
    yield from ({f"{MARK}{FORMER}": "", **cause} for cause in others)


def _causes_given(reason: Data | None) -> list[Entry]:
    if isinstance(reason, str):
        return [{CAUSE: reason}]
    causes = reason if isinstance(reason, list) else []
    return [_only_texts(cause) for cause in causes if isinstance(cause, dict)]


def _section_entries(block: Block, content: Content) -> Iterator[Entry]:
    number, code, amount = block.heads()
    for line, loc in enumerate(content.items(block.at), 1):
        for section, value in content.table((*loc, SECTION)).items():
            yield {number.head: str(line), code.head: section, amount.head: str(value)}


def _child_entries(block: Block, content: Content) -> Iterator[Entry]:
    number, *columns = block.heads()
    for parent, loc in enumerate(content.items(block.at), 1):
        held = (*loc, block.key)
        if content.at(held) == NONE:
            yield {number.head: str(parent), columns[0].head: NONE}
        for child in content.items(held):
            texts = {column.head: content.text(child + column.step) for column in columns}
            yield {number.head: str(parent), **texts}


def _step_down(value: Data | None, step: int | str) -> Data | None:
    match value:
        case dict():
            return value.get(str(step))
        case list() if isinstance(step, int) and step < len(value):
            return value[step]
    return None


_ENTRIES = {
    "list": _list_entries,
    "map": _code_entries,
    "causes": _cause_entries,
    "sections": _section_entries,
    "children": _child_entries,
}
