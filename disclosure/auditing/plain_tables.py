"""表的样子 — any printed table as panels: words above its columns, labels and codes of rows, amounts.

No form is known here: what stands left of numbers names their rows, what stands above them the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import accumulate, chain, filterfalse, groupby, pairwise
from operator import attrgetter

from disclosure.importing.recognising import printed_numbers
from disclosure.importing.recognising.spellings import head, label, plain
from disclosure.loading.published import Cell, Matrix
from disclosure.money import SCALE, Unit

HeadPath = tuple[str, ...]
Row = Mapping[int, Cell]
NUMBERED = re.compile(r"[一二三四五六七八九十]+、")
_TOTALS = re.compile(r".*(?:合计|总计|小计)|[收支]入?总[额数]")
_CODE = re.compile(r"([23]\d{2}|[23]\d{4}|[23]\d{6})(?![\d,.])(.*)", re.DOTALL)
_DIGITS = re.compile(r"\d{1,7}")
_DIGITS_ALONE = re.compile(r"[\d.,，\s%-]+")  # of a cell that is no name
_NO_AMOUNTS = re.compile(r"[行栏]次|序号|[类款项]|.*(?:编码|代码)")  # heads
_LEVELS = 3  # columns of a code: 类, 款, 项
_NOTE = ("注", "备注", "说明")
_FIRST, _STEP = 3, 2  # digits of a 类, of each level below it
_ABOVE = {1: 3, 2: 5}  # digits that stand in the columns before one
_EXACT = 2  # decimals of an amount in 元
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Printed:
    """印出的数 — as it is printed, how far the exact one may lie away, its cell."""

    value: Decimal
    half: Decimal
    cell: Cell


@dataclass(frozen=True, slots=True)
class Line:
    """一行 — its number in the table, label, code (empty where it has none), amounts by column.

    `misprinted` is what stands for the code where that is none, and the lines around say which is meant.
    """

    number: int
    label: str
    code: str
    misprinted: str
    amounts: Mapping[int, Printed]

    @property
    def is_total(self) -> bool:
        """是不是合计行."""
        return not self.code and _TOTALS.fullmatch(label(self.label)) is not None


@dataclass(frozen=True, slots=True)
class Panel:
    """一栏 — lines with the columns of numbers on the right of their labels, up to the next labels."""

    heads: Mapping[int, HeadPath]
    lines: tuple[Line, ...]


def panels(matrix: Matrix, unit: Unit | None) -> list[Panel]:
    """各栏 — of a table; none of one without rows that have numbers."""
    body = _first_of_body(matrix.rows)
    paths = _head_paths(matrix.rows[:body])
    heads = list(map(_texts_of, matrix.rows[:body]))
    again = partial(_stands_again, heads)
    rows = list(filterfalse(again, filter(_is_body, matrix.rows[body:])))
    spoken = {at: list(filter(None, map(partial(_begun_text, at), rows))) for at in _columns(rows)}
    numbered = {at for at, texts in spoken.items() if _are_numbers(texts, paths.get(at, ()))}
    parts = _keys_and_amounts(list(filter(spoken.__getitem__, spoken)), numbered)
    return [_panel(keys, {at: paths.get(at, ()) for at in amounts}, rows, unit) for keys, amounts in parts]


@dataclass(frozen=True, slots=True)
class Coded:
    """编码和名称 — of a subject, side by side or in one cell, and where they stand."""

    code: str
    name: str
    row: int
    column: int


def cells(matrix: Matrix) -> Iterator[Cell]:
    """各格 — with text, those that are merged at each of their places."""
    return chain.from_iterable(map(dict.values, matrix.rows))


def coded(matrix: Matrix) -> Iterator[Coded]:
    """各处编码和名称 — of a table, with numbers or without: in one cell, in two, or the code in three."""
    printed = list(chain.from_iterable(map(_coded_in, matrix.rows)))
    whole = set(map(attrgetter("code", "row"), printed))
    split = filterfalse(lambda one: (one.code, one.row) in whole, _coded_lines(matrix))
    return filter(attrgetter("name"), chain(printed, split))


def _coded_lines(matrix: Matrix) -> Iterator[Coded]:
    lines = chain.from_iterable(map(attrgetter("lines"), panels(matrix, None)))
    right = filterfalse(attrgetter("misprinted"), filter(attrgetter("code"), lines))
    return (Coded(one.code, one.label, one.number, 0) for one in right)


def _coded_in(row: Row) -> Iterator[Coded]:
    """Cells of codes, each with the words behind it, or those of the next cell."""
    own = list(filter(partial(_begun_text, row=row), sorted(row)))
    texts = [row[at].text.strip() for at in own]
    return chain.from_iterable(map(_coded_cell, map(row.__getitem__, own), [*texts[1:], ""]))


def _coded_cell(cell: Cell, following: str) -> Iterator[Coded]:
    for found in filter(None, [_CODE.fullmatch(plain(cell.text))]):
        name = found[2] or _DIGITS_ALONE.sub("", following)
        yield Coded(found[1], name, cell.row, cell.column)


def _keys_and_amounts(columns: Sequence[int], numbered: set[int]) -> Iterator[tuple[list[int], list[int]]]:
    """Columns of labels, then those of numbers, and again."""
    groups = {at: list(group) for at, (_, group) in enumerate(groupby(columns, numbered.__contains__))}
    listed = [list[int](), *groups.values()]
    return ((keys, amounts) for keys, amounts in pairwise(listed) if numbered.issuperset(amounts))


def _first_of_body(rows: Sequence[Row]) -> int:
    """Behind the row that counts the columns; else the first with a number, a numbered label, a total."""
    behind_counted = (number + 1 for number, row in enumerate(rows) if _counts_its_columns(row))
    begins = (number for number, row in enumerate(rows) if _begins_body(row))
    return next(chain(behind_counted, begins), len(rows))


def _counts_its_columns(row: Row) -> bool:
    """Whether a row counts the columns: 栏次, or 1 | 2 | 3."""
    numbers = list(filter(str.isdigit, map(_plain_text, dict.fromkeys(map(row.__getitem__, sorted(row))))))
    return len(numbers) > 1 and _count_up(numbers)


def _count_up(texts: Sequence[str]) -> bool:
    return list(texts) == list(map(str, range(1, len(texts) + 1)))


def _begins_body(row: Row) -> bool:
    texts = list(filter(None, map(_plain_text, row.values())))
    is_empty_total = bool(texts) and all(map(_TOTALS.fullmatch, texts))
    return is_empty_total or any(map(printed_numbers.is_number, texts)) or any(map(NUMBERED.match, texts))


def _plain_text(cell: Cell) -> str:
    return plain(cell.text)


def _texts_of(row: Row) -> list[str]:
    return list(map(_plain_text, row.values()))


def _stands_again(heads: Sequence[list[str]], row: Row) -> bool:
    """Whether a row of the head is repeated, as it is on a new page."""
    return _texts_of(row) in heads


def _is_body(row: Row) -> bool:
    return bool(row) and not _plain_text(row[min(row)]).startswith(_NOTE)


def _head_paths(rows: Sequence[Row]) -> dict[int, HeadPath]:
    """The words above each column from the top down, each once."""
    return {at: tuple(_heads_above(at, rows)) for at in _columns(rows)}


def _heads_above(at: int, rows: Sequence[Row]) -> Iterator[str]:
    words = (head(row[at].text) for row in rows if at in row)
    return (word for word, _ in groupby(filter(None, words)))


def _columns(rows: Iterable[Row]) -> list[int]:
    return sorted(set(chain.from_iterable(rows)))


def _begun_text(at: int, row: Row) -> str:
    """The text that begins in a column; empty where a merged cell began further left."""
    cell = row.get(at)
    return cell.text.strip() if cell and cell.column == at else ""


def _are_numbers(texts: Sequence[str], path: HeadPath) -> bool:
    """Whether a column has numbers and no words, and is none of codes."""
    amounts = list(map(printed_numbers.amount, texts))
    return bool(texts) and None not in amounts and not (_names_no_amounts(path) or _are_codes(texts))


def _names_no_amounts(path: HeadPath) -> bool:
    return any(map(_NO_AMOUNTS.fullmatch, path[-1:]))


def _are_codes(texts: Sequence[str]) -> bool:
    """Whether all are codes of several levels, or count the rows."""
    digits = list(map(plain, texts))
    are_coded = all(map(_CODE.fullmatch, digits)) and len(set(map(len, digits))) > 1
    return are_coded or (len(texts) > _LEVELS and _count_up(digits))


def _panel(
    keys: Sequence[int], heads: Mapping[int, HeadPath], rows: Sequence[Row], unit: Unit | None
) -> Panel:
    """Lines in order: the code of one may say the first part of the next one's."""
    names = list(map(partial(_row_names, keys), rows))
    start = ("", "", "")
    told = list(accumulate(names, _next_code, initial=start))[1:]
    lines = (
        Line(
            min(map(attrgetter("row"), row.values())),
            "".join(_words_of_names(name)),
            code,
            misprinted,
            _printed_amounts(heads, row, unit),
        )
        for row, name, (code, misprinted, _) in zip(rows, names, told, strict=True)
    )
    return Panel(heads, tuple(lines))


