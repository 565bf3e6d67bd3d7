"""The long texts: saved whole and only over what was opened, figures named, marks confirmed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import Response

from disclosure.desk import texts
from disclosure.desk.asked import Asked
from disclosure.desk.desk import Desk
from disclosure.errors import InputError
from tests.departments import small
from tests.desk.opened import opened

DUTIES = "职责.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "甲"
    home.mkdir()
    data = small(格式版本="1")
    data["部门"]["职责"] = {"文件": DUTIES}
    (home / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    (home / DUTIES).write_text("1.负责某某工作。\n", encoding="utf-8")
    return home


def get(folder: Path, path: str = "/text", **query: str) -> str:
    asked = Asked(Desk(folder.parent), path, {"d": "甲", "name": DUTIES, **query})
    return bytes(texts.AREA.pages[path](asked).body).decode()


def opened_as(page: str) -> str:
    return page.partition('name="opened" value="')[2].partition('"')[0]


def save(folder: Path, text: str, opened: str, **form: str) -> Response:
    sent = {"d": "甲", "name": DUTIES, "text": text, "opened": opened, **form}
    return texts.AREA.actions["/text"](Asked(Desk(folder.parent), "/text", {}, sent))


def test_a_text_is_listed_opened_and_saved(folder: Path) -> None:
    assert "1.负责某某工作。" in get(folder, "/texts")
    page = get(folder)
    assert save(folder, "1.保管档案。\n", opened_as(page)).status_code == 303
    assert (folder / DUTIES).read_text(encoding="utf-8") == "1.保管档案。\n"
    assert "1.保管档案。" in get(folder)


def test_what_somebody_else_saved_meanwhile_is_not_lost(folder: Path) -> None:
    was = opened_as(get(folder))
    (folder / DUTIES).write_text("别处写的。", encoding="utf-8")
    answer = save(folder, "这里写的。", was)
    page = bytes(answer.body).decode()
    assert answer.status_code == 409
    assert "这里写的。" in page
    assert "别处写的。" in page
    assert (folder / DUTIES).read_text(encoding="utf-8") == "别处写的。"
    assert save(folder, "两处合在一起。", opened_as(page)).status_code == 303


def test_a_text_of_notepad_in_gbk_is_read_and_goes_on_in_utf_8(folder: Path) -> None:
    (folder / DUTIES).write_bytes("负责老工作。".encode("gbk"))
    page = get(folder)
    assert "负责老工作。" in page
    save(folder, "负责新工作。", opened_as(page))
    assert (folder / DUTIES).read_text(encoding="utf-8") == "负责新工作。"


def test_lines_end_as_the_file_has_them(folder: Path) -> None:
    (folder / DUTIES).write_bytes("1.甲。\r\n2.乙。\r\n".encode())
    save(folder, "1.甲。\n2.丙。\n", opened_as(get(folder)))
    assert (folder / DUTIES).read_bytes() == "1.甲。\r\n2.丙。\r\n".encode()


def test_a_mark_of_last_year_goes_when_it_is_confirmed(folder: Path) -> None:
    (folder / DUTIES).write_text("〔沿用上年，待确认〕负责工作。", encoding="utf-8")
    page = get(folder)
    assert "保存并确认" in page
    save(folder, "〔沿用上年，待确认〕负责工作。", opened_as(page), confirm="1")
    assert (folder / DUTIES).read_text(encoding="utf-8") == "负责工作。"


@pytest.mark.parametrize("name", ["../乙.md", "子/丙.md", "data.json", "没有.md", "C:\\丁.md"])
def test_only_texts_of_the_folder_itself_are_opened(folder: Path, name: str) -> None:
    (folder.parent / "乙.md").write_text("外面的", encoding="utf-8")
    with pytest.raises(InputError):
        get(folder, name=name)


def names(folder: Path, words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(get(folder, "/texts/names", q=words))
    return found


def test_figures_are_offered_by_their_names_as_they_print(folder: Path) -> None:
    found = {one["written"]: one["printed"] for one in names(folder, "支出.决算数")}
    assert found["{{ 支出.决算数|金额 }}"] == "130万元"
    by_code = {one["written"] for one in names(folder, "2010301")}
    assert '{{ 支出.项["2010301"].决算数|金额 }}' in by_code
    assert names(folder, "没有这样的名称") == []


@pytest.mark.chromium
def test_in_chromium_a_figure_is_named_by_keyboard_and_stands_in_the_document(folder: Path) -> None:
    with opened(folder.parent) as page:
        page.goto(page.url + "text?d=甲&name=职责.md")
        page.get_by_label("内容").fill("")
        page.get_by_label("内容").press_sequentially("全年支出{{支出.决算")
        page.get_by_role("option").first.wait_for()
        assert page.locator("[aria-selected=true]").inner_text() == "支出的决算数：130万元"
        page.keyboard.press("Enter")
        assert page.get_by_label("内容").input_value() == "全年支出{{ 支出.决算数|金额 }}"
        page.get_by_role("button", name="保存").click()
        page.get_by_text("已保存 职责.md").wait_for()

        page.get_by_role("link", name="看稿").click()
        document = page.frame_locator("iframe")
        document.get_by_text("全年支出130万元").wait_for()
        document.locator("p", has_text="全年支出").locator(".figure").focus()
        page.keyboard.press("Enter")
        panel = document.get_by_role("dialog")
        panel.get_by_role("heading", name="支出的决算数").wait_for()
        assert "公式" in panel.inner_text()
        page.keyboard.press("Escape")
        panel.wait_for(state="hidden")
