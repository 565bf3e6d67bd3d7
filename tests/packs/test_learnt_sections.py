"""Sections that a document has in another order, or not at all, and parts that it calls otherwise."""

from __future__ import annotations

from disclosure.learning.pack_changes import PARTS, PackChanges
from tests.finished import BETWEEN, finished
from tests.learnt import learnt, table

STANDARD = finished(f"standard{BETWEEN}平常")
ORDER = [
    "income",
    "expenditure",
    "total",
    "fiscal_total",
    "general",
    "basic",
    "sangong",
    "fund",
    "state_capital",
]
OTHERS = {
    "标题": "其他重要事项的情况说明",
    "章节": ["running_cost", "procurement", "state_assets", "evaluation"],
}


def test_a_section_that_the_document_has_not_is_left_out() -> None:
    words = learnt(STANDARD, PackChanges().with_declared(("各节", "evaluation", "不用"), True))
    assert table(words, "pack.toml") == {"各节": {"evaluation": {"不用": True}}}
    assert table(words, "wording.toml") == {}


def test_sections_stand_in_the_order_of_the_document() -> None:
    part = {"标识": "statement", "章节": [*ORDER, OTHERS]}
    words = learnt(STANDARD, PackChanges().with_declared(PARTS, [part]))
    assert table(words, "pack.toml") == {"各部分": [part]}
    assert table(words, "wording.toml") == {}


def test_a_part_is_called_as_in_the_document() -> None:
    part = {"标识": "statement", "标题": "{{ 年度 }}年度决算情况的说明"}
    words = learnt(STANDARD, PackChanges().with_declared(PARTS, [part]))
    assert table(words, "pack.toml") == {"各部分": [part]}
    assert table(words, "wording.toml") == {}
