"""认表头 — which column of a sheet is which column of the declaration, by the words above it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain, groupby, pairwise, product
from operator import attrgetter
from typing import TypeVar

from disclosure import classification
from disclosure.forms.rows_and_columns import of_subject
from disclosure.forms.spec import VALUES, BlockSpec, ColumnSpec
from disclosure.importing.recognising import spellings
from disclosure.loading.published import Cell

HeadPath = tuple[str, ...]  # the words above a column, from the top down
Row = Mapping[int, Cell]
Told = TypeVar("Told")
_NUMBERING = ("行次", "序号")
_LEVELS = ("类", "款", "项")
_NAMING = ("编码", "名称")  # ends of heads of what names a row
_CLASS = 3  # digits of a 类
_SHOWN = 6  # heads that nobody knows


class HeadError(ValueError):
    """表头不符 — why the columns cannot be told; the message is Chinese; `left` are columns nobody knows."""

    def __init__(self, message: str, left: Sequence[int] = ()) -> None:
        super().__init__(message)
        self.left = left


@dataclass(frozen=True, slots=True)
class Placed:
    """认出的区块 — of one block: columns by their number on the sheet, and the numbers that name the row."""

    block: BlockSpec
    columns: Mapping[int, ColumnSpec]
    keys: tuple[int, ...]

    @property
    def place(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """所在 — the columns of the sheet that it has, which parts told apart by code share."""
        return self.keys, tuple(self.columns)


@dataclass(frozen=True, slots=True)
class Headed:
    """认出的列 — of a form: a declared column and the columns of the sheet that its head covers."""

    column: ColumnSpec
    places: tuple[int, ...]

    def cell(self, row: Row) -> Cell | None:
        """格 — the one of a row that stands below the head."""
        return next((row[at] for at in self.places if at in row), None)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A column of the declaration that a head is looked for."""

    block: int
    column: ColumnSpec

    @property
    def paths(self) -> list[HeadPath]:
        """Its title, and what offices write instead."""
        titles = (self.column.title, *self.column.aliases)
        return [tuple(dict.fromkeys(filter(None, map(spellings.head, title)))) for title in titles]


def headed(block: BlockSpec, rows: Sequence[Row], year: int) -> list[Headed]:
    """认出表单各列 — of one part of a form, but those that it works out itself; raises HeadError."""
    # 项目资金 | 年初预算数 | 全年执行数
    # 年度资金 |     40.00 |     30.00 → Headed(opening_budget, (1,)), Headed(executed, (2,))
    wanted = [_Wanted(0, column) for column in block.columns if _is_entered(column, year)]
    spoken = _without_numbers(rows)
    covered = _covered(spoken)

    def told(paths: Mapping[int, HeadPath]) -> dict[int, _Wanted]:
        return _matched({at: path for at, path in paths.items() if at in covered}, wanted)

    return [Headed(one.column, covered[at]) for at, one in _tried(spoken, told).items()]


def _is_entered(column: ColumnSpec, year: int) -> bool:
    return column.kind in VALUES and column.measure != "%" and column.stands(year)


def is_one_figure(column: ColumnSpec, year: int) -> bool:
    """是否一数一列 — not one of the columns that stand for a 款 each."""
    return column.kind == "数" and column.stands(year) and not column.subjects


def _covered(spoken: Sequence[Row]) -> dict[int, tuple[int, ...]]:
    """The columns that one head covers, by the first of them."""
    # 年初预算 (merged over A–C) | 全年预算 → {0: (0, 1, 2), 3: (3,)}
    alike: dict[tuple[Cell | None, ...], list[int]] = defaultdict(list)
    for at in _column_numbers(spoken):
        alike[tuple(row.get(at) for row in spoken)].append(at)
    return {places[0]: tuple(places) for places in alike.values()}


def _column_numbers(rows: Sequence[Row]) -> list[int]:
    return sorted(set[int]().union(*rows))


def place(
    blocks: Sequence[BlockSpec], rows: Sequence[Row], year: int, *, panel: bool = False
) -> list[Placed]:
    """认出各列 — the blocks with their columns, of a `panel` those it has; raises HeadError."""
    # 科目编码 | 科目名称 | 本年支出      → keys (0, 1): they name the row
    #         |         | 合计 | 基本支出 → columns {2: total, 3: basic}
    return _tried(_without_numbers(rows), lambda paths: _placed_blocks(blocks, paths, year, panel=panel))


def _without_numbers(rows: Sequence[Row]) -> list[dict[int, Cell]]:
    """The row 1 | 2 | 3 that counts the columns says nothing of them."""
    return [{at: cell for at, cell in row.items() if spellings.is_spoken(cell.text)} for row in rows]


def _tried(spoken: Sequence[Row], match: Callable[[Mapping[int, HeadPath]], Told]) -> Told:
    """As the head stands, else as it was before merged cells were lost; the first fault is told."""
    try:
        return match(_paths_above(spoken))
    except HeadError as fault:
        try:
            return match(_paths_above(_merged_again(spoken)))
        except HeadError:
            raise HeadError(f"{fault}{_heads_left(spoken, fault.left)}") from None


