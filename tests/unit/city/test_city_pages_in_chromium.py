"""Matrix, index page, summary in a real Chromium, from the disk: filters, search, widths, axe, no script."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from disclosure import files
from disclosure.city.index_page import INDEX, index_page
from disclosure.city.progress_matrix import MATRIX, matrix
from disclosure.city.summary import PAGE as SUMMARY
from disclosure.city.summary import summary
from tests.unit.city import made_up
from tests.unit.outputs.test_html_on_screen import AXE, DESK, PHONE, browser

__all__ = ["browser"]  # a fixture

PAGES = (f"{MATRIX}.html", INDEX)
LAST_DAY = "2024-09-30"  # of those approved on 2024年9月10日
SHOWN = "elements => elements.filter(one => one.checkVisibility()).map(one => one.textContent.trim())"

pytestmark = pytest.mark.chromium


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a city whose reports are written."""
    home = tmp_path_factory.mktemp("某市")
    made_up_city, records = made_up.city(home, made_up.TWELVE), made_up.twelve()
    reports = chain.from_iterable(make(made_up_city, records) for make in (matrix, index_page, summary))
    files.write_all(list(reports), home)
    return home


def shown(
    browser: Browser, city: Path, name: str, width: int = DESK, day: str = LAST_DAY, *, script: bool = True
) -> Page:
    """A page as somebody sees it on a day."""
    context = browser.new_context(viewport={"width": width, "height": 844}, java_script_enabled=script)
    page = context.new_page()
    page.set_default_timeout(5000)
    page.clock.set_fixed_time(f"{day}T12:00:00")
    page.on("requestfailed", lambda request: pytest.fail(request.url))
    page.goto((city / name).as_uri())
    return page


def listed(page: Page, selector: str = "tr.main > th") -> list[str]:
    names: list[str] = page.eval_on_selector_all(selector, SHOWN)
    return names


@pytest.mark.parametrize("name", [*PAGES, SUMMARY])
def test_no_page_scrolls_sideways_even_with_all_unfolded(browser: Browser, city: Path, name: str) -> None:
    page = shown(browser, city, name)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    for width in (360, PHONE, 768, DESK):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(browser: Browser, city: Path, name: str, width: int) -> None:
    page = shown(browser, city, name, width)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")
    assert len(found["passes"]) > 15
    serious = [fault["id"] for fault in found["violations"] if fault["impact"] in ("serious", "critical")]
    assert serious == []


@pytest.mark.parametrize("name", PAGES)
def test_without_a_script_everything_is_listed_and_no_filter_offered(
    browser: Browser, city: Path, name: str
) -> None:
    page = shown(browser, city, name, script=False)
    assert page.locator("form").is_hidden()
    names = "tr.main > th" if name != INDEX else "li[data-name] > .entry > .name"
    assert page.locator(names).count() == page.locator(f"{names}:visible").count() > 5


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_matrix_is_filtered_by_state_batch_and_deadline_together(
    browser: Browser, city: Path, width: int
) -> None:
    page = shown(browser, city, f"{MATRIX}.html", width)
    assert len(listed(page)) == len(made_up.TWELVE)
    page.get_by_label("状态", exact=True).select_option("已生成")
    page.get_by_label("批次", exact=True).select_option("第一批")
    assert listed(page) == ["某市委宣传部", "某市政府办公室", "某市水务局", "某市林业局"]
    page.get_by_label("期限", exact=True).select_option("逾期公开")
    assert listed(page) == ["某市水务局"]
    assert page.locator("output").inner_text() == "列出 1 个，共 12 个"
    page.get_by_label("类型", exact=True).select_option("单位")
    assert listed(page) == []
    assert page.get_by_text("没有符合的部门或单位").is_visible()
    page.get_by_role("button", name="全部列出").click()
    expect(page.locator("tbody.body[hidden]")).to_have_count(0)


def test_the_matrix_is_searched_by_names_and_by_what_was_found(browser: Browser, city: Path) -> None:
    page = shown(browser, city, f"{MATRIX}.html")
    search = page.get_by_label("搜索")
    search.fill("局 130.00")
    assert listed(page) == ["某市财政局", "某市教育局"]  # a finding that is folded up is found too
    search.fill("公务接待非")
    assert listed(page) == ["某市统计局"]


@pytest.mark.parametrize(
    ("day", "left", "term"),
    [
        ("2024-09-11", "还有19天", "七天以后到期"),
        ("2024-09-23", "还有7天", "七天以内到期"),
        (LAST_DAY, "今天到期", "七天以内到期"),
        ("2024-10-01", "已过1天", "已过期限，还没公开"),
    ],
)
def test_the_days_that_are_left_are_those_of_the_reader(
    browser: Browser, city: Path, day: str, left: str, term: str
) -> None:
    page = shown(browser, city, f"{MATRIX}.html", day=day)
    cell = (
        page.locator("tbody", has=page.get_by_role("rowheader", name="某市财政局"))
        .locator("[data-due]")
        .first
    )
    assert cell.inner_text() == left
    page.get_by_label("期限", exact=True).select_option(term)
    assert "某市财政局" in listed(page)


def test_what_was_found_unfolds_by_keyboard(browser: Browser, city: Path) -> None:
    page = shown(browser, city, f"{MATRIX}.html")
    page.locator("summary[aria-label^='某市财政局']").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("cell", name=made_up.WRONG.message).nth(1).is_visible()


def test_the_heads_of_the_matrix_stay_in_view(browser: Browser, city: Path) -> None:
    page = shown(browser, city, f"{MATRIX}.html")
    page.get_by_role("rowheader", name="某市体育局").scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    box = page.get_by_role("columnheader", name="为什么").bounding_box()
    assert box
    assert box["y"] >= 0


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_index_page_is_searched_by_name_and_a_unit_shows_its_department(
    browser: Browser, city: Path, width: int
) -> None:
    page = shown(browser, city, INDEX, width)
    names = "li[data-name]:not([hidden])"
    page.get_by_label("按名称查找").fill("第一中学")
    found = page.locator(f"{names}:visible").evaluate_all("all => all.map(one => one.dataset.name)")
    assert found == ["某市教育局", "某市第一中学"]
    assert page.locator("section:visible h2").all_inner_texts() == ["政府部门 4 个"]
    page.get_by_label("按名称查找").fill("没有这个局")
    assert page.get_by_text("没有这个名称").is_visible()
    page.get_by_role("button", name="全部列出").click()
    page.get_by_label("批次", exact=True).select_option("第二批")
    found = page.locator(f"{names}:visible").evaluate_all("all => all.map(one => one.dataset.name)")
    assert found == ["某市教育局", "某市第一中学"]
    assert page.locator("output").inner_text() == "找到 2 个"


def test_a_sum_unfolds_whole(browser: Browser, city: Path) -> None:
    page = shown(browser, city, INDEX, PHONE)
    (pdf,) = made_up.files("某市水务局", ".pdf")
    page.locator("summary", has_text=pdf.sha256[:8]).click()
    assert page.get_by_text(pdf.sha256).is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE


def test_printed_the_matrix_is_a_table_on_pages_that_lie(browser: Browser, city: Path) -> None:
    page = shown(browser, city, f"{MATRIX}.html")
    (printed,) = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert printed.get_width() > printed.get_height()
    words = "".join(printed.get_textpage().get_text_range().split())
    assert [head for head in ("为什么", "距期限") if words.count(head) != 1] == []
    assert all(body.name in words for body in made_up.TWELVE)
    assert "搜索" not in words
