"""工作簿布局 — which key of the data stands on which sheet (layout.toml); types come from the model."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from itertools import product
from types import MappingProxyType
from typing import Any, Literal

from disclosure.common_start import common_start
from disclosure.loading import expected_data as shape
from disclosure.loading.reading_state import Loc
from disclosure.model.own_data import OWN
from disclosure.model.shape import COUNT, NOTHING, WORD, Shape

Kind = Literal["form", "grid", "list", "map", "causes", "sections", "children"]

MARK = "※"  # a column, row or sheet marked so is not read
LABEL, VALUE = "项目", "填写"
NUMBER = "序号"
TOTAL, MORE = "合计", "行不够时，在这一行上面插入整行"  # rows beside the entries, behind a mark
SECTIONS_TOTAL, LINE, UNIT = "款合计", "支出项目", "单位"  # columns beside, behind a mark
CAUSE, AMOUNT, SECTION = "事由", "金额", "款"
FUNCTIONAL, ECONOMIC = "功能科目", "经济科目"
_CODED = {"项": FUNCTIONAL, "付方项": FUNCTIONAL, "收方项": FUNCTIONAL, "款": ECONOMIC, "科目": ECONOMIC}
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Column:
    """列 — its head, the step of the path that it stands for, and what its cells hold."""

    head: str
    step: Loc
    shape: Shape
    key: bool = False  # says which place a row is about
    coded: str = ""  # the list of subjects whose codes it holds; a name may stand behind a code


@dataclass(frozen=True, slots=True)
class Block:
    """块 — a titled part of a sheet: a head and rows; columns `added`, blocks of `later`, older ones lack."""

    title: str
    kind: Kind
    base: str = ""
    keys: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    key: str = ""
    none: bool = False
    first: bool = False
    numbered: bool = False
    later: bool = False
    who: str = ""  # fills it in, where somebody else than the rest of the sheet
    room: int = 0
    sums: tuple[str, ...] = ()
    limits: tuple[tuple[str, str], ...] = ()
    unknown: tuple[tuple[str, ...], ...] = ()
    added: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    shapes: Mapping[str, Shape] = field(default_factory=dict)  # of columns that a pack declares

    @property
    def at(self) -> Loc:
        """所在 — the place of the data that the block fills."""
        return steps(self.base)

    @property
    def fixed(self) -> bool:
        """行已固定 — each row stands for one key; else rows are entries."""
        return self.kind in ("form", "grid")

    @property
    def has_printed_keys(self) -> bool:
        """行首已印 — whether labels or numbers of rows are printed beforehand."""
        return self.numbered or self.fixed

    @property
    def has_row_places(self) -> bool:
        """行有所在 — whether all cells of a row fill parts of one place."""
        return self.kind == "grid" and not self.first

    def label(self, key: str) -> str:
        """称呼 — how a key is called on the sheet."""
        return self.labels.get(key, key.replace(".", "·"))

    def place(self, key: str, column: Column) -> Loc:
        """位置 — the place of a cell of a form or grid."""
        row = steps(key)
        return self.at + (column.step + row if self.first else row + column.step)

    def shares(self, loc: Loc) -> int:
        """共有的级数 — how many steps a place has in common with what the block fills."""
        places = (self.at + steps(key) for key in ("", *self.keys, *self.columns))
        return max(common_start(loc, place) for place in places)

    def heads(self) -> tuple[Column, ...]:
        """列 — the columns to be filled in, in order."""
        return tuple(_COLUMNS[self.kind](self))

    def key_heads(self) -> list[str]:
        """表头中的键 — the heads of columns that say what a row is about."""
        return [column.head for column in self.heads() if column.key]

    def by_head(self) -> dict[str, Column]:
        """按表头 — its columns by what stands above them."""
        return {column.head: column for column in self.heads()}

    def by_label(self) -> dict[str, str]:
        """按标签 — its keys by what stands in their row."""
        return {self.label(key): key for key in self.keys}


@dataclass(frozen=True, slots=True)
class Sheet:
    """工作表 — a name, what it is about, blocks from top to bottom; an `added` one older workbooks lack."""

    name: str
    about: str
    blocks: tuple[Block, ...]
    who: str
    added: bool = False


@cache
def sheets() -> tuple[Sheet, ...]:
    """全部工作表 — the sheets in order."""
    table = tomllib.loads(
        files("disclosure.loading.workbook").joinpath("layout.toml").read_text(encoding="utf-8")
    )
    return tuple(
        Sheet(
            one["name"], one["about"], tuple(map(_block, one["block"])), one["who"], one.get("added", False)
        )
        for one in table["sheet"]
    )


def sheet_of(loc: Loc) -> str:
    """所在的工作表 — the sheet that has most of a place's steps; positions of lists left out."""
    return _home_of(loc)[0].name


def who_fills(loc: Loc) -> str:
    """谁来填 — 财务, 采购, 绩效, 办公室 or 人事: of a place, positions of lists left out."""
    sheet, block = _home_of(loc)
    return block.who or sheet.who


