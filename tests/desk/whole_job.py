"""A clerk's whole job at the desk in a real Chromium, by keyboard alone; each step sees that it was done."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
from playwright.sync_api import Locator, Page, expect

from disclosure.build_record import NAME as RECORD
from disclosure.workbook import BOOK
from tests.desk.opened import PATIENCE
from tests.unit.workbook.clerk import Clerk, fill_in

OFFICE, YEAR = "某某市档案馆", 2024
DOCUMENT = f"{OFFICE}{YEAR}年度部门决算"
FORMATS = ("docx", "html", "pdf", "xlsx")
SUPPLIES = 152345.67  # 办公费: what Excel makes of the formula
LEFT_EMPTY = (
    ("三公", "公务用车", "主要用于", "档案接收和查阅"),
    ("绩效", "绩效管理", "绩效目标项目数", "1"),
    ("上年数", "上年数", "机关运行经费", "170000"),
)
# 档案数字化 as it was typed, as it was published, as it was corrected; and the total that each makes
TYPED, PUBLISHED, CORRECTED = 300_000, 310_000, 320_000
TOTALS = {TYPED: "127.23", PUBLISHED: "128.23", CORRECTED: "129.23"}


def tick(one: Locator) -> None:
    if not one.is_checked():
        one.press("Space")


def choose(one: Locator, called: str) -> None:
    """By the arrow keys, as long as another is chosen."""
    one.press("Home")
    while one.evaluate("select => select.selectedOptions[0].textContent.trim()") != called:
        one.press("ArrowDown")


def ask_for_a_folder(page: Page) -> None:
    """For the department; what would be made is said."""
    page.get_by_role("link", name="开始第一个").press("Enter")
    page.get_by_role("link", name="新建一个空白的").press("Enter")
    page.get_by_label("单位全称").fill(OFFICE)
    tick(page.get_by_label("部门", exact=True))
    choose(page.get_by_label("用哪里的式样"), "四川省")
    page.get_by_label("决算的年度").fill(str(YEAR))
    tick(page.get_by_label("元", exact=True))
    page.get_by_role("button", name="看看要做什么").press("Enter")
    expect(page.locator("main")).to_contain_text("sichuan-2024")


def begin(page: Page) -> None:
    page.get_by_role("button", name="新建").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("填写")


def fill(folder: Path) -> None:
    """The workbook in Excel; some cells stay empty."""
    fill_in(folder)
    clerk = Clerk(folder / BOOK)
    rows = clerk.book["经济分类"].iter_rows()
    formula = next(cell for row in rows for cell in row if str(cell.value).startswith("=150000"))
    formula.value = SUPPLIES
    for sheet, block, label, _ in LEFT_EMPTY:
        clerk.fill(sheet, block, label, None)
    clerk.save()


def spend(folder: Path, amount: int, before: int) -> None:
    """The digitising of the archives costs another amount: both of its rows are changed in Excel."""
    book = openpyxl.load_workbook(folder / BOOK)
    for name in ("支出", "经济分类"):
        (cell,) = [cell for row in book[name].iter_rows() for cell in row if cell.value == before]
        cell.value = amount
    book.save(folder / BOOK)


def to(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="工作台").get_by_role("link", name=name, exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def type_what_is_missing(page: Page) -> None:
    to(page, "填写")
    expect(page.get_by_role("navigation", name="谁来填")).to_contain_text("全部3件")
    for *_, label, text in LEFT_EMPTY:
        page.get_by_label(re.compile(f"{label}$")).fill(text)
    page.get_by_role("button", name="存下填的各处").press("Enter")
    expect(page.get_by_text("已补填3处")).to_be_visible()


def waive(page: Page) -> None:
    """Somebody compared the tables with the official ones, and says so by name."""
    to(page, "核对")
    tick(page.get_by_role("checkbox", name=re.compile("CL26.2")))
    page.get_by_label("理由").fill("与财政局下发的表样逐张比过")
    page.get_by_label("姓名").fill("张三")
    page.get_by_label("日期").fill("2025年9月1日")
    page.get_by_role("button", name=re.compile("勾选的$")).press("Enter")
    expect(page.get_by_role("heading", name=re.compile("1 条$"))).to_be_visible()


def find_a_sentence(page: Page) -> None:
    """In the document, with the file that made it."""
    to(page, "看稿")
    document = page.frame_locator("iframe[title=文稿]")
    part = document.locator("details", has_text=f"改这一句：{YEAR}年度收、支总计").first
    part.locator("summary").press("Enter")
    part.get_by_role("link", name=f"改这一句：{YEAR}年度收、支总计").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("措辞")


def say_otherwise(page: Page) -> None:
    """主要变动原因是 becomes 主要原因是, chosen at the sentence that says it."""
    words = page.get_by_role("group", name="原因.总计")
    tick(words.get_by_role("radio", name=re.compile("^主要原因是")))
    words.get_by_role("button", name="采用").press("Enter")
    expect(page.get_by_text("已改：原因.总计")).to_be_visible()


def form(page: Page, action: str) -> Locator:
    return page.locator(f"form[action='/finish/{action}']")


def with_all_formats(one: Locator) -> None:
    one.locator("summary", has_text="格式").press("Enter")
    for name in FORMATS:
        tick(one.get_by_label(f"（{name}）"))


def made(page: Page, button: Locator) -> None:
    button.press("Enter")
    page.get_by_text("写好了，在").wait_for(timeout=2 * PATIENCE)


def draft(page: Page) -> None:
    to(page, "出稿")
    made(page, form(page, "draft").get_by_role("button"))


def see_what_changes(page: Page, folder: Path) -> None:
    """An amount is changed in the workbook: the list has it beside what it was in the draft."""
    spend(folder, PUBLISHED, before=TYPED)
    to(page, "变动")
    changes = page.get_by_role("row").filter(has_text=TOTALS[PUBLISHED])
    expect(changes.first).to_contain_text(TOTALS[TYPED])


def give_the_reason(page: Page) -> None:
    """More was spent than the budget has: the page asks why."""
    to(page, "填写")
    asked = page.get_by_role("listitem").filter(has_text="与预算不同的原因")
    asked.get_by_text("在这里填").press("Enter")
    asked.get_by_label("事由").fill("年中增加数字化任务")
    page.get_by_role("button", name="存下填的各处").press("Enter")
    expect(page.get_by_text("已补填1处")).to_be_visible()


def sign_off(page: Page) -> None:
    to(page, "出稿")
    made(page, form(page, "signoff").get_by_role("button"))


def publish(page: Page) -> None:
    one = form(page, "publish")
    with_all_formats(one)
    tick(one.get_by_label("警告 1 处，已看过"))
    made(page, one.get_by_role("button"))
    expect(page.get_by_text("上次公开的与审签单上的相同")).to_be_visible()


def text_of(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def look_at_the_publication(folder: Path, amount: int) -> None:
    """What the page and the Word file say is what was typed, in the words that were chosen."""
    output = folder / "成品"
    assert {path.suffix[1:] for path in output.glob(f"{DOCUMENT}.*")} == set(FORMATS)
    text = text_of(output / f"{DOCUMENT}.docx")
    assert f"{YEAR}年度收、支总计均为{TOTALS[amount]}万元" in text
    assert "主要原因是" in text
    assert "主要用于档案接收和查阅" in text
    assert f"{TOTALS[amount]}万元" in (output / f"{DOCUMENT}.html").read_text(encoding="utf-8")


def take_the_zip(page: Page) -> None:
    with page.expect_download() as taken:
        page.get_by_role("link", name="打成一个压缩包").press("Enter")
    names = ZipFile(taken.value.path()).namelist()
    assert RECORD not in names
    assert sorted(names) == [f"{DOCUMENT}.{kind}" for kind in FORMATS]


def correct(page: Page, folder: Path) -> None:
    spend(folder, CORRECTED, before=PUBLISHED)
    to(page, "出稿")
    one = form(page, "correct")
    one.get_by_label("更正的原因").fill("漏列一笔数字化支出")
    if one.get_by_label("原来公开的网址").count():
        one.get_by_label("原来公开的网址").fill("www.example.gov.cn")
    with_all_formats(one)
    tick(one.get_by_label("警告 1 处，已看过"))
    made(page, one.get_by_role("button"))
    said = docx.Document(str(folder / "成品" / f"{DOCUMENT}更正说明.docx"))
    cells = {cell.text for table in said.tables for row in table.rows for cell in row.cells}
    assert {f"{TOTALS[PUBLISHED]}万元", f"{TOTALS[CORRECTED]}万元"} <= cells
    assert "漏列一笔数字化支出" in "\n".join(paragraph.text for paragraph in said.paragraphs)
    (former,) = (folder / "成品" / "以前公开的").rglob(f"{DOCUMENT}*.docx")
    assert f"总计均为{TOTALS[PUBLISHED]}万元" in text_of(former)


def begin_the_next_year(page: Page) -> None:
    page.get_by_role("link", name="开始下一年").press("Enter")
    page.get_by_role("button", name="看看要做什么").press("Enter")
    expect(page.locator("main")).to_contain_text(f"{YEAR + 1}年度")
    page.get_by_role("button", name="开始新的一年").press("Enter")
    expect(page.get_by_text(f"已建“档案馆{YEAR + 1}”")).to_be_visible()
