"""内部往来 — what units pay each other is taken out on both sides, pair by pair; misfits are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import Literal, NamedTuple

from disclosure.model import ExpenditureLine, IncomeLine, InternalPayment, Submission

OTHER_FUNDS = "其他资金"  # 上缴上级、对附属单位补助不用财政拨款
ZERO = Decimal(0)
_RECEIVED = {"上缴上级": "附属单位上缴收入", "对附属单位补助": "上级补助收入"}

Side = Literal["付出", "收到"]
Slot = tuple[str, str | None]  # 项 and, where the line carries it, 款
_Entry = tuple[str, Slot, Decimal | None]  # key path, slot, amount (None: not known)


class Mismatch(NamedTuple):
    """对不上之处 — path of the pair, what it states, what the unit's data hold, a sentence; only rounding?"""

    path: str
    stated: Decimal
    held: Decimal
    message: str
    tail: bool


@dataclass(frozen=True, slots=True)
class Settlement:
    """抵销 — lines to be added (negative), each with the number of its pair; what did not match."""

    expenditure: tuple[tuple[int, ExpenditureLine], ...]
    income: tuple[tuple[int, IncomeLine], ...]
    mismatches: tuple[Mismatch, ...]


@dataclass(slots=True)
class _Purse:
    """What one unit paid or received in one category, as far as no pair has taken it yet."""

    label: str
    called: str
    left: dict[Slot, Decimal]
    slack: Decimal
    unknown: bool  # an amount of it is not filled in: what is held may be more

    def held(self, item: str | None) -> Decimal:
        return sum((self.left[slot] for slot in self._slots(item)), ZERO)

    def draw(self, amount: Decimal, item: str | None) -> dict[Slot, Decimal]:
        drawn: dict[Slot, Decimal] = {}
        for slot in self._slots(item):
            taken = min(self.left[slot], amount)
            if taken:
                drawn[slot] = taken
                self.left[slot] -= taken
                amount -= taken
        return drawn

    def _slots(self, item: str | None) -> list[Slot]:
        return [slot for slot in self.left if item in (None, slot[0])]

    @property
    def whole(self) -> Decimal:
        return self.held(None)


@dataclass(slots=True)
class _Books:
    """The purses of all units, opened when first asked for."""

    names: Mapping[str, str]  # 简称 → 名称
    labels: Mapping[str, str]
    units: Mapping[str, Submission]
    purses: dict[tuple[str, str, Side], _Purse] = field(default_factory=dict)

    def purse(self, unit: str, category: str, side: Side) -> _Purse:
        name = self.names.get(unit, unit)
        key = (name, category, side)
        if key not in self.purses:
            self.purses[key] = _opened(self.units[name], self.labels[name], category, side)
        return self.purses[key]


def settle(submission: Submission, units: Mapping[str, Submission]) -> Settlement:
    """抵销 — each pair takes what both sides hold, so sums stay balanced; one that holds less is told."""
    books = _books(submission, units)
    spent: list[tuple[int, ExpenditureLine]] = []
    received: list[tuple[int, IncomeLine]] = []
    told: list[Mismatch] = []
    for number, pair in enumerate(submission.internal_payments, 1):
        paid = books.purse(pair.payer, pair.category, "付出")
        taken = books.purse(pair.payee, pair.category, "收到")
        told.extend(_shortfall(number, pair.amount, paid, pair.payer_item))
        told.extend(_shortfall(number, pair.amount, taken, pair.payee_item))
        amount = min(pair.amount, paid.held(pair.payer_item), taken.held(pair.payee_item))
        spent += [(number, line) for line in _lines_paid(pair, paid.draw(amount, pair.payer_item))]
        received += [(number, line) for line in _lines_received(pair, taken.draw(amount, pair.payee_item))]
    return Settlement(tuple(spent), tuple(received), (*told, *_unpaired(books)))


def likely(labels: Mapping[str, str], units: Mapping[str, Submission]) -> Iterator[InternalPayment]:
    """像是往来的 — pairs of units, one paying in all what the other received, for a person to confirm."""
    books = _Books({}, labels, units)
    for category in _RECEIVED:
        paid, received = _left(books, category, "付出"), _left(books, category, "收到")
        for payer, payee in product(paid, received):
            if payer != payee and paid[payer].whole == received[payee].whole:
                amount = f"{paid[payer].whole:f}"
                pair = {"payer": paid[payer].label, "payee": received[payee].label, "amount": amount}
                yield InternalPayment.model_validate({**pair, "category": category})


