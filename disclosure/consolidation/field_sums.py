"""相加 — the same section of several units, field by field: amounts and counts add, lists join, texts are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from disclosure import terms
from disclosure.consolidation.unit_account import Account
from disclosure.model import Headcount
from disclosure.model.base import Model
from disclosure.model.other_matters import VehicleUse
from disclosure.model.sangong import VehicleType
from disclosure.model.self_evaluation import ProjectEvaluation, Situation, WholeEvaluation
from disclosure.model.shape import Shape
from disclosure.model.shape import fields as fields_of

Tree = dict[str, Any] | list[Any] | str  # as a data file writes it, with a Sum wherever a number stands

# Left out beside others, these are none; anything else left out is not known, and so is its sum.
_NONE_IF_ABSENT = frozenset(
    {"government_fund", "state_capital", "abroad", "foreign", "education_fee"}
    | {"buildings", "vehicle_assets", "large_equipment", "other_fixed", "purchased_count"}
)
# Lists whose entries add by their first field; the forms of projects stand side by side; any other list of entries
# is a report of one body, as 自评情况 and 整体自评 are.
_ADDED_BY_KIND = (VehicleUse, VehicleType, Headcount)
_NAMED_ONCE = "自评资金"
_REMARK = "remark"


class Given(NamedTuple):
    """一个单位所填 — whose value, where it stands, the value (None: not known)."""

    account: Account
    path: str
    value: Any


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
    if not given or any(one.value is None for one in given):
        return None
    match given[0].value:
        case bool() | str() | Situation() | WholeEvaluation():
            return None
        case Decimal() | int():
            return Sum(tuple(_part(one) for one in given))
        case Model():
            return fields(given) or None
        case dict():
            return _by_key(given)
        case _:
            return _joined(given)


def gaps(given: Sequence[Given]) -> Iterator[tuple[str, str]]:
    """未填之处 — (unit, key path) of what some units give and others do not, so that no sum can be made."""
    known = [one for one in given if one.value is not None]
    if not known or added(known) is None:
        return
    if len(known) < len(given):
        yield from ((one.account.label, one.path) for one in given if one.value is None)
    elif isinstance(known[0].value, Model):
        for name, below in _each_field(given):
            if name not in _NONE_IF_ABSENT:
                yield from gaps(below)


def fields(given: Sequence[Given]) -> dict[str, Any]:
    """逐项相加 — a section of all units, by Chinese name; a field that cannot be added is left out."""
    found: dict[str, Any] = {}
    for name, below in _each_field(given):
        chosen = [one for one in below if one.value is not None] if name in _NONE_IF_ABSENT else below
        tree = added(chosen)
        if tree is not None:
            found[terms.chinese(name)] = tree
    return found


def _each_field(given: Sequence[Given]) -> Iterator[tuple[str, list[Given]]]:
    for name, field in _shapes(given[0].value).items():
        if field.kind != "score":  # scores are numbers too, but have no sum
            key = terms.chinese(name)
            yield name, [Given(one.account, f"{one.path}.{key}", getattr(one.value, name)) for one in given]


def _shapes(model: Model) -> Mapping[str, Shape]:
    return fields_of(type(model))


def _part(one: Given) -> Part:
    is_amount = isinstance(one.value, Decimal)
    slack = one.account.submission.slack(one.path, one.value) if is_amount and one.value else Decimal(0)
    return Part(one.account, one.path, one.value, slack)


def _by_key(given: Sequence[Given]) -> Tree:
    """金额 by code: a code that a unit does not have is none there."""
    found: dict[str, Any] = {}
    for key in dict.fromkeys(key for one in given for key in one.value):
        tree = added(
            [Given(one.account, f"{one.path}.{key}", one.value[key]) for one in given if key in one.value]
        )
        if tree is not None:
            found[key] = tree
    return found


def _joined(given: Sequence[Given]) -> Tree | None:
    """Lists join: entries of the same kind (by their first field) add; names stand one behind the other."""
    entries = [
        Given(one.account, f"{one.path}[{number}]", entry)
        for one in given
        for number, entry in enumerate(one.value, 1)
    ]
    if not entries:
        return "无"
    if not isinstance(entries[0].value, Model):
        names = [str(entry.value) for entry in entries]
        return list(dict.fromkeys(names)) if given[0].path.endswith(_NAMED_ONCE) else names
    if isinstance(entries[0].value, ProjectEvaluation):
        return [_as_it_stands(entry) for entry in entries]
    if not isinstance(entries[0].value, _ADDED_BY_KIND):
        return None
    return [_merged(kind, chosen) for kind, chosen in _grouped(entries).items()]


def _as_it_stands(one: Given) -> dict[str, Any]:
    """An entry of one unit: its amounts keep their place, its texts and scores are taken over."""
    found: dict[str, Any] = {}
    for name, field in _shapes(one.value).items():
        key, value = terms.chinese(name), getattr(one.value, name)
        below = Given(one.account, f"{one.path}.{key}", value)
        if isinstance(value, Model):
            found[key] = _as_it_stands(below)
        elif isinstance(value, tuple):
            found[key] = [_as_it_stands(Given(one.account, one.path, entry)) for entry in value] or "无"
        elif value is not None:
            found[key] = str(value) if isinstance(value, str) or field.kind == "score" else added([below])
    return found


def _grouped(entries: Iterable[Given]) -> dict[str, list[Given]]:
    grouped: dict[str, list[Given]] = {}
    for entry in entries:
        first = next(iter(type(entry.value).model_fields))
        grouped.setdefault(getattr(entry.value, first), []).append(entry)
    return grouped


def _merged(kind: str, entries: list[Given]) -> dict[str, Any]:
    first = next(iter(type(entries[0].value).model_fields))
    said = dict.fromkeys(text for entry in entries if (text := getattr(entry.value, _REMARK, None)))
    remark = {terms.chinese(_REMARK): "；".join(said)} if said else {}
    return {terms.chinese(first): kind, **fields(entries), **remark}
