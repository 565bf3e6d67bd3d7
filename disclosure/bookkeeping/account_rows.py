"""账上的行 — records of any kind (dicts, a DataFrame, a database cursor) as what each row says, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from itertools import starmap
from operator import itemgetter
from typing import Any

from disclosure.bookkeeping.account_mapping import (
    ACCOUNT,
    AMOUNT,
    BODY,
    CREDIT,
    DEBIT,
    FEE,
    NATURE,
    SAID,
    SOURCE,
    UNUSED,
    Books,
)
from disclosure.errors import InputError, Problem, short
from disclosure.errors import Source as Place
from disclosure.model import faults
from disclosure.model.base import exact_amount, is_inexact
from disclosure.money import total

_SHOWN = 5  # rows that a place names
_NO_AMOUNT, _NOTHING = "没有金额", "金额是零"
_NEITHER = "没有性质，也没有来源，不知道是收入还是支出"
_SIGNS: Mapping[str, int] = {AMOUNT: 1, DEBIT: 1, CREDIT: -1}  # of what was spent
_NO_ROWS = "账上的各行要是字典、DataFrame，或执行过查询的数据库游标；游标以外的元组不知道哪一列是什么"


@dataclass(frozen=True, slots=True)
class Booked:
    """一行 — its number, what it says of a line, its amount (元; of income what came in), whose it is."""

    number: int
    said: Mapping[str, str]
    amount: Decimal = Decimal(0)
    body: str = ""
    why_left: str = ""

    @property
    def is_income(self) -> bool:
        """是否收入 — or expenditure."""
        return SOURCE in self.said

    @property
    def is_fee(self) -> bool:
        """是否教育收费."""
        return self.said.get(FEE) == "是"

    @property
    def is_used(self) -> bool:
        """是否要用 — unless it cancels out."""
        return not self.why_left

    def says(self, field: str) -> str:
        """所说 — of a line's field; empty where it says nothing."""
        return self.said.get(field, "")


@dataclass(slots=True)
class RowFaults:
    """各行的错误 — the same sentence once, with all its rows."""

    name: str
    rows: dict[str, list[Booked]] = field(default_factory=dict)

    def add(self, sentence: str, rows: Iterable[Booked]) -> None:
        """记下 — what is wrong with some rows."""
        self.rows.setdefault(sentence, []).extend(rows)

    def require_none(self) -> None:
        """没有错误 — raises InputError with all of them."""
        if self.rows:
            raise InputError(Problem(told, place_of(self.name, rows)) for told, rows in self.rows.items())


def place_of(name: str, rows: Iterable[Booked]) -> Place:
    """出处 — 账套 第3、7行; of many rows the first few and how many there are."""
    numbers = sorted({row.number for row in rows})
    more = f"等{len(numbers)}" if len(numbers) > _SHOWN else ""
    return Place(name, part=f"第{'、'.join(map(str, numbers[:_SHOWN]))}{more}行")


def read(rows: Any, books: Books, found: RowFaults) -> list[Booked]:
    """读各行 — with what is wrong with them told; raises InputError where they are no rows at all."""
    given = list(records(rows))
    blank = dict.fromkeys(key for record in given for key in record)  # what one of the dicts leaves out
    return [
        _booked(_Row(number, {**blank, **record}, books, found)) for number, record in enumerate(given, 1)
    ]


def records(rows: Any) -> Iterator[Mapping[str, Any]]:
    """逐行 — of dicts, of a DataFrame, of a cursor that has run its query; raises InputError."""
    if hasattr(rows, "to_dict"):
        return iter(rows.to_dict("records"))
    head = [column[0] for column in getattr(rows, "description", None) or ()]
    if not isinstance(rows, Iterable) or isinstance(rows, str | bytes | Mapping):
        raise InputError([Problem(_NO_ROWS)])
    return map(partial(_by_column, head), rows)


def _by_column(head: list[str], row: Any) -> Mapping[str, Any]:
    if isinstance(row, Mapping):
        return row
    names = row.keys() if hasattr(row, "keys") else head  # sqlite3.Row has its own
    if not names:
        raise InputError([Problem(_NO_ROWS)])
    return dict(zip(names, row, strict=True))


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as it stands in the accounts, and how it is to be read."""

    number: int
    record: Mapping[str, Any]
    books: Books
    found: RowFaults

    def fault(self, sentence: str) -> None:
        self.found.add(sentence, [Booked(self.number, {})])

    def cell(self, name: str) -> str:
        """What stands in the column of a field."""
        column = self.books.columns[name]
        if column not in self.record:
            known = "、".join(map(short, self.record))
            raise InputError([Problem(f"账上没有“{column}”这一列（“列”里的“{name}”）；有的列：{known}")])
        value = self.record[column]
        return "" if _is_empty(value) else self._text(value, name, column)

    def _text(self, value: Any, name: str, column: str) -> str:
        if not is_inexact(value):
            return str(value).strip()
        self.fault(_float_in(column))
        return f"{float(value):.2f}" if name in _SIGNS else ""  # what else is wrong is told, too


def _is_empty(value: Any) -> bool:
    return value is None or bool(faults.blank(value)) or str(value) == "NaN"


def _float_in(column: str) -> str:
    advice = "查询里写 CAST(… AS TEXT)，pandas 读取时写 dtype=str，或换成 Decimal"
    return f"“{column}”列是浮点数，金额可能已经不准，编码可能带了 .0；{advice}"


def _booked(row: _Row) -> Booked:
    """What a row says: its own columns, over them what its codes mean."""
    books, cells = row.books, {name: row.cell(name) for name in row.books.columns}
    filled = dict(filter(itemgetter(1), cells.items()))
    said = {name: filled[name] for name in SAID if name in filled}
    for meaning in filter(None, starmap(books.meaning, filled.items())):
        said |= meaning
    amount = _amount_of(row, filled)
    why = said.pop(UNUSED, "") or _why_left(filled, said, amount, books)
    return Booked(row.number, said, _of_its_kind(amount, said, books), cells.get(BODY, ""), why)


def _of_its_kind(amount: Decimal | None, said: Mapping[str, str], books: Books) -> Decimal:
    """What came in is credited, what was spent is debited."""
    came_in = -1 if SOURCE in said and DEBIT in books.columns else 1
    return (amount or Decimal(0)) * came_in


def _why_left(
    filled: Mapping[str, str], said: Mapping[str, str], amount: Decimal | None, books: Books
) -> str:
    """Why a row is on no line; empty where it is on one."""
    account = filled.get(ACCOUNT, "")
    if account and books.meaning(ACCOUNT, account) is None:
        return f"科目“{account}”没有写对照"
    if said.keys().isdisjoint((SOURCE, NATURE)):
        return _NEITHER
    return "" if amount else _NO_AMOUNT if amount is None else _NOTHING


def _amount_of(row: _Row, filled: Mapping[str, str]) -> Decimal | None:
    """What was spent: the debit less the credit, or as it stands; None where nothing is said."""
    said = [sign * _yuan_of(row, filled[name]) for name, sign in _SIGNS.items() if name in filled]
    return total(said) if said else None


def _yuan_of(row: _Row, cell: str) -> Decimal:
    try:
        return exact_amount(cell, row.books.unit)
    except ValueError as error:
        row.fault(str(error))
        return Decimal(0)
