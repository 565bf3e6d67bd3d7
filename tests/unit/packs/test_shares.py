"""占比凑百: shares are pressed to 100 % where the amounts make up their whole, and never else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure import packs
from disclosure.classification import fiscal_funds, ids, income_sources
from disclosure.deriving import Figure, Figures
from disclosure.loading.place_names import called
from disclosure.money import percent, places_for, rounded
from disclosure.packs.composing.rounding_notes import pressed_notes
from disclosure.packs.manifest import NumberFormat
from disclosure.packs.templating.number_printer import Printer
from disclosure.packs.templating.values import Quantity

SOURCES = [f"income.{source}" for source in (*ids(fiscal_funds()), *ids(income_sources()))]
CENT = Decimal("0.01")
AMOUNTS = st.lists(st.integers(1, 10**15).map(lambda cents: cents * CENT), min_size=1, max_size=len(SOURCES))
FORMATS = st.builds(
    NumberFormat,
    share_places=st.integers(0, 6),
    widened_places=st.integers(0, 8),
    trim_rates=st.booleans(),
    shares_to_hundred=st.just(value=True),
)


BY_KIND = {"收入": ("财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")}


def figures(parts: list[Decimal], whole: Decimal) -> Figures:
    """Income by source with shares, as the ledger has them."""
    made = {"income.final": Figure("income.final", whole)}
    for node, part in zip(SOURCES, parts, strict=False):
        made[f"{node}.final"] = Figure(f"{node}.final", part)
        inputs = (f"{node}.final", "income.final")
        made[f"{node}.share"] = Figure(f"{node}.share", percent(part, whole), "%", "", inputs)
    return Figures(made)


def printed(
    found: Figures, format: NumberFormat, divisions: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> tuple[list[str], Printer]:
    """What each share prints as."""
    printer = Printer(format, found, called, divisions=divisions)
    shares = [figure for figure in found.values() if figure.unit == "%"]
    for share in shares:
        printer.percent(Quantity(share.value, "%", share.id))
    return [printer._shares[share.id].printed for share in shares], printer


@given(AMOUNTS, FORMATS)
@settings(max_examples=150, deadline=None)
def test_shares_of_parts_that_make_up_the_whole_add_to_a_hundred(
    parts: list[Decimal], format: NumberFormat
) -> None:
    shown, _ = printed(figures(parts, sum(parts, Decimal(0))), format)
    assert sum(map(Decimal, shown)) == 100
    assert "100" not in {share.partition(".")[0] for share in shown} or len(shown) == 1


@given(AMOUNTS, FORMATS, st.integers(-9, 9).filter(bool))
@settings(max_examples=100, deadline=None)
def test_shares_of_parts_that_do_not_are_printed_as_they_round(
    parts: list[Decimal], format: NumberFormat, cents: int
) -> None:
    whole = sum(parts, Decimal(100)) + cents * CENT
    shown, printer = printed(figures(parts, whole), format)
    values = [percent(part, whole) or Decimal(0) for part in parts]
    places = places_for(values, format.share_places, format.widened_places)
    assert list(map(Decimal, shown)) == [rounded(value, places) for value in values]
    assert not printer.pressed


def income(*parts: int) -> Figures:
    """Of general budget and government fund together as 财政拨款收入, then of other sources."""
    general, fund, *others = map(Decimal, parts)
    made = {f"{node}.final": amount for node, amount in zip(SOURCES, (general, fund), strict=False)}
    made |= {f"{node}.final": amount for node, amount in zip(SOURCES[3:], others, strict=False)}
    made["income.fiscal_income.final"], whole = general + fund, Decimal(sum(parts))
    shares = [
        Figure(f"{id.removesuffix('.final')}.share", percent(amount, whole), "%", "", (id, "income.final"))
        for id, amount in made.items()
    ]
    finals = [Figure(id, amount) for id, amount in {**made, "income.final": whole}.items()]
    return Figures({figure.id: figure for figure in (*finals, *shares)})


@given(st.lists(st.integers(1, 10**9), min_size=3, max_size=7), FORMATS)
@settings(max_examples=100, deadline=None)
def test_shares_are_pressed_in_the_list_that_the_pack_divides_a_total_into(
    parts: list[int], format: NumberFormat
) -> None:
    """财政拨款收入 beside other sources adds to 100 with them, as the funds do where they stand for it."""
    found = income(*parts)
    _, printer = printed(found, format, BY_KIND)
    listed = ["income.fiscal_income", *SOURCES[3 : 1 + len(parts)]]
    assert sum(Decimal(printer._shares[f"{node}.share"].printed) for node in listed) == 100
    _, printer = printed(found, format, packs.resolve("standard", [packs.built_in()]).manifest.all_divisions)
    listed = [*SOURCES[:2], *SOURCES[3 : 1 + len(parts)]]
    assert sum(Decimal(printer._shares[f"{node}.share"].printed) for node in listed) == 100


def test_three_equal_parts_are_told_where_they_are_pressed() -> None:
    found = figures([Decimal(1)] * 3, Decimal(3))
    shown, printer = printed(found, NumberFormat(shares_to_hundred=True))
    assert shown == ["33.34", "33.33", "33.33"]
    assert list(pressed_notes(printer.pressed)) == [
        "“收入·一般公共预算的占比”四舍五入是33.33%，为使各项占比之和为100%印作33.34%（占比凑百）"
    ]
    assert printed(found, NumberFormat())[0] == ["33.33"] * 3


def test_a_part_beside_crumbs_is_widened_rather_than_lifted_to_a_hundred() -> None:
    found = figures([Decimal("99.994"), Decimal("0.003"), Decimal("0.003")], Decimal(100))
    shown, _ = printed(found, NumberFormat(shares_to_hundred=True))
    assert shown == ["99.994", "0.003", "0.003"]
