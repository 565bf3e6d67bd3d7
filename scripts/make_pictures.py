"""图片 — sheets of the fill-in workbook, pages of the document, a telephone, a flow, the desk.

It needs soffice, poppler and chromium on PATH.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from copy import copy, deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image, ImageChops, ImageOps
from playwright.sync_api import ViewportSize, sync_playwright

from disclosure import build, charts, files, fonts, write
from disclosure.auditing import audit, marked_copy
from disclosure.city.index_page import INDEX, index_page
from disclosure.city.progress_matrix import MATRIX, matrix
from disclosure.loading import data_files, nodes
from disclosure.projects import check_and_mark
from disclosure.workbook import BOOK, Content, workbook
from disclosure.workbook.mark_findings import PREFIX
from scripts import desk_pictures
from tests.unit.city import made_up

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "panzhihua-chengdu-2024"
PICTURES = ROOT / "docs" / "pictures"
# 图名：工作表、印出的区域
SHEETS = {
    "department": ("单位信息", "A1:D20"),
    "expenditure": ("支出", "A1:G22"),
    "sections": ("经济分类", "A1:D22"),
    "sangong": ("三公", "A1:D24"),
}
# 图名：只在这一页上的文字
PAGES = {
    "page-cover": "2024年度部门决算",
    "page-glance": "一页看懂",
    "page-chart": "一、收入支出决算总体情况说明",
    "page-table": "收入支出决算总表",
}
# 样例的模板，另印一页看懂
SHOWN = {
    "pack.toml": '"名称" = "样例"\n"继承" = "sichuan-panzhihua-chengdu-2024"\n"一页看懂" = true\n',
}
# 流向图：样例，它的模板另印的
FLOWING = ROOT / "examples" / "panzhihua-xiqu-2023"
WITH_FLOW = {
    "pack.toml": '"名称" = "样例"\n"继承" = "sichuan-panzhihua-xiqu-2023"\n'
    '["图"."收支流向"]\n"不用" = false\n',
}
FLOW_PICTURE, FLOW = "flow", "收入来源、资金和支出去向"
# 手机上：图名，网页滚到哪里
ON_A_PHONE = {
    "phone-text": "h2:has-text('收入支出决算总体情况说明')",
    "phone-table": ".table:has-text('公开03表')",
}
# 带批注的副本：写错的数（正确的、写成的），这一页上的文字
MARKED = ROOT / "examples" / "putuo-shegong-2024"
SLIPS = {">95.89%<": ">98.59%<", ">9.56%<": ">9.75%<", ">98.69%<": ">96.89%<"}
MARKED_PICTURE = "page-marked"
MARKED_PAGE = "（三）一般公共预算财政拨款支出决算具体情况"
# 校验后标注的工作簿：写错的数，工作表和印出的区域
SLIP = "7164"  # 少了一位
FOUND_PICTURE, FOUND = "found", ("预算", "A1:I26")
# 全市的页面：图名，网页，多宽，打开哪一个的详情；照一个编出来的市，某一天看
CITY = {
    "city-matrix": (f"{MATRIX}.html", 1280, ""),
    "city-matrix-phone": (f"{MATRIX}.html", 390, "某市财政局"),
    "city-index": (INDEX, 1000, ""),
    "city-index-phone": (INDEX, 390, ""),
}
CITY_DAY = "2024-09-25T12:00:00"
# Beside its cell: columns and rows of its corners, each with pixels
_NOTE_BOX = rb"<\1:Anchor>3,24,14,0,8,50,24,0</\1:Anchor><\1:Visible/>"
_DPI, _COLOURS, _MARGIN, _PAGE_WIDTH = 110, 64, 8, 640
_PHONE = ViewportSize(width=390, height=780)


def main() -> None:
    """程序入口 — writes the pictures above."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = nodes.read(data_files.find(EXAMPLE, EXAMPLE.name)).data
        for picture, (sheet, area) in SHEETS.items():
            (folder / BOOK).write_bytes(workbook(Content(data), int(str(data["年度"]))))
            _keep(folder / BOOK, sheet, area)
            _save(_cut(_rendered(_pdf(folder / BOOK), 1)), picture)
        found = _checked(data, folder / "标注")
        _keep(found, *FOUND)
        _show_notes(found, FOUND[0])
        _save(_cut(_rendered(_pdf(found), 1)), FOUND_PICTURE)
        document, page = write(build(EXAMPLE, ["pdf", "html"], pack=SHOWN), folder)
        for picture, words in PAGES.items():
            _save(_framed(_rendered(document, _page(document, words))), picture)
        _save(_framed(_marked(folder)), MARKED_PICTURE)
        for picture, shown in _on_a_phone(page):
            _save(shown, picture)
        for picture, shown in _of_the_city(folder / "某市"):
            _save(shown, picture)
        (folder / "工作台").mkdir()
        for picture, window in desk_pictures.of_the_desk(folder / "工作台"):
            _save(ImageOps.expand(_opened(window), 1, "#b0b0b0"), picture)
        (flow,) = (chart for chart in charts(FLOWING, pack=WITH_FLOW) if FLOW in chart.title)
        _save(_framed(_opened(flow.png())), FLOW_PICTURE)


