"""表的声明 — one table of a set as data: head, rows, where each figure comes from, how it prints.

A spec is read from `tables/<id>.toml` of a chain of packs (see `layers`). Names of figures are written as
templates write them (支出.基本支出.决算数); `{}` in a column's figure stands for what the row puts there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, Field

from disclosure.model.base import Day, Flag, Model, Words
from disclosure.money import Unit

ColumnKind = Literal["数", "数据", "名称", "代码", "代码名称", "行次"]
KEY_KINDS: tuple[ColumnKind, ...] = ("名称", "代码", "代码名称")
VALUES: tuple[ColumnKind, ...] = ("数", "数据")
RowSource = Literal["功能科目", "功能类", "经济科目", "列表", "所属单位", "空表"]
Zero = Literal["空白", "0.00"]
Budget = Literal["年初预算", "全年预算"]
NOT_APPLICABLE = "—"
_YEAR = re.compile(r"（?\{年度\}年度）?")
_LITERAL = re.compile("“(.*)”")
_UNSOURCED = (
    '要写明对照的是什么，例如 { "来源" = "某市2025年度部门决算表样（文号）", "日期" = "2026年8月1日" }'
)
ENTRY = "{此项}"

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=60)]


def _levels(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Titles = Annotated[tuple[str, ...], BeforeValidator(_levels)]
OtherTitles = Annotated[tuple[Titles, ...], BeforeValidator(_levels)]


class Dated(Model):
    """有年度的声明 — a part of a form that stands in it from one year to another, unless hidden."""

    since: int = 0
    until: int = 9999
    hidden: Flag = False
    in_front_of: str = ""
    behind: str = ""

    def stands(self, year: int) -> bool:
        """当年有此项 — whether the form of a year has it."""
        return not self.hidden and self.since <= year <= self.until


Part = TypeVar("Part", bound=Dated)


def standing(parts: Iterable[Part], year: int) -> list[Part]:
    """当年有的 — the parts of a form that stand in it in a year."""
    return [part for part in parts if part.stands(year)]


class ColumnSpec(Dated):
    """列 — its head from the top level down, and the figure each row shows in it.

    `formula` is made of ids of columns, for one row; `subjects` (economic 类) make one column a 款. Of kind
    数据, it shows what the data says at a key path (绩效.整体自评.年度目标), whether text, amount or score.
    An empty level of the title belongs to the head above it; `{预算}` in the figure makes a column a budget.
    In a form the title of a column of names that merges what is the same stands beside all rows of its block.
    `aliases` are heads that offices write instead of the title, which the import knows too.
    """

    id: Id
    title: Titles = ()
    aliases: OtherTitles = ()
    kind: ColumnKind = "数"
    figure: str = ""
    formula: str = ""
    subjects: tuple[str, ...] = ()
    all_subjects: Flag = False
    measure: Literal["元", "%", "个"] = "元"
    merge_same: Flag = False
    zero: Zero | None = None
    width: float = Field(0, ge=0)
    span: int = Field(1, ge=1)

    @property
    def needs_row(self) -> bool:
        """要填入行 — whether each row puts its own part into the figure."""
        return "{}" in self.figure

    @property
    def fixed_figure(self) -> str:
        """固定的数 — the figure where it is the same in every row, else empty."""
        return "" if self.needs_row else self.figure

    @property
    def shows_the_row(self) -> bool:
        """照行的数 — whether a row's own figure stands in it."""
        return self.kind == "数" and not self.formula

    @property
    def beside_rows(self) -> bool:
        """左栏 — whether its title stands once beside all rows of its block."""
        return self.kind == "名称" and self.merge_same

    def figure_of(self, part: str) -> str:
        """一行的数 — the figure with a row's part put in; of the whole where the part is empty."""
        pattern = self.figure if part else self.figure.replace("{}.", "")
        return pattern.replace("{}", part)


class RowSpec(Dated):
    """行 — a fixed row; `formula` is made of ids of rows, for one column; `cells` what single ones show: a
    figure, a key path, or in quotes the text itself.

    `sum_of` adds the 类 of its block (类), or of the blocks named.
    `aliases` are names that offices write instead of the last one, which the import knows too.
    """

    id: Id
    name: Titles = ()
    aliases: Titles = ()
    figure: str = ""
    formula: str = ""
    sum_of: Titles = ()
    cells: dict[str, str] = Field(default_factory=dict)
    foot: Flag = False
    widens: Flag = False
    centred: Flag = False


