"""Every page of every part of the desk in a real Chromium: nothing serious for axe, no sideways scroll."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urljoin

import pytest
from playwright.sync_api import Page, expect

from disclosure.desk.app import AREAS
from tests.departments import EXAMPLES, small
from tests.desk.opened import opened
from tests.unit.outputs.test_html_on_screen import AXE

WHOLE, HALF, BROKEN = "某局2023", "某所2023", "坏的2023"
PATHS = sorted({path for area in AREAS for path in area.pages})
ABOUT_A_FOLDER = ("/fill", "/texts", "/look", "/check", "/changes", "/finish")
WIDTHS = (360, 390, 1024, 1440)
PAGES = (
    *((path, "") for path in PATHS if path not in ABOUT_A_FOLDER),
    *((path, WHOLE) for path in PATHS),
    *((path, folder) for path in ABOUT_A_FOLDER for folder in (HALF, BROKEN)),
)

pytestmark = pytest.mark.chromium


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two departments, one whole, one half filled in; what cannot be read."""
    home = tmp_path_factory.mktemp("书架")
    shutil.copytree(EXAMPLES / "putuo-shegong-2024", home / WHOLE)
    half = small(格式版本="1")
    for left_out in ("上年数", "三公经费", "绩效"):
        del half[left_out]
    for name, text in ((HALF, json.dumps(half, ensure_ascii=False)), (BROKEN, '{"格式版本": "1", ')):
        (home / name).mkdir()
        (home / name / "data.json").write_text(text, encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def window(shelf: Path) -> Iterator[Page]:
    with opened(shelf) as window:
        yield window


def visited(window: Page, path: str, folder: str) -> bool:
    """Whether it is a page: some paths hand out a file, which no browser shows."""
    about = f"?{urlencode({'d': folder})}" if folder else ""
    address = urljoin(window.url, f"{path}{about}")
    given = window.request.get(address)
    if not given.headers.get("content-type", "").startswith("text/html"):
        return False
    window.goto(address, wait_until="load")
    return True


@pytest.mark.parametrize(("path", "folder"), PAGES)
def test_every_page_fits_every_width_and_axe_finds_nothing_serious(
    window: Page, path: str, folder: str
) -> None:
    if not visited(window, path, folder):
        return  # it hands out a file
    window.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    for width in WIDTHS:
        window.set_viewport_size({"width": width, "height": 844})
        assert window.evaluate("document.documentElement.scrollWidth") <= width
    if path == "/document":
        return  # the publication's own page: test_html_on_screen
    assert window.evaluate("document.documentElement.lang") == "zh-CN"
    assert window.locator("h1").count() == 1
    window.evaluate(AXE)
    found = window.evaluate("axe.run(document, {iframes: false})")
    serious = [fault["id"] for fault in found["violations"] if fault["impact"] in ("serious", "critical")]
    assert serious == []


@pytest.mark.parametrize("path", ["/", "/fill", "/nowhere"])
def test_the_keyboard_reaches_the_text_first_and_shows_where_it_is(window: Page, path: str) -> None:
    visited(window, path, HALF)
    window.evaluate("document.activeElement.blur()")
    window.keyboard.press("Tab")
    first = window.locator(":focus")
    if path == "/nowhere":  # what went wrong has the focus: the next is the way back
        assert first.inner_text() == "回书架"
        return
    assert first.inner_text() == "跳到正文"
    assert first.evaluate("one => getComputedStyle(one).outlineStyle") != "none"
    window.keyboard.press("Enter")
    assert window.evaluate("document.activeElement.id") == "main"


def test_a_page_says_where_it_is_and_one_that_is_typed_in_is_not_taken_away(
    window: Page, shelf: Path
) -> None:
    visited(window, "/check", HALF)
    assert window.locator("nav [aria-current=page]").inner_text() == "核对"
    window.evaluate("document.dispatchEvent(new Event('input'))")
    data = shelf / HALF / "data.json"
    window.wait_for_function("performance.getEntriesByType('resource').length > 0")
    window.wait_for_timeout(1500)  # the stream is open
    data.write_text(data.read_text(encoding="utf-8").replace("科室3个", "科室4个"), encoding="utf-8")
    button = window.get_by_role("button", name="刷新这一页")
    button.wait_for()
    assert window.evaluate("document.body.dataset.state")
    with window.expect_navigation():
        button.click()


def test_the_shelf_tells_what_was_looked_into_and_leaves_what_is_typed(window: Page) -> None:
    visited(window, "/", "")
    sought = window.get_by_label("名称、文件夹或模板")
    sought.press_sequentially("某局")
    window.evaluate("window.ours = document.activeElement")
    half = window.get_by_role("listitem").filter(has_text=HALF)
    half.get_by_text(re.compile("待填[0-9]+处，错误")).wait_for()
    assert window.evaluate("[ours === document.activeElement, ours.value]") == [True, "某局"]
    expect(window.get_by_text("没有核对")).to_have_count(0)


def test_a_number_of_the_document_leads_to_its_checks_and_to_what_prints_it(window: Page) -> None:
    visited(window, "/look", WHOLE)
    document = window.frame_locator("iframe.look-document")
    number = document.locator("p .figure[data-figure]").first
    number.press("Enter")
    place = document.locator(".desk-panel a[data-at]").last
    at = place.get_attribute("data-at")
    place.press("Enter")
    expect(document.locator(".desk-panel")).to_be_hidden()
    expect(document.locator(":target")).to_have_id(str(at))
    number.press("Enter")
    expect(document.locator(".desk-panel")).to_be_visible()
    document.locator(".explain-checks a").first.press("Enter")
    expect(window.locator("h1")).to_have_text("核对")
    expect(window.locator("li:target")).to_be_in_viewport()


def test_after_a_fault_the_focus_is_on_the_sentence(window: Page) -> None:
    visited(window, "/nowhere", "")
    assert window.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert "请从书架打开" in window.locator(":focus").inner_text()
