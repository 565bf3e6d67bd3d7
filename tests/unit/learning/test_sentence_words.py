"""A sentence's words: its file, its slots, how it would read otherwise; the folder's own words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from disclosure import api
from disclosure.authoring import own_words
from disclosure.document import plain
from disclosure.errors import PackError
from disclosure.learning.sentence_words import read_with, sentence
from disclosure.loading import read
from disclosure.sources import named_pack
from tests.departments import small

AT, SLOT = "total-2", ("比较", "减少")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data.json").write_text(json.dumps(small(格式版本="1"), ensure_ascii=False), encoding="utf-8")
    return tmp_path


def filled(folder: Path) -> api.Filled:
    given = read(folder)
    return api.fill(given, named_pack("", (), folder).chain(given))


def text_of(folder: Path, at: str = AT) -> str:
    blocks = api.compose(folder, draft=True).document.blocks
    return next(plain(block.content) for block in blocks if block.id == at)  # type: ignore[union-attr]


def test_a_sentence_tells_its_file_and_its_slots_with_what_it_would_read_otherwise(folder: Path) -> None:
    made = filled(folder)
    found = sentence(made.facts, made.chain, AT)
    assert found is not None
    assert found.file == "standard/sections/total.j2"
    assert found.text == text_of(folder)
    slots = {slot.name: slot for slot in found.slots}
    assert slots["原因.总计"].pack == "standard"
    choices = {choice.value: choice.reads for choice in slots["原因.总计"].choices}
    assert choices["主要原因是"] == found.text.replace("主要变动原因是", "主要原因是")
    assert found.text not in [choice.reads for slot in found.slots for choice in slot.choices]


def test_what_decides_which_number_is_meant_is_no_choice_of_words(folder: Path) -> None:
    made = filled(folder)
    found = sentence(made.facts, made.chain, AT)
    assert found is not None
    assert {"比较.对象", "比较.对照"}.isdisjoint(slot.name for slot in found.slots)


def test_what_no_section_made_has_no_words(folder: Path) -> None:
    made = filled(folder)
    assert sentence(made.facts, made.chain, "attachment-1") is None
    assert sentence(made.facts, made.chain, "total-99") is None


def test_a_word_chosen_stands_for_the_pack_that_the_data_name(folder: Path) -> None:
    before = text_of(folder)
    own_words.say(folder, filled(folder).chain, ("原因", "总计"), "原因是")
    assert text_of(folder) == before.replace("主要变动原因是", "原因是")
    assert filled(folder).chain.names == ("本单位", "standard")
    chosen = api.compose(folder, pack="standard", draft=True).document.blocks
    assert "主要变动原因是" in "".join(plain(b.content) for b in chosen if b.id == AT)  # type: ignore[union-attr]

    own_words.say(folder, filled(folder).chain, ("原因", "总计"), "系")
    assert own_words.own_words(folder, filled(folder).chain) == {("原因", "总计"): "系"}
    own_words.unsay(folder, filled(folder).chain, ("原因", "总计"))
    assert text_of(folder) == before


def test_the_rest_of_an_own_pack_stays_as_it_was_written(folder: Path) -> None:
    chain = own_words.say(folder, filled(folder).chain, ("比较", "下降"), "降低").parent
    written = '# 陈静写的\n["比较"]  # 比较\n"下降" = "降低"  # 局里的习惯\n\n["原因"]\n"其他" = "系"\n'
    (chain / "wording.toml").write_text(written, encoding="utf-8")
    own_words.say(folder, filled(folder).chain, ("比较", "增长"), "上升")
    after = (chain / "wording.toml").read_text(encoding="utf-8")
    assert after == written.replace("# 比较\n", '# 比较\n"增长" = "上升"\n')


def test_a_text_of_several_lines_is_left_to_a_person(folder: Path) -> None:
    home = own_words.say(folder, filled(folder).chain, ("比较", "下降"), "降低").parent
    written = '["比较"]\n"下降" = """\n降低"""\n'
    (home / "wording.toml").write_text(written, encoding="utf-8")
    with pytest.raises(PackError, match="请直接打开它改"):
        own_words.say(folder, filled(folder).chain, ("比较", "下降"), "下滑")
    assert (home / "wording.toml").read_text(encoding="utf-8") == written


def test_two_packs_that_stand_for_one_are_told_by_their_names(folder: Path) -> None:
    home = own_words.say(folder, filled(folder).chain, ("比较", "下降"), "降低").parent
    other = home.with_name("另一个")
    other.mkdir()
    (other / "pack.toml").write_text((home / "pack.toml").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(PackError, match="模板“另一个”、“本单位”都写着“代替 = standard”，请只留一个"):
        api.compose(folder, draft=True)


def test_a_hole_that_the_sentence_does_not_know_is_refused_before_it_is_written(folder: Path) -> None:
    made = filled(folder)
    with pytest.raises(PackError, match="{谁}"):
        read_with(made.facts, made.chain, AT, ("原因", "总计"), "{谁}是")
