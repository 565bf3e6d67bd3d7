"""内部往来 — what units pay each other is taken out on both sides, by the stated pairs; what does not match is told."""

from __future__ import annotations

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


class Mismatch(NamedTuple):
    """对不上之处 — key path of the pair, what it states, what the unit's data hold, a sentence; only rounding?"""

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

    def held(self, item: str | None) -> Decimal:
        return sum((amount for (code, _), amount in self.left.items() if item in (None, code)), ZERO)

    def draw(self, amount: Decimal, item: str | None) -> dict[Slot, Decimal]:
        drawn: dict[Slot, Decimal] = {}
        for slot, held in self.left.items():
            if amount and item in (None, slot[0]):
                drawn[slot] = min(held, amount)
                amount -= drawn[slot]
        self.left = {slot: held - drawn.get(slot, ZERO) for slot, held in self.left.items()}
        return {slot: taken for slot, taken in drawn.items() if taken}


@dataclass(slots=True)
class _Books:
    """The purses of all units, opened when first asked for."""

    names: Mapping[str, str]  # 名称、简称 → 名称
    labels: Mapping[str, str]
    units: Mapping[str, Submission]
    purses: dict[tuple[str, str, Side], _Purse] = field(default_factory=dict)

    def purse(self, unit: str, category: str, side: Side) -> _Purse:
        name = self.names.get(unit, unit)
        if (name, category, side) not in self.purses:
            self.purses[name, category, side] = _opened(self.units[name], self.labels[name], category, side)
        return self.purses[name, category, side]


def settle(submission: Submission, units: Mapping[str, Submission]) -> Settlement:
    """抵销 — each pair takes what both sides hold, so that the sum stays balanced; a pair that holds less is told."""
    books = _books(submission, units)
    spent: list[tuple[int, ExpenditureLine]] = []
    received: list[tuple[int, IncomeLine]] = []
    told: list[Mismatch] = []
    for number, pair in enumerate(submission.internal_payments, 1):
        paid, taken = (
            books.purse(pair.payer, pair.category, "付出"),
            books.purse(pair.payee, pair.category, "收到"),
        )
        told.extend(_short(number, pair.amount, paid, pair.payer_item))
        told.extend(_short(number, pair.amount, taken, pair.payee_item))
        amount = min(pair.amount, paid.held(pair.payer_item), taken.held(pair.payee_item))
        spent += [(number, line) for line in _spent(pair, paid.draw(amount, pair.payer_item))]
        received += [(number, line) for line in _received(pair, taken.draw(amount, pair.payee_item))]
    return Settlement(tuple(spent), tuple(received), (*told, *_unpaired(books)))


def likely(labels: Mapping[str, str], units: Mapping[str, Submission]) -> Iterator[InternalPayment]:
    """像是往来的 — pairs of units of which one paid in all what the other received, for a person to confirm."""
    books = _Books({}, labels, units)
    for category in _RECEIVED:
        paid, taken = (_left(books, category, side) for side in ("付出", "收到"))
        for payer, payee in product(paid.items(), taken.items()):
            amount = payer[1].held(None)
            if payer[0] != payee[0] and amount == payee[1].held(None):
                yield InternalPayment.model_validate(
                    {
                        "payer": payer[1].label,
                        "payee": payee[1].label,
                        "category": category,
                        "amount": f"{amount:f}",
                    }
                )


def _books(submission: Submission, units: Mapping[str, Submission]) -> _Books:
    listed = [unit for unit in submission.department.units or () if unit.name in units]
    names = {called: unit.name for unit in listed for called in (unit.name, unit.short_name) if called}
    return _Books(names, {unit.name: unit.short_name or unit.name for unit in listed}, units)


def _opened(unit: Submission, label: str, category: str, side: Side) -> _Purse:
    left: dict[Slot, Decimal] = {}
    slack = ZERO
    for path, slot, amount in _entries(unit, category, side):
        left[slot] = left.get(slot, ZERO) + amount
        slack += unit.slack(path, amount)
    called = f"{category}支出（{OTHER_FUNDS}）" if side == "付出" else _RECEIVED[category]
    return _Purse(label, called, {slot: amount for slot, amount in left.items() if amount > 0}, slack)


def _entries(unit: Submission, category: str, side: Side) -> Iterator[tuple[str, Slot, Decimal]]:
    if side == "收到":
        for number, line in enumerate(unit.income or (), 1):
            if line.source == _RECEIVED[category]:
                yield f"收入[{number}].金额", (line.item, None), line.amount
        return
    for number, spent in enumerate(unit.expenditure or (), 1):
        if (spent.nature, spent.fund) == (category, OTHER_FUNDS):
            for code, amount in (spent.section or {}).items():
                yield f"支出[{number}].款.{code}", (spent.item, code), amount
            if spent.section is None:
                yield f"支出[{number}].金额", (spent.item, None), spent.amount or ZERO


def _short(number: int, amount: Decimal, purse: _Purse, item: str | None) -> Iterator[Mismatch]:
    held = purse.held(item)
    if held < amount:
        whose = f"{purse.label}的{purse.called}{f'（{item}）' if item else ''}"
        message = f"内部往来第{number}条列{_said(amount)}，{whose}只有{_said(held)}可以抵销"
        yield Mismatch(f"内部往来[{number}].金额", amount, held, message, amount - held <= purse.slack)


def _spent(pair: InternalPayment, drawn: Mapping[Slot, Decimal]) -> Iterator[ExpenditureLine]:
    for (item, subject), amount in drawn.items():
        money = {"amount": f"{-amount:f}"} if subject is None else {"section": {subject: f"{-amount:f}"}}
        line = {"item": item, "nature": pair.category, "fund": OTHER_FUNDS, **money}
        yield ExpenditureLine.model_validate(line)


def _received(pair: InternalPayment, drawn: Mapping[Slot, Decimal]) -> Iterator[IncomeLine]:
    for (item, _), amount in drawn.items():
        line = {"source": _RECEIVED[pair.category], "item": item, "amount": f"{-amount:f}"}
        yield IncomeLine.model_validate(line)


def _unpaired(books: _Books) -> Iterator[Mismatch]:
    """One unit still has paid, another still has received: a pair may have been forgotten."""
    for category in _RECEIVED:
        paid, taken = (_left(books, category, side) for side in ("付出", "收到"))
        if paid and taken and len({*paid, *taken}) > 1:
            both = [*paid.values(), *taken.values()]
            listed = "，".join(f"{purse.label}有{purse.called}{_said(purse.held(None))}" for purse in both)
            message = f"还有没列入内部往来的：{listed}；相互之间的请补列，付给或来自部门以外的请登记豁免"
            left = [sum((purse.held(None) for purse in side.values()), ZERO) for side in (paid, taken)]
            yield Mismatch("内部往来", left[0], left[1], message, tail=False)


def _left(books: _Books, category: str, side: Side) -> dict[str, _Purse]:
    purses = {name: books.purse(name, category, side) for name in books.units}
    return {name: purse for name, purse in purses.items() if purse.held(None) > purse.slack}


def _said(amount: Decimal) -> str:
    return f"{amount:,.2f}元"
