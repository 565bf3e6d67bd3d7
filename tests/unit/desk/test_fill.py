"""填写: what is missing and wrong, by who fills it, each at its place; typed there, kept in 补填.yaml."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import axe_core_python
import openpyxl
import pytest

from disclosure.desk import fill, opening
from disclosure.desk.asked import Asked
from disclosure.desk.desk import Desk
from disclosure.errors import InputError
from disclosure.loading import read
from disclosure.loading.data_files import ADDED
from disclosure.saving import added_entries
from disclosure.workbook import BOOK, Content, workbook
from tests.departments import small, without
from tests.desk.opened import opened

BATCHES = "三公经费.公务接待.国内.批次"
GOODS = "绩效.绩效目标项目数"
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def lacking(*paths: str, **changes: Any) -> dict[str, Any]:
    data = small(格式版本="1", **changes)
    for path in paths:
        data = without(data, tuple(path.split(".")))
    return data


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def begun(desk: Desk, data: dict[str, Any], name: str = "某局") -> Path:
    folder = desk.home / name
    folder.mkdir(exist_ok=True)
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return folder


def shown(desk: Desk, **query: str) -> str:
    return words(fill.AREA.pages["/fill"](Asked(desk, "/fill", {"d": "某局", **query})).body)


def words(page: bytes | memoryview) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", bytes(page).decode()))


def sent(desk: Desk, action: str = "/fill", **form: str) -> tuple[int, str]:
    answer = fill.AREA.actions[action](Asked(desk, action, {}, {"d": "某局", **form}))
    return answer.status_code, words(answer.body) or answer.headers["location"]


def test_what_is_missing_stands_by_who_fills_it_with_its_place_and_what_to_write(desk: Desk) -> None:
    begun(desk, lacking(BATCHES, GOODS))
    page = shown(desk)
    assert "全部2件" in page.replace(" ", "")
    assert re.search(r"财务（1件）.*国内公务接待的批次.*填整数，例如 12；没有发生的填“无”", page, re.DOTALL)
    assert re.search(r"绩效（1件）.*绩效目标项目数", page, re.DOTALL)
    assert "绩效（1件）" not in shown(desk, who="财务")


def test_several_places_are_typed_at_once_and_the_list_gets_shorter(desk: Desk) -> None:
    folder = begun(desk, lacking(BATCHES, GOODS))
    status, where = sent(desk, **{f"填 {BATCHES}": "5", f"填 {GOODS}": " 1 "})
    assert (status, "2%E5%A4%84" in where) == (303, True)
    assert [(one.path, one.text) for one in added_entries.entries(folder).values] == [
        (BATCHES, "5"),
        (GOODS, "1"),
    ]
    assert "都填好了" in shown(desk)
    assert "已补填（2处）" in shown(desk)


def test_what_would_not_be_read_is_told_at_its_field_and_nothing_is_kept(desk: Desk) -> None:
    folder = begun(desk, lacking(BATCHES, GOODS))
    answer = fill.AREA.actions["/fill"](
        Asked(desk, "/fill", {}, {"d": "某局", f"填 {BATCHES}": "五批", f"填 {GOODS}": "1"})
    )
    page = bytes(answer.body).decode()
    assert answer.status_code == 422
    assert "“五批”不是数，请填数字，例如 1234.56；没有发生的填“无”" in words(page.encode())
    assert re.search(rf'name="填 {re.escape(BATCHES)}"[^>]*aria-invalid="true"[^>]*value="五批"', page)
    assert not (folder / ADDED).exists()


def test_a_whole_can_be_said_to_be_none_and_a_code_goes_with_its_sum(desk: Desk) -> None:
    data = lacking("政府采购")
    data["支出"].append({"项": "2010399", "性质": "项目", "资金": "一般公共预算"})
    folder = begun(desk, data)
    assert "没有（整块填“无”）" in shown(desk)
    assert sent(desk, **{"无 政府采购": "无"})[0] == 303
    assert read(folder).procurement is not None
    status, page = sent(desk, **{"填 支出[4].款": "3", "编码 支出[4].款": ""})
    assert (status, "金额前面要填编码" in page) == (422, True)
    assert sent(desk, **{"填 支出[4].款": "3", "编码 支出[4].款": "30201"})[0] == 303
    assert read(folder).places()["支出[4].款.30201"].file == ADDED


def test_what_was_typed_is_changed_where_it_is_listed(desk: Desk) -> None:
    folder = begun(desk, lacking(BATCHES))
    sent(desk, **{f"填 {BATCHES}": "5"})
    page = bytes(fill.AREA.pages["/fill"](Asked(desk, "/fill", {"d": "某局"})).body).decode()
    assert re.search(rf'<textarea[^>]* name="填 {re.escape(BATCHES)}"[^>]*>5</textarea>', page)
    assert sent(desk, **{f"填 {BATCHES}": "七"})[0] == 422
    assert sent(desk, **{f"填 {BATCHES}": "7"})[0] == 303
    assert [one.text for one in added_entries.entries(folder).values] == ["7"]


def test_said_otherwise_by_the_data_is_shown_and_the_typed_one_can_be_dropped(desk: Desk) -> None:
    folder = begun(desk, lacking(BATCHES))
    sent(desk, **{f"填 {BATCHES}": "5"})
    begun(desk, lacking(三公经费={**small()["三公经费"], "公务接待": {"国内": {"批次": "6", "人次": "40"}}}))
    page = shown(desk)
    assert re.search(r"data.json 第1行第\d+列 是“6”，补填.yaml 第7行第9列 是“5”", page)
    assert "补填的是“5”" in page
    with pytest.raises(InputError, match="不在原处"):
        sent(desk, "/fill/drop", number="1", path=GOODS)
    assert sent(desk, "/fill/drop", number="1", path=BATCHES)[0] == 303
    assert added_entries.entries(folder).values == ()


KINDS: dict[str, tuple[dict[str, Any], str]] = {
    "单位写错": ({"单位": "万元", "上年数": {**small()["上年数"], "单位": "元"}}, "错误 XR1"),
    "金额与款不等": (
        {"支出": [{**small()["支出"][0], "金额": "91"}, *small()["支出"][1:]]},
        "错误 XA7.5 金额填910000.00元，各款相加900000.00元",
    ),
    "负数": (
        {"支出": [{**small()["支出"][1], "款": {"30214": "-30"}}, small()["支出"][0]]},
        "错误 XA7.7 这一笔支出是负数",
    ),
    "原因说反": ({"原因": {**small()["原因"], "收支总计": "人员经费减少"}}, "错误 NL31.3 这个数增加"),
    "资金空着": (
        {
            "支出": [
                *small()["支出"],
                {"项": "2120802", "性质": "项目", "款": {"30214": "3"}},
            ]
        },
        "待填 支出第4行（2120802 土地开发支出）的资金",
    ),
    "同一笔录两遍": ({"支出": [*small()["支出"], small()["支出"][1]]}, "警告 XA7.6"),
    "不认的词": ({"政府采购": "暂缺"}, "读不了 政府采购：这里应填"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_misuse_is_shown_at_its_place_in_words(desk: Desk, kind: str) -> None:
    changes, told = KINDS[kind]
    begun(desk, lacking(**changes))
    assert told in re.sub(r"\s+", " ", shown(desk, findings="1"))


def test_findings_are_asked_for_apart(desk: Desk) -> None:
    begun(desk, lacking(原因={**small()["原因"], "收支总计": "人员经费减少"}))
    assert "NL31.3" not in shown(desk)
    assert "显示核对结果" in shown(desk)
    assert "NL31.3" in shown(desk, findings="1")


def test_only_a_data_file_of_the_folder_is_opened_and_one_open_elsewhere_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = begun(desk, lacking())
    asked: list[Path] = []

    def opens_the_second_time(path: Path) -> bool:
        asked.append(path)
        return len(asked) > 1

    monkeypatch.setattr(opening, "opened", opens_the_second_time)
    assert "%E6%89%93%E4%B8%8D%E5%BC%80" in sent(desk, "/fill/open", file="data.json")[1]
    assert "%E6%AD%A3%E5%9C%A8%E6%89%93%E5%BC%80" in sent(desk, "/fill/open", file="data.json")[1]
    assert asked == [folder / "data.json"] * 2
    with pytest.raises(InputError):
        sent(desk, "/fill/open", file="../某局/data.json")
    assert "在别处开着" not in shown(desk)
    (folder / "~$data.json").write_bytes(b"")
    assert "在别处开着" in shown(desk)


def test_a_fund_that_nobody_chose_is_chosen_on_the_page(desk: Desk) -> None:
    land = {"项": "2120802", "性质": "项目", "项目名称": "土地开发", "款": {"30201": "1"}}
    lines = [*lacking()["支出"], land]
    folder, name = begun(desk, lacking(支出=lines)), f"支出[{len(lines)}].资金"
    asked = Asked(desk, "/fill", {"d": "某局"})
    assert f'<select name="填 {name}"' in bytes(fill.AREA.pages["/fill"](asked).body).decode()
    assert sent(desk, **{f"填 {name}": "政府性基金"})[0] == 303
    assert f'<select name="填 {name}"' not in bytes(fill.AREA.pages["/fill"](asked).body).decode()
    assert [line.fund for line in read(folder).expenditure or ()][-1] == "政府性基金"


def test_a_place_of_a_unit_leads_to_the_units_own_folder(desk: Desk) -> None:
    department = begun(desk, lacking())
    for name in ("甲", "乙"):
        unit = lacking(BATCHES) if name == "甲" else lacking()
        unit["部门"] = {**unit["部门"], "全称": name, "简称": name}
        begun(desk, unit, f"某局/{name}")
    data = {
        key: value for key, value in lacking().items() if key in ("格式版本", "模板", "单位", "年度", "部门")
    }
    data["部门"]["所属单位"] = [{"名称": name, "数据": name} for name in ("甲", "乙")]
    (department / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    answer = fill.AREA.pages["/fill"](Asked(desk, "/fill", {"d": "某局"}))
    page = bytes(answer.body).decode()
    assert "这是甲的。" in page
    assert 'href="/fill?d=%E6%9F%90%E5%B1%80%2F%E7%94%B2"' in page


@pytest.mark.chromium
def test_by_keyboard_missing_places_are_typed_kept_and_a_conflict_is_dropped(tmp_path: Path) -> None:
    folder = tmp_path / "书架" / "某局"
    folder.mkdir(parents=True)
    (folder / BOOK).write_bytes(workbook(Content(lacking(BATCHES, GOODS)), 2023))
    with opened(tmp_path / "书架") as page:
        page.goto(f"http://{page.url.split('/')[2]}/fill?d=某局")
        page.set_viewport_size({"width": 360, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.evaluate(AXE)
        found = page.evaluate("axe.run()")
        assert [one["id"] for one in found["violations"] if one["impact"] in ("serious", "critical")] == []
        before = page.locator(".fill-who a").first.inner_text()
        cell = (
            page.locator("li", has_text="国内公务接待的批次")
            .locator("[data-copy]")
            .get_attribute("data-copy")
        )
        page.get_by_label("国内公务接待的批次").focus()
        page.keyboard.type("5")
        page.get_by_label("绩效目标项目数").focus()
        page.keyboard.type("1")
        page.get_by_role("button", name="存下填的各处").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("text=已补填2处")
        assert page.locator(".fill-who a").first.inner_text() != before
        assert [one.text for one in added_entries.entries(folder).values] == ["5", "1"]
        page.goto(page.url.replace("/fill", "/look"))
        assert "国内公务接待5批次" in page.frame_locator("iframe").locator("main").inner_text()
        sheet, _, at = str(cell).partition("!")
        book = openpyxl.load_workbook(folder / BOOK)
        book[sheet][at] = 6
        book.save(folder / BOOK)
        page.goto(page.url.replace("/look", "/fill"))
        told = page.locator("li", has_text="两处填得不一样").inner_text()
        assert f"{BOOK} {cell} 是“6”，{ADDED} 第7行第9列 是“5”" in told
        page.get_by_role("button", name="删去补填的国内公务接待的批次").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("text=已删去补填的")
        assert page.locator("li", has_text="两处填得不一样").count() == 0
