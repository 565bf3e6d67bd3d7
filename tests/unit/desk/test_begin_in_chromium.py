"""From an empty shelf to a new folder in a real Chromium: by keyboard alone, at every width."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
from playwright.sync_api import Page, expect

from disclosure.loading.stated_head import stated_head
from tests.desk.opened import opened

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
WIDTHS = (360, 390, 1024, 1440)
MOST_TABS = 40
PAGES = ("/", "/begin", "/begin/new", "/begin/last", "/begin/document", "/begin/tables")

pytestmark = pytest.mark.chromium


def go_to(page: Page, name: str) -> None:
    """Tab by tab, until what is called so has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        called = page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).innerText")
        if (called or "").strip().startswith(name):
            return
    pytest.fail(f"“{name}” is not reached by the keyboard")


def press(page: Page, name: str, key: str = "Enter") -> None:
    go_to(page, name)
    page.keyboard.press(key)


def is_at(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def answered(page: Page, field: str, typed: str) -> None:
    go_to(page, field)
    page.keyboard.type(typed)


def serious(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run()")
    return [one["id"] for one in found["violations"] if one["impact"] in ("serious", "critical")]


def test_a_folder_is_begun_by_keyboard_alone_and_every_page_can_be_read(tmp_path: Path) -> None:
    with opened(tmp_path) as page:
        press(page, "开始第一个")
        is_at(page, "开始一个新的")
        press(page, "新建一个空白的")
        is_at(page, "新建一个空白的")
        answered(page, "单位全称", "某市档案馆")
        press(page, "部门", "Space")
        go_to(page, "用哪里的式样")
        while page.get_by_label("用哪里的式样").input_value() != "四川省":
            page.keyboard.press("ArrowDown")
        answered(page, "决算的年度", "2024")
        press(page, "元", "Space")
        press(page, "看看要做什么")
        is_at(page, "新建一个空白的：要做什么")
        assert serious(page) == []
        assert [path for path in tmp_path.iterdir() if path.is_dir()] == []
        press(page, "新建")
        expect(page).to_have_url(re.compile("/fill"))
        assert stated_head(tmp_path / "某市档案馆2024")["模板"] == "sichuan-2024"
        home = page.url.partition("/fill")[0]
        for path in PAGES:
            page.goto(home + path)
            assert (path, serious(page)) == (path, [])
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert (path, width, max(beyond, 0)) == (path, width, 0)
