"""A board of five bodies as a bureau works with it: filter by keyboard, open, run, take replies, release."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin
from zipfile import ZipFile

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.desk.opened import PATIENCE, opened
from tests.unit.city.test_city_run import write_data, write_list

BATCHES = {"甲局": "第一批", "乙局": "第一批", "丙局": "第一批", "丁局": "第二批", "戊局": "第二批"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Five bodies, one of which nobody has told what it does."""
    folder = tmp_path / "某市"
    folder.mkdir()
    for name in BATCHES:
        write_data(folder, name)
    write_data(folder, "丁局", 部门={"职责": None})
    write_list(folder, *((name, "", batch) for name, batch in BATCHES.items()))
    (folder / "全市.yaml").write_text("名称: 某市\n格式: [html]\n", "utf-8")
    return folder


def reply(workbook: Path) -> None:
    """As a body fills it in: its first row is mended."""
    book = openpyxl.load_workbook(workbook)
    sheet = book["退回意见"]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "处理" for cell in row))
    column = next(cell.column for cell in head if cell.value == "处理")
    assert column is not None
    sheet.cell(int(head[0].row or 0) + 1, column, "已改")
    book.save(workbook)


def run_elsewhere(home: Path) -> None:
    """As somebody else does with the command."""
    command = [sys.executable, "-m", "disclosure", "city", "build", str(home)]
    subprocess.run(command, capture_output=True, check=False)


def row(page: Page, name: str) -> str:
    """What the board says of a body."""
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True)).inner_text()


@pytest.mark.chromium
def test_a_bureau_works_through_its_board(home: Path, tmp_path: Path) -> None:
    with opened(home) as page:
        page.get_by_role("link", name="全市").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("某市：进度")
        page.get_by_role("button", name="只生成变了的（5个）").click()
        made = page.get_by_text("全市 5 个：已生成 4 个，待补 1 个")
        expect(made).to_be_visible(timeout=3 * PATIENCE)

        page.get_by_label("批次").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.get_by_label("排列").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("caption")).to_contain_text("筛出2个")
        page.get_by_role("link", name="丁局").press("Enter")
        expect(page.get_by_role("heading", name="待填（1处）")).to_be_visible()

        with page.expect_download() as saved:
            page.get_by_role("link", name="下载这一份").click()
        workbook = tmp_path / "回复.xlsx"
        saved.value.save_as(workbook)
        reply(workbook)
        page.get_by_role("link", name="退回意见").first.click()
        page.get_by_label("各单位交回的退回意见").set_input_files(workbook)
        page.get_by_role("button", name="收进来").click()
        expect(page.get_by_text("收了1个单位的1条回复")).to_be_visible()

        page.get_by_role("link", name="放行").click()
        first = page.locator("form").filter(has=page.get_by_role("button", name="放行第一批"))
        first.get_by_label("放行人").fill("张三")
        first.get_by_role("button").click()
        with page.expect_download() as zipped:
            page.get_by_role("link", name="下载第一批的包").click()
        with ZipFile(BytesIO(zipped.value.path().read_bytes())) as archive:
            folders = {Path(name).parent.name for name in archive.namelist()}
        assert folders == {"甲局", "乙局", "丙局", ""}

        page.get_by_role("link", name="进度").click()
        assert "已放行" in row(page, "甲局")
        write_data(home, "甲局", 部门={"职责": "管水。"})
        expect(page.get_by_text("放行后有改动")).to_be_visible(timeout=PATIENCE)
        assert "数据已变，尚未重新生成" in row(page, "甲局")


@pytest.mark.chromium
def test_what_bodies_do_meanwhile_takes_nothing_from_who_works_on_the_board(home: Path) -> None:
    with opened(home) as page:
        page.goto(urljoin(page.url, "/bureau?batch=第一批"))
        page.get_by_label("选乙局").check()
        sought = page.get_by_label("名称或问题里的字")
        sought.press_sequentially("档案")
        page.evaluate("scrollTo(0, 40); window.ours = document.activeElement")
        kept = "[ours === document.activeElement, ours.value, scrollY]"
        before = page.evaluate(kept)
        run_elsewhere(home)
        expect(page.get_by_role("row").filter(has_text="乙局")).to_contain_text("已生成", timeout=PATIENCE)
        expect(page.get_by_text("共5个：已生成4个")).to_be_visible()
        assert page.evaluate(kept) == before == [True, "档案", 40]
        expect(page.get_by_label("选乙局")).to_be_checked()
        expect(page.locator("caption")).to_contain_text("筛出3个")
        expect(page.get_by_role("button", name="刷新这一页")).to_have_count(0)
        sought.press("Enter")
        expect(page.get_by_text("没有符合的单位")).to_be_visible()