def _printed_amounts(columns: Iterable[int], row: Row, unit: Unit | None) -> dict[int, Printed]:
    found = {at: _printed_number(at, row, unit) for at in columns}
    return {at: printed for at, printed in found.items() if printed}


def _row_names(keys: Sequence[int], row: Row) -> list[str]:
    """What names a row, column by column; a merged cell speaks once."""
    cells = list(map(row.get, keys))
    return [cell.text.strip() if cell and cell not in cells[:at] else "" for at, cell in enumerate(cells)]


def _words_of_names(names: Iterable[str]) -> Iterator[str]:
    """Names without codes."""
    return map(_word, filter(None, names))


def _word(name: str) -> str:
    coded = _CODE.fullmatch(plain(name))
    return coded[2] if coded else _DIGITS.sub("", name) if _DIGITS.fullmatch(plain(name)) else name


def _next_code(before: tuple[str, str, str], names: Sequence[str]) -> tuple[str, str, str]:
    """Code of a row, what is printed for it where that is none, what code the next row goes on from."""
    code, misprinted = _coded_by(list(map(plain, names)), before[2])
    return code, misprinted, code or before[2]


def _coded_by(names: Sequence[str], above: str) -> tuple[str, str]:
    """The code of a row, and how it is printed where that is not its code: 7 | 11 | 02 below 21011."""
    parts = list(filter(_DIGITS.fullmatch, names))
    return _of_parts(parts, names.index(parts[0]), above) if parts else (_first_code(names), "")


