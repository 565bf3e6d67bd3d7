"""What people entered and the pack in force prints nowhere is told, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

import disclosure
from disclosure import api, packs
from disclosure.checks import Book
from disclosure.checks.unprinted import unprinted
from disclosure.document import Document
from disclosure.sources import named_pack
from tests.departments import EXAMPLES, small, submission

COST = {"年初预算": "3", "全年预算": "3", "决算数": "3", "上年数": "2"}


def lost(**changed: Any) -> dict[str, int]:
    """Of the small department, in the standard form."""
    filled = api.fill(submission(small(**changed)), packs.resolve("standard", [packs.built_in()]))
    return unprinted(Book(filled.facts.as_printed()), document(filled))


def document(filled: api.Filled) -> Document:
    return api.compose_filled(filled, draft=True).document


def test_a_form_without_meetings_prints_nothing_of_what_was_entered_of_them() -> None:
    """The whole is named, with how many values stand there; 无 is none of them."""
    assert "会议费" not in lost()
    assert lost(会议费=COST)["会议费"] == 4
    assert "会议费" not in lost(会议费=dict.fromkeys(COST, "无"))


@pytest.mark.parametrize(
    ("entered", "place"),
    [
        ({"公开信息": {"联系方式": "某某，000-0000"}}, "公开信息.联系方式"),
        ({"部门": {**small()["部门"], "年度工作": "完成了某件事。"}}, "部门.年度工作"),
        ({"收入内容": {"其他收入": "银行存款利息。"}}, "收入内容.其他收入"),
    ],
)
def test_a_text_that_stands_in_no_sentence_is_told(entered: dict[str, Any], place: str) -> None:
    assert lost(**entered)[place] == 1


def test_what_is_printed_in_a_sum_or_beside_numbers_is_none_of_it() -> None:
    """Amounts of 款 are printed in their 项; a text with {{…}} stands there with the number."""
    duties = "本年收入{{ 收入.决算数|金额 }}，用于某某工作。"
    assert not [
        place
        for place in lost(部门={**small()["部门"], "职责": duties})
        if place.startswith(("支出", "部门.职责", "上年数.收支总计"))
    ]


def test_what_is_only_held_against_what_is_printed_is_none_of_it() -> None:
    assert not [place for place in lost(批复数={"收入": "130"}) if place.startswith("批复数")]


@pytest.mark.parametrize("example", ["putuo-shegong-2024", "panzhihua-chengdu-2024"])
def test_of_a_real_department_nothing_but_budgets_that_its_form_does_not_know_is_told(example: str) -> None:
    given = disclosure.load(EXAMPLES / example)
    filled = api.fill(given, named_pack("", (), EXAMPLES / example).chain(given))
    assert {
        place
        for place in unprinted(Book(filled.facts.as_printed()), document(filled))
        if not place.startswith("三公经费.年初预算")
    } == set()