def _books(submission: Submission, units: Mapping[str, Submission]) -> _Books:
    listed = submission.department.units or ()
    labels = {unit.name: unit.short_name or unit.name for unit in listed if unit.name in units}
    return _Books({label: name for name, label in labels.items()}, labels, units)


def _opened(unit: Submission, label: str, category: str, side: Side) -> _Purse:
    left: dict[Slot, Decimal] = defaultdict(Decimal)
    slack = ZERO
    entries = list(_purse_entries(unit, category, side))
    for path, slot, amount in entries:
        if amount is not None:
            left[slot] += amount
            slack += unit.slack(path, amount)
    unknown = any(amount is None for _, _, amount in entries)
    held = {slot: amount for slot, amount in left.items() if amount > 0}
    return _Purse(label, _called(category, side), held, slack, unknown)


def _called(category: str, side: Side) -> str:
    return f"{category}支出（{OTHER_FUNDS}）" if side == "付出" else _RECEIVED[category]


def _purse_entries(unit: Submission, category: str, side: Side) -> Iterator[_Entry]:
    return _received_entries(unit, category) if side == "收到" else _paid_entries(unit, category)


def _received_entries(unit: Submission, category: str) -> Iterator[_Entry]:
    for number, line in enumerate(unit.income or (), 1):
        if line.source == _RECEIVED[category]:
            yield f"收入[{number}].金额", (line.item, None), line.amount


def _paid_entries(unit: Submission, category: str) -> Iterator[_Entry]:
    for number, line in enumerate(unit.expenditure or (), 1):
        if (line.nature, line.fund) == (category, OTHER_FUNDS):
            yield from _sections_of(line, f"支出[{number}]")


def _sections_of(line: ExpenditureLine, path: str) -> Iterator[_Entry]:
    for code, amount in line.by_section:
        yield path + (f".款.{code}" if code else ".金额"), (line.item, code), amount


def _shortfall(number: int, amount: Decimal, purse: _Purse, item: str | None) -> Iterator[Mismatch]:
    held = purse.held(item)
    if held < amount and not purse.unknown:
        of_item = f"（{item}）" if item else ""
        whose = f"{purse.label}的{purse.called}{of_item}"
        message = f"内部往来第{number}条列{_in_yuan(amount)}，{whose}只有{_in_yuan(held)}可以抵销"
        yield Mismatch(f"内部往来[{number}].金额", amount, held, message, amount - held <= purse.slack)


def _lines_paid(pair: InternalPayment, drawn: Mapping[Slot, Decimal]) -> Iterator[ExpenditureLine]:
    for (item, subject), amount in drawn.items():
        money = {"amount": f"{-amount:f}"} if subject is None else {"section": {subject: f"{-amount:f}"}}
        line = {"item": item, "nature": pair.category, "fund": OTHER_FUNDS, **money}
        yield ExpenditureLine.model_validate(line)


def _lines_received(pair: InternalPayment, drawn: Mapping[Slot, Decimal]) -> Iterator[IncomeLine]:
    for (item, _), amount in drawn.items():
        line = {"source": _RECEIVED[pair.category], "item": item, "amount": f"{-amount:f}"}
        yield IncomeLine.model_validate(line)


def _unpaired(books: _Books) -> Iterator[Mismatch]:
    """One unit still has paid, another still has received: a pair may have been forgotten."""
    for category in _RECEIVED:
        paid, received = _left(books, category, "付出"), _left(books, category, "收到")
        if _may_be_pairs(paid, received):
            both = [*paid.values(), *received.values()]
            listed = "，".join(f"{purse.label}有{purse.called}{_in_yuan(purse.whole)}" for purse in both)
            message = f"还有没列入内部往来的：{listed}；相互之间的请补列，付给或来自部门以外的请登记豁免"
            yield Mismatch("内部往来", _sum_of(paid), _sum_of(received), message, tail=False)


def _may_be_pairs(paid: Mapping[str, _Purse], received: Mapping[str, _Purse]) -> bool:
    are_several = len({*paid, *received}) > 1
    return bool(paid) and bool(received) and are_several


def _sum_of(purses: Mapping[str, _Purse]) -> Decimal:
    return sum((purse.whole for purse in purses.values()), ZERO)


def _left(books: _Books, category: str, side: Side) -> dict[str, _Purse]:
    purses = {name: books.purse(name, category, side) for name in books.units}
    return {name: purse for name, purse in purses.items() if purse.whole > purse.slack}


def _in_yuan(amount: Decimal) -> str:
    return f"{amount:,.2f}元"
