"""批复汇总表的样子 — a sheet that lists departments with their totals: heads, unit, rows."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from operator import itemgetter
from typing import Any

from disclosure.errors import InputError, Problem
from disclosure.loading.published import Cell, Matrix
from disclosure.model import RatifiedTotals
from disclosure.model.shape import of
from disclosure.money import Unit

_QUIET = re.compile(r"[\s“”\"'‘’《》、,;/·]|其中")
_BRACKETS = re.compile(r"[():]")
_OF_SANGONG = re.compile(r"^(财政拨款|一般公共预算)\.(?=三公经费)")  # it is paid from no other money


@dataclass(frozen=True, slots=True)
class Listing:
    """汇总表 — a sheet: its column of names, what each other one holds, first row, unit, heads not used."""

    matrix: Matrix
    names: int
    items: Mapping[int, str]
    first: int
    unit: Unit
    unused: tuple[str, ...]

    def entries(self) -> Iterator[tuple[Cell, dict[str, Cell]]]:
        """各行 — the name, and the cells that are filled by the item of 批复数 that they hold."""
        for row in filter(self._is_of_a_department, self.matrix.rows[self.first :]):
            cells = {self.items[column]: row[column] for column in filter(self.items.get, row)}
            yield row[self.names], cells

    def _is_of_a_department(self, row: Mapping[int, Cell]) -> bool:
        name = row.get(self.names)
        return name is not None and not (_is_name(name) or _matches("skipped", bare(name.text)))


def bare(text: str) -> str:
    """比较用的写法 — half-width, without blanks and quotes."""
    # “三公” 经费（万元） → 三公经费(万元)
    return _QUIET.sub("", unicodedata.normalize("NFKC", text))


def listed(matrix: Matrix) -> Listing | None:
    """找汇总表 — the listing of a sheet, if it is one; raises InputError where it cannot be read safely."""
    cells = chain.from_iterable(map(dict[int, Cell].items, matrix.rows))
    names = (_under(matrix, cell.row, column) for column, cell in cells if _is_name(cell))
    return next(filter(None, names), None)


def _under(matrix: Matrix, head: int, names: int) -> Listing | None:
    first = _below_heads(matrix, head, names)
    heads = _heads(matrix, range(head, first), names)
    amounts = {column: _ratified_item(said) for column, said in heads.items()}
    if not any(amounts.values()):
        return None
    facts = _head_words()["facts"]
    items = {
        column: item or _first(facts, bare(heads[column]), re.fullmatch) for column, item in amounts.items()
    }
    _refuse_twice(items, matrix, head)
    unused = (said for column, said in heads.items() if not (items[column] or _matches("quiet", bare(said))))
    return Listing(matrix, names, items, first, _unit_said(matrix, first), tuple(unused))


def _is_name(cell: Cell) -> bool:
    return _matches("name", _unbracketed(cell.text))


def _below_heads(matrix: Matrix, head: int, names: int) -> int:
    """The first row with a name; heads may take several rows."""
    below = (row for row in range(head + 1, len(matrix.rows)) if names in matrix.rows[row])
    return next((row for row in below if not _is_name(matrix.rows[row][names])), len(matrix.rows))


def _heads(matrix: Matrix, rows: range, names: int) -> Mapping[int, str]:
    """What stands above each column but that of the names."""
    lowest = {column: row for row in rows for column in matrix.rows[row]}
    others = sorted(lowest.keys() - {names})
    return {column: _head_of(matrix, rows, column, lowest[column]) for column in others}


def _head_of(matrix: Matrix, rows: range, column: int, lowest: int) -> str:
    """One level behind the other, a merged cell once."""
    levels = (_over(matrix.rows[row], column, is_group=row < lowest) for row in rows)
    return "".join({cell.source: cell.text for cell in filter(None, levels)}.values())


def _over(row: Mapping[int, Cell], column: int, *, is_group: bool) -> Cell | None:
    """A cell of a head; a group's stands over the columns right of it too, merged or not."""
    left = max(filter(column.__ge__, row), default=column) if is_group else column
    return row.get(left)


def _ratified_item(head: str) -> str:
    """批复数的一项 — by a head: 一般公共预算财政拨款基本支出 → 一般公共预算.基本支出; empty of any other."""
    plain = _unbracketed(re.sub(_head_words()["unit_of_head"], "", bare(head)))
    if of_last_year := _first(_head_words()["last_year"], plain, re.fullmatch):
        return of_last_year
    fund = _first(_head_words()["funds"], plain, re.search)
    rest = re.sub(_head_words()["funds"].get(fund, ""), "", plain, count=1)
    path = f"{fund}.{_first(_head_words()['items'], rest, re.fullmatch)}".strip(".")
    item = _OF_SANGONG.sub("", path)
    return item if of(RatifiedTotals).at(item.split(".")).kind == "amount" else ""


def _first(forms: Mapping[str, str], text: str, match: Callable[[str, str], object]) -> str:
    return next((name for name, form in forms.items() if match(form, text)), "")


def _refuse_twice(items: Mapping[int, str], matrix: Matrix, head: int) -> None:
    """Of two columns for one item nobody knows which."""
    columns = {item: column for column, item in items.items()}  # the last of each
    for column, item in filter(itemgetter(1), items.items()):
        if columns[item] != column:
            message = f"和{matrix.source(head, columns[item])}都是“{item}”，请只留一栏，或改表头"
            raise InputError([Problem(message, matrix.source(head, column))])


def _unit_said(matrix: Matrix, first: int) -> Unit:
    texts = [bare(cell.text) for row in matrix.rows[:first] for cell in row.values()]
    said = re.compile(f"{_head_words()['unit']}|{_head_words()['unit_of_head']}")
    units = {"".join(found) for text in texts for found in said.findall(text)}
    match sorted(units):
        case ["元"]:
            return "元"
        case ["万元"]:
            return "万元"
    message = "表头上方没有写明金额单位，或写了两样，请写一行“单位：元”或“单位：万元”"
    raise InputError([Problem(message, matrix.source(max(first - 1, 0), 0))])


def _unbracketed(text: str) -> str:
    return _BRACKETS.sub("", bare(text))


def _matches(form: str, text: str) -> bool:
    return re.fullmatch(_head_words()[form], text) is not None


@cache
def _head_words() -> Mapping[str, Any]:
    return tomllib.loads(
        files("disclosure.loading").joinpath("ratified_heads.toml").read_text(encoding="utf-8")
    )
