"""Sections that a document has in another order, or not at all, and parts that it calls otherwise."""

from __future__ import annotations

from copy import deepcopy

from disclosure.authoring import trial_departments
from disclosure.learning.pack_changes import PARTS, PackChanges
from tests.departments import submission
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


def test_sections_that_the_packs_know_stand_below_the_groups_of_the_document() -> None:
    meetings = {"标题": "“三公”经费、会议费和培训费", "章节": ["sangong", "meetings"]}
    order = [meetings if section == "sangong" else section for section in ORDER]
    part = {"标识": "statement", "章节": [*order, OTHERS]}
    words = learnt(STANDARD, PackChanges().with_declared(PARTS, [part]))
    assert table(words, "pack.toml") == {"各部分": [part]}
    assert words.not_learnt == ()


def test_what_a_section_of_no_pack_says_is_a_text_of_the_office() -> None:
    said = "2023年度民生支出10万元，占本年支出合计的5.26%。"
    section = f"## 民生支出情况\n\n{{% block 内容 %}}\n{said}\n{{% endblock %}}\n"
    part = {"标识": "statement", "章节": [*ORDER, "livelihood", OTHERS]}
    words = learnt(
        STANDARD, PackChanges().with_declared(PARTS, [part]).with_text("sections/livelihood.j2", section)
    )
    assert words.texts["自有数据.民生支出情况"] == said
    assert said not in "".join(words.files.values())
    assert words.not_learnt == ()


def test_an_optional_text_is_learnt_where_the_document_has_it() -> None:
    data = deepcopy(trial_departments.entered(trial_departments.NORMAL, "standard"))
    content = data["三公经费"]["公务接待"].pop("具体内容")
    words = learnt(STANDARD, PackChanges(), submission(data))
    assert words.texts["三公经费.公务接待.具体内容"] == content
    assert words.files == {}
