"""What a document says in the place of a text or a number: gaps, findings, sentences that are told."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from disclosure import packs
from disclosure.authoring import trial_departments
from disclosure.learning.learned_words import LearnedWords, learn_words
from disclosure.learning.pack_changes import PackChanges
from disclosure.learning.projection import projection
from disclosure.learning.signs import GAP, signs_of
from disclosure.learning.slot_proposals import rewritten
from disclosure.learning.wording_slots import alternatives
from disclosure.loading.published.blocks import PublishedDocument, PublishedText
from disclosure.model import Submission
from tests.finished import BETWEEN, finished
from tests.learnt import NAME, said, table
from tests.learnt import learnt as learnt_of

STANDARD = finished(f"standard{BETWEEN}平常")
BASE = packs.resolve("standard", [packs.built_in()])


def department() -> Submission:
    return trial_departments.asked(trial_departments.NORMAL, BASE)


@cache
def document() -> PublishedDocument:
    return said(STANDARD, PackChanges(), BASE)


def edited(before: str, after: str) -> PublishedDocument:
    """The document with some words put for others, once."""
    place = next(
        number for number, block in enumerate(document().blocks) if before in getattr(block, "text", "")
    )
    block = document().blocks[place]
    assert isinstance(block, PublishedText)
    blocks = list(document().blocks)
    blocks[place] = replace(block, text=block.text.replace(before, after, 1))
    return replace(document(), blocks=tuple(blocks))


def learnt(of: PublishedDocument, data: Submission) -> LearnedWords:
    return learn_words(of, data, BASE, NAME)


def test_texts_that_the_data_lack_are_those_of_the_document() -> None:
    whole = department()
    reasons = whole.reasons.model_copy(update={"grand_total": None})
    lacking = whole.model_copy(
        update={"reasons": reasons, "department": whole.department.model_copy(update={"duties": None})}
    )
    words = learnt(document(), lacking)
    assert words.files == {}
    assert set(words.texts) == {"部门.职责", "原因.收支总计"}
    assert words.texts["部门.职责"].split() == (whole.department.duties or "").split()


def test_a_number_that_is_another_in_the_data_is_told_and_not_learnt() -> None:
    words = learnt(edited("公用经费35万元", "公用经费36万元"), department())
    assert words.files == {}
    assert [(one.stated, one.expected) for one in words.wrong] == [("36", "35")]


def test_a_paragraph_that_no_pack_has_is_told_with_its_place() -> None:
    own = PublishedText("本年开展安全检查12次。", "body", document().blocks[9].lines)  # type: ignore[union-attr]
    blocks = (*document().blocks[:20], own, *document().blocks[20:])
    words = learnt(replace(document(), blocks=blocks), department())
    assert [(one.text, one.reason) for one in words.not_learnt] == [(own.text, "模板里没有这一段")]


def test_attachments_are_told_in_one() -> None:
    place = document().blocks[9].lines  # type: ignore[union-attr]
    texts = ("2023年度部门整体绩效评价报告", "（一）人员概况。", "本部门编制12人，实有11人。")
    below = [PublishedText(text, "body", place) for text in texts]
    heading = PublishedText("第九部分 附件", "heading", place, 1)
    words = learnt(replace(document(), blocks=(*document().blocks, heading, *below)), department())
    assert words.files == {}
    (told,) = [one.reason for one in words.not_learnt if "附件里的" in one.reason]
    assert told.startswith("附件里的 3 段没有学")
    assert not {one.text for one in words.not_learnt} & set(texts[1:])


def test_a_share_of_what_is_spent_is_not_learnt_as_one_of_what_came_in() -> None:
    spent = "一般公共服务支出155万元，占总收入93.94%；住房保障支出10万元，占总收入6.06%"
    words = learnt(edited(spent.replace("占总收入", "占"), spent), department())
    assert words.files == {}
    assert any("总收入" in one.reason for one in words.not_learnt)


def test_words_that_an_audit_finds_wrong_are_not_learnt() -> None:
    twice = edited("占本年支出合计的86.84%", "占本年支出合计的占86.84%")
    fault = ("占本年支出合计的占", "占本年支出合计的")
    words = learn_words(twice, department(), BASE, NAME, [fault])
    assert words.files == {}


def test_a_verb_that_one_section_says_otherwise_once_is_a_slip() -> None:
    falls = f"standard{BETWEEN}下降"
    blocks = list(said(finished(falls), PackChanges(), BASE).blocks)
    saying = [at for at, one in enumerate(blocks) if "下降" in getattr(one, "text", "")]
    first = blocks[saying[0]]
    assert len(saying) > 2
    assert isinstance(first, PublishedText)
    blocks[saying[0]] = replace(first, text=first.text.replace("下降", "降低"))
    of = PublishedDocument("公开.html", tuple(blocks))
    words = learn_words(of, trial_departments.asked("下降", BASE), BASE, NAME)
    assert words.files == {}


def test_a_text_with_full_stops_in_it_fills_its_gap_to_the_end() -> None:
    draft, published = signs_of(f"主要原因是{GAP}。"), signs_of("主要原因是项目减少。压减支出。")
    assert projection(draft, published).in_gap(len("主要原因是")) == "项目减少。压减支出"


def test_of_two_numbers_alike_each_takes_the_hole_that_the_words_name() -> None:
    printed = {"{决算数}": "8万元", "{预算}": "8万元"}
    assert (
        rewritten("年初预算为8万元，支出决算为8万元。", printed) == "年初预算为{预算}，支出决算为{决算数}。"
    )


def test_a_number_within_another_is_not_put_back() -> None:
    assert rewritten("共18万元", {"{决算数}": "8万元"}) == "共18万元"


WRONG = (  # what an office typed by mistake where a pack prints it once, or in one place of many
    ("机关运行经费支出", "机关运行经费支出支出"),
    ("占本年支出合计的", "占本年支出合计的占"),
    ("年度财政拨款收、支总计", "年度财政拨款（收、支总计"),
    ("2023年度收、支总计", "2023年度××收、支总计"),
    ("本年收入合计", "本年收入，，合计"),
)


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("before", "after"), WRONG)
def test_what_a_pack_could_not_print_is_told_and_not_learnt(before: str, after: str) -> None:
    words = learnt(edited(before, after), department())
    assert words.files == {}
    assert len(words.refused) == 1
    assert any(after in one.text for one in words.not_learnt)


def test_sound_words_are_learnt_beside_those_that_are_refused() -> None:
    blocks = [
        replace(block, text=block.text.replace("增长", "上升")) if isinstance(block, PublishedText) else block
        for block in edited("本年收入合计", "本年收入，，合计").blocks
    ]
    words = learnt(replace(document(), blocks=tuple(blocks)), department())
    assert table(words, "wording.toml") == {"比较": {"增长": "上升"}}
    assert len(words.refused) == 1


def test_of_numbers_alike_that_no_words_tell_apart_each_takes_the_next_hole() -> None:
    printed = {"{预留小微企业}": "5万元", "{预留授予小微企业}": "5万元"}
    assert rewritten("预留5万元，授予5万元", printed) == "预留{预留小微企业}，授予{预留授予小微企业}"


def test_beside_a_missing_number_no_words_are_learnt() -> None:
    one = finished(f"standard{BETWEEN}持平")
    words = learnt_of(one, PackChanges(), one.submission.model_copy(update={"prior": None}))
    assert words.files == {}


def test_the_title_that_a_section_prints_with_other_data_is_no_other_wording() -> None:
    shanghai = finished(f"shanghai-2024{BETWEEN}平常")
    base = packs.resolve("shanghai-2024", [packs.built_in()])
    whole = shanghai.submission
    without_units = whole.department.model_copy(update={"units": ()})
    data = whole.model_copy(update={"department": without_units})
    words = learn_words(said(shanghai, PackChanges(), base), data, base, NAME)
    assert words.files == {}
    assert [one.text for one in words.not_learnt] == ["二、部门决算单位构成"]


def test_words_of_nothing_stand_in_a_hole_only_where_they_are_like_those_that_it_prints() -> None:
    printed = {"{决算数}": "0万元", "{占比}": "，占0%", "{完成}": "，完成预算100%"}
    assert rewritten("支出0万元，达到0%", printed) == "支出{决算数}，达到0%"
    assert rewritten("支出0万元，占比0%，完成年初预算100%", printed) == "支出{决算数}{占比}{完成}"
    assert rewritten("支出0万元，提高5.12%", {"{增减}": "，增长5.12%"}) == "支出0万元{增减}"


def test_where_each_place_says_another_thing_the_slot_has_another_hole() -> None:
    """一般公共服务（类）, not 一般公共服务支出（类）: of each 类 the short name."""
    short = document()
    for name in ("一般公共服务", "住房保障", "城乡社区", "国有资本经营预算"):
        blocks = [
            replace(block, text=block.text.replace(f"{name}支出（类）", f"{name}（类）"))
            if isinstance(block, PublishedText)
            else block
            for block in short.blocks
        ]
        short = replace(short, blocks=tuple(blocks))
    words = learnt(short, department())
    assert table(words, "wording.toml") == {"科目": {"全名": "{类简称}（类）{款}（款）{项}（项）"}}


def test_what_a_hole_may_hold_is_no_other_wording_of_its_slot() -> None:
    assert "降低" in alternatives(("比较", "下降"))
    assert "货物" not in alternatives(("句式", "采购一类"))  # the comment beside it: {名称}：货物、工程、服务