def _first_code(names: Iterable[str]) -> str:
    return next((found[1] for found in map(_CODE.fullmatch, names) if found), "")


def _of_parts(parts: Sequence[str], at: int, above: str) -> tuple[str, str]:
    whole = above[: _ABOVE.get(at, 0) * (len(parts[0]) < _FIRST)] + _code_of_parts(parts)
    return (whole, "") if _CODE.fullmatch(whole) else _likely_code(parts, above)


def _likely_code(parts: Sequence[str], above: str) -> tuple[str, str]:
    beside = above[:_FIRST] + _code_of_parts(parts[1:])
    is_likely = len(parts) == _LEVELS and above.startswith(beside[:-_STEP])
    return (beside, "|".join(parts)) if is_likely else ("", "")


def _code_of_parts(parts: Iterable[str]) -> str:
    """201 | 03 | 01, or 201 | 20103 | 2010301, as one code."""
    return next(reversed(list(accumulate(parts, _one_more, initial=""))))


def _one_more(code: str, part: str) -> str:
    return part if len(part) >= _FIRST and part.startswith(code) else code + part.zfill(_STEP)


def _printed_number(at: int, row: Row, unit: Unit | None) -> Printed | None:
    text = _begun_text(at, row)
    if not printed_numbers.is_number(text):
        return None
    amount = printed_numbers.amount(text) or _NOTHING
    places = max(printed_numbers.places(text), _EXACT)
    is_exact = unit == "元" or not amount
    return Printed(amount, _NOTHING if is_exact else Decimal(5).scaleb(-places - 1), row[at])


def in_yuan(printed: Printed, unit: Unit | None) -> Decimal:
    """换算为元."""
    return printed.value * SCALE[unit or "元"]
