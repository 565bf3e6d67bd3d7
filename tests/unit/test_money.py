"""金额 — exact conversion, rounding halves up, rates and shares as they are printed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from disclosure import money

D = Decimal


def test_wan_become_yuan_and_back_without_loss() -> None:
    assert money.to_yuan(D("999999999.9999"), "万元") == D("9999999999999")
    assert money.in_unit(D("9999999999999.99"), "万元") == D("999999999.999999")
    assert money.in_unit(D("0.01"), "元") == D("0.01")


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        ("0.005", 2, "0.01"),
        ("-0.005", 2, "-0.01"),
        ("2.675", 2, "2.68"),
        ("0.004", 2, "0.00"),
        ("-0.004", 2, "0.00"),
        ("12345678901234.565", 2, "12345678901234.57"),
        ("99.95", 1, "100.0"),
        ("5", 0, "5"),
    ],
)
def test_halves_are_rounded_away_from_zero_and_zero_has_no_sign(
    value: str, places: int, printed: str
) -> None:
    assert str(money.rounded(D(value), places)) == printed


def test_an_amount_rounded_in_wan_is_still_in_yuan() -> None:
    assert money.rounded_yuan(D("12345678.50"), "万元") == D("12345700")
    assert money.rounded_yuan(D("12345678.505"), "元") == D("12345678.51")


@pytest.mark.parametrize(
    ("yuan", "unit", "width"),
    [
        ("2283300", "万元", "50"),
        ("2283320", "万元", "5"),
        ("2283321", "万元", "0.5"),
        ("0", "万元", "50"),
        ("1.23", "元", "0"),
    ],
)
def test_an_amount_in_wan_may_be_off_by_half_of_its_last_decimal(
    yuan: str, unit: money.Unit, width: str
) -> None:
    assert money.half_width(D(yuan), unit) == D(width)


def test_no_rate_exists_on_a_zero_base() -> None:
    assert money.percent(D(5), D(0)) is None
    assert money.percent(D(1), D(8)) == D("12.5")
    assert money.percent(D(0), D(8)) == 0


def test_a_part_never_prints_as_the_whole() -> None:
    shares = [D("99.9963"), D("0.0037")]
    assert money.places_for(shares, 1, 2) == 3
    assert money.places_for([D(100), D(0)], 1, 2) == 1
    assert money.places_for([D("99.96"), D("0.04")], 1, 2) == 2
    assert money.places_for([D(60), D(40)], 1, 2) == 1


@pytest.mark.parametrize(
    ("shares", "printed"),
    [
        (["33.333", "33.333", "33.334"], ["33.3", "33.3", "33.4"]),
        (["16.65", "16.65", "66.70"], ["16.7", "16.6", "66.7"]),
        (["100"], ["100.0"]),
        (["50", "50", "0"], ["50.0", "50.0", "0.0"]),
    ],
)
def test_shares_add_to_exactly_a_hundred(shares: list[str], printed: list[str]) -> None:
    found = money.shares_to_hundred([D(share) for share in shares], 1)
    assert [str(share) for share in found] == printed
    assert sum(found) == 100


def test_what_money_does_is_exact_in_sixty_digits_whatever_the_default_context() -> None:
    long = D("1" * 28 + ".01")
    assert money.rounded(long, 2) == long
    assert str(money.rounded(long, 2)) == "1" * 28 + ".01"
    part, whole = D("3" * 50), D("1" * 50)
    assert money.percent(part, whole) == 300
    assert money.total([long, D("0.001")]) == D("1" * 28 + ".011")
    assert str(money.rounded(D("-0.004"), 2)) == "0.00"


def test_three_equal_parts_of_any_length_add_to_a_hundred() -> None:
    for part in (D(1), D("0.01"), D("7" * 60)):
        assert list(map(str, money.shares_to_hundred([part] * 3, 2))) == ["33.34", "33.33", "33.33"]


def test_parts_add_up_to_the_last_digit_or_not_at_all() -> None:
    long = D("3" * 60)
    assert money.add_up([long, long, long], D("9" * 60))
    assert not money.add_up([long, long, long], D("9" * 59 + "8"))
    assert not money.add_up([D("33.33")] * 3, D(100))


def test_numbers_print_with_commas_or_without_zeros_as_asked() -> None:
    assert money.number_text(D("1234567.5"), 2, grouping=True) == "1,234,567.50"
    assert money.number_text(D("1200.50"), 2, trim=True) == "1200.5"
    assert money.number_text(D("1200.00"), 2, trim=True) == "1200"
    assert money.number_text(D("1200"), 0, trim=True) == "1200"
    assert money.number_text(D("-0.001"), 2) == "0.00"
