"""A number that a narrow column breaks in two is one where neither end could be a number of its own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from disclosure.importing.recognising import printed_numbers


@pytest.mark.parametrize("text", ["2,930,000.0\n0", "2,930,0\n00.00", "2,930,000.\n00"])
def test_a_broken_number_is_one(text: str) -> None:
    assert printed_numbers.amount(text) == Decimal("2930000.00")


@pytest.mark.parametrize("text", ["12\n5", "12.50\n3.00", "2,930,000.00\n120", "0.5\n5", "1,200\n300.00"])
def test_what_may_be_two_numbers_is_in_doubt(text: str) -> None:
    assert printed_numbers.amount(text) is None
