"""出稿 in a real Chromium: published, changed, corrected, taken as one file; axe; narrow and wide."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

import pytest

from tests.departments import small
from tests.desk.opened import opened
from tests.unit.outputs.test_html_on_screen import AXE

NAME = "某市某某局2023年度部门决算"


def saved(folder: Path, reason: str) -> None:
    folder.mkdir(exist_ok=True)
    data = {"格式版本": "1", **small(原因={**small()["原因"], "机关运行经费": reason})}
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


@pytest.mark.chromium
def test_a_department_is_published_corrected_and_taken_as_one_file(tmp_path: Path) -> None:
    saved(tmp_path / "甲", "业务增加")
    with opened(tmp_path) as page:
        page.goto(page.url.partition("/?")[0].rstrip("/") + f"/finish?d={quote('甲')}")
        form = page.locator('form[action="/finish/publish"]')
        form.locator("summary", has_text="格式").click()
        form.get_by_label("PDF（pdf）").uncheck()
        form.get_by_label("已看过").check()
        form.get_by_role("button", name="生成公开稿").click()
        page.get_by_text("写好了，在“成品”里").wait_for()
        saved(tmp_path / "甲", "业务增加了很多")
        page.get_by_role("heading", name="公开稿出后有改动").wait_for()
        correct = page.locator('form[action="/finish/correct"]')
        correct.get_by_label("更正的原因").fill("原因写得不全")
        correct.get_by_label("原来公开的日期").fill("2024年9月1日")
        correct.get_by_label("原来公开的网址").fill("www.example.gov.cn")
        correct.get_by_label("已看过").check()
        correct.get_by_role("button", name="写更正说明，重新公开").click()
        page.get_by_text("更正说明.docx", exact=False).first.wait_for()
        with page.expect_download() as taken:
            page.get_by_role("link", name="打成一个压缩包").click()
        assert ZipFile(taken.value.path()).namelist() == [
            f"{NAME}.docx",
            f"{NAME}.html",
            *(f"{NAME}更正说明.{kind}" for kind in ("docx", "html", "pdf")),
        ]
        for width in (360, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        page.evaluate(AXE)
        found = page.evaluate("axe.run()")
        assert len(found["passes"]) > 15
        assert [one["id"] for one in found["violations"] if one["impact"] in ("serious", "critical")] == []
