"""算出的格子 — totals and what stands beside; a figure typed over one is told of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, partial
from itertools import chain, starmap

from disclosure.loading import expected_data
from disclosure.loading.merged_entries import Entries
from disclosure.loading.reading_state import Loc
from disclosure.loading.workbook import layout, sheet_names
from disclosure.loading.workbook.found_block import Part
from disclosure.loading.workbook.layout import (
    AMOUNT,
    LINE,
    MARK,
    MORE,
    SECTION,
    SECTIONS_TOTAL,
    UNIT,
    Block,
    plain,
    steps,
)
from disclosure.loading.workbook.workbook_cells import Cells
from disclosure.model.shape import COUNT
from disclosure.model.typed_words import is_none, number
from disclosure.money import sum_known

_Place = tuple[int, int]  # row and column
_Told = Iterator[tuple[_Place, str]]
_Sentence = Callable[[str, Decimal | None], str]  # of what was typed and what the cell comes to


def unit_given(block: Block, entries: Entries) -> str:
    """金额单位 — of a block's amounts: its own where it may have one, else that of all."""
    own: Loc = (*block.at[:1], UNIT)
    return (entries.said(own) if expected_data.at(own).choices else "") or entries.said((UNIT,))


class ComputedCells:
    """算出的格子 — of all blocks that were found; compared when everything has been read.

    `numbers` are the positions of the items of numbered lists, by what stands in 序号.
    """

    def __init__(self, entries: Entries, numbers: Mapping[Loc, Mapping[str, int]]) -> None:
        self._entries, self._numbers = entries, numbers
        self._parts: list[Part] = []
        self._rules: Mapping[str, Callable[[Part, _Place], _Told]] = {
            SECTIONS_TOTAL: self._other_sections,
            LINE: self._other_line,
            UNIT: self._other_unit,
        }

    def add(self, part: Part) -> None:
        """记下 — a block."""
        self._parts.append(part)

    def tell(self) -> None:
        """说明 — what was typed and is not read, unless it is what the cell works out anyway."""
        for part in self._parts:
            beside = _columns_beside(part)
            for row in part.rows:
                for place, message in self._wrong_in(part, row, beside):
                    self._entries.problem(message, part.cells.source(*place))

    def _wrong_in(self, part: Part, row: int, beside: Mapping[str, int]) -> _Told:
        match sheet_names.mark_of(part.cells, row):
            case layout.TOTAL:
                yield from chain(self._totals(part, row), self._beside(part, row, beside))
            case "":
                yield from self._beside(part, row, beside)
            case name if name == plain(MORE):
                yield from _on_the_hint(part, row)

    def _totals(self, part: Part, row: int) -> _Told:
        summed = {part.column_headed(head) for head in _summed_heads(part.block)}
        for column in part.typed_behind(row):
            place = (row, column)
            if column not in summed:
                yield place, f"这一行是合计，填的“{part.cells.words(*place)}”不读；请移到各行里，这一格清空"
            else:
                yield from _unlike(part.cells, place, self._sums(part, column), _of_rows)

    def _sums(self, part: Part, column: int) -> list[Decimal | None]:
        """What the rows of a column come to: with the 款 of a line for its amount, and as they stand."""
        rows = [row for row in part.rows if _is_summed(part, row)]
        as_typed = [_amount_in(part.cells, (row, column)) for row in rows]
        with_sections = starmap(partial(self._with_sections, part), zip(rows, as_typed, strict=True))
        return [sum_known(with_sections), sum_known(as_typed)]

    def _with_sections(self, part: Part, row: int, amount: Decimal | None) -> Decimal | None:
        return amount or (self._sections(part, row) if part.block.numbered else amount)

    def _sections(self, part: Part, row: int) -> Decimal | None:
        """What the 款 of a line come to; of the row of totals, those of all lines."""
        rows = part.entry_rows if sheet_names.mark_of(part.cells, row) else [row]
        numbers = self._numbers.get(part.block.at, {})
        lines = (numbers.get(_number_of(part, each), -1) for each in rows)
        below = (self._entries.said_below((*part.block.at, line, SECTION)) for line in lines)
        return sum_known(map(_read, chain.from_iterable(below)))

    def _beside(self, part: Part, row: int, beside: Mapping[str, int]) -> _Told:
        for name, column in beside.items():
            if name in self._rules and part.cells.typed(row, column) is not None:
                yield from self._rules[name](part, (row, column))

    def _other_sections(self, part: Part, place: _Place) -> _Told:
        yield from _unlike(part.cells, place, [self._sections(part, place[0])], _of_sections)

    def _other_line(self, part: Part, place: _Place) -> _Told:
        typed, head = part.cells.words(*place), part.columns[part.number_column].head
        line = self._line_names.get((part.block.at, _number_of(part, place[0])), "")
        if plain(typed) != plain(line):
            what = f"“{MARK}{LINE}”由“{head}”得出，填的“{typed}”不读：按这一行的“{head}”是“{line}”"
            yield place, f"{what}；请核对“{head}”，这一格清空"

    @cached_property
    def _line_names(self) -> Mapping[tuple[Loc, str], str]:
        """Subject and project of each line of a list, by its number."""
        lines = [(part, row) for part in self._parts if part.block.numbered for row in part.entry_rows]
        return {(part.block.at, _number_of(part, row)): _line_name(part, row) for part, row in lines}

    def _other_unit(self, part: Part, place: _Place) -> _Told:
        """The unit beside an amount of a form says which one is meant; writing another there changes none."""
        typed, unit = part.cells.words(*place), unit_given(part.block, self._entries)
        if unit and plain(typed) != unit and _is_amount_in(part, place[0]):
            what = f"“{MARK}{UNIT}”只是提示，改它不起作用：这里写“{typed}”，这一行的数仍按“{unit}”读"
            yield place, f"{what}；请把数换成{unit}，这一格清空"


