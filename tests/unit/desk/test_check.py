"""/check: findings by severity, waived, lapsed, withdrawn; the ledger, 批复数, the reports."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from disclosure.desk.app import answered
from disclosure.desk.asked import Asked
from disclosure.desk.check import AREA
from disclosure.loading.data_files import ADDED
from tests.departments import EXAMPLES, small
from tests.desk.clerk import Answer, Clerk, answer_of
from tests.unit.workbook import clerk as workbooks

SAID = {"理由": "年中追加用车经费", "姓名": "张三", "日期": "2024年8月1日"}
LESS = {**small()["上年数"], "收支总计": "140"}  # the reason given speaks of a rise
TURNED, UNNAMED = "NL31.3", "XK10.5"


def box(clerk: Clerk, code: str) -> str:
    """What the box of the finding of a code sends."""
    found = re.search(rf'name="finding" value="({code}[^"]*)"', clerk.see("/check?d=某局").html)
    assert found, code
    return unescape(found[1])


def waived(clerk: Clerk, *codes: str, **said: str) -> Answer:
    """The answer to the form, with the boxes of these codes ticked."""
    form = {"d": "某局", **SAID, **said}
    ticked = tuple(box(clerk, code) for code in codes)
    asked = Asked(clerk.desk, "/check/waive", {}, form, lists={"finding": ticked})
    return answer_of(answered(AREA.actions["/check/waive"], asked))


def save(folder: Path, **changes: Any) -> None:
    data = {"格式版本": "1", **small(**changes)}
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "某局"
    made.mkdir()
    save(made)
    return made


@pytest.fixture
def clerk(folder: Path) -> Clerk:
    return Clerk(folder.parent)


def test_findings_stand_by_severity_with_what_ought_to_be_and_the_remedy(clerk: Clerk, folder: Path) -> None:
    save(folder, 上年数=LESS)
    said = clerk.see("/check?d=某局").text
    assert said.index(TURNED) < said.index(UNNAMED)
    assert "现为项目增加应为减少改法先核对这个数" in "".join(said.split())


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"level": "error"}, [TURNED]),
        ({"level": "note"}, []),
        ({"q": "XK"}, [UNNAMED]),
        ({"group": "绩效"}, [UNNAMED]),
        ({"group": "原因", "level": "error"}, [TURNED]),
        ({"group": "国有资产"}, []),
    ],
)
def test_findings_are_chosen_by_severity_by_group_and_by_words(
    clerk: Clerk, folder: Path, query: dict[str, str], shown: list[str]
) -> None:
    save(folder, 上年数=LESS)
    html = clerk.see("/check?d=某局", **query).html
    assert re.findall(r'name="finding" value="(\S+)', html) == shown
    assert "绩效（1）" in html


def test_several_are_waived_at_once_and_stand_in_the_ledger(clerk: Clerk, folder: Path) -> None:
    save(folder, 上年数=LESS)
    assert waived(clerk, TURNED, UNNAMED).location.startswith("/check?")
    said = clerk.see("/check?d=某局").text
    assert "没有发现。" in said
    assert said.count("年中追加用车经费（张三，2024年8月1日）") >= 4  # with the waivers, with the outcomes
    assert "豁免2项" in "".join(said.split())
    assert "代码: NL31.3" in (folder / ADDED).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "typed", "fault"),
    [("理由", " ", "没有填理由"), ("姓名", "", "没有填姓名"), ("日期", "八月", "八月")],
)
def test_a_fault_stands_at_its_field_and_what_was_typed_stays(
    clerk: Clerk, folder: Path, name: str, typed: str, fault: str
) -> None:
    answer = waived(clerk, UNNAMED, **{name: typed})
    assert answer.status == 422
    label = re.search(rf'<label for="[^"]*">{name}</label>\s*<p[^>]*>([^<]*)</p>', answer.html)
    assert label
    assert fault in label[1]
    assert " checked" in answer.html
    others = {key: text for key, text in SAID.items() if key != name}
    assert all(f'value="{text}"' in answer.html for text in others.values())
    assert not (folder / ADDED).exists()


def test_nothing_ticked_waives_nothing(clerk: Clerk, folder: Path) -> None:
    answer = waived(clerk)
    assert "没有勾选哪一条" in answer.text
    assert not (folder / ADDED).exists()


def test_a_waiver_lapses_with_its_value(clerk: Clerk, folder: Path) -> None:
    save(folder, 上年数=LESS)
    waived(clerk, TURNED)
    save(folder, 上年数=LESS, 原因={**small()["原因"], "收支总计": "经费增加"})
    said = clerk.see("/check?d=某局").text
    assert "已失效 豁免第1行" in said
    assert "原依据数项目增加，现为经费增加" in said
    assert "写的都是相反的事由" in said


def test_a_waiver_is_withdrawn_and_the_finding_stands_again(clerk: Clerk, folder: Path) -> None:
    waived(clerk, UNNAMED)
    answer = clerk.see("/check?d=某局")
    place = answer.field("place")
    clerk.send("/check/withdraw", d="某局", number="1", place=place)
    assert box(clerk, UNNAMED)
    again = clerk.send("/check/withdraw", d="某局", number="1", place=place)
    assert "已经不在原处了" in again.text


def test_a_waiver_written_elsewhere_is_not_withdrawn_here(clerk: Clerk, folder: Path) -> None:
    place = box(clerk, UNNAMED).split("\n")[1]
    save(folder, 豁免=[{"代码": UNNAMED, "位置": place, "依据数": "没有写", **SAID}])
    answer = clerk.see("/check?d=某局")
    assert "data.json" in answer.text
    assert "/check/withdraw" not in answer.html


def test_what_was_ratified_stands_beside_what_is_printed(clerk: Clerk, folder: Path) -> None:
    assert "没有填批复数" in clerk.see("/check?d=某局").text
    save(folder, 批复数={"支出": "131"})
    row = "".join(clerk.see("/check?d=某局").text.split())
    assert "1310000.00" in row
    assert "-10000.00" in row
    assert "不一致" in row


def test_the_report_is_taken_along(clerk: Clerk) -> None:
    pages = AREA.pages["/check/report"]
    made = pages(Asked(clerk.desk, "/check/report", {"d": "某局", "format": "json"}))
    assert json.loads(bytes(made.body))["findings"][0]["code"] == UNNAMED
    made = pages(Asked(clerk.desk, "/check/report", {"d": "某局", "format": "xlsx"}))
    assert bytes(made.body).startswith(b"PK")


def test_data_that_cannot_be_read_are_said_with_their_place(clerk: Clerk, folder: Path) -> None:
    save(folder, 单位="亿元")
    assert "读不了" in clerk.see("/check?d=某局").text


def test_what_somebody_answers_for_is_confirmed_not_waived(clerk: Clerk, folder: Path) -> None:
    save(folder, 模板="yunnan-2023")
    everything = clerk.see("/check?d=某局")
    assert "CL26.2 没有做到：各表与官方表样核对过 要人确认" in everything.text
    assert "XK10.5 没有做到：项目支出写有项目名称\n" in everything.text
    assert "确认或豁免勾选的" in everything.text
    assert "\n确认勾选的" in clerk.see("/check?d=某局&level=note").text
    assert "\n豁免勾选的" in clerk.see("/check?d=某局&level=warning").text
    waived(clerk, "CL26.2")
    assert "代码: CL26.2" in (folder / ADDED).read_text(encoding="utf-8")


def test_an_error_is_mended_not_confirmed(clerk: Clerk, folder: Path) -> None:
    save(folder, 核定数={"支出.决算数": "131"}, 单位="万元")
    said = clerk.see("/check?d=某局").text
    assert "XS1 没有做到：核定数在各项之和的舍入区间内\n" in said
    save(folder, 核定数={"支出.决算数": "130.01"}, 单位="万元")
    assert "XS1 没有做到：核定数在各项之和的舍入区间内 要人确认" in clerk.see("/check?d=某局").text


def test_a_finding_leads_to_what_prints_the_number(clerk: Clerk, folder: Path) -> None:
    save(folder, 核定数={"支出.决算数": "131"}, 单位="万元")
    html = clerk.see("/check?d=某局").html
    found = re.findall(r'href="(/look\?[^"]*at=[^"]*)"', html)
    ids = {dict(parse_qsl(urlsplit(unescape(one)).query))["at"] for one in found}
    document = clerk.see("/document?d=某局").html
    assert ids
    assert [one for one in ids if f'id="{one}"' not in document] == []
    at = min(ids)
    assert f'src="/document?d=%E6%9F%90%E5%B1%80#{at}"' in clerk.see("/look?d=某局", at=at).html


def test_a_finding_in_a_text_leads_to_the_text(clerk: Clerk, folder: Path) -> None:
    (folder / "职责.md").write_text("〔沿用上年，待确认〕负责全市档案工作。\n", encoding="utf-8")
    save(folder, 部门={**small()["部门"], "职责": {"文件": "职责.md"}})
    answer = clerk.see("/check?d=某局", q="C31")
    (address,) = re.findall(r'href="(/text\?[^"]*)"', answer.html)
    assert "负责全市档案工作" in clerk.see(unescape(address)).html


def test_a_finding_about_what_is_empty_leads_to_its_field(clerk: Clerk, folder: Path) -> None:
    (address,) = re.findall(r'href="(/fill\?[^"#]*#[^"]*)"', clerk.see("/check?d=某局").html)
    field = clerk.see(unescape(address)).html.partition(f'id="{unquote(address.partition("#")[2])}"')[2]
    assert 'name="填 支出[2].项目名称"' in field.partition("</li>")[0]
    clerk.send("/fill", **{"d": "某局", "填 支出[2].项目名称": "某某专项"})
    page = clerk.see("/check?d=某局", level="warning")
    assert f"警告 {UNNAMED}" not in page.text
    assert re.search(
        f'<li id="check-{UNNAMED}">{UNNAMED} [^<]+<span class="soft">绩效', page.html
    )  # it passed


def test_units_stand_with_their_findings_and_the_way_to_their_folders(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "panzhihua-chengdu-2024-units", tmp_path / "成办")
    clerk = Clerk(tmp_path)
    assert "各单位的也核对" in clerk.see("/check?d=成办").text
    answer = clerk.see("/check?d=成办", units="1")
    section = answer.html.partition('id="units"')[2].partition("批复数</h2>")[0]
    assert section.count("CL26.2") == 3
    addresses = re.findall('href="(/check[^"]*)"', section)
    assert len(addresses) == 3
    assert all("<h1>核对</h1>" in clerk.see(unescape(one)).html for one in addresses)


def test_where_the_first_ratified_total_is_typed_can_be_copied(tmp_path: Path) -> None:
    workbooks.small(tmp_path / "某局")
    html = Clerk(tmp_path).see("/check?d=某局").html
    assert 'data-copy="批复数!B6"' in html


def test_where_nothing_was_found_but_little_could_be_checked_the_page_says_so(tmp_path: Path) -> None:
    workbooks.small(tmp_path / "某局")
    assert re.search("没有发现。还有 [1-9][0-9]* 项未能校验", Clerk(tmp_path).see("/check?d=某局").text)


def test_a_bound_is_no_number_that_ought_to_stand_there(clerk: Clerk, folder: Path) -> None:
    save(folder, 上年数={**small()["上年数"], "收支总计": "1"})
    said = "".join(clerk.see("/check?d=某局", q="XR1").text.split())
    assert "应不大于200000.00元" in said
    assert "应为200000.00元" not in said


def test_alike_findings_are_told_apart_by_their_places(clerk: Clerk, folder: Path) -> None:
    save(folder, 上年数=LESS)
    said = "".join(clerk.see("/check?d=某局", q=TURNED).text.split())
    assert "位置收支总计增减的原因现为" in said