def _heads_left(spoken: Sequence[Row], left: Sequence[int]) -> str:
    """The heads that were found and stand for no column, as they are printed, with their cells."""
    # 本年收入合计 wanted, 收入数 found → ；没有认出的列有“收入数”（表.xlsx Sheet2!C4）
    shown = [_printed_head(spoken, at) for at in left[:_SHOWN]]
    more = f"等 {len(left)} 列" if len(left) > _SHOWN else ""
    return f"；没有认出的列有{'、'.join(shown)}{more}" if shown else ""


def _printed_head(spoken: Sequence[Row], at: int) -> str:
    cells = list(dict.fromkeys(row[at] for row in spoken if at in row))
    words = "／".join("".join(cell.text.split()) for cell in cells)
    return f"“{words}”（{cells[-1].source}）"


def _placed_blocks(
    blocks: Sequence[BlockSpec], paths: Mapping[int, HeadPath], year: int, *, panel: bool
) -> list[Placed]:
    wanted = list(filter(partial(_is_wanted_in, year), _columns_of(blocks)))
    try:
        found = _matched(paths, wanted, part=panel)
        rest = {at: path for at, path in paths.items() if at not in found}
        return list(_by_block(blocks, {**found, **dict(_subject_columns(blocks, rest, year))}, paths))
    except HeadError:
        if panels := _panels_by_code(blocks, wanted, paths):
            return panels
        raise


def _is_wanted_in(year: int, one: _Wanted) -> bool:
    return is_one_figure(one.column, year)


def _panels_by_code(
    blocks: Sequence[BlockSpec], wanted: Sequence[_Wanted], paths: Mapping[int, HeadPath]
) -> list[Placed]:
    """Parts whose rows have codes that tell the part, one column of amounts each: in any panels there are.

    Every panel is placed for every part; the code of a row says of which it is.
    """
    # 科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数, 302 and 310 below each other in the second
    # → each part with column 2 and keys (0, 1), each part with column 5 and keys (3, 4)
    columns = _amount_columns(wanted, paths)
    keys = [tuple(range(before + 1, at)) for before, at in pairwise([-1, *columns])]
    if not (all(map(_is_told_by_code, blocks)) and len(wanted) == len(blocks) and all(keys)):
        return []
    panels = product(zip(columns, keys, strict=True), wanted)
    return [Placed(blocks[one.block], {at: one.column}, names) for (at, names), one in panels]


def _amount_columns(wanted: Sequence[_Wanted], paths: Mapping[int, HeadPath]) -> list[int]:
    numbers = {path[-1:] for one in wanted for path in one.paths}
    return [at for at, path in paths.items() if path[-1:] in numbers]


def _is_told_by_code(block: BlockSpec) -> bool:
    return block.row_source == "经济科目"


def _columns_of(blocks: Sequence[BlockSpec]) -> list[_Wanted]:
    return [_Wanted(number, column) for number, block in enumerate(blocks) for column in block.columns]


def _by_block(
    blocks: Sequence[BlockSpec], taken: Mapping[int, _Wanted], paths: Mapping[int, HeadPath]
) -> Iterator[Placed]:
    """The columns between one block's last number and the next one's first name the rows of the next."""
    # 收入项目 | 行次 | 金额 | 支出项目 | 行次 | 金额
    # → Placed(income, {2: …}, keys (0,)), Placed(expenditure, {5: …}, keys (3,))
    behind = -1
    for number, block in enumerate(blocks):
        own = {at: taken[at].column for at in sorted(taken) if taken[at].block == number}
        if not own:
            raise HeadError("表头里找不到这张表的各列")
        if min(own) <= behind:
            raise HeadError("并排的各部分的列互相交错，认不出各列属于哪一部分")
        between = range(behind + 1, min(own))
        yield Placed(block, own, tuple(at for at in between if paths.get(at, ("",))[-1] not in _NUMBERING))
        behind = max(own)


def _matched(
    paths: Mapping[int, HeadPath], wanted: Sequence[_Wanted], *, part: bool = False
) -> dict[int, _Wanted]:
    """Exact heads, then those that say more or less above the same last word; of a `part` only exact ones.

    Of heads that are alike the one with the most words is looked for first.
    """
    # 本年支出／基本支出 → the column titled 本年支出／基本支出
    # 支出／本年支出／基本支出, with no such head left → that column too
    # 公务接待费／预算数 → the column titled 预算数／公务接待费;  其他收入／决算数 → 其他收入
    found: dict[int, _Wanted] = {}
    groups = sorted(_by_path(wanted), key=lambda group: -len(group[0].paths[0]))
    for way in _EXACT if part else (*_EXACT, *_ALIKE):
        for group in list(groups):
            like = _heads_like(paths.keys() - found.keys(), paths, group, way)
            if len(like) == len(group):
                found |= zip(like, group, strict=True)
                groups.remove(group)
    if groups and not part:
        raise _not_told(min(groups, key=partial(_order, wanted)), paths, found)
    return found


def _order(wanted: Sequence[_Wanted], group: Sequence[_Wanted]) -> int:
    return wanted.index(group[0])