def note_of(loc: Loc) -> str:
    """填写说明 — what the sheet says of a place, positions of lists left out; empty where it says nothing."""
    block = _home_of(loc)[1]
    names = (name for name, place in _noted_places(block) if place == loc)
    return next(filter(None, map(block.notes.get, names)), "")


def _noted_places(block: Block) -> list[tuple[str, Loc]]:
    """By what notes are called: rows of a form by their keys, columns by their heads."""
    if block.fixed:
        cells = product(block.keys, block.heads())
        return [(name, block.place(key, one)) for key, one in cells for name in (key, one.head)]
    return [(one.head, block.at + one.step) for one in block.heads()]


def who_fills_sheet(name: str) -> str:
    """谁来填一张表 — by the name of the sheet; empty where it is none of ours."""
    return next((sheet.who for sheet in sheets() if sheet.name == name), "")


def fillers() -> tuple[str, ...]:
    """填表的人 — everybody who fills in something, in the order of the sheets."""
    return tuple(dict.fromkeys(block.who or sheet.who for sheet, block in _blocks_on_sheets()))


def _home_of(loc: Loc) -> tuple[Sheet, Block]:
    return max(_blocks_on_sheets(), key=lambda one: one[1].shares(loc))


@cache
def _blocks_on_sheets() -> tuple[tuple[Sheet, Block], ...]:
    return tuple((sheet, block) for sheet in sheets() for block in sheet.blocks)


def own_list(
    name: str, columns: tuple[str, ...], notes: Mapping[str, str] = MappingProxyType({}), **more: Any
) -> Block:
    """自有的列表 — the block of a list that a pack declares."""
    base = f"{OWN}.{name}"
    return Block(name, "list", base, columns=columns, none=True, room=10, notes=notes, **more)


def steps(path: str) -> Loc:
    """路径各级 — a dotted key path, taken apart."""
    return tuple(path.split(".")) if path else ()


def plain(text: object) -> str:
    """比较用的写法 — a name as it is compared: half-width, without blanks."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", str(text)))


def _block(table: Mapping[str, object]) -> Block:
    return Block(**{name: _frozen(value) for name, value in table.items()})  # type: ignore[arg-type]


def _frozen(value: object) -> object:
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value


def _form_columns(_: Block) -> Iterator[Column]:
    yield Column(LABEL, (), WORD, key=True)
    yield Column(VALUE, (), NOTHING)


def _grid_columns(block: Block) -> Iterator[Column]:
    yield Column(LABEL, (), WORD, key=True)
    for name in block.columns:
        column = Column(block.label(name), steps(name), NOTHING)
        yield replace(column, shape=shape.at(block.place(block.keys[0], column)))


def _list_columns(block: Block) -> Iterator[Column]:
    inner = shape.at((*block.at, 0))
    yield from (Column(name, (name,), block.shapes.get(name, inner)) for name in block.columns)
    if block.numbered:
        yield Column(block.label(NUMBER), (), COUNT, key=True)
    if not (inner.keys or block.columns):
        own = str(block.at[-1])
        yield Column(block.label(own), (), inner, coded=_CODED.get(own, ""))
    yield from _columns_below(block, inner, "")


def _columns_below(block: Block, model: Shape, above: str) -> Iterator[Column]:
    for name, kind in model.keys.items():
        path = f"{above}.{name}".lstrip(".")
        if kind.keys:
            yield from _columns_below(block, kind, path)
        elif kind.inner is None:  # they have blocks of their own
            yield Column(block.label(path), steps(path), kind, coded=_CODED.get(name, ""))


def _map_columns(block: Block) -> Iterator[Column]:
    yield _key(block)
    for name in block.columns:
        step = steps(name)
        yield Column(block.label(name), step, shape.at((*block.at, *step, "")))


def _cause_columns(block: Block) -> Iterator[Column]:
    yield _key(block)
    first = next(iter(shape.at(block.at).keys), "")
    for name, kind in shape.at((*block.at, first, 0)).keys.items():
        yield Column(block.label(name), (name,), kind)


def _section_columns(block: Block) -> Iterator[Column]:
    yield Column(block.label(NUMBER), (), COUNT, key=True)
    yield Column(block.label(SECTION), (), WORD, key=True, coded=ECONOMIC)
    yield Column(block.label(AMOUNT), (SECTION,), shape.at((*block.at, 0, SECTION, "")))


def _child_columns(block: Block) -> Iterator[Column]:
    yield Column(block.label(NUMBER), (), COUNT, key=True)
    yield from _columns_below(block, shape.at((*block.at, 0, block.key, 0)), "")


def _key(block: Block) -> Column:
    return Column(block.label(block.key), (), WORD, key=True, coded=_CODED.get(block.key, ""))


_COLUMNS: dict[Kind, Callable[[Block], Iterator[Column]]] = {
    "form": _form_columns,
    "grid": _grid_columns,
    "list": _list_columns,
    "map": _map_columns,
    "causes": _cause_columns,
    "sections": _section_columns,
    "children": _child_columns,
}
