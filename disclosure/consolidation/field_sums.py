"""相加 — a section of several units, field by field: numbers add, lists join, texts are left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any, NamedTuple

from disclosure import terms
from disclosure.consolidation.unit_account import Account
from disclosure.model import Headcount, typed_words
from disclosure.model.base import Model
from disclosure.model.other_matters import VehicleUse
from disclosure.model.sangong import VehicleType
from disclosure.model.self_evaluation import EvaluatedProject, ProjectEvaluation, Situation, WholeEvaluation
from disclosure.model.shape import Shape
from disclosure.model.shape import fields as fields_of

Tree = dict[str, Any] | list[Any] | str  # as a data file writes it, with a Sum wherever a number stands

# Left out beside others, these are none; anything else left out is not known, and so is its sum.
_NONE_IF_ABSENT = frozenset(
    {"government_fund", "state_capital", "abroad", "foreign", "education_fee"}
    | {"buildings", "vehicle_assets", "large_equipment", "other_fixed", "purchased_count"}
)
_NAMED_ONCE = re.compile("自评资金|绩效管理制度")
_REMARK = "remark"


class Given(NamedTuple):
    """一个单位所填 — whose value, where it stands, the value (None: not known)."""

    account: Account
    path: str
    value: Any

    def field(self, name: str) -> Given:
        """一个字段 — of a section."""
        return Given(self.account, f"{self.path}.{terms.chinese(name)}", getattr(self.value, name))

    def below(self, code: str) -> Given:
        """一个编码 — of amounts by code."""
        return Given(self.account, f"{self.path}.{code}", self.value[code])

    def entries(self) -> list[Given]:
        """各项 — of a list."""
        numbered = enumerate(self.value, 1)
        return [Given(self.account, f"{self.path}[{number}]", entry) for number, entry in numbered]


@dataclass(frozen=True, slots=True)
class Part:
    """一个单位的数 — amount (元) or number of one unit; how far it may lie away."""

    account: Account
    path: str
    amount: Decimal | int
    slack: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sum:
    """各单位之和 — what it is made of."""

    parts: tuple[Part, ...]

    @property
    def is_count(self) -> bool:
        """是否个数 — a number of things, not an amount."""
        return all(isinstance(part.amount, int) for part in self.parts)

    @property
    def value(self) -> Decimal:
        """值 — exact, in 元 where it is an amount."""
        return sum((Decimal(part.amount) for part in self.parts), Decimal(0))

    @property
    def slack(self) -> Decimal:
        """舍入半宽 — of all units together."""
        return sum((part.slack for part in self.parts), Decimal(0))


def added(given: Sequence[Given]) -> Tree | Sum | None:
    """相加 — the values of all units at one place; None where a unit's is not known, or for a text."""
    if not _all_known(given):
        return None
    match given[0].value:
        case bool() | str() | Situation() | WholeEvaluation():
            return None
        case Decimal() | int():
            return Sum(tuple(map(_summand, given)))
        case Model():
            return fields(given) or None
        case dict():
            return _by_key(given)
    return _joined_entries(list(chain.from_iterable(map(Given.entries, given))))


def gaps(given: Sequence[Given]) -> Iterator[tuple[str, str]]:
    """未填之处 — (unit, key path) of what some units give and others do not, so that no sum can be made."""
    known = _where_known(given)
    if added(known) is None:
        return
    if len(known) < len(given):
        yield from _where_unknown(given)
    elif isinstance(known[0].value, Model):
        yield from chain.from_iterable(map(gaps, _needed_fields(given)))


def _where_known(given: Sequence[Given]) -> list[Given]:
    return [one for one in given if one.value is not None]


def _where_unknown(given: Sequence[Given]) -> Iterator[tuple[str, str]]:
    return ((one.account.label, one.path) for one in given if one.value is None)


def _all_known(given: Sequence[Given]) -> bool:
    return 0 < len(given) == len(_where_known(given))


