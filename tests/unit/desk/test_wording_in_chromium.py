"""A word chosen at a sentence in a real Chromium: all sentences changed, the pack written, taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.departments import small
from tests.desk.opened import opened

SENTENCE = "改这一句：2023年度“三公”经费财政拨款支出决算为"
SENTENCES = 3  # of the small department: 三公 altogether, its cars, its receptions

PATIENT = 15_000  # milliseconds: the document is made anew
pytestmark = pytest.mark.chromium


def document(page: Page) -> FrameLocator:
    page.get_by_role("link", name="看稿").first.click()
    return page.frame_locator("iframe")


def says(page: Page, word: str, times: int) -> None:
    expect(document(page).locator("main p").filter(has_text=word)).to_have_count(times, timeout=PATIENT)


def test_a_word_chosen_at_one_sentence_changes_all_and_is_taken_back(tmp_path: Path) -> None:
    home = tmp_path / "甲"
    home.mkdir()
    (home / "data.json").write_text(json.dumps(small(格式版本="1"), ensure_ascii=False), encoding="utf-8")
    with opened(tmp_path) as page:
        page.goto(page.url + "look?d=甲")
        shown = document(page)
        section = shown.locator("details.desk-file").filter(has=page.locator("a", has_text=SENTENCE))
        section.locator("summary").press("Enter")
        section.get_by_role("link", name=SENTENCE).press("Enter")

        slot = page.get_by_role("group", name="比较.下降", exact=True)
        slot.get_by_role("radio", name="降低").check()
        slot.get_by_role("button", name="采用").click()
        expect(page.get_by_role("button", name="恢复 比较.下降")).to_be_visible(timeout=PATIENT)
        assert '"下降" = "降低"' in (home / "templates/本单位/wording.toml").read_text(encoding="utf-8")
        says(page, "降低", SENTENCES)
        says(page, "下降", 0)

        page.goto(page.url.replace("/look", "/wording"))
        page.get_by_role("button", name="恢复 比较.下降").click()
        says(page, "下降", SENTENCES)
