"""A blank cell is not 0: beside filled ones it is 待填 in a draft, its cell is named in a publication."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from disclosure import api
from disclosure.deriving import derive
from disclosure.loading import read
from disclosure.workbook import BOOK
from tests.unit.workbook.clerk import CAR, Clerk, small

ITEMS = ("2010301", "2010302")
LINES = [{"项": item, "性质": "基本", "金额": "60"} for item in ITEMS]
GRID = "三公经费（一般公共预算）"
SANGONG = "sangong.general_public_budget"


def clerk(tmp_path: Path, **data: Any) -> Clerk:
    return Clerk(small(tmp_path / "a", 支出=LINES, **data) / BOOK)


def figure(clerk: Clerk, id: str) -> tuple[object, tuple[str, ...]]:
    clerk.save()
    found = derive(read(clerk.path.parent))[id]
    return found.value, found.missing


def asked(clerk: Clerk) -> list[str]:
    clerk.save()
    return list(api.check(clerk.path.parent).missing)


@pytest.mark.parametrize("budget", ["年初预算", "全年预算"])
def test_one_budget_of_an_item_blank_beside_the_other(budget: str, tmp_path: Path) -> None:
    typist, id = clerk(tmp_path), {"年初预算": "opening_budget", "全年预算": "adjusted_budget"}[budget]
    typist.add("预算", "各项预算", 项=ITEMS[0], 年初预算·各项=50, 全年预算·各项=50)
    (other,) = {"年初预算", "全年预算"} - {budget}
    row = typist.add("预算", "各项预算", 项=ITEMS[1], **{f"{other}·各项": 50})
    place = f"预算.{budget}.各项.{ITEMS[1]}"
    assert figure(typist, f"general_expenditure.item.{ITEMS[1]}.{id}") == (None, (place,))
    assert figure(typist, f"general_expenditure.{id}") == (None, (place,))
    typist.book["预算"].cell(row, {"年初预算": 2, "全年预算": 3}[budget]).value = "无"
    assert figure(typist, f"general_expenditure.{id}") == (50, ())


def test_an_item_that_was_spent_and_has_no_row_among_the_budgets(tmp_path: Path) -> None:
    typist = clerk(tmp_path)
    typist.add("预算", "各项预算", 项=ITEMS[0], 年初预算·各项=50, 全年预算·各项=50)
    for id in (f"general_expenditure.item.{ITEMS[1]}.adjusted_budget", "general_expenditure.adjusted_budget"):
        assert figure(typist, id) == (None, (f"预算.全年预算.各项.{ITEMS[1]}",))


@pytest.mark.parametrize(
    ("column", "leaf"), [("年初预算", "opening_budget"), ("全年预算", "adjusted_budget")]
)
def test_a_part_of_sangong_blank_beside_a_filled_one(column: str, leaf: str, tmp_path: Path) -> None:
    typist = clerk(tmp_path)
    typist.fill("三公", GRID, CAR, 400, column)
    blank = f"三公经费.{column}.公务接待费"
    assert figure(typist, f"{SANGONG}.official_reception.{leaf}") == (None, (blank,))
    assert figure(typist, f"{SANGONG}.vehicle_running.{leaf}") == (400, ())
    value, missing = figure(typist, f"sangong.{leaf}")
    assert value is None
    assert blank in missing
    for label in ("因公出国境费", "公务用车购置费", "公务接待费"):
        typist.fill("三公", GRID, label, "无", column)
    assert figure(typist, f"sangong.{leaf}") == (400, ())


def test_a_publication_names_the_cell(tmp_path: Path) -> None:
    typist = clerk(tmp_path)
    cell = typist.fill("三公", GRID, "公务接待费", None, "全年预算")
    typist.fill("三公", GRID, CAR, 400, "全年预算")
    assert any(f"{BOOK} {cell} " in place for place in asked(typist))


def test_a_kind_of_fixed_assets_blank_beside_a_filled_one(tmp_path: Path) -> None:
    typist = clerk(tmp_path)
    for column in ("原值", "净值"):
        typist.fill("资产", "固定资产", "房屋构筑物", 100, column)
    value, missing = figure(typist, "assets.fixed_assets.net_value")
    assert (value, len(missing)) == (None, 3)
    assert "国有资产.固定资产.车辆资产.净值" in missing


def test_an_opening_balance_blank_beside_its_closing(tmp_path: Path) -> None:
    typist = clerk(tmp_path)
    row = typist.add("财政拨款与结转", "结转结余", 项=ITEMS[0], 性质="项目", 年末结转=7)
    for id in ("carryover.general_public_budget.opening", "income.general_public_budget.final"):
        assert figure(typist, id) == (None, ("结转结余[1].年初",))
    place = f"{BOOK} 财政拨款与结转!D{row} 结转结余第1行（2010301 行政运行）的年初"
    assert place in asked(typist)
    typist.book["财政拨款与结转"].cell(row, 4).value = "无"
    assert figure(typist, "carryover.general_public_budget.opening") == (0, ())


def test_what_was_paid_for_vehicles_bought(tmp_path: Path) -> None:
    typist = clerk(tmp_path)
    typist.add("三公", "购置公务用车", 车型="轿车", 数量=1)
    typist.add("三公", "购置公务用车", 车型="越野车", 数量=0)
    typist.save()
    sangong = read(tmp_path / "a").sangong
    assert sangong
    assert sangong.vehicles
    assert [vehicle.amount for vehicle in sangong.vehicles.purchased] == [None, 0]


def test_money_of_last_year_that_was_spent(tmp_path: Path) -> None:
    typist = clerk(tmp_path)
    typist.fill("绩效自评", "整体自评资金", "上年结转", 5, "全年预算")
    assert figure(typist, "performance.whole.carried.executed") == (None, ("绩效.整体自评.上年结转.执行数",))


def test_a_file_says_none_by_leaving_a_part_out(tmp_path: Path) -> None:
    (tmp_path / "data.yaml").write_text(
        "格式版本: 1\n模板: standard\n单位: 元\n年度: 2024\n部门: {全称: 甲局}\n"
        "三公经费: {年初预算: {公务接待费: 400}, 全年预算: {公务接待费: 400}}\n",
        encoding="utf-8",
    )
    assert derive(read(tmp_path))["sangong.opening_budget"].value == 400