class BlockSpec(Dated):
    """区块 — columns and rows that belong together; blocks stand side by side, or one below the other.

    `row_source` makes rows: 功能科目 those of `scope` with 类/款/项, 功能类, 经济科目 the `subjects` of the
    year's catalogue (经济科目: only those with money unless `all_subjects`), 列表 the entries of a list,
    所属单位 each unit with its own figures, 空表 the tables of the set in which nothing stands.
    Of a 类 of which 款 are listed too, the others stand with money only, as do those `with_money`; a 类 with
    money that no block lists stands in the one that takes `other_classes`.
    `{范围}` in a column's figure stands for the (first) `scope`. A total 在表头 shares the line of the lowest
    head, where no column has both a head and an amount.
    """

    id: Id
    columns: tuple[ColumnSpec, ...]
    rows: tuple[RowSpec, ...] = ()
    row_source: RowSource | None = None
    scope: Titles = ()
    subjects: tuple[str, ...] = ()
    all_subjects: Flag = True
    with_money: tuple[str, ...] = ()
    other_classes: Flag = False
    row_label: str = "{名称}"
    total_row: Literal["在前", "在表头", "在后", "不设"] = "在前"
    total_name: str = "合计"


class TableFormat(Model):
    """表格式 — how the amounts of a pack's tables print, the words above and below, what differs by place.

    `split_codes` gives a code three columns, 类 款 项; `budgets` are those that stand beside what was spent;
    subjects `with_money` have no line without it; heads and rows are called as `renamed` says.
    """

    amount_unit: Unit = "万元"
    amount_places: int = Field(2, ge=0, le=6)
    grouping: Flag = False
    zero: Zero = "空白"
    owner_line: Flag = True
    owner_prefix: str = "部门："
    unit_prefix: str = "单位："
    with_notes: Flag = True
    split_codes: Flag = False
    budgets: tuple[Budget, ...] = ("年初预算",)
    with_money: tuple[str, ...] = ()
    renamed: dict[str, str] = Field(default_factory=dict)


class HeldAgainst(Model):
    """核对 — what a form was held against (a file or its 文号, of which year), and on which day."""

    source: Words = Field(min_length=1)
    decided_on: Day

    def __str__(self) -> str:
        return f"{self.source}，{self.decided_on}"


def literal(shown: str) -> str:
    """照写的文字 — what a cell says of itself, in quotes (“实施单位”); empty where it shows a value."""
    found = _LITERAL.fullmatch(shown)
    return found[1] if found else ""


def _with_source(value: Any) -> Any:
    if value is True:
        raise ValueError(_UNSOURCED)
    return value or None


class TableSpec(Dated):
    """表 — a table of the set; `verified` says what somebody held it against, None where nobody has.

    `repeat` names a list of the data: the table stands once for each entry, {此项} in it being that entry;
    with `only_entries` it does not stand where there is none. `printed_in` names the part of the document
    that ends with it; else it is one of the set. Of what people enter only `needed` keys must not be empty.
    """

    id: Id
    title: str
    sheet_number: str = ""
    landscape: Flag = False
    verified: Annotated[HeldAgainst | None, BeforeValidator(_with_source)] = None
    column_numbers: Flag = False
    stacked: Flag = False
    panel: int = Field(0, ge=0)
    amount_unit: Unit | None = None
    amount_places: int | None = None
    grouping: Flag | None = None
    zero: Zero | None = None
    sheet_notes: tuple[str, ...] = ()
    empty_sentence: str = ""
    empty_rows: int = Field(0, ge=0, le=20)
    repeat: str = ""
    only_entries: Flag = False
    printed_in: str = ""
    needed: tuple[str, ...] | None = None
    like: str = ""
    fresh: Flag = False
    blocks: tuple[BlockSpec, ...]

    @property
    def plain_title(self) -> str:
        """表名 — the title without its year."""
        return _YEAR.sub("", self.title)

    @property
    def lists_empty_tables(self) -> bool:
        """列空表 — whether rows follow the tables of the set in which nothing stands."""
        return any(block.row_source == "空表" for block in self.blocks)

    def may_lack(self, path: str) -> bool:
        """可不填 — whether the table says that what is entered at a path may stay empty."""
        return self.needed is not None and path.rpartition(".")[2] not in self.needed

    def at(self, entry: str, number: int) -> TableSpec:
        """这一项的表 — the table of one entry of the list that it is repeated for."""
        text = json.dumps(self.model_dump(mode="json"), ensure_ascii=False).replace(ENTRY, entry)
        made = TableSpec.model_validate_json(text)
        return made.model_copy(update={"id": f"{self.id}_{number}" if number > 1 else self.id, "repeat": ""})
