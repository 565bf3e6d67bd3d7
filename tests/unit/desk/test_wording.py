"""The page of a sentence's words: what is offered, what is written, what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.responses import Response

from disclosure.desk import wording
from disclosure.desk.asked import Asked
from disclosure.desk.desk import Desk
from disclosure.document import plain
from tests.departments import small


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "甲").mkdir()
    data = json.dumps(small(格式版本="1"), ensure_ascii=False)
    (tmp_path / "甲/data.json").write_text(data, encoding="utf-8")
    return Desk(tmp_path)


def page(desk: Desk, at: str = "total-2") -> str:
    asked = Asked(desk, "/wording", {"d": "甲", "at": at})
    return bytes(wording.AREA.pages["/wording"](asked).body).decode()


def say(desk: Desk, action: str = "/wording/say", **form: str) -> Response:
    sent = {"d": "甲", "at": "total-2", "slot": "原因.总计", **form}
    return wording.AREA.actions[action](Asked(desk, action, {}, sent))


def text(desk: Desk) -> str:
    composed = desk.place("甲").seen().composed
    assert composed is not None
    return next(plain(b.content) for b in composed.document.blocks if b.id == "total-2")  # type: ignore[union-attr]


def test_the_page_offers_each_way_to_say_it_as_it_would_read(desk: Desk) -> None:
    said = page(desk)
    assert "由模板 standard/sections/total.j2 写出" in said
    assert "读作：" + text(desk).replace("主要变动原因是", "主要原因是") in said


def test_a_word_chosen_changes_the_document_and_is_taken_back(desk: Desk) -> None:
    before = text(desk)
    assert say(desk, say="=主要原因是").status_code == 303
    assert text(desk) == before.replace("主要变动原因是", "主要原因是")
    assert "本单位自己的说法" in page(desk)
    assert say(desk, "/wording/unsay").status_code == 303
    assert text(desk) == before


def test_what_is_not_chosen_or_not_possible_is_told_and_what_was_typed_stays(desk: Desk) -> None:
    assert "没有选哪一种说法" in bytes(say(desk).body).decode()
    refused = bytes(say(desk, say="自己写", own="{谁}是").body).decode()
    assert "措辞“{谁}是”里的“{谁}”不可用" in refused
    assert 'name="own" value="{谁}是"' in refused
    assert not (desk.home / "甲/templates").exists()


def test_without_a_sentence_the_page_says_where_to_find_one(desk: Desk) -> None:
    assert "在看稿页每一节前面的“改说法”里点开一句话" in page(desk, at="")


@pytest.mark.parametrize("with_own_words", [False, True])
def test_a_section_without_ways_to_say_it_is_copied_and_written_by_hand(
    desk: Desk, with_own_words: bool
) -> None:
    if with_own_words:
        say(desk, say="=主要原因是")
    before = text(desk)
    assert say(desk, "/wording/rewrite").status_code == 303
    assert text(desk) == before
    (own,) = (desk.home / "甲/templates").glob("*/sections/total.j2")
    own.write_text(
        own.read_text(encoding="utf-8").replace("{{ 成句", "经财政部门批复，{{ 成句", 1), encoding="utf-8"
    )
    assert text(desk) == f"经财政部门批复，{before}"
    assert say(desk, "/wording/rewrite").status_code == 303
    assert "经财政部门批复" in own.read_text(encoding="utf-8"), "what was written stands"