def _needed_fields(given: Sequence[Given]) -> Iterator[list[Given]]:
    return (below for name, below in _each_field(given) if name not in _NONE_IF_ABSENT)


def fields(given: Sequence[Given]) -> dict[str, Any]:
    """逐项相加 — a section of all units, by Chinese name; a field that cannot be added is left out."""
    return _made({terms.chinese(name): added(below) for name, below in _each_counted(given)})


def _each_counted(given: Sequence[Given]) -> Iterator[tuple[str, list[Given]]]:
    for name, below in _each_field(given):
        yield name, _where_known(below) if name in _NONE_IF_ABSENT else below


def _made(sums: Mapping[str, Tree | Sum | None]) -> dict[str, Any]:
    return {key: tree for key, tree in sums.items() if tree is not None}


def _each_field(given: Sequence[Given]) -> Iterator[tuple[str, list[Given]]]:
    for name, field in _shapes(given[0].value).items():
        if field.kind != "score":  # scores are numbers too, but have no sum
            yield name, [one.field(name) for one in given]


def _shapes(model: Model) -> Mapping[str, Shape]:
    return fields_of(type(model))


def _summand(one: Given) -> Part:
    is_amount = isinstance(one.value, Decimal) and one.value != 0
    slack = one.account.submission.slack(one.path, one.value) if is_amount else Decimal(0)
    return Part(one.account, one.path, one.value, slack)


def _by_key(given: Sequence[Given]) -> Tree:
    """金额 by code: a code that a unit does not have is none there."""
    codes = dict.fromkeys(code for one in given for code in one.value)
    return _made({code: added([one.below(code) for one in given if code in one.value]) for code in codes})


def _joined_entries(entries: Sequence[Given]) -> Tree | None:
    """Lists join: entries of the same kind (by their first field) add; names stand one behind the other."""
    if not entries:
        return "无"
    match entries[0].value:
        case ProjectEvaluation() | EvaluatedProject():
            return list(map(_as_it_stands, entries))
        case VehicleUse() | VehicleType() | Headcount():
            return list(map(_merged_entry, _grouped(entries).values()))
        case Model():  # a report of one body, as 自评情况 and 整体自评 are
            return None
    return _joined_names(entries)


def _joined_names(entries: Sequence[Given]) -> list[Any]:
    names = [str(entry.value) for entry in entries]
    return list(dict.fromkeys(names)) if _NAMED_ONCE.search(entries[0].path) else names


def _as_it_stands(one: Given) -> dict[str, Any]:
    """An entry of one unit: its amounts keep their place, its texts and scores are taken over."""
    stated = {name: one.field(name) for name in _shapes(one.value)}
    return {
        terms.chinese(name): _stated(below, _shapes(one.value)[name])
        for name, below in stated.items()
        if below.value is not None
    }


def _stated(one: Given, shape: Shape) -> Any:
    match one.value:
        case Model():
            return _as_it_stands(one)
        case tuple():
            return list(map(_as_it_stands, one.entries())) or "无"
        case str():
            return one.value
    return str(one.value) if shape.kind == "score" else added([one])


def _first_field(entry: Given) -> str:
    return next(iter(_shapes(entry.value)))


def _grouped(entries: Iterable[Given]) -> dict[str, list[Given]]:
    grouped: dict[str, list[Given]] = {}
    for entry in entries:
        grouped.setdefault(typed_words.vehicle_use(_kind(entry)), []).append(entry)
    return grouped


def _kind(entry: Given) -> str:
    return str(getattr(entry.value, _first_field(entry)))


def _merged_entry(entries: list[Given]) -> dict[str, Any]:
    remarks = dict.fromkeys(filter(None, (getattr(entry.value, _REMARK, None) for entry in entries)))
    remark = {terms.chinese(_REMARK): "；".join(remarks)} if remarks else {}
    return {terms.chinese(_first_field(entries[0])): _kind(entries[0]), **fields(entries), **remark}
