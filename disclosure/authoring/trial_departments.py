"""试用部门 — departments that a pack is tried with: 平常, 全零, 持平, 下降, 首年, and a huge one."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from disclosure import classification, packs
from disclosure.loading import with_own_data
from disclosure.model import Submission
from disclosure.model.own_data import OwnColumn, OwnFact

NORMAL, HUGE = "平常", "巨大"
_ITEMS = [f"201{section:02}{item:02}" for section in range(1, 41) for item in range(1, 16)]
_TRIED = {
    "金额": "3.5",
    "数量": "3",
    "数值": "2.5",
    "文字": "某某工作",
    "日期": "2024年8月1日",
}  # of facts of a pack
_LARGEST = "999999999.99"  # 万元


@cache
def _declared() -> dict[str, Any]:
    file = packs.built_in() / "standard" / "trial.json"
    table: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return {name: data for name, data in table.items() if isinstance(data, dict)}


def names() -> list[str]:
    """各种 — the kinds of trial departments."""
    return [*_declared(), HUGE]


def small() -> list[str]:
    """小的各种 — without the huge one."""
    return list(_declared())


def year() -> int:
    """年度 — the year of the trial departments."""
    return int(_declared()[NORMAL]["年度"])


def department(name: str, pack: str) -> Submission:
    """试用部门 — one of them, to be published with a pack."""
    data = entered(name, pack)
    return Submission.model_validate(data, context={"unit": data["单位"]})


def asked(name: str, chain: packs.Chain) -> Submission:
    """照模板填的 — a trial department with something at every place that the packs themselves ask for."""
    return with_own_facts(entered(name, chain.name), chain)


def with_own_facts(data: dict[str, Any], chain: packs.Chain) -> Submission:
    """连同自有数据 — what was typed, with something for every fact that the packs declare."""
    declared = chain.own_data.own_data
    given = {fact.name: _of_list(fact) if fact.columns else _tried_value(fact) for fact in declared}
    filled = {**data, **({"自有数据": given} if given else {})}
    made = Submission.model_validate(filled, context={"unit": filled["单位"]})
    return with_own_data(made, chain.own_data, chain.name)


def _tried_value(fact: OwnFact | OwnColumn) -> str:
    return _TRIED.get(fact.kind) or fact.choices[0]


def _of_list(fact: OwnFact) -> list[dict[str, str]]:
    return [{column.name: _tried_value(column) for column in fact.columns}] * 2


def entered(name: str, pack: str) -> dict[str, Any]:
    """录入的数据 — what a clerk would have typed of one of them."""
    other = _huge() if name == HUGE else _declared()[name]
    return {**_declared()[NORMAL], **other, "模板": pack}


def _huge() -> dict[str, Any]:
    """Six hundred 项, one amount of eleven digits in 万元."""
    amounts = {code: f"{123456 + number}.{number % 100:02}" for number, code in enumerate(_ITEMS)}
    amounts[_ITEMS[0]] = _LARGEST
    normal, budget = _declared()[NORMAL], {"各项": amounts}
    total = amounts[_ITEMS[0]]
    totals = ("收支总计", "财政拨款收支总计", "一般公共预算财政拨款支出")
    before = {**normal["上年数"], **dict.fromkeys(totals, total), "各项": {_ITEMS[0]: total}}
    before |= {"政府性基金预算财政拨款支出": "无"}
    codes = [code for item in _ITEMS for code in (item[:5], item)]
    return {
        "收入": "无",
        "支出": [{"项": code, "性质": "项目", "款": {"30299": amount}} for code, amount in amounts.items()],
        "预算": {"年初预算": budget, "全年预算": budget},
        "三公经费": "无",
        "机关运行经费": "无",
        "国有资产": "无",
        "上年数": before,
        "原因": {
            **dict.fromkeys(totals, "项目增加"),
            **dict.fromkeys(("三公经费", "公务用车购置及运行维护费", "公务接待费"), "没有发生"),
            **dict.fromkeys(("机关运行经费", "会议费", "培训费"), "没有安排"),
        },
        "科目名称": {code: f"某某{code}" for code in codes if classification.subject(code, year()) is None},
        "各项用途": dict.fromkeys(_ITEMS, "某某工作"),
        "名词": [{"名称": code, "解释": "某某支出"} for code in _ITEMS],
    }
