"""The HTML page as Chromium shows and prints it: nothing broken, everything reachable."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import axe_core_python
import pypdfium2
import pytest
from playwright.sync_api import Browser, Page

from disclosure import api
from disclosure.api import Composed
from disclosure.document import Document, TableBlock, of_kind, plain
from disclosure.outputs import html
from tests.look import paper
from tests.look.browser import chromium
from tests.look.measures import empty_pages, short_last_lines

EXAMPLES = Path(__file__).parents[3] / "examples"
WIDE, LONG = "panzhihua-chengdu-2024", "yuxi-beijing-2023"  # 37 columns; amounts in 元
PHONE, DESK = 390, 1280
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
FEW = range(20)
NUMBER = r"-?[\d,.]+%?"
LINES_OF_NUMBERS = """() => [...document.querySelectorAll('th, td')].map(cell => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  const tops = [...range.getClientRects()].filter(box => box.width).map(box => Math.round(box.top));
  return [cell.textContent.trim(), new Set(tops).size, cell.scrollWidth - cell.clientWidth];
}).filter(([text]) => /^-?[0-9,.]+%?$/.test(text))"""

pytestmark = pytest.mark.chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@cache
def composed(example: str, *, working: bool = False) -> Composed:
    return api.compose(EXAMPLES / example, draft=working, working=working)


def shown(browser: Browser, example: str, width: int, *, working: bool = False, touch: bool = False) -> Page:
    made = composed(example, working=working)
    page = browser.new_context(viewport={"width": width, "height": 844}, has_touch=touch).new_page()
    page.set_content(html.page(made.document, made.style, "决算"))
    return page


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("example", ["panzhihua-beijing-2017", LONG])
def test_the_cover_stands_apart_from_what_follows(browser: Browser, example: str, width: int) -> None:
    page = shown(browser, example, width)
    below = page.evaluate(
        """() => {
          const end = document.querySelector('.cover').getBoundingClientRect().bottom;
          const all = [...document.querySelectorAll('.contents-title, main > *')];
          const next = all.filter(one => one.offsetParent);
          return Math.min(...next.map(one => one.getBoundingClientRect().top)) - end;
        }"""
    )
    assert below > 30


@pytest.mark.parametrize("example", [WIDE, LONG])
def test_no_amount_code_or_line_number_is_broken_or_cut_at_any_width(browser: Browser, example: str) -> None:
    page = shown(browser, example, DESK)
    for width in (360, PHONE, 768, DESK):
        page.set_viewport_size({"width": width, "height": 844})
        numbers = page.evaluate(LINES_OF_NUMBERS)
        assert len(numbers) > len(FEW)
        assert [text for text, lines, hidden in numbers if lines > 1 or hidden > 1] == []
        assert page.evaluate("document.documentElement.scrollWidth") == width  # only tables scroll sideways


@pytest.mark.parametrize("example", [WIDE, LONG])
def test_printed_by_the_browser_every_number_of_the_tables_is_whole(browser: Browser, example: str) -> None:
    printed = pypdfium2.PdfDocument(shown(browser, example, DESK).pdf(prefer_css_page_size=True))
    pages = [printed[number] for number in range(len(printed))]
    texts = [page.get_textpage().get_text_range() for page in pages]
    found = Counter(re.findall(NUMBER, "\n".join(texts)))
    wanted = Counter(filter(re.compile(NUMBER).fullmatch, cells(composed(example).document)))
    assert wanted - found == Counter()
    across = [table.number for table in tables(composed(example).document) if table.landscape]
    lying = [text for page, text in zip(pages, texts, strict=True) if page.get_width() > page.get_height()]
    assert [number for number in across if not any(number in text for text in lying)] == []


def test_a_draft_printed_by_the_browser_has_full_pages_whole_last_lines_and_says_so_on_each(
    browser: Browser,
) -> None:
    made = composed(WIDE, working=True)
    printed = shown(browser, WIDE, DESK, working=True).pdf(prefer_css_page_size=True)
    read = paper.read(printed, made.document, made.style)
    assert len(read.leaves) > len(FEW)
    assert [*empty_pages(read), *short_last_lines(read)] == []
    assert [leaf.number for leaf in read.leaves if "草稿" not in leaf.running] == []


def tables(document: Document) -> list[TableBlock]:
    return [table for table in of_kind(TableBlock, document.blocks) if table.number]


def cells(document: Document) -> list[str]:
    return [plain(cell.content) for table in tables(document) for row in table.body for cell in row.cells]


@pytest.mark.sampled(2)
@pytest.mark.parametrize("working", [False, True])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_axe_finds_nothing_serious(browser: Browser, width: int, *, working: bool) -> None:
    page = shown(browser, LONG, width, working=working)
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")
    assert len(found["passes"]) > len(FEW)
    serious = [fault["id"] for fault in found["violations"] if fault["impact"] in ("serious", "critical")]
    assert serious == []


def test_tables_of_one_title_are_told_apart_by_what_stands_first_in_them(browser: Browser) -> None:
    page = shown(browser, WIDE, DESK)
    page.evaluate(AXE)
    found = page.evaluate("axe.run({runOnly: ['landmark-unique']})")
    assert [one["id"] for one in found["passes"]] == ["landmark-unique"]
    names = [one.get_attribute("aria-labelledby") or "" for one in page.get_by_role("region").all()]
    said = [" ".join(page.locator(f"#{id}").inner_text() for id in name.split()) for name in names]
    forms = [words.split()[-1] for words in said if words.startswith("部门预算项目支出绩效自评表")]
    assert forms == ["招商引资活动经费", "机关运转项目经费", "维修维护费"]


def box_of(page: Page, selector: str) -> dict[str, Any]:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return dict(box)


def test_scrolled_sideways_title_unit_and_names_stay_in_view(browser: Browser) -> None:
    page = shown(browser, WIDE, PHONE)
    page.evaluate("document.querySelector('#table-general-detail .table-box').scrollLeft = 300")
    places = (".table-title", ".table-unit", ".table-number", "tbody th.stays:not(.whole)", "tbody th.whole")
    for place in places:
        box = box_of(page, f"#table-general-detail {place}")
        assert (box["x"] >= 0, box["x"] + box["width"] <= PHONE) == (True, True) or place.endswith(".whole")
    amount = box_of(page, "#table-general-detail tbody td.right")
    assert amount["x"] < 0  # gone to the left


def test_a_table_scrolls_by_keyboard(browser: Browser) -> None:
    page = shown(browser, WIDE, PHONE)
    box = page.locator("#table-general-detail .table-box")
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('#table-general-detail .table-box').scrollLeft > 0")


def test_on_a_phone_a_table_opens_as_a_list_without_a_script(browser: Browser) -> None:
    page = shown(browser, WIDE, PHONE)
    page.locator("#table-general-expenditure .tools input").check()
    row = page.locator("#table-general-expenditure tbody tr", has_text="行政运行").first
    amount = row.locator("td", has_text="396.55").first
    said = amount.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert said == '"本年支出/小计"'
    name, box = row.locator("th", has_text="行政运行").bounding_box(), amount.bounding_box()
    assert name
    assert box
    assert box["y"] >= name["y"] + name["height"] - 1
    assert page.locator("#table-general-expenditure thead").is_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE


def test_at_a_desk_the_contents_stay_beside_the_text_and_lines_have_forty_letters_at_most(
    browser: Browser,
) -> None:
    page = shown(browser, WIDE, DESK)
    page.evaluate("document.querySelector('#table-general-detail').scrollIntoView()")
    contents, table = box_of(page, "nav.contents"), box_of(page, "#table-general-detail")
    assert contents["y"] < 844
    assert contents["x"] + contents["width"] <= table["x"]
    letters = "p => p.clientWidth / parseFloat(getComputedStyle(p).fontSize)"
    widths = page.evaluate(f"[...document.querySelectorAll('main > p.body')].map({letters})")
    assert 28 < max(widths) <= 40.5


def test_a_term_is_explained_where_it_stands_by_keyboard_and_by_tap(browser: Browser) -> None:
    page = shown(browser, WIDE, PHONE, touch=True)
    term = page.locator("a.term").first
    entry = page.locator(f"#{term.get_attribute('aria-describedby')}")
    assert not seen(page, entry)
    term.focus()
    assert seen(page, entry)
    page.locator("a.skip").focus()
    assert not seen(page, entry)
    term.scroll_into_view_if_needed()
    where = page.evaluate("scrollY")
    term.tap()
    assert seen(page, entry)
    assert (term.text_content() or "？") in (entry.text_content() or "")
    assert page.evaluate("scrollY") == where


def seen(page: Page, entry: Any) -> bool:
    box = entry.bounding_box()
    return bool(box and 0 <= box["y"] < page.viewport_size["height"])  # type: ignore[index]


def test_a_number_leads_to_its_cell_and_the_cell_back(browser: Browser) -> None:
    page = shown(browser, WIDE, DESK)
    number = page.locator("#general-total a.number, main p a.number").first
    cell = page.locator(str(number.get_attribute("href")))
    assert re.match(r"-?[\d,.]+", number.inner_text())[0].rstrip("0.") in cell.inner_text()  # type: ignore[index]
    back = page.locator(str(cell.locator("a").get_attribute("href")))
    assert number.inner_text() in back.inner_text()


def test_without_a_style_nothing_of_the_page_but_the_document_has_text(browser: Browser) -> None:
    page = shown(browser, WIDE, DESK)
    texts = page.evaluate(
        "[...document.querySelectorAll('.skip, .to-contents, .tools, .files, .back')].map(e => e.textContent)"
    )
    assert texts
    assert set(texts) == {""}
