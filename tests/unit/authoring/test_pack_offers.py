"""Packs that a department may begin with: by region and year, the nearest, the one that goes on."""

from __future__ import annotations

from pathlib import Path

from disclosure import packs
from disclosure.authoring import pack_offers
from disclosure.authoring.pack_offers import PackOffer
from tests import making

DELIVERED = pack_offers.offers([packs.built_in()])


def of(region: str) -> list[PackOffer]:
    return [one for one in DELIVERED if one.region == region]


def nearest(region: str, year: int) -> str:
    found = pack_offers.nearest(of(region), year)
    return found.name if found else ""


def test_a_pack_says_whose_form_it_is_or_that_of_the_pack_it_is_made_from() -> None:
    regions = {one.name: one.region for one in DELIVERED}
    assert regions["sichuan-panzhihua-beijing-2023"] == regions["sichuan-2025"] == "四川省"
    assert (regions["shanghai-2024"], regions["central-2025"]) == ("上海市", "中央")
    assert regions["standard"] == ""
    assert [one.region for one in DELIVERED][-1] == ""


def test_how_many_tables_there_are_is_told() -> None:
    tables = {one.name: one.tables for one in DELIVERED}
    assert (tables["sichuan-2024"], tables["yunnan-11-2024"], tables["standard"]) == (13, 11, 0)


def test_the_nearest_is_that_of_the_year_else_of_the_year_before_else_of_the_first_after() -> None:
    assert nearest("云南省", 2024) == "yunnan-2024"
    assert nearest("四川省", 2030) == "sichuan-2025"
    assert nearest("四川省", 2020) == "sichuan-2017"
    assert nearest("云南省", 2020) == "yunnan-2023"
    assert nearest("", 2024) == "standard"
    assert nearest("某省", 2024) == ""


def test_the_pack_that_goes_on_is_made_from_last_years() -> None:
    newer = pack_offers.following(DELIVERED, "sichuan-2023", 2024)
    assert newer is not None
    assert newer.name == "sichuan-2024"
    assert pack_offers.following(DELIVERED, "yunnan-11-2024", 2025) is None


def test_a_pack_that_cannot_be_used_says_why_and_is_never_the_nearest(tmp_path: Path) -> None:
    making.pack(tmp_path, "坏", files={"pack.toml": '"名称" = "坏"\n"版本" = \n'})
    (broken,) = pack_offers.offers([tmp_path])
    assert "坏/pack.toml" in broken.fault
    assert pack_offers.nearest([broken], 2024) is None
