"""Withheld figures that the published ones give away: linear cases with known answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure import api
from disclosure.checks.secrecy import given_away
from disclosure.formula import parse
from tests.departments import small, submission, text, without
from tests.sampling import runs

SANGONG = {"三公": "出国 + 车 + 接待", "车": "购置 + 运行"}


def found(identities: dict[str, str], known: dict[str, str], *withheld: str) -> dict[str, str]:
    rows = [(name, parse(formula)) for name, formula in identities.items()]
    made = given_away(rows, {name: Decimal(value) for name, value in known.items()}, withheld)
    return {name: f"{value.normalize():f}" for name, value in made.items()}


@pytest.mark.parametrize(
    ("identities", "known", "withheld", "expected"),
    [
        (SANGONG, {"三公": "10", "出国": "3", "车": "5"}, ["接待"], {"接待": "2"}),
        (SANGONG, {"三公": "10", "车": "5"}, ["接待", "出国"], {}),
        (SANGONG, {"出国": "3", "车": "5"}, ["接待"], {}),
        (SANGONG, {"三公": "10", "出国": "3", "接待": "2", "购置": "4"}, ["运行"], {"运行": "1"}),
        (SANGONG, {"三公": "10", "出国": "3", "接待": "2"}, ["运行", "购置"], {}),
        ({"总": "甲 + 乙", "差": "甲 - 乙"}, {"总": "10", "差": "4"}, ["甲", "乙"], {"甲": "7", "乙": "3"}),
        ({"总": "甲 + 乙", "又": "甲 + 乙"}, {"总": "10", "又": "10"}, ["甲"], {}),
        (
            {"总": "甲 + 乙 + 丙", "前": "甲 + 乙", "后": "乙 + 丙"},
            {"总": "9", "前": "5", "后": "6"},
            ["乙"],
            {"乙": "2"},
        ),
        ({"占比": "甲 / 总 * 100"}, {"占比": "25", "总": "80"}, ["甲"], {"甲": "20"}),
        ({"占比": "甲 / 总 * 100"}, {"占比": "25", "甲": "20"}, ["总"], {}),
        ({"增减额": "甲 - 上年"}, {"增减额": "-3", "上年": "10"}, ["甲"], {"甲": "7"}),
        ({"增减额": "甲 - 上年"}, {"增减额": "-3"}, ["甲"], {}),
        ({"甲": "乙 * 丙"}, {"甲": "6"}, ["乙"], {}),
        ({"甲": "乙 / 丙"}, {"甲": "6", "丙": "0"}, ["乙"], {}),
        ({"总": "甲 + 乙"}, {"总": "5", "乙": "5"}, ["甲"], {"甲": "0"}),
        ({"总": "3 * 甲"}, {"总": "0.03"}, ["甲"], {"甲": "0.01"}),
    ],
)
def test_what_follows_from_the_published_figures_is_found_and_nothing_else(
    identities: dict[str, str], known: dict[str, str], withheld: list[str], expected: dict[str, str]
) -> None:
    assert found(identities, known, *withheld) == expected


@settings(max_examples=runs(50), deadline=None)
@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=8), st.data())
def test_one_part_of_a_sum_always_follows_and_two_never(parts: list[int], data: st.DataObject) -> None:
    names = [f"项{number}" for number in range(len(parts))]
    known = {"总": str(sum(parts)), **{name: str(part) for name, part in zip(names, parts, strict=True)}}
    first, second = data.draw(st.permutations(names))[:2]
    total = {"总": " + ".join(names)}
    one = {name: value for name, value in known.items() if name != first}
    assert found(total, one, first) == {first: known[first]}
    two = {name: value for name, value in one.items() if name != second}
    assert found(total, two, first, second) == {}


def procurement(**stated: str) -> dict[str, Any]:
    data = without(small(涉密=["政府采购"]), ("政府采购",))
    return {
        **data,
        "核定数": {f"政府采购.{name}.决算数".replace("合计.", ""): value for name, value in stated.items()},
    }


def found_by_check(data: dict[str, Any], code: str = "XM1") -> list[str]:
    report = api.check(submission(data))
    return [finding.message for finding in report.findings if finding.code == code]


def test_a_secret_place_prints_the_statement_of_the_pack_and_is_not_missing() -> None:
    composed = api.compose(submission(procurement()), draft=True)
    said = text(composed.document)
    assert "政府采购支出总额依法不予公开" in said
    assert "待填" not in said
    assert composed.missing == ()


def test_what_is_not_marked_is_still_missing() -> None:
    data = without(procurement(), ("机关运行经费",)) if "机关运行经费" in small() else procurement()
    data["涉密"] = ["国有资产"]
    assert "政府采购" in "".join(api.compose(submission(data), draft=True).missing)


def test_a_secret_part_that_follows_from_its_total_and_the_others_is_reported() -> None:
    (message,) = found_by_check(procurement(合计="10", 货物="4", 工程="0"))
    assert message == "政府采购·服务的决算数标明涉密，但由公开的数可以推出是60000元"


def test_a_secret_part_beside_another_is_not_reported() -> None:
    assert found_by_check(procurement(合计="10", 货物="4")) == []


def test_a_secret_place_that_nobody_knows_is_an_error() -> None:
    (message,) = found_by_check({**small(), "涉密": ["机关运行费"]}, "XM2")
    assert message == "涉密里的“机关运行费”不是一个数的名称，没有起作用"


@pytest.mark.parametrize(
    ("place", "called"), [("政府采购", "政府采购"), ("支出.项目支出.决算数", "支出·项目支出的决算数")]
)
def test_a_secret_place_with_its_number_given_is_an_error(place: str, called: str) -> None:
    (message,) = found_by_check({**small(), "涉密": [place]}, "XM3")
    assert message == f"{called}标明涉密，数据里却有这个数，会印出来"


def test_a_secret_place_left_out_is_none() -> None:
    assert found_by_check(procurement(合计="10", 货物="4"), "XM3") == []
    assert found_by_check(procurement(), "XM2") == []
