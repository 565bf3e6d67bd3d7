"""批复汇总表的样子 — a sheet that lists departments with their totals: heads, unit, rows."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from disclosure.errors import InputError, Problem, Source
from disclosure.load.published import Cell, Matrix
from disclosure.model import RatifiedTotals
from disclosure.model.shape import of
from disclosure.money import Unit

_QUIET = re.compile(r"[\s“”\"'‘’《》、,;/·]|其中")
_BRACKETS = re.compile(r"[()]")
_OF_SANGONG = re.compile(r"^(财政拨款|一般公共预算)\.(?=三公经费)")  # it is paid from no other money


@dataclass(frozen=True, slots=True)
class Listing:
    """汇总表 — a sheet, its column of names, what each other column holds, its first row, the unit."""

    matrix: Matrix
    names: int
    items: Mapping[int, str]
    first: int
    unused: tuple[str, ...]
    unit: Unit

    def entries(self) -> Iterator[tuple[Cell, dict[str, Cell]]]:
        """各行 — the name, and the cells that are filled by the item of 批复数 that they hold."""
        for row in self.matrix.rows[self.first :]:
            name = row.get(self.names)
            if name is not None and not _matches("skipped", bare(name.text)):
                yield name, {item: row[column] for column, item in self.items.items() if column in row}


def bare(text: str) -> str:
    """比较用的写法 — half-width, without blanks and quotes."""
    # “三公” 经费（万元） → 三公经费(万元)
    return _QUIET.sub("", unicodedata.normalize("NFKC", text))


def listed(matrix: Matrix) -> Iterator[Listing]:
    """找汇总表 — the listing of a sheet, if it is one; raises InputError where it cannot be read safely."""
    for number, row in enumerate(matrix.rows):
        columns = [column for column, cell in row.items() if _matches("name", _unbracketed(cell.text))]
        for names in columns[:1]:
            yield from _under(matrix, number, names)


def _under(matrix: Matrix, head: int, names: int) -> Iterator[Listing]:
    first = _below_heads(matrix, head, names)
    heads = _heads(matrix, range(head, first), names)
    items = {column: _item(said) for column, said in heads.items()}
    used = {column: item for column, item in items.items() if item}
    if used:
        _refuse_twice(used, matrix, head)
        unused = tuple(said for column, said in heads.items() if column not in used)
        yield Listing(matrix, names, used, first, unused, _unit(matrix, first))


def _below_heads(matrix: Matrix, head: int, names: int) -> int:
    """The first row with a name; heads may take several rows."""
    titles = (head, *range(head + 1, len(matrix.rows)))
    filled = (row for row in titles if names in matrix.rows[row])
    named = (row for row in filled if not _matches("name", _unbracketed(matrix.rows[row][names].text)))
    return next(named, len(matrix.rows))


def _heads(matrix: Matrix, rows: range, names: int) -> Mapping[int, str]:
    """What stands above each column, one level behind the other, a merged cell once."""
    above: dict[int, dict[Source, str]] = {}
    for row in rows:
        for column, cell in matrix.rows[row].items():
            above.setdefault(column, {})[cell.source] = cell.text
    return {column: "".join(texts.values()) for column, texts in above.items() if column != names}


def _item(head: str) -> str:
    """批复数的一项 — by a head: 一般公共预算财政拨款基本支出 → 一般公共预算.基本支出; empty of any other."""
    plain = _unbracketed(re.sub(_words()["unit_of_head"], "", bare(head)))
    fund = _first(_words()["funds"], plain, re.search)
    rest = re.sub(_words()["funds"].get(fund, ""), "", plain, count=1)
    path = f"{fund}.{_first(_words()['items'], rest, re.fullmatch)}".strip(".")
    item = _OF_SANGONG.sub("", path)
    return item if of(RatifiedTotals).at(item.split(".")).kind == "amount" else ""


def _first(forms: Mapping[str, str], text: str, match: Callable[[str, str], object]) -> str:
    return next((name for name, form in forms.items() if match(form, text)), "")


def _refuse_twice(items: Mapping[int, str], matrix: Matrix, head: int) -> None:
    """Of two columns for one item nobody knows which."""
    first: dict[str, int] = {}
    twice = [(column, item) for column, item in items.items() if first.setdefault(item, column) != column]
    if twice:
        raise InputError(
            Problem(
                f"和{matrix.source(head, first[item])}都是“{item}”，请只留一栏，或改表头",
                matrix.source(head, column),
            )
            for column, item in twice
        )


def _unit(matrix: Matrix, first: int) -> Unit:
    texts = [bare(cell.text) for row in matrix.rows[:first] for cell in row.values()]
    said = re.compile(f"{_words()['unit']}|{_words()['unit_of_head']}")
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
    return re.fullmatch(_words()[form], text) is not None


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(files("disclosure.load").joinpath("ratified_heads.toml").read_text(encoding="utf-8"))
