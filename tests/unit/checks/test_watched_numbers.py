"""Which checks watch a number, and how each came out for it: passed, found, waived, not to be told."""

from __future__ import annotations

from typing import Any

from disclosure.checks import Book, Scene, run
from disclosure.checks.watched_numbers import WatchedNumbers
from disclosure.facts import Facts
from tests.departments import small, submission
from tests.unit.checks import given

SPENT, LAST = "支出.决算数", "收支总计.上年数"
WAIVER = {"代码": "XR1", "位置": LAST, "理由": "新设的单位", "姓名": "张三", "日期": "2024年8月1日"}
NEW = {**small()["上年数"], "收支总计": "5"}  # 万元, a twenty-sixth of this year's


def watched(facts: Facts, name: str) -> dict[str, str]:
    """How each check that watches a number came out, by its code."""
    scene = Scene(Book(facts), given.chain(facts.submission.pack).checks)
    return {one.code: one.outcome for one in WatchedNumbers(scene, run(scene.book, scene.declared)).of(name)}


def of(name: str, **changed: Any) -> dict[str, str]:
    return watched(given.facts(submission(small(**changed))), name)


def test_a_total_is_watched_by_every_sum_it_stands_in_and_by_none_else() -> None:
    found = of(SPENT)
    assert [found[code] for code in ("XA2", "XA4", "XA6", "XA10", "XD2")] == ["通过"] * 5
    assert "XA5" not in found
    assert "XD9" not in of("收入.一般公共预算.决算数")  # nobody typed the other number
    assert of("没有这个数") == {}


def test_what_was_found_stands_first_with_its_severity_and_what_passed_last() -> None:
    assert list(of(LAST, 上年数=NEW).items())[:2] == [("XL19", "错误"), ("XR1", "错误")]
    assert of(LAST, 上年数=NEW)["XR1.2"] == "通过"


def test_another_number_of_a_failed_check_is_not_blamed() -> None:
    assert of(LAST, 上年数=NEW)["XR1"] == "错误"
    assert of("财政拨款收支总计.上年数", 上年数=NEW)["XR1"] == "通过"


def test_what_is_waived_is_told_and_what_lacks_a_number_cannot_be() -> None:
    basis = {"依据数": "1300000.00元"}
    assert of(LAST, 上年数=NEW, 豁免=[{**WAIVER, **basis}])["XR1"] == "豁免"
    less = {key: amount for key, amount in small()["上年数"].items() if key != "财政拨款收支总计"}
    assert of(LAST, 上年数=less)["XL19"] == "未能校验"


def test_a_cell_and_the_figure_that_it_shows_are_watched_alike() -> None:
    facts = given.untouched("yuxi-beijing-2023")
    figure, cell = watched(facts, SPENT), watched(facts, "expenditure.total.total")
    assert figure == cell
    assert {"XA2", "T.expenditure.total", "T.income_expenditure.expenditure_total"} <= set(cell)