def _columns_beside(part: Part) -> dict[str, int]:
    """Columns that are marked as not to be read, by their names."""
    heads = enumerate(part.cells.rows[part.rows.start - 1])
    return {plain(head).removeprefix(MARK): at for at, head in heads if plain(head).startswith(MARK)}


def _summed_heads(block: Block) -> list[str]:
    """Heads of the columns that are added up; of a form its rows are, in the one column of values."""
    return [head for head in block.by_head() if block.kind == "form"] or list(map(block.label, block.sums))


def _is_summed(part: Part, row: int) -> bool:
    return part.has_entry(row) and (part.block.kind != "form" or _key_of(part, row) in part.block.sums)


def _key_of(part: Part, row: int) -> str | None:
    """Which key of a form a row is about."""
    return sheet_names.named(part.cells.words(row, part.key_columns[0]), part.block.by_label())


def _is_amount_in(part: Part, row: int) -> bool:
    key = _key_of(part, row)
    return key is not None and expected_data.is_amount((*part.block.at, *steps(key)))


def _on_the_hint(part: Part, row: int) -> _Told:
    for column in part.typed_behind(row)[:1]:
        where = part.cells.source(row, part.cells.first_words(row)[0]).cell
        yield (row, column), f"这一行没有读，因为 {where} 还是“{MARK}{MORE}”；请照它插入整行，把内容移过去"


def _number_of(part: Part, row: int) -> str:
    return part.cells.number_words(row, part.number_column)


def _line_name(part: Part, row: int) -> str:
    return " ".join(part.words(row, "项", "项目名称")).strip()


# What was typed, where it is none of the sums; of a sum that is not known nothing can be said.
def _unlike(cells: Cells, place: _Place, sums: Sequence[Decimal | None], sentence: _Sentence) -> _Told:
    typed = _amount_in(cells, place)
    if typed not in sums and None not in sums and cells.typed(*place) is not None:
        yield place, sentence(cells.number_words(*place), sums[0])


def _of_rows(typed: str, total: Decimal | None) -> str:
    what = f"合计由各行相加得出，填的“{typed}”不读：各行之和是 {total}"
    return f"{what}；请把数填到各行里，这一格清空"


def _of_sections(typed: str, total: Decimal | None) -> str:
    what = f"“{MARK}{SECTIONS_TOTAL}”由“经济分类”表的款相加得出，填的“{typed}”不读：那里各款之和是 {total}"
    return f"{what}；请把款填到“经济分类”表，这一格清空"


def _amount_in(cells: Cells, place: _Place) -> Decimal | None:
    """An amount as it is typed; 0 for a blank, None for what is no number."""
    try:
        return _read(cells.text(*place, COUNT) or "无")
    except ValueError:
        return None


def _read(text: str) -> Decimal | None:
    try:
        return Decimal(0) if is_none(text) else number(text, AMOUNT)[0]
    except ValueError:
        return None
