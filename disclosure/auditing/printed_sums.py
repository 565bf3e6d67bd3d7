"""印出的合计 — what a printed table says is a sum: 类=Σ款=Σ项, rows and columns 合计; which of them close."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import chain, groupby, starmap
from operator import attrgetter

from disclosure.auditing.plain_tables import NUMBERED, HeadPath, Line, Panel, Printed
from disclosure.money import total

_FIRST, _STEP = 3, 2  # digits of a 类, of each level below it
_ALL = "合计"  # as heads are read, 小计 too

Lines = Sequence[Line]


@dataclass(frozen=True, slots=True)
class PrintedSum:
    """一处合计 — the number that is a sum, what it adds up, on which line and of which column it stands.

    Codes say surely what adds up to what; of numbered labels (一、) it is likely.
    """

    whole: Printed
    parts: tuple[Printed, ...]
    line: Line
    column: int
    sure: bool = True

    @property
    def added(self) -> Decimal:
        """各部分相加."""
        return total(part.value for part in self.parts)

    @property
    def closes(self) -> bool:
        """是否相符 — within what rounding explains."""
        return abs(self.whole.value - self.added) <= total(one.half for one in (self.whole, *self.parts))


def of_rows(panel: Panel) -> Iterator[PrintedSum]:
    """各行的合计 — codes above others, and lines called 合计."""
    return chain.from_iterable(map(partial(_of_line, panel), panel.lines))


def of_columns(panel: Panel) -> Iterator[PrintedSum]:
    """各列的合计 — a column 合计 beside the others below the same head, where most lines bear it out."""
    for column, path in panel.heads.items():
        across = partial(_across, column, _columns_of_sum(column, path, panel.heads))
        sums = list(chain.from_iterable(map(across, panel.lines)))
        closing = list(filter(attrgetter("closes"), sums))
        yield from sums if 2 * len(closing) > len(sums) else ()


def _of_line(panel: Panel, line: Line) -> Iterator[PrintedSum]:
    ways = list(filter(None, _ways_to_add(line, panel.lines)))
    return (_likeliest(line, column, ways) for column in (line.amounts if ways else ()))


def _likeliest(line: Line, column: int, ways: Sequence[Lines]) -> PrintedSum:
    sums = list(map(partial(_added_below, line, column), ways))
    return next(filter(attrgetter("closes"), sums), sums[0])


def _added_below(line: Line, column: int, below: Lines) -> PrintedSum:
    parts = filter(None, (one.amounts.get(column) for one in below))
    is_sure = any(map(attrgetter("code"), below))
    return PrintedSum(line.amounts[column], tuple(parts), line, column, is_sure)


def _ways_to_add(line: Line, lines: Lines) -> Iterable[Lines]:
    """What a line may add up: the next level below its code; of a total the codes with none above them.

    Without codes a total adds up what is numbered 一、, or the total before it and what stands between.
    """
    coded = list(filter(attrgetter("code"), lines))
    if line.code:
        return (list(filter(partial(_is_just_below, line.code), coded)),)
    ways = (highest(coded),) if coded else _uncoded_ways(line, lines)
    return ways if line.is_total else ()


def highest(lines: Lines) -> Lines:
    """最上一级 — the lines whose codes have none above them among the others."""
    codes = set(map(attrgetter("code"), lines))
    return list(filter(partial(_is_highest, codes), filter(attrgetter("code"), lines)))


def _is_just_below(code: str, line: Line) -> bool:
    return line.code[:-_STEP] == code


def _is_highest(codes: set[str], line: Line) -> bool:
    return codes.isdisjoint(line.code[:digits] for digits in range(_FIRST, len(line.code), _STEP))


def _uncoded_ways(line: Line, lines: Lines) -> Iterable[Lines]:
    before = lines[: lines.index(line)]
    totals = [number for number, one in enumerate(before) if one.is_total]
    return list(filter(_is_numbered, before)), before[totals[-1] :] if totals else ()


def _is_numbered(line: Line) -> bool:
    return NUMBERED.match(line.label) is not None


def _columns_of_sum(column: int, path: HeadPath, heads: Mapping[int, HeadPath]) -> list[int]:
    """The columns that a 合计 adds up: those on its right below the same head, of each group its 合计."""
    *above, last = path or ("",)
    beside = _on_the_right(column, above, heads) if last == _ALL else {}
    groups = groupby(beside, lambda at: beside[at][len(above) : len(above) + 1])
    return list(chain.from_iterable(starmap(partial(_one_or_all, beside), groups)))


def _on_the_right(column: int, above: list[str], heads: Mapping[int, HeadPath]) -> Mapping[int, HeadPath]:
    """The columns that stand there below the same head."""
    level = len(above)
    return {at: other for at, other in heads.items() if at > column and [*other[:level]] == above}


def _one_or_all(heads: Mapping[int, HeadPath], _: HeadPath, group: Iterable[int]) -> Iterable[int]:
    columns = tuple(group)
    return next(((at,) for at in columns if heads[at][-1] == _ALL), columns)


def _across(column: int, parts: Sequence[int], line: Line) -> Iterator[PrintedSum]:
    added = tuple(filter(None, map(line.amounts.get, parts)))
    if column in line.amounts and added:
        yield PrintedSum(line.amounts[column], added, line, column)
