"""Hints over the city: what no body's own checks can see."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from disclosure.city import across
from disclosure.city.bodies import Body
from disclosure.city.body_record import BodyRecord
from tests.departments import SMALL
from tests.unit.city.whole_city import body, city, record

EDUCATION, CIVIL = body("某市教育局"), body("某市民政局")
OFFICE = body("某市招生办公室", kind="单位", parent="某市教育局")


def noted(one: Body, **facts: Any) -> BodyRecord:
    """A record of a body in order, but for these facts."""
    usual = {"year": 2024, "state": "已生成", "full_name": one.name, "pack": "sichuan-2024"}
    return BodyRecord.model_validate({"folder": one.folder, "name": one.name, **usual, **facts})


def hints(records: Mapping[Body, BodyRecord], *more: Body) -> dict[str, list[str]]:
    whole = city(Path("某市"), *records, *more, name="某市", year=2024)
    return across.hints(whole, tuple(records.values()))


def both(**facts: Any) -> dict[Body, BodyRecord]:
    return {one: noted(one, **facts) for one in (EDUCATION, CIVIL)}


def test_a_city_in_order_has_no_hints() -> None:
    records = {EDUCATION: noted(EDUCATION, units=["某市教育局（本级）", "某市招生办公室"])}
    assert hints({**records, CIVIL: noted(CIVIL), OFFICE: noted(OFFICE)}) == {}


@pytest.mark.parametrize("near", ["教育局", "某市　教育局", "某市教肓局", "某市教育育局", "某市育教局"])
def test_names_that_are_alike_are_told_to_both(near: str) -> None:
    found = hints({EDUCATION: noted(EDUCATION), body(near): noted(body(near))})
    assert found == {
        EDUCATION.folder: [f"名称与名单里的“{near}”相近，是不是同一个"],
        near: [f"名称与名单里的“{EDUCATION.name}”相近，是不是同一个"],
    }


@pytest.mark.parametrize("other", ["某市教育局第二幼儿园", "某市体育局", "某市第一中学"])
def test_names_of_sisters_are_not_alike(other: str) -> None:
    first = body("某市教育局第一幼儿园") if "幼儿园" in other else body("某市第二中学")
    assert hints({one: noted(one) for one in (first, body(other))}) == {}


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"supervision_number": "530400"}, "监督索引号530400与某市民政局相同，请核对是哪一家的"),
        ({"data": "a" * 64}, "数据文件与某市民政局相同，是不是抄了别家的文件夹"),
        ({"check_code": "KJ4X"}, "内容码KJ4X与某市民政局相同，公开的内容一样，是不是放错了数据"),
    ],
)
def test_what_belongs_to_one_alone_and_stands_with_two(facts: dict[str, str], told: str) -> None:
    assert hints(both(**facts))[EDUCATION.folder] == [told]
    assert hints({EDUCATION: noted(EDUCATION, **facts), CIVIL: noted(CIVIL)}) == {}


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"year": 2023}, "数据是2023年度的，全市是2024年度，请核对“年度”"),
        ({"pack": "beijing-2023"}, "模板“beijing-2023”不是2024年度的，请在名单或数据里换成2024年度的模板"),
        (
            {"pack": "某市的", "packs": {"某市的": "0", "beijing-2023": "1", "standard": "2"}},
            "模板“beijing-2023”不是2024年度的，请在名单或数据里换成2024年度的模板",
        ),
        (
            {"full_name": "某市民政局"},
            "数据里的全称是“某市民政局”，名单里是“某市教育局”，请改成一样，或把数据放对文件夹",
        ),
        ({"figures": {"支出.决算数": Decimal(130)}}, "全年支出是130.00元，单位是不是写错了（元、万元）"),
        (
            {"figures": {"支出.决算数": Decimal("1.3e12")}},
            "全年支出是1300000000000.00元，单位是不是写错了（元、万元）",
        ),
        (
            {"approved_on": "2024年9月10日", "published_on": "2024年8月"},
            "公开日期2024年8月在批复日期2024年9月10日之前，请核对两个日期",
        ),
    ],
)
def test_one_body_unlike_the_city(facts: dict[str, Any], told: str) -> None:
    assert hints({EDUCATION: noted(EDUCATION, **facts)}) == {EDUCATION.folder: [told]}


@pytest.mark.parametrize(
    "facts",
    [
        {"full_name": "教育局"},
        {"pack": "standard"},
        {"figures": {"支出.决算数": Decimal(0)}},
        {"approved_on": "2024年9月", "published_on": "2024年9月"},
    ],
)
def test_what_may_rightly_be_so_is_not_told(facts: dict[str, Any]) -> None:
    assert hints({EDUCATION: noted(EDUCATION, **facts)}) == {}


def test_units_that_list_and_data_have_otherwise() -> None:
    school = body("某市第一中学", kind="单位", parent=EDUCATION.name)
    found = hints(
        {EDUCATION: noted(EDUCATION, units=[EDUCATION.name, "某市招生办公室", "某市考试院"])}, OFFICE, school
    )
    assert found[EDUCATION.folder] == [
        "名单里它有所属单位某市第一中学，数据的“所属单位”里没有，请补上或改名单",
        "数据的“所属单位”里有某市考试院，名单里没有，请补进名单或改数据",
    ]


def test_a_department_whose_sums_hold_what_its_unit_paid_to_it() -> None:
    paid = {**SMALL["支出"][1], "性质": "上缴上级", "资金": "其他资金", "款": {"30214": "5"}}
    of_unit = record(OFFICE, {"支出": [*SMALL["支出"], paid]})
    above = record(EDUCATION, {"收入": [{"来源": "附属单位上缴收入", "项": "2010302", "金额": "5"}]})
    whole = city(Path("某市"), EDUCATION, OFFICE, name="某市")
    told = [
        sentence for sentence in across.hints(whole, (above, of_unit))[EDUCATION.folder] if "往来" in sentence
    ]
    assert told == [
        "附属单位上缴收入50000.00元正是某市招生办公室的上缴上级支出，"
        "部门内部的往来两边都要抵销：请列入“内部往来”，或核对汇总数"
    ]


def moved(**amounts: int) -> dict[str, Any]:
    return {"transfers": {name.replace("_", " "): Decimal(amount) for name, amount in amounts.items()}}


def test_payments_and_receipts_of_departments_that_do_not_come_to_the_same() -> None:
    paid, got = moved(付_对附属单位补助支出=30_000), moved(收_上级补助收入=20_000)
    found = hints({EDUCATION: noted(EDUCATION, **paid), CIVIL: noted(CIVIL, **got)})
    assert found == {
        "": [
            "往来对不上：对附属单位补助支出有某市教育局30000.00元，上级补助收入有某市民政局20000.00元；"
            "本市部门之间的，两边应当相等，付给或来自市外的不必改"
        ]
    }


@pytest.mark.parametrize(
    ("paid", "got"),
    [
        (moved(付_上缴上级支出=30_000), moved(收_附属单位上缴收入=30_000)),
        (moved(付_上缴上级支出=30_000), {}),
        ({}, moved(收_上级补助收入=30_000)),
        (moved(付_上缴上级支出=30_000), moved(收_上级补助收入=20_000)),
    ],
)
def test_payments_that_pair_or_have_no_other_side_in_the_city_are_not_told(paid: Any, got: Any) -> None:
    assert hints({EDUCATION: noted(EDUCATION, **paid), CIVIL: noted(CIVIL, **got)}) == {}


def test_one_payment_that_several_receive_pairs() -> None:
    archive = body("某市档案馆")
    paid = moved(付_对附属单位补助支出=50_000)
    got = (moved(收_上级补助收入=20_000), moved(收_上级补助收入=30_000))
    each = {
        EDUCATION: noted(EDUCATION, **paid),
        CIVIL: noted(CIVIL, **got[0]),
        archive: noted(archive, **got[1]),
    }
    assert hints(each) == {}
