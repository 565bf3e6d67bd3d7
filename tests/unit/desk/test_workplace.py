"""A folder as it is now: the working page, faults in their places, what a saving changes; in a browser."""

from __future__ import annotations

import json
from pathlib import Path
from threading import RLock

import pytest

from disclosure.desk.working_page import working_page
from disclosure.desk.workplace import Workplace
from tests import making
from tests.departments import small
from tests.desk.opened import opened

SECTION = '{% extends "上级:sections/structure.j2" %}{% block 内容 %}SAID{% endblock %}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small department with a pack of its own."""
    made = tmp_path / "某局"
    made.mkdir()
    data = small(格式版本="1", 模板="甲")
    (made / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    making.pack(
        made / "templates", files={"sections/structure.j2": SECTION.replace("SAID", "内设机构三个。")}
    )
    return made


@pytest.fixture
def place(folder: Path) -> Workplace:
    return Workplace(folder, RLock())


def save(folder: Path, said: str) -> None:
    section = folder / "templates/甲/sections/structure.j2"
    section.write_text(SECTION.replace("SAID", said), encoding="utf-8")


def test_the_page_is_the_working_edition_with_the_file_of_each_section(place: Workplace) -> None:
    made = working_page(place.seen())
    assert "内设机构三个。" in made
    assert '"structure": "甲/sections/structure.j2"' in made
    assert '"total": "standard/sections/total.j2"' in made


def test_a_fault_of_a_template_stands_in_its_place_and_the_rest_goes_on(
    folder: Path, place: Workplace
) -> None:
    save(folder, "{{ 支出.决算|金额 }}")
    made = working_page(place.seen())
    assert "【模板有误：甲/sections/structure.j2 第1行：“支出”下面没有“决算”" in made
    assert "收、支总计均为" in made
    assert len(place.seen().faults) == 1


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("data.json", "{", "data.json"),
        ("templates/甲/wording.toml", '["比较"]\n"降底" = "x"\n', "没有“比较.降底”这个措辞"),
        ("templates/甲/pack.toml", "名称 = ", "TOML 写法有误"),
    ],
)
def test_what_leaves_no_document_is_said_on_the_page_until_it_is_mended(
    folder: Path, place: Workplace, file: str, text: str, said: str
) -> None:
    before = (folder / file).read_text(encoding="utf-8") if (folder / file).exists() else ""
    (folder / file).write_text(text, encoding="utf-8")
    seen = place.seen()
    assert not seen.is_readable
    assert seen.report is None
    assert said in working_page(seen)
    (folder / file).write_text(before, encoding="utf-8")
    assert "内设机构三个。" in working_page(place.seen())


def test_what_is_seen_lasts_until_a_file_is_saved(folder: Path, place: Workplace) -> None:
    seen = place.seen()
    assert place.seen() is seen
    assert seen.report is seen.report
    save(folder, "内设机构四个。。")
    again = place.seen()
    assert again.state != seen.state
    assert "内设机构四个。。" in working_page(again)
    assert "内设机构三个。" in working_page(seen)


@pytest.mark.chromium
def test_in_chromium_a_saved_template_shows_up_a_fault_does_not_end_it_and_an_origin_opens_by_keyboard(
    folder: Path,
) -> None:
    with opened(folder.parent) as window:
        origin = window.url.rstrip("/")
        window.goto(f"{origin}/document?d={folder.name}")
        window.get_by_text("内设机构三个。", exact=True).wait_for()
        assert window.locator("details.desk-file").count() > 5
        for _ in range(40):
            window.keyboard.press("Tab")
            if window.evaluate("document.activeElement.className") == "figure":
                break
        shown = window.evaluate("getComputedStyle(document.activeElement, '::after').content")
        assert "收支总计" in shown
        assert "公式" in shown
        mark = window.locator("details.desk-file", has_text="甲/sections/structure.j2").locator("summary")
        mark.focus()
        window.keyboard.press("Enter")
        assert mark.evaluate("node => node.parentElement.open")

        window.goto(f"{origin}/look?d={folder.name}")
        document = window.frame_locator("iframe").locator("main")
        document.get_by_text("内设机构三个。", exact=True).wait_for()
        save(folder, "{{ 没有的名称 }}")
        document.get_by_text("模板有误：甲/sections/structure.j2").wait_for()
        save(folder, "内设机构五个。")
        document.get_by_text("内设机构五个。", exact=True).wait_for()
