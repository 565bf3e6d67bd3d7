"""金额 — exact money: Decimal 元 everywhere; the only module that rounds, scales or prints an amount."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import reduce
from math import floor
from typing import Literal

Unit = Literal["元", "万元"]

SCALE: dict[Unit, Decimal] = {"元": Decimal(1), "万元": Decimal(10_000)}
HUNDRED = Decimal(100)
# 13 integer digits times 13 more leaves room for any quotient that is printed.
EXACT = Context(prec=60)


def to_yuan(amount: Decimal, unit: Unit) -> Decimal:
    """换算为元 — an amount given in `unit`, in 元."""
    return EXACT.multiply(amount, SCALE[unit])


def in_unit(yuan: Decimal, unit: Unit) -> Decimal:
    """换算单位 — an amount in 元, in `unit`, unrounded."""
    return EXACT.divide(yuan, SCALE[unit])


def rounded(value: Decimal, places: int) -> Decimal:
    """四舍五入 — to `places` decimals, halves away from zero; never a negative zero."""
    return EXACT.plus(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, EXACT))


def total(amounts: Iterable[Decimal]) -> Decimal:
    """相加 — the exact sum, 0 of none."""
    return reduce(EXACT.add, amounts, Decimal(0))


def sum_known(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """已知数之和 — the exact sum; None where one of them is not known."""
    every = list(amounts)
    known = [amount for amount in every if amount is not None]
    return total(known) if len(known) == len(every) else None


def rounded_yuan(yuan: Decimal, unit: Unit, places: int = 2) -> Decimal:
    """按单位舍入 — 元 rounded to what `unit` with `places` decimals shows, still in 元."""
    return to_yuan(rounded(in_unit(yuan, unit), places), unit)


def half_width(yuan: Decimal, unit: Unit) -> Decimal:
    """舍入半宽 — how far (元) the exact amount may lie from one given in `unit`; 0 for amounts given in 元.

    An amount in 万元 is taken as rounded to two decimals, or to as many as it shows beyond two.
    """
    if unit == "元":
        return Decimal(0)
    exponent = in_unit(yuan, unit).normalize().as_tuple().exponent
    places = max(2, -int(exponent))
    return to_yuan(Decimal(5).scaleb(-places - 1), unit)


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """百分比 — part of whole in %, unrounded; None on a zero base, where no rate exists."""
    return None if whole == 0 else EXACT.divide(EXACT.multiply(part, HUNDRED), whole)


def places_for(shares: Sequence[Decimal], places: int, wide: int) -> int:
    """占比小数位 — `places`, or as many as it takes (`wide` at least) so that no part prints as 100 %."""
    while any(share != HUNDRED and rounded(share, places) == HUNDRED for share in shares):
        places = max(places + 1, wide)
    return places


def add_up(parts: Iterable[Decimal], whole: Decimal) -> bool:
    """相加等于 — whether amounts make up the whole, to the last digit."""
    return sum(map(Fraction, parts)) == Fraction(whole)


def shares_to_hundred(parts: Sequence[Decimal], places: int) -> tuple[Decimal, ...]:
    """占比凑整 — rounded shares of amounts in their sum that add to exactly 100 (largest remainder).

    A share that lies between two printable ones is a fraction: no quotient is cut before it is compared.
    """
    whole, steps = sum(map(Fraction, parts)), 100 * 10**places
    exact = [Fraction(part) * steps / whole for part in parts]
    floors = list(map(floor, exact))
    order = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    lifted = set(order[: steps - sum(floors)])
    return tuple(Decimal(below + (i in lifted)).scaleb(-places, EXACT) for i, below in enumerate(floors))


def number_text(value: Decimal, places: int, *, trim: bool = False, grouping: bool = False) -> str:
    """数字文本 — a value rounded to `places`; `trim` drops zeros behind the point, `grouping` sets commas."""
    text = format(rounded(value, places), ",f" if grouping else "f")
    return text.rstrip("0").rstrip(".") if trim and "." in text else text