def _keep(path: Path, name: str, area: str) -> None:
    """Only one sheet is printed; the others stay, for formulas look into them."""
    book = load_workbook(path)
    for sheet in book.worksheets:
        sheet.sheet_state = "visible" if sheet.title == name else "hidden"
        sheet.print_area = None
    book.active = book.sheetnames.index(name)
    book[name].print_area = area
    book[name].oddFooter = HeaderFooterItem()
    _with_a_font_that_is_here(book[name])
    book.save(path)


def _with_a_font_that_is_here(sheet: Worksheet) -> None:
    """Digits and Chinese of two fonts do not stand on one line."""
    family = fonts.find()["宋体"].family
    for cell in (cell for row in sheet.iter_rows() for cell in row):
        font = copy(cell.font)
        font.name = family
        cell.font = font


def _checked(data: Mapping[str, Any], folder: Path) -> Path:
    """The marked copy of the example's workbook, one amount mistyped; its totals are compared with none."""
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("*.yaml"))
    slipped = {name: deepcopy(part) for name, part in data.items() if name != "批复数"}
    slipped["预算"]["全年预算"]["各项"]["2101199"] = SLIP
    (folder / BOOK).write_bytes(workbook(Content(slipped), int(str(data["年度"]))))
    check_and_mark(folder)
    return folder / f"{PREFIX}{BOOK}"


def _show_notes(path: Path, shown: str) -> None:
    """The notes of the check on a sheet stay open, as one is while the mouse is on its cell."""
    book = load_workbook(path)
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.comment):
            if sheet.title != shown or cell.comment.author != "校验":
                cell.comment = None
    book.save(path)
    with ZipFile(path) as closed:
        parts = {name: closed.read(name) for name in closed.namelist()}
    with ZipFile(path, "w") as opened:
        for name, content in parts.items():
            opened.writestr(name, _opened_notes(content) if name.endswith(".vml") else content)


def _opened_notes(drawing: bytes) -> bytes:
    seen = drawing.replace(b"visibility:hidden", b"visibility:visible")
    return re.sub(rb"</(\w+):ClientData>", _NOTE_BOX + rb"\g<0>", seen)


def _framed(page: Image.Image) -> Image.Image:
    height = page.height * _PAGE_WIDTH // page.width
    return ImageOps.expand(page.resize((_PAGE_WIDTH, height), Image.Resampling.LANCZOS), 1, "#b0b0b0")


def _opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


def _on_a_phone(page: Path) -> Iterator[tuple[str, Image.Image]]:
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        phone = browser.new_page(viewport=_PHONE, device_scale_factor=1.5)
        phone.goto(page.as_uri())
        for picture, place in ON_A_PHONE.items():
            phone.locator(place).first.evaluate("place => place.scrollIntoView()")
            yield picture, ImageOps.expand(_opened(phone.screenshot()), 1, "#b0b0b0")
        browser.close()


def _of_the_city(home: Path) -> Iterator[tuple[str, Image.Image]]:
    """The pages of a city of made-up bodies, as high as a window."""
    city, records = made_up.city(home, made_up.TWELVE), made_up.twelve()
    files.write_all([*matrix(city, records), *index_page(city, records)], home)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for picture, (name, width, opened) in CITY.items():
            window = browser.new_page(viewport=ViewportSize(width=width, height=780))
            window.clock.set_fixed_time(CITY_DAY)
            window.goto((home / name).as_uri())
            if opened:
                window.locator(f"summary[aria-label^='{opened}']").click()
                window.locator("tbody", has_text=opened).first.evaluate("body => body.scrollIntoView()")
            yield picture, ImageOps.expand(_opened(window.screenshot()), 1, "#b0b0b0")
        browser.close()


def _marked(folder: Path) -> Image.Image:
    """A page of a document with slips, as the copy with notes shows it."""
    file = _pdf(_with_slips(folder))
    noted = folder / "批注.pdf"
    noted.write_bytes(marked_copy(file.read_bytes(), audit(file).findings, file.name))
    return _rendered(noted, _page(noted, MARKED_PAGE))


def _with_slips(folder: Path) -> Path:
    (made,) = write(build(MARKED, ["docx"], draft=True), folder)
    path = folder / "公开.docx"
    with ZipFile(made) as before, ZipFile(path, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            for right, wrong in SLIPS.items():
                content = content.replace(right.encode(), wrong.encode(), 1)
            after.writestr(name, content)
    return path


def _pdf(path: Path) -> Path:
    folder = path.parent
    office = ["soffice", f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless"]
    command = [*office, "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path.with_suffix(".pdf")


def _page(document: Path, words: str) -> int:
    """The page that has the words as a line of their own; the contents have them with a page number."""
    text = subprocess.run(
        ["pdftotext", "-layout", str(document), "-"], check=True, capture_output=True
    ).stdout
    pages = text.decode().split("\f")
    return next(number for number, page in enumerate(pages, 1) if words in map(str.strip, page.splitlines()))


def _rendered(document: Path, page: int) -> Image.Image:
    target, number = document.with_suffix(""), str(page)
    command = ["pdftoppm", "-r", str(_DPI), "-png", "-f", number, "-l", number, "-singlefile"]
    subprocess.run([*command, str(document), str(target)], check=True)
    return Image.open(target.with_suffix(".png")).convert("RGB")


def _cut(picture: Image.Image) -> Image.Image:
    """Without the empty paper around it."""
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    return ImageOps.expand(picture.crop(box), _MARGIN, "white")


def _save(picture: Image.Image, name: str) -> None:
    picture.quantize(_COLOURS).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
