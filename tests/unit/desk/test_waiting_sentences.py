"""What is missing is shown where it would stand: in its sentence, in its table."""

from __future__ import annotations

import pytest

import disclosure
from disclosure.desk.waiting_sentences import waiting
from tests.departments import small, submission

LEFT_OUT = ("上年数", "三公经费", "绩效", "国有资产", "政府采购", "机关运行经费")


@pytest.mark.parametrize("pack", ["standard", "sichuan-2024", "shanghai-2024", "yunnan-2023", "central-2023"])
def test_every_place_that_is_missing_has_what_waits_for_it(pack: str) -> None:
    """Also where one sentence waits for the budgets of three funds, and where only a table does."""
    half = {key: value for key, value in small(模板=pack).items() if key not in LEFT_OUT}
    composed = disclosure.compose(submission(half), draft=True)
    found = waiting(composed.document)
    assert len(composed.gaps) > len(LEFT_OUT)
    assert [gap.name for gap in composed.gaps if gap.name not in found] == []


def test_the_sentence_is_told_and_no_other() -> None:
    half = {key: value for key, value in small().items() if key != "政府采购"}
    told = waiting(disclosure.compose(submission(half), draft=True).document)["政府采购"]
    assert told.text == "2023年度，某市某某局政府采购支出总额【待填：政府采购】。"
