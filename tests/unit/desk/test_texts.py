"""The long texts: saved whole and only over what was opened, figures named, marks confirmed."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import docx
import pytest
from starlette.responses import Response

from disclosure.desk import texts
from disclosure.desk.asked import Asked
from disclosure.desk.desk import Desk
from disclosure.errors import InputError
from disclosure.saving import added_entries
from disclosure.workbook import BOOK, Content, workbook
from tests.departments import small
from tests.desk.clerk import Clerk
from tests.desk.opened import opened
from tests.unit.outputs.test_html_on_screen import AXE

DUTIES = "职责.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "甲"
    home.mkdir()
    data = small(格式版本="1")
    data["部门"]["职责"] = {"文件": DUTIES}
    (home / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    (home / DUTIES).write_text("1.负责某某工作。\n", encoding="utf-8")
    return home


def get(folder: Path, path: str = "/text", **query: str) -> str:
    asked = Asked(Desk(folder.parent), path, {"d": "甲", "name": DUTIES, **query})
    return bytes(texts.AREA.pages[path](asked).body).decode()


def opened_as(page: str) -> str:
    return page.partition('name="opened" value="')[2].partition('"')[0]


def save(folder: Path, text: str, opened: str, **form: str) -> Response:
    sent = {"d": "甲", "name": DUTIES, "text": text, "opened": opened, **form}
    return texts.AREA.actions["/text"](Asked(Desk(folder.parent), "/text", {}, sent))


def test_a_text_is_listed_opened_and_saved(folder: Path) -> None:
    assert "1.负责某某工作。" in get(folder, "/texts")
    page = get(folder)
    assert save(folder, "1.保管档案。\n", opened_as(page)).status_code == 303
    assert (folder / DUTIES).read_text(encoding="utf-8") == "1.保管档案。\n"
    assert "1.保管档案。" in get(folder)


def test_what_somebody_else_saved_meanwhile_is_not_lost(folder: Path) -> None:
    was = opened_as(get(folder))
    (folder / DUTIES).write_text("别处写的。", encoding="utf-8")
    answer = save(folder, "这里写的。", was)
    page = bytes(answer.body).decode()
    assert answer.status_code == 409
    assert "这里写的。" in page
    assert "别处写的。" in page
    assert (folder / DUTIES).read_text(encoding="utf-8") == "别处写的。"
    assert save(folder, "两处合在一起。", opened_as(page)).status_code == 303


def test_a_text_of_notepad_in_gbk_is_read_and_goes_on_in_utf_8(folder: Path) -> None:
    (folder / DUTIES).write_bytes("负责老工作。".encode("gbk"))
    page = get(folder)
    assert "负责老工作。" in page
    save(folder, "负责新工作。", opened_as(page))
    assert (folder / DUTIES).read_text(encoding="utf-8") == "负责新工作。"


def test_lines_end_as_the_file_has_them(folder: Path) -> None:
    (folder / DUTIES).write_bytes("1.甲。\r\n2.乙。\r\n".encode())
    save(folder, "1.甲。\n2.丙。\n", opened_as(get(folder)))
    assert (folder / DUTIES).read_bytes() == "1.甲。\r\n2.丙。\r\n".encode()


def test_a_mark_of_last_year_goes_when_it_is_confirmed(folder: Path) -> None:
    (folder / DUTIES).write_text("〔沿用上年，待确认〕负责工作。", encoding="utf-8")
    page = get(folder)
    assert "保存并确认" in page
    save(folder, "〔沿用上年，待确认〕负责工作。", opened_as(page), confirm="1")
    assert (folder / DUTIES).read_text(encoding="utf-8") == "负责工作。"


@pytest.mark.parametrize("name", ["../乙.md", "子/丙.md", "data.json", "没有.md", "C:\\丁.md"])
def test_only_texts_of_the_folder_itself_are_opened(folder: Path, name: str) -> None:
    (folder.parent / "乙.md").write_text("外面的", encoding="utf-8")
    (folder / "子").mkdir()
    (folder / "子" / "丙.md").write_text("数据里没有写着的", encoding="utf-8")
    with pytest.raises(InputError):
        get(folder, name=name)


@pytest.mark.parametrize("name", ["../乙.md", "链接.md", "链接/乙.md"])
def test_a_text_outside_is_neither_shown_nor_written_though_the_data_name_it(folder: Path, name: str) -> None:
    outside = folder.parent / "外面"
    outside.mkdir()
    for path in (folder.parent / "乙.md", outside / "乙.md"):
        path.write_text("外面的", encoding="utf-8")
    (folder / "链接.md").symlink_to(folder.parent / "乙.md")
    (folder / "链接").symlink_to(outside)
    data = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    say(folder, 部门={**data["部门"], "机构设置": {"文件": name}})
    listed = main(get(folder, "/texts"))
    assert "文件必须放在数据文件夹内，不能指向文件夹以外" in listed
    assert "外面的" not in listed
    with pytest.raises(InputError):
        get(folder, name=name)
    with pytest.raises(InputError):
        save(folder, "写到外面", texts._digest_of_text("外面的"), name=name)
    assert (outside / "乙.md").read_text(encoding="utf-8") == "外面的"
    assert (folder.parent / "乙.md").read_text(encoding="utf-8") == "外面的"


def say(folder: Path, **changed: Any) -> None:
    """Other data than those of the fixture."""
    data = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    (folder / "data.json").write_text(json.dumps({**data, **changed}, ensure_ascii=False), encoding="utf-8")


def written_in_word(path: Path, *paragraphs: str, table: bool = False) -> None:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        document.add_table(1, 2)
    document.save(str(path))


def main(page: str) -> str:
    """What its main part says, a line for each element."""
    inside = page.partition("<main")[2].partition(">")[2]
    return unescape(re.sub(r"\s*\n\s*", "\n", re.sub(r"<[^>]+>", "\n", inside)))


WRONG = "1.全年支出{{ 支出.决算数|金额 }}。\n2.承办{{ 没有.这个 }}。\n"
TOLD = "职责.md 第2行：没有“没有”这个名称"


def test_a_name_that_is_none_is_told_at_the_text_with_its_line_as_soon_as_it_is_saved(folder: Path) -> None:
    answer = save(folder, WRONG, opened_as(get(folder)))
    assert answer.status_code == 303
    page = get(folder)
    assert TOLD in main(page)
    assert "这一行是：2.承办{{ 没有.这个 }}。" in main(page)
    assert 'aria-invalid="true"' in page
    listed = main(get(folder, "/texts"))
    assert "有错" in listed
    assert TOLD in listed
    save(folder, WRONG.replace("没有.这个", "支出.决算数|金额"), opened_as(page))
    assert TOLD not in get(folder)
    assert "有错" not in get(folder, "/texts")


def test_braces_left_open_in_an_attachment_are_told_at_it_and_the_document_is_there(folder: Path) -> None:
    say(folder, 附件=[{"标题": "报告", "文件": "报告.md"}])
    (folder / "报告.md").write_text("甲。\n乙{{ 支出.决算数", encoding="utf-8")
    assert "报告.md 第2行：模板语句写错了（模板没有写完，缺“}}”）" in main(get(folder, name="报告.md"))
    assert "1.负责某某工作。" in main(get(folder))


def test_an_attachment_to_be_confirmed_leads_from_the_page_fill_to_its_file(folder: Path) -> None:
    say(folder, 附件=[{"标题": "报告", "文件": "报告.md"}])
    (folder / "报告.md").write_text("〔沿用上年，待确认〕甲。", encoding="utf-8")
    assert "到文字页改 报告.md" in Clerk(folder.parent).see("/fill", d="甲").text


def test_beside_a_text_stands_what_it_prints_and_the_way_to_its_passage(folder: Path) -> None:
    save(folder, "全年支出{{ 支出.决算数|金额 }}。", opened_as(get(folder)))
    page = get(folder)
    assert "现在印成\n全年支出130万元。" in main(page)
    at = re.search(r'href="/look\?[^"]*at=([\w-]+)"', page)
    assert at
    shown = Clerk(folder.parent).see("/document", d="甲").html
    assert re.search(rf'id="{at[1]}"[^>]*>全年支出', shown)


def test_a_text_in_a_folder_below_is_listed_and_saved(folder: Path) -> None:
    (folder / "文字").mkdir()
    (folder / "文字" / "机构.md").write_text("科室3个。", encoding="utf-8")
    data = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    say(folder, 部门={**data["部门"], "机构设置": {"文件": "文字\\机构.md"}})
    name = "文字\\机构.md"
    assert "部门的机构设置" in main(get(folder, "/texts"))
    page = get(folder, name=name)
    assert "科室3个。" in page
    save(folder, "科室4个。", opened_as(page), name=name)
    assert (folder / "文字" / "机构.md").read_text(encoding="utf-8") == "科室4个。"


def test_texts_in_cells_and_lines_of_the_data_are_listed_with_their_place(folder: Path) -> None:
    listed = main(get(folder, "/texts"))
    assert re.search(r"公务用车的主要用于\ndata\.json 第1行第\d+列\n公务出行", listed)
    (folder.parent / "乙").mkdir()
    (folder.parent / "乙" / BOOK).write_bytes(workbook(Content(small(格式版本="1")), 2023))
    page = get(folder, "/texts", d="乙")
    assert re.search(r'公务用车的主要用于</strong>\s*<p class="soft">决算数据\.xlsx 三公!B\d+', page)
    assert re.search(r'data-copy="三公!B\d+"', page)
    assert 'value="决算数据.xlsx"' in page


def test_what_was_typed_on_the_page_leads_back_to_it_and_what_is_missing_too(folder: Path) -> None:
    data = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    cars = data["三公经费"]["公务用车购置及运行维护费"]
    del cars["主要用于"]
    say(folder, 三公经费=data["三公经费"])
    path = "三公经费.公务用车购置及运行维护费.主要用于"
    page = get(folder, "/texts")
    assert "还没有写的" in page
    assert f'href="/fill?d=%E7%94%B2#at-{quote(path)}"' in page
    added_entries.keep_values(folder, [(path, "公务用车的主要用于", "公务出行")])
    page = get(folder, "/texts")
    assert "还没有写的" not in page
    assert 'href="/fill?d=%E7%94%B2#added-1"' in page


def test_a_text_in_word_is_listed_shown_as_it_reads_and_opened_in_word(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / DUTIES).write_text("", encoding="utf-8")
    written_in_word(folder / "职责.docx", "全年支出{{ 支出.决算数|金额 }}。", table=True)
    listed = main(get(folder, "/texts"))
    assert "职责.docx\n部门的职责" in listed
    assert "职责.md\n不用写\n现在用的是 职责.docx" in listed
    page = main(get(folder, name="职责.docx"))
    assert "现在印成\n全年支出130万元。" in page
    assert "“职责.docx”没有带入：表格" in page
    assert "<textarea" not in get(folder, name=DUTIES)
    opened: list[Path] = []
    monkeypatch.setattr("disclosure.desk.opening.opened", opened.append)
    assert Clerk(folder.parent).send("/texts/open", d="甲", file="职责.docx").status == 303
    assert opened == [folder / "职责.docx"]


@pytest.mark.parametrize("name", ["../乙.docx", "别的.docx", DUTIES, "没有.xlsx"])
def test_only_word_texts_and_data_files_are_opened_outside(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (folder.parent / "乙.docx", folder / "别的.docx"):
        written_in_word(path, "甲")
    monkeypatch.setattr("disclosure.desk.opening.opened", lambda path: pytest.fail(str(path)))
    assert "请" in Clerk(folder.parent).send("/texts/open", d="甲", file=name).text


def test_data_that_cannot_be_read_leave_their_texts_to_be_written(folder: Path) -> None:
    (folder / "文字").mkdir()
    (folder / "文字" / "机构.md").write_bytes("科室3个。".encode("utf-16"))
    data = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    say(folder, 部门={**data["部门"], "机构设置": {"文件": "文字/机构.md"}})
    listed = main(get(folder, "/texts"))
    assert "文字/机构.md\n有错\n部门的机构设置" in listed
    assert "文件是 UTF-16 编码，请另存为 UTF-8 编码" in listed
    assert "1.负责某某工作。" in get(folder)


def test_what_is_to_be_confirmed_or_written_leads_from_the_page_fill_to_its_text(folder: Path) -> None:
    for text in ("〔沿用上年，待确认〕负责工作。", ""):
        (folder / DUTIES).write_text(text, encoding="utf-8")
        page = Clerk(folder.parent).see("/fill", d="甲").html
        assert (
            f'<a href="/text?{urlencode({"d": "甲", "name": DUTIES})}">到文字页改 {DUTIES}</a>'.replace(
                "&", "&amp;"
            )
            in page
        )
        assert 'name="填 部门.职责"' not in page, "what is typed beside the file would contradict it"


def names(folder: Path, words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(get(folder, "/texts/names", q=words))
    return found


def test_figures_are_offered_by_their_names_as_they_print(folder: Path) -> None:
    found = {one["written"]: one["printed"] for one in names(folder, "支出.决算数")}
    assert found["{{ 支出.决算数|金额 }}"] == "130万元"
    by_code = {one["written"] for one in names(folder, "2010301")}
    assert '{{ 支出.项["2010301"].决算数|金额 }}' in by_code
    assert names(folder, "没有这样的名称") == []


@pytest.mark.chromium
@pytest.mark.parametrize(("path", "name"), [("texts", ""), ("text", DUTIES), ("text", "机构.docx")])
def test_in_chromium_texts_with_faults_fit_a_telephone_and_axe_finds_nothing_serious(
    folder: Path, path: str, name: str
) -> None:
    data = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    say(folder, 部门={**data["部门"], "机构设置": {"文件": "机构.docx"}})
    written_in_word(folder / "机构.docx", "科室3个。", table=True)
    (folder / DUTIES).write_text(WRONG, encoding="utf-8")
    with opened(folder.parent) as page:
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(page.url + f"{path}?{urlencode({'d': '甲', 'name': name})}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document)")
    assert [one["id"] for one in found["violations"] if one["impact"] in ("serious", "critical")] == []


@pytest.mark.chromium
def test_in_chromium_a_figure_is_named_by_keyboard_and_stands_in_the_document(folder: Path) -> None:
    with opened(folder.parent) as page:
        page.goto(page.url + "text?d=甲&name=职责.md")
        page.get_by_label("内容").fill("")
        page.get_by_label("内容").press_sequentially("全年支出{{支出.决算")
        page.get_by_role("option").first.wait_for()
        assert page.locator("[aria-selected=true]").inner_text() == "支出的决算数：130万元"
        page.keyboard.press("Enter")
        assert page.get_by_label("内容").input_value() == "全年支出{{ 支出.决算数|金额 }}"
        page.get_by_role("button", name="保存").click()
        page.get_by_text("已保存 职责.md").wait_for()

        page.get_by_role("link", name="看稿").click()
        document = page.frame_locator("iframe")
        document.get_by_text("全年支出130万元").wait_for()
        document.locator("p", has_text="全年支出").locator(".figure").focus()
        page.keyboard.press("Enter")
        panel = document.get_by_role("dialog")
        panel.get_by_role("heading", name="支出的决算数").wait_for()
        assert "公式" in panel.inner_text()
        page.keyboard.press("Escape")
        panel.wait_for(state="hidden")
