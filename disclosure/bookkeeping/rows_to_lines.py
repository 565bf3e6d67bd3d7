"""账套成行 — rows of accounts added up to income and expenditure lines, codes checked, each with its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import chain, filterfalse, starmap
from operator import attrgetter, itemgetter, methodcaller
from pathlib import Path
from typing import Any, TypeVar, get_args

from disclosure import classification
from disclosure.bookkeeping import account_rows
from disclosure.bookkeeping.account_mapping import (
    FUND,
    ITEM,
    NATURE,
    PROJECT,
    SECTION,
    SOURCE,
    Books,
    books,
)
from disclosure.bookkeeping.account_rows import Booked, RowFaults, place_of
from disclosure.bookkeeping.ledger_result import Ledger, LedgerRow
from disclosure.errors import InputError, Source
from disclosure.loading import codes
from disclosure.loading.reading_state import Data, Reading
from disclosure.model import ExpenditureLine, Fund, IncomeLine
from disclosure.model.key_paths import item
from disclosure.model.lines import ExpenditureNature, IncomeSource
from disclosure.model.typed_words import official
from disclosure.money import total

_CHOICES: Mapping[str, tuple[str, ...]] = {
    NATURE: get_args(ExpenditureNature),
    FUND: get_args(Fund),
    SOURCE: get_args(IncomeSource),
}
_OF_INCOME, _OF_EXPENDITURE = (SOURCE, ITEM), (ITEM, NATURE, FUND, PROJECT)
_CANCELLED = "与别的行冲抵，合计为零"
_IS_USED, _IS_INCOME, _IS_FEE, _LINE = map(attrgetter, ("is_used", "is_income", "is_fee", "line"))
_SECTION_SAID = methodcaller("says", SECTION)
Key = tuple[str, ...]
Said = TypeVar("Said", str, Key)


def ledger(rows: Any, mapping: Mapping[str, Any] | Path | str) -> Ledger:
    """账套 — income and expenditure lines from the rows of an office's accounts.

    `rows` are dicts, a DataFrame, or a database cursor that has run its query; `mapping`, a dict or a TOML
    file, says which column is what, and what the office's own codes mean. Amounts are text, int or Decimal,
    no float. Raises InputError with every fault, each with its rows.
    """
    made = books(mapping)
    found = RowFaults(made.name)
    read = account_rows.read(rows, made, found)
    _check_codes(list(filter(_IS_USED, read)), made.year, found)
    found.require_none()
    units = {body: _of_rows(own, made, {}) for body, own in _groups(read, attrgetter("body")) if body}
    return _of_rows(read, made, units)


def _check_codes(rows: Sequence[Booked], year: int, found: RowFaults) -> None:
    """A line must have an 项; codes have their digits, else subjects that are near are named."""
    by_code = {field: dict(_groups(rows, methodcaller("says", field))) for field in (ITEM, SECTION)}
    if lacking := by_code[ITEM].pop("", []):
        found.add("这一行有性质或来源，没有填“项”", lacking)
    by_code[SECTION].pop("", None)
    reading = Reading("")
    listed: dict[str, Data] = {field: list(known) for field, known in by_code.items()}
    codes.check({"年度": str(year), **listed}, reading)
    places = dict(chain.from_iterable(map(_code_places, by_code.items())))
    for problem in reading.problems:
        found.add(problem.message, places[problem.path])


def _code_places(of_field: tuple[str, Mapping[str, list[Booked]]]) -> Iterator[tuple[str, list[Booked]]]:
    field, by_code = of_field
    return ((item(field, index), rows) for index, rows in enumerate(by_code.values()))


@dataclass(frozen=True, slots=True)
class _Made:
    """A line, and the rows of each of its amounts by the rest of the key path."""

    line: Any
    rows: Mapping[str, Sequence[Booked]]


def _of_rows(read: Sequence[Booked], made: Books, units: Mapping[str, Ledger]) -> Ledger:
    found, used = RowFaults(made.name), list(filter(_IS_USED, read))
    income = list(_income(filter(_IS_INCOME, used), found))
    expenditure = list(_expenditure(filterfalse(_IS_INCOME, used), found))
    found.require_none()
    places = [*_amount_places("收入", income), *_amount_places("支出", expenditure)]
    taken = dict(chain.from_iterable(starmap(_taken, places)))
    return Ledger(
        made.name,
        made.year,
        tuple(map(_LINE, income)),
        tuple(map(_LINE, expenditure)),
        tuple(taken[number] for number in sorted(taken)),
        tuple(_left_row(row) for row in read if row.number not in taken),
        dict(_row_sources(made.name, places)),
        tuple(filter(partial(_is_unlisted, made.year), _codes_said(used))),
        units,
    )


def _taken(path: str, rows: Iterable[Booked]) -> Iterator[tuple[int, LedgerRow]]:
    return ((row.number, LedgerRow(row.number, row.amount, path)) for row in rows)


def _left_row(row: Booked) -> LedgerRow:
    return LedgerRow(row.number, row.amount, why=row.why_left or _CANCELLED)


def _codes_said(rows: Sequence[Booked]) -> list[str]:
    said = {row.says(field) for row in rows for field in (ITEM, SECTION)}
    return sorted(said - {""})


def _is_unlisted(year: int, code: str) -> bool:
    return classification.subject_of(code, year) is None


def _amount_places(key: str, lines: Iterable[_Made]) -> Iterator[tuple[str, Sequence[Booked]]]:
    for number, one in enumerate(lines, 1):
        yield from ((f"{key}[{number}]{rest}", rows) for rest, rows in one.rows.items())


def _row_sources(name: str, places: Iterable[tuple[str, Sequence[Booked]]]) -> Iterator[tuple[str, Source]]:
    """Of each amount, of its line, and of everything else."""
    yield "", Source(name)
    of_line: dict[str, list[Booked]] = defaultdict(list)
    for path, rows in places:
        of_line[f"{path.partition(']')[0]}]"] += rows
        yield path, place_of(name, rows)
    yield from ((path, place_of(name, rows)) for path, rows in of_line.items())


def _income(rows: Iterable[Booked], found: RowFaults) -> Iterator[_Made]:
    for key, of_key in _groups(rows, partial(_what_it_says, _OF_INCOME)):
        fees = list(filter(_IS_FEE, of_key))
        fee = {"其中教育收费": _amount_together(fees)} if fees else {}
        said = {**_without_blanks(_OF_INCOME, key), "金额": _amount_together(of_key), **fee}
        yield from _line(IncomeLine, said, {".金额": of_key}, found) if _amount_together(of_key) else ()


def _expenditure(rows: Iterable[Booked], found: RowFaults) -> Iterator[_Made]:
    """By 款 where it is known; beside it, what is not."""
    for key, of_key in _groups(rows, partial(_what_it_says, _OF_EXPENDITURE)):
        head, by_section = _without_blanks(_OF_EXPENDITURE, key), dict(_groups(of_key, _SECTION_SAID))
        others = by_section.pop("", [])
        known = dict(filter(_is_not_nothing, by_section.items()))
        sums = {code: _amount_together(of_code) for code, of_code in known.items()}
        of_codes = {f".款.{code}": of_code for code, of_code in known.items()}
        yield from _line(ExpenditureLine, {**head, "款": sums}, of_codes, found) if sums else ()
        whole = {**head, "金额": _amount_together(others)}
        yield from _line(ExpenditureLine, whole, {".金额": others}, found) if _amount_together(others) else ()


def _is_not_nothing(of_code: tuple[str, list[Booked]]) -> bool:
    return bool(_amount_together(of_code[1]))


def _amount_together(rows: Iterable[Booked]) -> Decimal:
    return total(map(attrgetter("amount"), rows))


def _groups(rows: Iterable[Booked], key: Callable[[Booked], Said]) -> list[tuple[Said, list[Booked]]]:
    """Rows that say the same, in the order of what they say."""
    groups: dict[Said, list[Booked]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return sorted(groups.items(), key=itemgetter(0))


def _what_it_says(fields: tuple[str, ...], row: Booked) -> Key:
    return tuple(str(official(row.says(field), _CHOICES.get(field, ()))) for field in fields)


def _without_blanks(fields: tuple[str, ...], key: Key) -> dict[str, Any]:
    return {field: said for field, said in zip(fields, key, strict=True) if said}


def _line(
    kind: type[IncomeLine | ExpenditureLine],
    said: Mapping[str, Any],
    rows: Mapping[str, Sequence[Booked]],
    found: RowFaults,
) -> Iterator[_Made]:
    try:
        yield _Made(kind.model_validate(said), rows)
    except InputError as error:
        for problem in error.problems:
            found.add(f"{problem.path}：{problem.message}", chain.from_iterable(rows.values()))
