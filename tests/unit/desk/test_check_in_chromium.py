"""A finding waived in a real Chromium by keyboard alone; 核对 and 变动 at every width."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from disclosure import api
from disclosure.desk.standing import DRAFTS
from tests.departments import small
from tests.desk.opened import opened
from tests.unit.desk.test_begin_in_chromium import WIDTHS, answered, go_to, is_at, press, serious

pytestmark = pytest.mark.chromium


def test_a_finding_is_waived_by_keyboard_alone_and_both_pages_can_be_read(tmp_path: Path) -> None:
    folder, data = tmp_path / "某局", small(模板="yunnan-2023")
    folder.mkdir()
    file = folder / "data.json"
    file.write_text(json.dumps({"格式版本": "1", **data}, ensure_ascii=False), encoding="utf-8")
    api.write(api.build(folder, ["html"], draft=True), folder / DRAFTS)
    data["支出"][0]["款"]["30101"] = "61"
    file.write_text(json.dumps({"格式版本": "1", **data}, ensure_ascii=False), encoding="utf-8")
    with opened(tmp_path) as page:
        home = page.evaluate("location.origin")
        page.goto(f"{home}/check?d=某局")
        is_at(page, "核对")
        for path in ("/check", "/changes"):
            page.goto(f"{home}{path}?d=某局")
            assert (path, serious(page)) == (path, [])
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
                if "SHOTS" in os.environ:
                    page.screenshot(path=f"{os.environ['SHOTS']}{path}-{width}.png", full_page=True)
        page.goto(f"{home}/check?d=某局")
        answered(page, "查找", "XK10")
        page.keyboard.press("Enter")
        expect(page.get_by_role("checkbox")).to_have_count(1)
        press(page, "在哪里，根据什么")
        expect(page.get_by_text("依据：绩效管理的项目与项目支出相配")).to_be_visible()
        page.reload()
        press(page, "警告", "Space")
        answered(page, "理由", "一个项目，不必写名称")
        go_to(page, "姓名")
        page.keyboard.type("张三")
        press(page, "豁免勾选的")
        expect(page.locator("#held + ul")).to_contain_text("一个项目，不必写名称（张三，")
        expect(page.locator('[name="finding"][value^="XK10.5"]')).to_have_count(0)
        if "SHOTS" in os.environ:
            page.screenshot(path=f"{os.environ['SHOTS']}/waived.png", full_page=True)
