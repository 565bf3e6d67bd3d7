"""What lies between two amounts is added, taken off, multiplied and compared."""

from __future__ import annotations

from decimal import Decimal

import pytest

from disclosure.formula import bounds, parse
from disclosure.interval import INFINITE, UNBOUNDED, Interval


def between(low: int | None, high: int | None) -> Interval:
    return Interval(-INFINITE if low is None else Decimal(low), INFINITE if high is None else Decimal(high))


KNOWN = {"a": between(3, 3), "b": between(1, None), "c": between(2, 5), "d": UNBOUNDED, "z": between(0, 0)}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("a + b", between(4, None)),
        ("a - b", between(None, 2)),
        ("c - c", between(-3, 3)),
        ("a + d", UNBOUNDED),
        ("20 * c", between(40, 100)),
        ("c * (1 - a)", between(-10, -4)),
        ("(c + c) / 2", between(2, 5)),
        ("b * c", UNBOUNDED),
        ("a / z", UNBOUNDED),
        ("a / b", UNBOUNDED),
    ],
)
def test_a_formula_lies_between_what_its_names_lie_between(formula: str, expected: Interval) -> None:
    assert bounds(parse(formula), KNOWN.__getitem__) == expected


@pytest.mark.parametrize(
    ("one", "other", "below", "at_most"),
    [
        (between(1, 2), between(3, 4), True, True),
        (between(1, 3), between(3, 4), False, True),
        (between(1, 4), between(3, 5), False, False),
        (between(None, 2), between(3, None), True, True),
        (between(1, None), between(3, 4), False, False),
    ],
)
def test_intervals_stand_to_each_other_whatever_the_amounts_are(
    one: Interval, other: Interval, below: bool, at_most: bool
) -> None:
    assert (one.below(other), one.at_most(other)) == (below, at_most)


@pytest.mark.parametrize(("amount", "nearest"), [(1, 2), (2, 2), (4, 4), (9, 5)])
def test_the_nearest_amount_that_is_possible(amount: int, nearest: int) -> None:
    assert KNOWN["c"].nearest(Decimal(amount)) == nearest
    assert KNOWN["c"].holds(Decimal(amount)) == (amount == nearest)
