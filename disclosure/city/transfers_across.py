"""往来 — what one body pays another receives: sums that hold both sides, payments without a receipt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from disclosure.checks.book import said
from disclosure.checks.check_report import first_few
from disclosure.city.city_account import CityAccount
from disclosure.city.summary_figures import PAID, PAIRS, RECEIVED
from disclosure.money import total

_SIDES = [
    *((f"{PAID}{paid}", f"{RECEIVED}{received}") for paid, received in PAIRS.items()),
    *((f"{RECEIVED}{received}", f"{PAID}{paid}") for paid, received in PAIRS.items()),
]
_FEW_PAYERS = 5


def not_eliminated(account: CityAccount) -> Iterator[tuple[str, str]]:
    """没有抵销的 — a department and its unit state the two sides of one amount: its sums hold both."""
    by_name = {body.name: (body.folder, record.transfers) for body, record in account.with_records}
    for unit, record in account.with_records:
        folder, above = by_name.get(unit.parent, ("", {}))
        for side, other in _SIDES:
            amount = record.transfers.get(side)
            if amount and above.get(other) == amount:
                whose = (
                    f"{_kind_of_payment(other)}{said(amount, '元')}正是{unit.name}的{_kind_of_payment(side)}"
                )
                yield folder, f"{whose}，部门内部的往来两边都要抵销：请列入“内部往来”，或核对汇总数"


def unpaired(account: CityAccount) -> Iterator[tuple[str, str]]:
    """对不上的 — payments and receipts of the city's bodies that do not come to the same."""
    for paid, received in PAIRS.items():
        payers, payees = _unmatched(
            _stated_by_bodies(account, PAID + paid), _stated_by_bodies(account, RECEIVED + received)
        )
        if payers and payees and total(payers.values()) != total(payees.values()):
            sides = f"{_payments_of(paid, payers)}，{_payments_of(received, payees)}"
            yield "", f"往来对不上：{sides}；本市部门之间的，两边应当相等，付给或来自市外的不必改"


def _stated_by_bodies(account: CityAccount, side: str) -> dict[str, Decimal]:
    counted = {body.folder for body in account.counted}
    pairs = ((body, record) for body, record in account.with_records if body.folder in counted)
    return {body.name: record.transfers[side] for body, record in pairs if side in record.transfers}


def _unmatched(
    payers: Mapping[str, Decimal], payees: Mapping[str, Decimal]
) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """What remains once each payment of just the amount of a receipt is taken with it."""
    both = Counter(payers.values()) & Counter(payees.values())
    return _less_matched(payers, both), _less_matched(payees, both)


def _less_matched(amounts: Mapping[str, Decimal], taken: Mapping[Decimal, int]) -> dict[str, Decimal]:
    left, remaining = {}, Counter(taken)
    for name, amount in amounts.items():
        if remaining[amount]:
            remaining[amount] -= 1
        else:
            left[name] = amount
    return left


def _payments_of(kind: str, amounts: Mapping[str, Decimal]) -> str:
    each = (f"{name}{said(amount, '元')}" for name, amount in amounts.items())
    return f"{kind}有{first_few('、', each, _FEW_PAYERS, '家')}"


def _kind_of_payment(side: str) -> str:
    return side.removeprefix(PAID).removeprefix(RECEIVED)
