"""工作台的图片 — pages of the desk while a clerk does the whole job, and the board of a city."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

from tests.desk import whole_job as job
from tests.desk.opened import PATIENCE, opened
from tests.unit.city.test_city_run import write_data, write_list

NAMES = ("shelf", "sure", "fill", "text", "look", "wording", "check", "changes", "finish", "bureau")
PICTURES = tuple(f"desk-{name}" for name in NAMES)
_BODIES = {"财政局": "第一批", "水务局": "第一批", "教育局": "第二批", "统计局": "第二批"}
_LACKING = "林业局"
_WINDOW = ViewportSize(width=1000, height=720)
_WITHOUT_PLACE = """home => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll(home, "…");
}"""


def of_the_desk(home: Path) -> Iterator[tuple[str, bytes]]:
    """图名和图 — by name, in the order in which the job is done; `home` is an empty folder."""
    shelf = home / "决算"
    shelf.mkdir()
    with opened(shelf) as page:
        page.set_viewport_size(_WINDOW)
        for name, step in _steps(shelf):
            step(page)
            if name:
                yield f"desk-{name}", _seen(page, home)
    with opened(_city(home)) as page:
        page.set_viewport_size(_WINDOW)
        _board(page)
        yield "desk-bureau", _seen(page, home)


def _steps(shelf: Path) -> Iterator[tuple[str, Callable[[Page], object]]]:
    """Each with the picture of what it leads to; without a name there is none."""
    folder = shelf / f"{job.OFFICE}{job.YEAR}"
    yield "sure", job.ask_for_a_folder
    yield "", job.begin
    yield "", lambda _: job.fill(folder)
    yield "fill", lambda page: job.to(page, "填写")
    yield "", job.type_what_is_missing
    yield "text", _text
    yield "check", lambda page: job.to(page, "核对")
    yield "look", _explained
    yield "wording", job.find_a_sentence
    yield "", job.waive
    yield "", job.draft
    yield "changes", lambda page: job.see_what_changes(page, folder)
    yield "", job.give_the_reason
    yield "finish", job.sign_off
    yield "", job.publish
    yield "", job.begin_the_next_year
    yield "shelf", lambda page: page.get_by_role("link", name="书架").click()


def _text(page: Page) -> None:
    """The names of figures, offered while somebody types."""
    job.to(page, "文字")
    page.get_by_role("link", name="职责.md").click()
    field = page.get_by_label("内容")
    page.set_viewport_size({"width": 1000, "height": 860})
    field.press("Control+End")
    field.press_sequentially("{{机关运行")
    page.get_by_role("option").first.wait_for()


def _explained(page: Page) -> None:
    job.to(page, "看稿")
    number = page.frame_locator("iframe[title=文稿]").locator("#total-2 .figure[data-figure]").nth(1)
    number.click()
    page.frame_locator("iframe[title=文稿]").get_by_role("dialog").wait_for()


def _city(home: Path) -> Path:
    folder = home / "某市"
    folder.mkdir()
    for name in _BODIES:
        write_data(folder, name)
    write_data(folder, _LACKING, 部门={"职责": None})
    write_list(folder, *((name, "", batch) for name, batch in _BODIES.items()), (_LACKING, "", "第二批"))
    (folder / "全市.yaml").write_text("名称: 某市\n格式: [html]\n", "utf-8")
    return folder


def _board(page: Page) -> None:
    page.get_by_role("link", name="全市").first.click()
    page.get_by_role("button", name="只生成变了的").click()
    page.get_by_text("待补 1 个").wait_for(timeout=3 * PATIENCE)


def _seen(page: Page, home: Path) -> bytes:
    """The window; where the folder stands is nobody's business."""
    page.evaluate(_WITHOUT_PLACE, str(home))
    return page.screenshot()
