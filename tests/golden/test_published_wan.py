"""A department of which only published 万元 are known: approved totals are printed, each tail noted once."""

from __future__ import annotations

from typing import Any

import disclosure
from tests.departments import small, submission, text

ITEMS = {
    "2010301": "468.9",
    "2010350": "194.79",
    "2080501": "15.36",
    "2080505": "84.17",
    "2080506": "12.54",
    "2080801": "24.57",
    "2101101": "32.73",
    "2101102": "10.27",
    "2101103": "24.38",
    "2101199": "7.47",
    "2210201": "64.8",
}
GENERAL = "一般公共预算财政拨款支出"
APPROVED = {
    f"{GENERAL}.类.208.决算数": "136.65",
    f"{GENERAL}.决算数": "939.98",
    f"{GENERAL}.基本支出.决算数": "939.98",
    "支出.基本支出.决算数": "939.98",
    "支出.决算数": "1014.51",
    "收入.财政拨款收入.决算数": "1014.51",
    "收入.决算数": "1014.51",
    "财政拨款收支总计.支出.决算数": "1014.51",
}


def rebuilt() -> dict[str, Any]:
    """Seven of the published sums do not close by 0.01万元: rounding, not a fault."""
    lines = [{"项": item, "性质": "基本", "金额": amount} for item, amount in ITEMS.items()]
    lines.append({"项": "2120802", "性质": "项目", "资金": "政府性基金", "金额": "74.52"})
    return small(
        模板="sichuan-panzhihua-xiqu-2023",
        支出=lines,
        基本支出明细={"人员经费": {"金额": "860.89"}, "公用经费": {"金额": "79.1"}},
        预算={"全年预算": {"各项": ITEMS}},
        三公经费={"决算数": {"公务用车运行维护费": "0.04", "公务接待费": "0.07"}, "因公出国境": "无"},
        核定数=APPROVED,
    )


def test_the_published_totals_are_printed_and_each_tail_is_noted_once() -> None:
    composed = disclosure.compose(submission(rebuilt()), draft=True)
    said = text(composed.document)
    assert "2023年度收、支总计均为1014.51万元。" in said
    assert "本年收入合计1014.51万元，其中：一般公共预算财政拨款收入939.98万元，占92.7%；" in said
    assert "本年支出合计1014.51万元，其中：基本支出939.98万元，占92.7%；项目支出74.52万元，占7.3%；" in said
    assert "2023年度财政拨款收、支总计均为1014.51万元。" in said
    assert "社会保障和就业支出136.65万元，占14.5%" in said
    tails = [note for note in composed.notes if "舍入尾差" in note]
    assert len(tails) == len(set(tails)) > 0
    assert not [note for note in composed.notes if "超出舍入尾差" in note]


def test_one_cent_beyond_rounding_is_refused() -> None:
    data = rebuilt()
    data["核定数"] = {"支出.决算数": "1015"}
    composed = disclosure.compose(submission(data), draft=True)
    assert [note for note in composed.notes if "超出舍入尾差" in note]
