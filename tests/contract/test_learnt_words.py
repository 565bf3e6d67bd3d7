"""A pack with one wording changed: from its document exactly that is learnt; from an unchanged one nothing.

`DISCLOSURE_SAMPLE=22` tries all of the choices and packs.
"""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from disclosure.learning.pack_changes import PackChanges
from tests.contract.learnt import ROUND_TRIPS, learnt_again
from tests.finished import BETWEEN, finished
from tests.learnt import learnt, table
from tests.sampling import runs

SEED = 15
STANDARD, SHANGHAI = f"standard{BETWEEN}平常", f"shanghai-2024{BETWEEN}平常"
UNCHANGED_YEAR = f"standard{BETWEEN}持平"
CHOICES = (
    (STANDARD, "标题.职责", "主要职责"),
    (STANDARD, "标题.政府采购", "政府采购支出情况说明"),
    (STANDARD, "标题.国有资产", "国有资产占有使用情况说明"),
    (STANDARD, "比较.本年", "{年}年"),
    (STANDARD, "比较.对象", "上年度"),
    (STANDARD, "比较.与上年相比", "较{对象}，"),
    (STANDARD, "比较.增长", "上升"),
    (STANDARD, "比较.减少", "降低"),
    (STANDARD, "比较.下降", "降低"),
    (UNCHANGED_YEAR, "比较.与上年持平", "与{对象}相同"),
    (STANDARD, "比较.基数为零", "，上年无此项支出，增长率无可比性"),
    (STANDARD, "原因.总计", "主要原因："),
    (STANDARD, "原因.其他", "原因是"),
    (STANDARD, "预算.完成", "完成全年预算的{率}"),
    (STANDARD, "预算.等于预算", "决算数与预算数持平"),
    (STANDARD, "占比.一项", "占比"),
    (STANDARD, "总计.各", ""),
    (STANDARD, "科目.全名", "{类}（类）-{款}（款）-{项}（项）"),
    (STANDARD, "序号.各项", "{数}、"),
    (STANDARD, "序号.名词", "{中}、"),
    (STANDARD, "句式.收支总计", "{本年}收入、支出总计均为{决算数}。{与上年相比}收入、支出总计{增减}。"),
    (
        STANDARD,
        "句式.一般公共预算总体",
        "{本年}一般公共预算支出{决算数}{占比}。{与上年相比}一般公共预算支出{增减}。",
    ),
    (STANDARD, "句式.逐项", "{科目}。年初预算为{预算}，支出决算为{决算数}{完成}{对预算}。"),
    (STANDARD, "句式.保有", "{年}年，{部门}所属各预算单位开支财政拨款的公务用车保有量为{数量}辆"),
    (STANDARD, "句式.政府性基金", "{本年}使用政府性基金预算财政拨款支出{决算数}。"),
    (STANDARD, "零项.收入来源", "列出"),
    (STANDARD, "零项.支出性质", "合并"),
    (SHANGHAI, "句式.收入", "{本年}收入共计{决算数}{各项}。"),
    (SHANGHAI, "句式.机关运行经费", "{部门}机关运行经费支出{决算数}，{比上年}。"),
    (STANDARD, "标题.机关运行经费", "机关运行经费支出情况说明"),
)


def drawn(every: tuple[Any, ...], number: int) -> list[Any]:
    return Random(SEED).sample(every, min(runs(number), len(every)))


@pytest.mark.parametrize(("name", "slot", "value"), drawn(CHOICES, 3))
def test_exactly_the_changed_wording_is_learnt(name: str, slot: str, value: str) -> None:
    group, key = slot.split(".")
    words = learnt(finished(name), PackChanges().with_words((group, key), value))
    assert table(words, "wording.toml") == {group: {key: value}}
    assert table(words, "pack.toml") == {}
    assert words.distance < words.nearest


@pytest.mark.parametrize("name", drawn(ROUND_TRIPS, 1))
def test_of_a_pack_that_says_it_all_nothing_is_learnt(name: str) -> None:
    words = learnt(finished(name), PackChanges())
    assert words.files == {}
    assert words.wrong == ()
    assert words.not_learnt == ()


@pytest.mark.parametrize("name", drawn(ROUND_TRIPS, 2))
def test_of_a_document_learnt_with_its_data_nothing_but_the_data_is_learnt(name: str) -> None:
    words = learnt_again(finished(name)).words
    assert words.files == {}
    assert words.wrong == ()