def _by_path(wanted: Sequence[_Wanted]) -> list[list[_Wanted]]:
    groups: dict[HeadPath, list[_Wanted]] = defaultdict(list)
    for one in wanted:
        groups[one.paths[0]].append(one)
    return list(groups.values())


def _heads_like(
    columns: Iterable[int], paths: Mapping[int, HeadPath], group: Sequence[_Wanted], way: _Way
) -> list[int]:
    titles = list(chain.from_iterable(map(attrgetter("paths"), group)))
    return [at for at in sorted(columns) if any(map(partial(way, paths[at]), titles))]


def _not_told(group: Sequence[_Wanted], paths: Mapping[int, HeadPath], found: Container[int]) -> HeadError:
    """Why a column cannot be told: no head is like it, or several are; beside it the heads that are left."""
    name = "／".join(group[0].column.title)
    left = [at for at in sorted(paths) if at not in found and not _names_rows(paths[at])]
    is_there = any(map(partial(_heads_like, left, paths, group), _ALIKE))
    message = f"“{name}”这一列有几处相像，认不出是哪一列" if is_there else f"表头里没有“{name}”这一列"
    return HeadError(message, left)


def _names_rows(path: HeadPath) -> bool:
    head = path[-1]
    return head in (*_NUMBERING, *_LEVELS) or head.endswith(_NAMING) or head.startswith("项目")


def _same(path: HeadPath, wanted: HeadPath) -> bool:
    return path == wanted


def _same_in_order(path: HeadPath, wanted: HeadPath) -> bool:
    return spellings.measures_last(path) == spellings.measures_last(wanted)


def _alike(path: HeadPath, wanted: HeadPath) -> bool:
    """The same last word, and above it the words of one among those of the other, in order."""
    same_last_word = bool(wanted) and path[-1:] == wanted[-1:]
    return same_last_word and (_is_among(path, wanted) or _is_among(wanted, path))


def _alike_in_order(path: HeadPath, wanted: HeadPath) -> bool:
    return _alike(spellings.measures_last(path), spellings.measures_last(wanted))


def _is_among(short: HeadPath, long: HeadPath) -> bool:
    rest = iter(long)
    return all(step in rest for step in short)


_Way = Callable[[HeadPath, HeadPath], bool]
_EXACT: tuple[_Way, ...] = (_same, _same_in_order)
_ALIKE: tuple[_Way, ...] = (_alike, _alike_in_order)


def _subject_columns(
    blocks: Sequence[BlockSpec], paths: Mapping[int, HeadPath], year: int
) -> Iterator[tuple[int, _Wanted]]:
    """A column for each economic subject: its 类 and 款 are said by the two words above it."""
    # 工资福利支出
    # 小计 | 基本工资 | 津贴补贴 → the columns …_301, …_30101, …_30102
    for one in _columns_of(blocks):
        codes = _codes_by_head(one.column.subjects, year)
        for at, path in paths.items():
            code = codes.get(path[-2:]) or codes.get(path[-1:])
            if code:
                yield at, _Wanted(one.block, of_subject(one.column, code, path, one.column.formula))


@cache
def _codes_by_head(classes: tuple[str, ...], year: int) -> dict[HeadPath, str]:
    """Subjects by the words of their heads; a 款 called like its 类 has one word, as in `_words_above`."""
    names = {one.code: spellings.head(one.name) for one in classification.economic_subjects(year)}
    heads = {code: _subject_head(names[code[:_CLASS]], code, name) for code, name in names.items()}
    return {head: code for code, head in heads.items() if code[:_CLASS] in classes}


def _subject_head(class_name: str, code: str, name: str) -> HeadPath:
    return tuple(dict.fromkeys((class_name, name if len(code) > _CLASS else "合计")))


def _paths_above(rows: Sequence[Row]) -> dict[int, HeadPath]:
    """The words above each column from the top down, each only once; numbers of columns are no words."""
    # 本年支出 (merged) |
    # 小计    | 基本支出 → {0: (本年支出, 合计), 1: (本年支出, 基本支出)}
    return {at: path for at in _column_numbers(rows) if (path := _words_above(rows, at))}


def _words_above(rows: Sequence[Row], at: int) -> HeadPath:
    words = (spellings.head(row[at].text) for row in rows if at in row)
    return tuple(word for word, _ in groupby(filter(None, words)))


def _merged_again(rows: Sequence[Row]) -> list[dict[int, Cell]]:
    """Where merged heads were lost: an empty cell above another head belongs to the one on its left."""
    # 本年支出 |         →  本年支出 | 本年支出
    # 小计    | 基本支出     小计    | 基本支出
    merged: list[dict[int, Cell]] = []
    for number, row in enumerate(rows):
        full = dict(row)
        for at in _column_numbers(rows[number + 1 :]):
            left = full.get(at - 1)
            if left and at not in full and _same_above(merged, at):
                full[at] = left
        merged.append(full)
    return merged


def _same_above(rows: Sequence[Row], at: int) -> bool:
    """Whether one head stands above a column and the one on its left."""
    return all(row.get(at - 1) == row.get(at) for row in rows)
